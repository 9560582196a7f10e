"""What the upload script speaks to."""

from __future__ import annotations

from django.urls import path

from palier.ui.uploads import views

app_name = "uploads"
urlpatterns = [
    path("", views.add, name="add"),
    path("jeton/", views.token, name="token"),
    path("<str:code>/apercu/", views.image, name="image"),
    path("<str:code>/retirer/", views.remove, name="remove"),
]
