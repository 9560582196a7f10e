"""``/assurance/``: is my home insured, deposit a certificate, follow it, its history.

overview    the state at a glance, live while something is under review; the history
depositing  choose files, then check what they say and send
one         one certificate: its status, its file, its acknowledgement; a formal demand
words       what each state means to a person, and what to do
"""

from __future__ import annotations

from django.urls import path

from palier.portal.insurance import depositing, one, overview

urlpatterns = [
    path("", overview.insurance, name="insurance"),
    path("etat/", overview.state, name="insurance-state"),
    path("deposer/<slug:code>/", depositing.choose_files, name="insurance-deposit"),
    path("deposer/<slug:code>/verifier/", depositing.check, name="insurance-check"),
    path("deposer/<slug:code>/lecture/", depositing.reading, name="insurance-reading"),
    path("mise-en-demeure/<slug:code>/", one.demand, name="insurance-demand"),
    path("mise-en-demeure/<slug:code>/lettre.pdf", one.demand_file, name="insurance-demand-pdf"),
    path("<slug:code>/", one.certificate, name="insurance-certificate"),
    path("<slug:code>/etat/", one.state, name="insurance-certificate-state"),
    path("<slug:code>/attestation.pdf", one.certificate_file, name="insurance-certificate-file"),
]
