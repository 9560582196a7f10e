"""The sample's own pages; mounted in sample mode only."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

app_name = "demo"

_FEATURES = ("accounts", "bank", "mailbox")

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include(import_module(f"palier.demo.{feature}").urlpatterns))
    for feature in _FEATURES
    if find_spec(f"palier.demo.{feature}")
]
