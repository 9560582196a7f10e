"""``/mot-de-passe-oublie/``: what a link to the mailbox cannot mend.

``address``  the sign-in address is forgotten: a reference and a name, the answer by e-mail
``agency``   the mailbox is lost: a letter, or an advisor who checks who it is
``given``    what the agency gave, a link or a code, leads to a new password; or is stopped

The link by e-mail itself is the library's, in ``sign_in.forgotten``.
"""

from __future__ import annotations

from django.urls import path

from palier.portal.recovery import address, agency, given

urlpatterns = [
    path("adresse/", address.forgotten, name="recovery-email"),
    path("adresse/envoye/", address.sent, name="recovery-email-sent"),
    path("agence/", agency.ask, name="recovery-agency"),
    path("agence/demande/", agency.asked, name="recovery-agency-asked"),
    path("code/", given.code, name="recovery-code"),
    path("lien/<slug:code>/<slug:token>/", given.link, name="recovery-link"),
    path("choisir/", given.choose, name="recovery-choose"),
    path("arreter/<slug:code>/<slug:token>/", given.stop, name="recovery-stop"),
]
