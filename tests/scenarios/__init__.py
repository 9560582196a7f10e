"""What people live through, from the first page to the last, in product words."""
