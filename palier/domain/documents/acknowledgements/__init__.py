"""The acknowledgement (*accusé de réception*) of whatever a tenant deposits: instant, and for good.

Nouns: acknowledgement (*accusé de réception*: number, instant, what was received, the hash of
each file), number (its public code, in groups), shown (*ce que le déposant a déclaré*: pairs of
words).

A room calls one action, in the transaction of the deposit, and keeps what it returns:

    acknowledgement = acknowledge(
        about=certificate,                  # the room's row; its typed reference is kept
        what=_("Attestation d’assurance"),  # in the depositor's language
        files=[(stored, "Attestation MAIF")],   # rows of StoredFile, and their names
        shown=[(_("Assureur"), "MAIF")],    # what the depositor declared, as they read it
        promised_on=case.promised_on,       # or None
        tenant_account=account, person=person, user=user, filed_by=None,
        shared=True,                        # every holder of the account may read it
        actor=actor, now=now,
    )

It is on screen at ``/accuses/CODE/`` (``portal:acknowledgement``), in PDF beside it, at the
desk for printing (``office:acknowledgement``), and leaves by e-mail with number, instant and
hashes. ``queries.acknowledgement_for(user, code, today)`` authorises a tenant,
``acknowledgement_at_desk(staff, code)`` the staff, ``acknowledgement_of(row)`` finds the one of
a row. Rows are never changed (triggers); the same row always gives the same PDF bytes.
"""
