"""The sample's own pages: each feature module that has some exposes ``urlpatterns``.

Mounted in sample mode only.
"""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

app_name = "demo"

_FEATURES = ("start", "accounts", "bank", "mailbox")

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include(module.urlpatterns))
    for module in (
        import_module(f"palier.demo.{feature}")
        for feature in _FEATURES
        if find_spec(f"palier.demo.{feature}")
    )
    if hasattr(module, "urlpatterns")
]
