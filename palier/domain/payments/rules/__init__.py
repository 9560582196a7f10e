"""Decide what a bank's words mean for the rent account; plain values in and out.

``meanings``    the tables: operation type and status → what happened to the money
``guards``      is this answer about our shop, our order, our amount?
``settlement``  a *set* of answers, in any order → the operations that must exist
``amounts``     what a person may pay, and when to ask before a second payment
"""
