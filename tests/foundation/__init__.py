"""What every room stands on: money, months, codes, tables, folded text, pages by key."""
