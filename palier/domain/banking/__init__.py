"""Bank details and SEPA direct debit (*coordonnées bancaires*, *prélèvement SEPA*).

Nouns
    bank account (*compte bancaire*)   an IBAN that a person gave, sealed; it serves only once it is
                                       confirmed by the known mailbox, 72 hours later
    first eyes (*premier regard*)      when the account is in another name, two of the staff agree
    mandate (*mandat*)                 a signed order to debit one tenant account: RUM, ICS, day
    change (*instruction*)             signed, day, account, pause, resume, stop, each with the day
                                       it counts from; a mandate's standing follows from its changes
    amendment (*avenant*)              signed: the same mandate debits another account
    signing code (*code de signature*) sent by e-mail, beside the password typed again
    evidence (*preuve de signature*)   the signed words, frozen, as a PDF whose hash is kept
    collection (*prélèvement*)         one debit of one bank file, pending until the ERP's own line
    delivery (*remise*)                a numbered file for the bank (debits) or the ERP (mandates,
                                       accounts), with its answers

How it holds together
    ``sealing``   AEAD under rotating keys, bound to the row; the only place that sees a key
    ``rules``     IBAN, names, TARGET days, cut-offs, who is debited, the files: all pure
    ``evidence``  the words of a mandate, for the page, the PDF and the hash
    ``actions``   propose · confirm · contest · review · sign · amend · instruct · deliver · rotate
    ``queries``   what its person, the other holders, the desk and the bank file may read

An IBAN is written out in full in files alone: the bank's and the ERP's. Nowhere else: pages,
letters, the trail, evidence and logs have it masked.
"""
