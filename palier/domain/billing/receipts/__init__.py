"""What proves that a month was paid: quittances, reçus, and the agreement to have them online.

Nouns: agreement (*accord*: a person's dated yes or no to receipts in electronic form), receipt
(*quittance* for a month paid in full, *reçu* for a payment otherwise: frozen, numbered,
versioned), voiding (*annulation*: what makes a receipt worthless, the receipt staying as it was),
following (how far the receipts of an account are in step with its entries).

A quittance asks for three things at once: every sum called for the month is settled, somebody
who holds the account agreed to electronic receipts, and the lease was not ended by a judge (loi
89-462 du 6 juillet 1989, art. 21). A receipt engages the landlord: it is never drawn from an
avis, only from the account.
"""
