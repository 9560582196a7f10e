"""« Banque d’essai »: the sample's bank, a local page that speaks SystemPay form v2.

It stands for a supplier, so it shares no code with ``domain/payments``: what it verifies and
signs is written again from the protocol, and a mistake of ours shows here.

    protocol   signature, fields, notification, REST answer
    book       the bank's own memory (the shared cache; no table of Palier's)
    pages      payment page, back office, REST ``Order/Get``, settlement file
"""

from __future__ import annotations

from django.urls import include, path

from palier.demo.bank import pages

urlpatterns = [
    path(
        "banque-essai/",
        include(
            [
                path("", pages.back_office, name="bank"),
                path("paiement/", pages.receive, name="bank-form"),
                path("releve.csv", pages.settlement, name="bank-settlement"),
                path("V4/Order/Get", pages.order_get, name="bank-order-get"),
                path("<slug:code>/", pages.page, name="bank-page"),
                path("<slug:code>/choix/", pages.decide, name="bank-decide"),
                path("<slug:code>/<slug:uuid>/", pages.act, name="bank-act"),
            ]
        ),
    ),
]
