"""A page with an upload field, for the tests: a name, some files, one button."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path
from django.utils import timezone

from palier.config.urls import handler400, handler403, handler404, handler500
from palier.config.urls import urlpatterns as palier_urls
from palier.ui.uploads import UploadField, UploadForm

__all__ = ["handler400", "handler403", "handler404", "handler500"]

PAGE = """{% extends "ui/base_public.html" %}{% load ui %}
{% block title %}Votre attestation{% endblock %}
{% block content %}<form method="post" enctype="multipart/form-data" novalidate>{% csrf_token %}
{% error_summary form %}{% field form.insurer %}{% field form.files %}
{% actions %}{% button "Envoyer" %}{% endactions %}</form>{% endblock %}"""


class CertificateForm(UploadForm):
    insurer = forms.CharField(label="Assureur")
    files = UploadField(purpose="insurance", label="Votre attestation")


def deposit(request: HttpRequest) -> HttpResponse:
    form = CertificateForm(
        request.POST or None,
        request.FILES or None,
        owner=request.user,
        about="BAIL1",
        now=timezone.now(),
    )
    if request.method == "POST" and form.is_valid():
        names = ", ".join(draft.name for draft in form.cleaned_data["files"])
        return HttpResponse(f"<title>Reçu</title><p>Reçu : {names}</p>")
    template = engines["django"].from_string(PAGE)
    return HttpResponse(template.render({"form": form}, request))


urlpatterns = [path("attestation/", deposit), *palier_urls]
