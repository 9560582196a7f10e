"""The agencies' site, at ``/agence/``: the same anatomy as the portal.

    gate.py          who may stand at the desk: staff, with a second factor, of this session
    permissions.py   what each role may do, as one table
    looks.py         every look at somebody's file goes into the trail
    frame.py         what stands around each page
    queue.py         ``/agence/``                          the work queue
    cases.py         ``/agence/demandes/``                 one case, and every act on it
    tenants.py       ``/agence/locataires/``               search
    tenant_file.py   ``/agence/locataires/CODE/``          everything of one account
    identities.py    ``/agence/identites/``                confirm who a claimant is
    letters.py       ``/agence/identites/CODE/lettre/``    the activation letter

Everything is fetched through a query that ends in ``_for(staff, …)``: what belongs to
another agency does not exist here (404).
"""
