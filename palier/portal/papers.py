"""``/pieces/``: what the agency asks for, what I deposit, what became of it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from palier.domain.access.queries import AccountView
from palier.domain.access.queries.delegations import acting
from palier.domain.access.rules.delegating import Scope
from palier.domain.accounts.models import User
from palier.domain.accounts.queries import actor_of
from palier.domain.casework.queries import case_about
from palier.domain.documents import vault
from palier.domain.documents.acknowledgements.queries import acknowledgement_of
from palier.domain.documents.intake.refusals import Refusal
from palier.domain.documents.queries import content_of
from palier.domain.papers import actions, queries
from palier.domain.papers.models import Paper, PaperRequest
from palier.domain.papers.rules import IMPEDIMENTS, KINDS, LONGEST_PRECISION, Kind
from palier.foundation.errors import MoveRefused, NotYours
from palier.foundation.sentences import read_again
from palier.portal import paper_words as words
from palier.portal.account_choice import accounts_of, chosen_account, today_of
from palier.ui.downloads import download
from palier.ui.forms import Form
from palier.ui.parts import File
from palier.ui.uploads import UploadField, UploadForm

CHOOSE = gettext_lazy("Choisissez une réponse.")


class DepositForm(UploadForm):
    """A paper: its files, and whether the other holders may read it."""

    kind = forms.ChoiceField(
        widget=forms.RadioSelect,
        label=gettext_lazy("Quel document déposez-vous ?"),
        choices=[(kind.value, words_of_kind[0]) for kind, words_of_kind in KINDS.items()],
        error_messages={"required": CHOOSE},
    )
    precision = forms.CharField(
        required=False,
        max_length=100,
        label=gettext_lazy("Nom du document"),
        help_text=gettext_lazy("Par exemple : attestation de paiement d’octobre."),
    )
    files = UploadField(  # type: ignore[assignment]  # Django takes declared fields off the class
        purpose=queries.PURPOSE, label=gettext_lazy("Votre document")
    )
    shared = forms.BooleanField(
        required=False,
        label=gettext_lazy("Partager avec les autres titulaires du bail"),
        help_text=gettext_lazy("Sans cette coche, seuls vous et votre agence lisez ce document."),
    )

    def __init__(self, *args: Any, asked: bool, by_delegate: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if by_delegate:
            del self.fields["shared"]
        if asked:
            del self.fields["kind"], self.fields["precision"]
        else:
            hints = {kind.value: hint for kind, (_label, hint) in KINDS.items()}
            self.fields["kind"].option_hints = hints  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("kind") == Kind.OTHER and not cleaned.get("precision", "").strip():
            self.add_error("precision", _("Dites en quelques mots ce qu’est ce document."))
        return cleaned


class ImpedimentForm(Form):
    reason = forms.ChoiceField(
        widget=forms.RadioSelect,
        label=gettext_lazy("Je ne peux pas la fournir parce que…"),
        choices=[(code.value, label) for code, label in IMPEDIMENTS.items()],
        error_messages={"required": gettext_lazy("Choisissez une raison : l’agence vous aidera.")},
    )
    precision = forms.CharField(
        required=False,
        max_length=LONGEST_PRECISION,
        widget=forms.Textarea(attrs={"rows": 3}),
        label=gettext_lazy("En quelques mots"),
        help_text=gettext_lazy("Ne donnez pas de détails de santé."),
    )


@require_safe
def papers(request: HttpRequest) -> HttpResponse:
    """Show what is to be given, and everything that was deposited."""
    view = chosen_account(request, Scope.PAPERS)
    if view is None:
        return redirect("portal:home")
    asked = queries.requests_of(view)
    day = today_of(request)
    context = {
        "tasks": words.tasks_of(asked, day),
        "past": words.past_table(asked),
        "papers": words.papers_table(queries.papers_of(view), view.person.pk),
        "deposit_url": "" if view.is_former else reverse("portal:papers-deposit"),
        "agency": words.agency_card(view.tenant_account.agency),
    }
    return render(request, "portal/papers/page.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def deposit(request: HttpRequest) -> HttpResponse:
    """Deposit a paper that nobody asked for."""
    view = chosen_account(request, Scope.PAPERS)
    if view is None or view.is_former:
        return redirect("portal:papers" if view else "portal:home")
    return _deposit(request, view, None)


@require_http_methods(["GET", "HEAD", "POST"])
def asked(request: HttpRequest, code: str) -> HttpResponse:
    """Show one request: why, by when, what was given; take the paper."""
    found, view = queries.request_among(accounts_of(request, Scope.PAPERS), code)
    if found.state in PaperRequest.LIVE and not view.is_former:
        return _deposit(request, view, found)
    return render(request, "portal/papers/asked.html", _asked_context(request, found, view))


@require_http_methods(["GET", "HEAD", "POST"])
def cannot(request: HttpRequest, code: str) -> HttpResponse:
    """Say why the paper cannot be given."""
    found, view = queries.request_among(accounts_of(request, Scope.PAPERS), code)
    if view.is_former:
        raise NotYours()
    form = ImpedimentForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.say_impediment(
                view=view,
                asked=found,
                reason=form.cleaned_data["reason"],
                precision=form.cleaned_data["precision"],
                user=_user(request),
                actor=actor_of(request.user),
                now=timezone.now(),
            )
        except actions.NoLongerAsked as refused:
            messages.info(request, refused.sentence)
        else:
            messages.success(request, _("C’est dit à votre agence. Elle vous répond bientôt."))
        return redirect("portal:papers-asked", code=code)
    context = {
        "form": form,
        "asked": read_again(found.title),
        "request_url": reverse("portal:papers-asked", args=[code]),
        "agency": words.agency_card(view.tenant_account.agency),
    }
    return render(request, "portal/papers/cannot.html", context)


@require_safe
def paper(request: HttpRequest, code: str) -> HttpResponse:
    """Show one paper: where it stands, its file, its acknowledgement."""
    found = queries.paper_among(accounts_of(request, Scope.PAPERS), code)
    case = case_about(queries.PAPER, code)
    acknowledgement = acknowledgement_of(found)
    decision = queries.decisions_of([found]).get(found.code)
    mine = _is_mine(request, found)
    context = {
        "title": read_again(found.title),
        "status": words.paper_status(found),
        "next": words.what_next(found, case.promised_on if case and case.is_waiting else None),
        "items": words.paper_items(found),
        "decision": decision if decision and found.state == Paper.State.REFUSED else None,
        "events": words.paper_events(found, decision),
        "shared": found.shared,
        "share_url": reverse("portal:papers-share", args=[code])
        if mine and acting(request.user) is None
        else "",
        "withdraw_url": reverse("portal:papers-withdraw", args=[code])
        if mine and found.state == Paper.State.UNDER_REVIEW
        else "",
        "again_url": words.again_url(found) if mine else "",
        "acknowledgement_url": reverse("portal:acknowledgement", args=[acknowledgement.code])
        if acknowledgement and (mine or acknowledgement.shared)
        else "",
        "file": File(read_again(found.title), reverse("portal:papers-file", args=[code])),
        "agency": words.agency_card(found.tenant_account.agency),
    }
    return render(request, "portal/papers/paper.html", context)


@require_safe
def paper_file(request: HttpRequest, code: str) -> HttpResponse:
    """Give the file of a paper the reader may see."""
    found = queries.paper_among(accounts_of(request, Scope.PAPERS), code)
    try:
        content = content_of(found.document)
    except (vault.FileMissing, vault.FileHeld) as trouble:
        messages.info(request, trouble.sentence)
        return redirect("portal:papers-paper", code=code)
    document = found.document
    return download(content, file_name=document.file_name, media_type=document.file.media_type)


@require_POST
def share(request: HttpRequest, code: str) -> HttpResponse:
    """Let the other holders read a paper, or no longer: for its owner to say, not a delegate."""
    if acting(request.user) is not None:
        raise NotYours()
    found = _mine(request, code)
    shared = actions.share_paper(
        paper=found,
        shared=bool(request.POST.get("shared")),
        actor=actor_of(request.user),
        now=timezone.now(),
    ).shared
    messages.success(
        request,
        _("Les autres titulaires peuvent lire ce document.")
        if shared
        else _("Seuls vous et votre agence lisez ce document."),
    )
    return redirect("portal:papers-paper", code=code)


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, code: str) -> HttpResponse:
    """Ask, then take the paper back."""
    found = _mine(request, code)
    if request.method == "POST":
        try:
            actions.withdraw_paper(paper=found, actor=actor_of(request.user), now=timezone.now())
        except MoveRefused:
            messages.info(request, _("Votre agence a déjà répondu à ce dépôt."))
        else:
            messages.success(request, _("Votre document est retiré."))
        return redirect("portal:papers-paper", code=code)
    context = {"back_url": reverse("portal:papers-paper", args=[code])}
    return render(request, "portal/papers/withdraw.html", context)


urlpatterns = [
    path("", papers, name="papers"),
    path("deposer/", deposit, name="papers-deposit"),
    path("demandes/<slug:code>/", asked, name="papers-asked"),
    path("demandes/<slug:code>/impossible/", cannot, name="papers-cannot"),
    path("<slug:code>/", paper, name="papers-paper"),
    path("<slug:code>/document.pdf", paper_file, name="papers-file"),
    path("<slug:code>/partager/", share, name="papers-share"),
    path("<slug:code>/retirer/", withdraw, name="papers-withdraw"),
]


def _deposit(request: HttpRequest, view: AccountView, found: PaperRequest | None) -> HttpResponse:
    posted = request.method == "POST"
    now = timezone.now()
    form = DepositForm(
        request.POST if posted else None,
        request.FILES if posted else None,
        asked=found is not None,
        by_delegate=acting(request.user) is not None,
        owner=_user(request),
        about=found.code if found else "",
        now=now,
    )
    if posted and form.is_valid():
        typed = form.cleaned_data
        try:
            paper = actions.deposit_paper(
                view=view,
                files=typed["files"],
                kind=typed.get("kind", ""),
                precision=typed.get("precision", ""),
                shared=typed.get("shared", False),
                asked=found,
                user=_user(request),
                actor=actor_of(request.user),
                now=now,
            )
        except Refusal as refused:
            form.refuse("files", refused)
        except actions.NoLongerAsked as refused:
            messages.info(request, refused.sentence)
            return redirect("portal:papers")
        else:
            messages.success(request, _("Votre document est arrivé à votre agence."))
            return redirect("portal:papers-paper", code=paper.code)
    context: dict[str, Any] = {"form": form, "fields": list(form)}
    if found is not None:
        context |= _asked_context(request, found, view)
        return render(request, "portal/papers/asked.html", context)
    context["agency"] = words.agency_card(view.tenant_account.agency)
    return render(request, "portal/papers/deposit.html", context)


def _asked_context(request: HttpRequest, found: PaperRequest, view: AccountView) -> dict[str, Any]:
    story = queries.story_for(view, found)
    day: dt.date = today_of(request)
    refusal = words.last_refusal(story) if found.state == PaperRequest.State.ASKED else None
    return {
        "title": read_again(found.title),
        "status": words.request_status(found, day),
        "items": words.request_items(found),
        "is_to_do": found.state in PaperRequest.TO_DO,
        "is_deposited": found.state == PaperRequest.State.DEPOSITED,
        "is_explained": found.state == PaperRequest.State.EXPLAINED,
        "is_over": found.state not in PaperRequest.LIVE,
        "decision": refusal,
        "events": words.request_events(story),
        "cannot_url": reverse("portal:papers-cannot", args=[found.code]),
        "agency": words.agency_card(view.tenant_account.agency),
    }


def _mine(request: HttpRequest, code: str) -> Paper:
    found = queries.paper_among(accounts_of(request, Scope.PAPERS), code)
    if not _is_mine(request, found):
        raise NotYours()
    return found


def _is_mine(request: HttpRequest, found: Paper) -> bool:
    return found.person_id in {view.person.pk for view in accounts_of(request, Scope.PAPERS)}


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User), "the sign-in middleware has seen to it"
    return request.user
