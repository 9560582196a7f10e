"""Payments (*paiements*) by card through the landlord's bank, until the ERP has booked them.

Nouns
    attempt (*tentative*)        one trip of a person to the bank's page, with its state
    answer (*réponse*)           what the bank said, word for word, kept for ever
    operation (*opération*)      money that moved: capture (*encaissement*), cancellation
                                 (*annulation*), refund (*remboursement*), chargeback (*impayé*);
                                 each posts exactly one provisional entry to the rent account
    review (*à vérifier*)        what a machine may not decide: the rent accountant does
    delivery (*remise*)          a numbered CSV of operations for the ERP, and its acknowledgement
    settlement (*relevé de banque*)  what the bank says it paid, compared with the captures

How it holds together
    ``rules``    what the bank's words mean; a set of answers → the operations that must exist
    ``gateway``  the only door to a bank, never opened inside a transaction
    ``actions``  start · record an answer · refund and chargeback · review · deliver · compare
    ``queries``  what a tenant, or the rent accountant, may see
"""
