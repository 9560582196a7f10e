"""The tenant account's sub-ledger (*compte de loyer*); the ERP keeps the books.

Nouns: entry (*écriture*, signed, immutable, positive = owed by the tenant), reversal
(*extourne*), balance (*solde*), allocation (*lettrage*).
"""
