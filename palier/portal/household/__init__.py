"""``/mon-foyer/``: who lives here, declare a change one question at a time, follow it.

page       the household, what was declared
asking     the questions, one page each; answers are kept server-side
sending    check the answers, send, abandon
following  one declaration: where it stands, its story, its proof
forms      one form a question
words      what each state means to a person
"""

from __future__ import annotations

from django.urls import path

from palier.portal.household import asking, following, page, sending

urlpatterns = [
    path("", page.household, name="household"),
    path("declarer/", page.start, name="household-start"),
    path("declarer/<slug:code>/", asking.go_on, name="household-draft"),
    path("declarer/<slug:code>/verifier/", sending.check, name="household-check"),
    path("declarer/<slug:code>/abandonner/", sending.abandon, name="household-abandon"),
    path("declarer/<slug:code>/<slug:question>/", asking.ask, name="household-question"),
    path("declarations/<slug:code>/", following.declaration, name="household-declaration"),
    path("declarations/<slug:code>/retirer/", following.withdraw, name="household-withdraw"),
    path("declarations/<slug:code>/recommencer/", following.again, name="household-again"),
    path("declarations/<slug:code>/justificatif.pdf", following.proof, name="household-proof"),
]
