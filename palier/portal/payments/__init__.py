"""``/paiements/``: what was paid, pay by card, follow a payment, its receipt.

paying      choose an amount, check it, leave for the bank
following   come back, wait for the bank's answer, receipt
history     payments of all kinds
words       what each state means to a person, and what to do
"""

from __future__ import annotations

from django.urls import path

from palier.portal.payments import following, history, paying

urlpatterns = [
    path("", history.payments, name="payments"),
    path("payer/", paying.choose_amount, name="payments-start"),
    path("payer/verifier/", paying.check, name="payments-check"),
    path("<slug:code>/banque/", paying.leave_for_bank, name="payments-bank"),
    path("<slug:code>/retour/", following.come_back, name="payments-return"),
    path("<slug:code>/", following.payment, name="payment"),
    path("<slug:code>/etat/", following.state, name="payment-state"),
    path("<slug:code>/recu.pdf", following.receipt_pdf, name="payment-receipt"),
]
