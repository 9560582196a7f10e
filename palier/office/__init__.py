"""The agencies' site, at ``/agence/``: the same anatomy as the portal.

    gate.py          who may stand at the desk: staff, with a second factor, of this session
    permissions.py   what each role may do, as one table
    looks.py         every look at somebody's file goes into the trail
    frame.py         what stands around each page
    queue.py         ``/agence/``                          the work queue
    reviewing/       ``/agence/demandes/CODE/``            what was filed, beside what is known
    undoing.py       the bar that takes a decision back
    receipts.py      ``/agence/demandes/CODE/recu/``       the receipt given at the counter
    cases.py         ``/agence/demandes/``                 one case, and every act on it
    tenants.py       ``/agence/locataires/``               search
    tenant_file.py   ``/agence/locataires/CODE/``          everything of one account
    counter.py       ``/agence/locataires/CODE/guichet/``  file for the tenant
    file_sections.py what other features show on the tenant file
    reasons.py       ``/agence/motifs/``                   the words of the reasons of refusal
    figures.py       ``/agence/chiffres/``                 how promises are kept
    identities.py    ``/agence/identites/``                confirm who a claimant is
    letters.py       ``/agence/identites/CODE/lettre/``    the activation letter

Everything is fetched through a query that ends in ``_for(staff, …)``: what belongs to
another agency does not exist here (404).
"""
