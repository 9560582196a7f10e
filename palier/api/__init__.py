"""Machines that call in: the bank, monitoring."""
