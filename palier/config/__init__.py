"""Assembles the house: settings, addresses, checks, the WSGI entry."""
