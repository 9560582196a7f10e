"""The gallery; mounted in sample mode only."""

from __future__ import annotations

from django.urls import path

from palier.ui import gallery

app_name = "ui"
urlpatterns = [
    path("_galerie/", gallery.index, name="gallery"),
    path("_galerie/erreur/<str:name>/", gallery.error_page, name="gallery-error"),
]
