"""``/mes-informations/`` is kept for those who noted it: everything is in the profile now."""

from __future__ import annotations

from django.urls import path
from django.views.generic import RedirectView

urlpatterns = [
    path("", RedirectView.as_view(pattern_name="portal:profile"), name="details"),
    path(
        "corriger/",
        RedirectView.as_view(pattern_name="portal:profile-correction"),
        name="details-correction",
    ),
]
