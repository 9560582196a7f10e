"""Paying online: attempts, what the bank answered, the operations that moved money.

Nouns: attempt (*tentative de paiement*), bank answer (*réponse de la banque*), operation
(*opération*: capture, refund, chargeback), payment delivery (*remise* to the ERP).
"""
