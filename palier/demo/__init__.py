"""Turns ``demo/`` files into a living landlord, through ``exchange`` and actions only."""
