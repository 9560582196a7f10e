"""Household (*foyer*): who lives in the dwelling, and what a tenant declares about it.

The landlord's ERP keeps the household (``tenancy.HouseholdMember``); this room never writes it.
A tenant declares a change, an advisor decides, and what is accepted is laid over the ERP's rows
(*en attente d’enregistrement par votre bailleur*) until a delivery echoes it or the ERP rejects
it. A declaration changes no holder of the lease by itself.

Nouns: declaration (*déclaration*: one change, one person, one proof; never erased), draft
(*brouillon*: the answers so far), change (*changement*), proof (*justificatif*), member (*membre
du foyer*), protection (*protection*: what this person declares is hidden from co-holders),
household delivery (*remise*: the file that takes accepted declarations to the ERP).

    rules/changes.py        the changes, the proofs each accepts, what each may mean for the lease
    rules/questions.py      the answers, the questions still to ask, what is wrong with an answer
    rules/people.py         when two rows name the same person
    rules/delivery_file.py  the file for the ERP, and its acknowledgement
    queries/                members.py: the household as shown · declarations.py: who may read what
    actions/                drafts · declaring · reviewing · recording · deliveries · protecting
"""
