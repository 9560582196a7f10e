"""Addresses for machines; each answers in the words of its own protocol."""

from __future__ import annotations

from django.urls import path

from palier.api import bank

app_name = "api"

urlpatterns = [
    path("banque/<slug:name>/", bank.notification, name="bank-notification"),
]
