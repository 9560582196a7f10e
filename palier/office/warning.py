"""``/agence/alerte/``: warn everybody, on every page, of a running wave of false messages.

And the pictures that came with a suspicious message, for those who look into it.
"""

from __future__ import annotations

import datetime as dt

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from palier.domain.casework.actions import NothingSaid, publish_warning, withdraw_warning
from palier.domain.casework.actions.suspicious import LONGEST_WARNING
from palier.domain.casework.queries import case_file_for
from palier.domain.documents import vault
from palier.domain.documents.models import StoredFile
from palier.foundation.errors import NotYours
from palier.office.frame import settings_of, show
from palier.office.gate import Desk, at_desk
from palier.office.looks import look_at_case_file
from palier.office.permissions import Permission
from palier.ui.downloads import download
from palier.ui.forms import DateField, Form
from palier.ui.french import long_date
from palier.ui.site import SiteWarning

A_WEEK = dt.timedelta(days=7)


class WarningForm(Form):
    text = forms.CharField(
        label=gettext_lazy("Ce que chacun doit savoir"),
        help_text=gettext_lazy(
            "Deux phrases. Par exemple : de faux e-mails annoncent un nouvel IBAN. Notre IBAN ne "
            "change pas : ne payez rien, signalez-les."
        ),
        max_length=LONGEST_WARNING,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    until = DateField(label=gettext_lazy("La montrer jusqu’au"))


@at_desk(Permission.PUBLISH_WARNING)
def warning(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Publish a warning, change it, or take it away."""
    shown = SiteWarning.of(settings_of(request)["site_warning"], desk.today)
    if request.method == "POST" and "retirer" in request.POST:
        withdraw_warning(staff=desk.staff, now=desk.now)
        messages.success(request, _("L’alerte n’est plus montrée."))
        return redirect("office:warning")
    first = {
        "text": shown.text if shown else "",
        "until": shown.until if shown else desk.today + A_WEEK,
    }
    form = WarningForm(request.POST if request.method == "POST" else None, initial=first)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            publish_warning(
                text=typed["text"], until=typed["until"], staff=desk.staff, now=desk.now
            )
        except NothingSaid as refused:
            form.add_error("until", refused.sentence)
        else:
            messages.success(request, _("L’alerte est sur toutes les pages."))
            return redirect("office:warning")
    context = {
        "form": form,
        "shown": shown.text if shown else "",
        "until": long_date(shown.until) if shown else "",
    }
    return show(request, desk, "warning/page.html", context)


@at_desk(Permission.READ_CASES)
def picture(request: HttpRequest, desk: Desk, code: str, position: int) -> HttpResponse:
    """Give one picture of a suspicious message, as a PDF to download."""
    found = case_file_for(desk.staff, code, position)
    if found.file.state != StoredFile.State.CLEAN:
        raise NotYours()
    title = _("Message suspect")
    look_at_case_file(request, desk, found.case, subject=found, title=title)
    content = vault.read(found.file.sha256)
    name = f"message-suspect-{position}.pdf"
    return download(content, file_name=name, media_type=found.file.media_type)


urlpatterns = [
    path("alerte/", warning, name="warning"),
    path("demandes/<slug:code>/capture/<int:position>.pdf", picture, name="case-picture"),
]
