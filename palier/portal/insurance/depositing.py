"""Deposit a certificate: choose the files, then check what they say, and send.

The reading aid proposes and warns; it never stands in the way of sending.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop
from django.views.decorators.http import require_safe

from palier.domain.access.queries import AccountView
from palier.domain.access.rules.delegating import Scope
from palier.domain.accounts.models import User
from palier.domain.accounts.queries import actor_of
from palier.domain.documents.intake import actions as intake
from palier.domain.documents.intake.models import Draft
from palier.domain.documents.intake.queries import Tray, waiting_in
from palier.domain.documents.intake.refusals import Refusal
from palier.domain.insurance import actions, queries
from palier.domain.insurance.models import Reading
from palier.domain.insurance.rules.hints import SENTENCES, Declared, hints_of
from palier.domain.insurance.rules.reading import NAMES, Found
from palier.domain.landlord.queries import today
from palier.domain.tenancy.models import Lease
from palier.foundation.errors import NotYours
from palier.portal.account_choice import chosen_account
from palier.portal.frame import settings_of
from palier.ui.forms import DateField, Form
from palier.ui.french import long_date
from palier.ui.parts import Step
from palier.ui.uploads import UploadField, UploadForm
from palier.ui.uploads.fields import KeptFile

PURPOSE = "insurance"
STOP_POLLING = 286
"""htmx stops a poll that is answered with this status."""


class FilesForm(UploadForm):
    files = UploadField(  # type: ignore[assignment]  # Django takes declared fields off the class
        purpose=PURPOSE,
        label=gettext_lazy("Votre attestation"),
        error_messages={
            "required": gettext_lazy("Ajoutez votre attestation : un PDF, ou une photo.")
        },
    )


class AnswersForm(Form):
    insurer = forms.CharField(
        required=False,
        max_length=80,
        label=gettext_lazy("Quel est votre assureur ?"),
        help_text=gettext_lazy("Par exemple MAIF, MACIF, AXA, le nom de votre banque…"),
        widget=forms.TextInput(attrs={"list": "assureurs", "autocomplete": "off"}),
    )
    policy_number = forms.CharField(
        required=False,
        max_length=40,
        label=gettext_lazy("Numéro de contrat"),
        help_text=gettext_lazy("Il est écrit sur l’attestation. Laissez vide si vous hésitez."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    valid_from = DateField(required=False, label=gettext_lazy("L’assurance commence le"))
    valid_to = DateField(
        required=False,
        label=gettext_lazy("L’assurance se termine le"),
        help_text=gettext_lazy("Le dernier jour écrit sur l’attestation."),
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    """Codes of the hints that the page showed."""

    def declared(self, *, same_file_before: bool) -> Declared:
        """Give the dates as typed, for the hints."""
        return Declared(
            self.cleaned_data.get("valid_from"),
            self.cleaned_data.get("valid_to"),
            same_file_before,
        )


def choose_files(request: HttpRequest, code: str) -> HttpResponse:
    """First page: the files."""
    _view, lease = _lease(request, code)
    form = FilesForm(
        request.POST if request.method == "POST" else None,
        request.FILES if request.method == "POST" else None,
        owner=_reader(request),
        about=lease.code,
        now=timezone.now(),
    )
    if request.method == "POST" and form.is_valid():
        drafts = form.cleaned_data["files"]
        actions.read_drafts(lease=lease, drafts=drafts, now=timezone.now())
        return redirect("portal:insurance-check", code=code)
    context = {"form": form, "steps": _steps(1), "address": _address(lease)}
    return render(request, "portal/insurance/files.html", context)


def check(request: HttpRequest, code: str) -> HttpResponse:
    """Second page: what the files say, likely problems, send."""
    _view, lease = _lease(request, code)
    drafts = waiting_in(_tray(request, lease))
    if not drafts:
        return redirect("portal:insurance-deposit", code=code)
    now = timezone.now()
    reading = actions.read_drafts(lease=lease, drafts=drafts, now=now)
    found = queries.found_in(reading)
    same = queries.same_file_before(lease, [draft.source_sha256 for draft in drafts])
    day = today(now)
    if request.method != "POST":
        hints = hints_of(found, Declared(same_file_before=same), day) if _was_read(reading) else ()
        form = AnswersForm(initial={**_proposed(found), "seen": " ".join(hints)})
        return _check_page(request, lease, drafts, reading, form, hints)
    form = AnswersForm(request.POST)
    if not form.is_valid():
        return _check_page(request, lease, drafts, reading, form, (), status=422)
    hints = hints_of(found, form.declared(same_file_before=same), day)
    if set(hints) - set(form.cleaned_data["seen"].split()):
        again = request.POST.copy()
        again["seen"] = " ".join(hints)
        return _check_page(request, lease, drafts, reading, AnswersForm(again), hints, asks=True)
    return _send(request, lease, drafts, reading, form, hints, now)


@require_safe
def reading(request: HttpRequest, code: str) -> HttpResponse:
    """Answer the page's poll while a photo is being read: its proposals once they are there."""
    _view, lease = _lease(request, code)
    drafts = waiting_in(_tray(request, lease))
    if not drafts:
        return HttpResponse(status=STOP_POLLING)
    known = actions.read_drafts(lease=lease, drafts=drafts, now=timezone.now())
    context = _reading_context(lease, known)
    waits = known.state == Reading.State.WAITING
    return render(
        request, "portal/insurance/reading.html", context, status=200 if waits else STOP_POLLING
    )


