"""Everything about bank details and direct debits that can be decided on plain values."""
