"""Supporting papers (*pièces justificatives*): what tenants deposit, what the agency asks for.

Nouns: paper (*pièce*: one deposit; never erased), kind (*nature*: CAF, employeur, avis
d’imposition, autre), request (*pièce demandée*: what the agency asks for, why and by when),
impediment (*« je ne peux pas la fournir »*: a coded reason and a few words), reminder (*rappel*).

A paper is its person's alone, unless they share it with the other holders of the account.
Deposits and impediments wait in the agency's queue (``casework``) and are decided there.

    rules.py    kinds, reasons, when a reminder is due
    queries.py  who may read what, the to-do list
    letters.py  e-mails, which never say which paper
    actions/    asking · depositing · explaining · reviewing · following
"""