def _send(
    request: HttpRequest,
    lease: Lease,
    drafts: list[Draft],
    reading: Reading,
    form: AnswersForm,
    hints: tuple[str, ...],
    now: dt.datetime,
) -> HttpResponse:
    view = chosen_account(request, Scope.PAPERS)
    assert view is not None, "the lease was found through it"
    typed = form.cleaned_data
    answers = actions.Answers(
        typed["insurer"], typed["policy_number"], typed["valid_from"], typed["valid_to"]
    )
    try:
        bundle = intake.assemble(drafts=drafts, title=gettext_noop("Attestation d’assurance"))
        deposit = actions.deposit_certificate(
            lease=lease,
            person=view.person,
            user=_reader(request),
            bundle=bundle,
            answers=answers,
            reading=reading,
            hints=hints,
            actor=actor_of(request.user),
            now=now,
        )
    except (Refusal, actions.NothingToInsure) as refused:
        form.add_error(None, refused.sentence)
        return _check_page(request, lease, drafts, reading, form, hints, status=422)
    messages.success(request, _("Nous avons bien reçu votre attestation."))
    return redirect("portal:insurance-certificate", code=deposit.certificate.code)


def _check_page(
    request: HttpRequest,
    lease: Lease,
    drafts: list[Draft],
    reading: Reading,
    form: AnswersForm,
    hints: tuple[str, ...],
    *,
    asks: bool = False,
    status: int = 200,
) -> HttpResponse:
    context = {
        **_reading_context(lease, reading),
        "form": form,
        "steps": _steps(2),
        "files": tuple(KeptFile.of(draft) for draft in drafts),
        "files_url": reverse("portal:insurance-deposit", args=[lease.code]),
        "hints": tuple(str(SENTENCES[hint]) for hint in hints),
        "asks": asks,
        "insurers": NAMES,
    }
    return render(request, "portal/insurance/check.html", context, status=status)


def _reading_context(lease: Lease, reading: Reading) -> dict[str, Any]:
    found = queries.found_in(reading)
    return {
        "waits": reading.state == Reading.State.WAITING,
        "was_read": _was_read(reading) and found.proposes_something,
        "read": _read_lines(found),
        "poll_url": reverse("portal:insurance-reading", args=[lease.code]),
        "check_url": reverse("portal:insurance-check", args=[lease.code]),
    }


def _was_read(reading: Reading) -> bool:
    return reading.state == Reading.State.DONE


def _read_lines(found: Found) -> tuple[str, ...]:
    lines = (
        found.insurer,
        found.policy_number,
        long_date(found.valid_from) if found.valid_from else "",
        long_date(found.valid_to) if found.valid_to else "",
    )
    return tuple(line for line in lines if line)


def _proposed(found: Found) -> dict[str, Any]:
    return {
        "insurer": found.insurer,
        "policy_number": found.policy_number,
        "valid_from": found.valid_from,
        "valid_to": found.valid_to,
    }


def _lease(request: HttpRequest, code: str) -> tuple[AccountView, Lease]:
    """Give the reader's lease of that code, if a certificate may be deposited for it.

    Raises:
        NotYours: it is not theirs, or theirs no more.
    """
    view = chosen_account(request, Scope.PAPERS)
    if view is None or view.is_former:
        raise NotYours()
    found = queries.insurances_of(view, today(timezone.now()), settings_of(request))
    for one in found:
        if one.lease.code == code:
            return view, one.lease
    raise NotYours()


def _address(lease: Lease) -> str:
    home = lease.dwelling
    return f"{home.address}, {home.postcode} {home.town}" if home else ""


def _tray(request: HttpRequest, lease: Lease) -> Tray:
    return Tray(_reader(request), PURPOSE, lease.code)


def _reader(request: HttpRequest) -> User:
    """Give who is signed in; the sign-in middleware has seen to it."""
    assert isinstance(request.user, User)
    return request.user


def _steps(current: int) -> tuple[Step, ...]:
    labels = (_("Les fichiers"), _("Vérifier et envoyer"))
    return tuple(
        Step(label, "current" if rank == current else "done" if rank < current else "todo")
        for rank, label in enumerate(labels, start=1)
    )
