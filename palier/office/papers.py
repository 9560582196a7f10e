"""``/agence/pieces/CODE/``: ask a tenant for a paper, see what was asked and deposited."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from palier.domain.audit.catalogue import Event
from palier.domain.casework import rules as casework_rules
from palier.domain.casework.models import Case
from palier.domain.papers import actions, queries
from palier.domain.papers.models import Paper, PaperRequest
from palier.domain.papers.rules import ASK_REASONS, KINDS, Kind
from palier.domain.tenancy import queries as tenancy
from palier.domain.tenancy.models import Person, TenantAccount
from palier.domain.tenancy.queries import AccountFile
from palier.foundation.errors import MoveRefused, NotYours
from palier.office import papers_review
from palier.office.file_sections import FileSection, add_section
from palier.office.filing import names_of
from palier.office.frame import settings_of, show
from palier.office.gate import Desk, at_desk
from palier.office.looks import look
from palier.office.permissions import Permission
from palier.ui.forms import DateField, Form
from palier.ui.parts import Cell, Column, Link, Row, Status, Table

__all__ = ["papers_review", "urlpatterns"]
EVERYBODY = "all"


class AskForm(Form):
    person = forms.ChoiceField(widget=forms.RadioSelect, label=gettext_lazy("À qui ?"))
    kind = forms.ChoiceField(
        widget=forms.RadioSelect,
        label=gettext_lazy("Quelle pièce ?"),
        choices=[(kind.value, words[0]) for kind, words in KINDS.items()],
    )
    precision = forms.CharField(
        required=False,
        max_length=100,
        label=gettext_lazy("Nom exact de la pièce"),
        help_text=gettext_lazy("Lu par le locataire. Par exemple : avis d’imposition 2026."),
    )
    reason = forms.ChoiceField(
        widget=forms.RadioSelect,
        label=gettext_lazy("Pourquoi ?"),
        help_text=gettext_lazy("Le locataire lira cette phrase, telle quelle."),
        choices=[(code.value, sentence) for code, sentence in ASK_REASONS.items()],
    )
    note = forms.CharField(
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        label=gettext_lazy("Précision pour le locataire"),
        help_text=gettext_lazy("Rien de personnel sur d’autres que lui : il lira ce texte."),
    )
    due_on = DateField(label=gettext_lazy("À fournir avant le"))

    def __init__(self, *args: Any, file: AccountFile, default_due: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, initial={"due_on": default_due}, **kwargs)
        self.people = {
            str(one.person_id): one
            for one in file.holders
            if one.person_id is not None and one.ended_on is None
        }
        choices = [(key, one.full_name) for key, one in self.people.items()]
        if len(choices) > 1:
            choices.append((EVERYBODY, _("N’importe lequel des titulaires")))
        else:
            self.fields["person"].initial = next(iter(self.people), "")
        self.fields["person"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("kind") == Kind.OTHER and not cleaned.get("precision", "").strip():
            self.add_error("precision", _("Écrivez le nom de la pièce."))
        return cleaned

    def chosen_person(self) -> Person | None:
        """Give of whom it is asked; ``None`` for any holder."""
        found = self.people.get(self.cleaned_data["person"])
        return found.as_person() if found else None


@require_safe
@at_desk(Permission.READ_CASES)
def papers(request: HttpRequest, desk: Desk, code: str) -> HttpResponse:
    """Show what was asked of an account and what was deposited for it."""
    account = _account(desk, code)
    look(request, desk, Event.PAPERS_SEEN, account=account)
    context = {
        "names": names_of(tenancy.file_of(account)),
        "tenant_url": reverse("office:tenant", args=[code]),
        "requests": _requests_table(queries.requests_at_desk(desk.staff, account), desk),
        "papers": _papers_table(queries.papers_at_desk(desk.staff, account)),
        "ask_url": reverse("office:papers-ask", args=[code])
        if desk.may(Permission.WORK_CASES)
        else "",
    }
    return show(request, desk, "papers/page.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(Permission.WORK_CASES)
def ask(request: HttpRequest, desk: Desk, code: str) -> HttpResponse:
    """Ask a tenant for a paper."""
    account = _account(desk, code)
    look(request, desk, Event.TENANT_FILE_SEEN, account=account)
    file = tenancy.file_of(account)
    days = int(settings_of(request)["paper_deadline_days"])
    form = AskForm(
        request.POST if request.method == "POST" else None,
        file=file,
        default_due=desk.today + dt.timedelta(days=days),
    )
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            actions.ask_for_paper(
                tenant_account=account,
                person=form.chosen_person(),
                kind=typed["kind"],
                precision=typed["precision"],
                reason_code=typed["reason"],
                note=typed["note"],
                due_on=typed["due_on"],
                staff=desk.staff,
                actor=desk.actor,
                now=desk.now,
            )
        except actions.DeadlinePassed as refused:
            form.add_error("due_on", refused.sentence)
        except actions.NotTheirAccount as refused:
            form.add_error("person", refused.sentence)
        else:
            messages.success(request, _("La pièce est demandée. Le locataire est prévenu."))
            return redirect("office:papers", code=code)
    context = {
        "form": form,
        "names": names_of(file),
        "tenant_url": reverse("office:tenant", args=[code]),
        "papers_url": reverse("office:papers", args=[code]),
    }
    return show(request, desk, "papers/ask.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(Permission.WORK_CASES)
def cancel(request: HttpRequest, desk: Desk, code: str) -> HttpResponse:
    """Ask, then no longer ask for the paper."""
    found = queries.request_at_desk(desk.staff, code)
    account_code = _account(desk, found.tenant_account.code).code
    if request.method == "POST":
        try:
            actions.cancel_request(asked=found, staff=desk.staff, actor=desk.actor, now=desk.now)
        except MoveRefused as refused:
            messages.warning(request, refused.sentence)
        else:
            messages.success(request, _("La pièce n’est plus demandée."))
        return redirect("office:papers", code=account_code)
    context = {
        "title": found.title,
        "back_url": reverse("office:papers", args=[account_code]),
    }
    return show(request, desk, "papers/cancel.html", context)


urlpatterns = [
    path("<slug:code>/", papers, name="papers"),
    path("<slug:code>/demander/", ask, name="papers-ask"),
    path("demandes/<slug:code>/annuler/", cancel, name="papers-cancel"),
]


def papers_section(desk: Desk, account: TenantAccount, file: AccountFile) -> FileSection | None:
    """Say on the tenant file what is asked and what was deposited."""
    if not casework_rules.may_work_on(desk.staff.role, Case.Kind.PAPER):
        return None
    asked = queries.requests_at_desk(desk.staff, account)
    live = [one for one in asked if one.state in PaperRequest.LIVE]
    links = [Link(_("Toutes les pièces"), reverse("office:papers", args=[account.code]))]
    if desk.may(Permission.WORK_CASES):
        links.append(
            Link(_("Demander une pièce"), reverse("office:papers-ask", args=[account.code]))
        )
    return FileSection(
        title=_("Pièces justificatives"),
        tables=(_requests_table(live, desk),) if live else (),
        links=tuple(links),
        empty="" if live else _("Aucune pièce n’est demandée."),
    )


add_section(
    "papers",
    papers_section,
    title=gettext_lazy("Pièces justificatives"),
    order=40,
    permission=Permission.READ_CASES,
)


def _account(desk: Desk, code: str) -> TenantAccount:
    if not casework_rules.may_work_on(desk.staff.role, Case.Kind.PAPER):
        raise NotYours()
    return tenancy.account_for(desk.staff, code)


def _requests_table(asked: list[PaperRequest], desk: Desk) -> Table:
    return Table(
        caption=_("Pièces demandées"),
        columns=(
            Column(_("Pièce")),
            Column(_("Demandée le"), "day"),
            Column(_("Échéance"), "day"),
            Column(_("État")),
            Column(_("Action"), "action"),
        ),
        rows=tuple(
            Row(
                (
                    Cell(text=one.title, note=_asked_by(one)),
                    one.asked_at,
                    one.due_on,
                    _request_status(one, desk.today),
                    Link(_("Ne plus demander"), reverse("office:papers-cancel", args=[one.code]))
                    if one.state in PaperRequest.LIVE and desk.may(Permission.WORK_CASES)
                    else None,
                ),
                muted=one.state not in PaperRequest.LIVE,
            )
            for one in asked
        ),
        empty=_("Aucune pièce n’a été demandée."),
    )


def _papers_table(found: list[Paper]) -> Table:
    rows = Case.objects.filter(
        subject_kind=queries.PAPER, subject_reference__in=[one.code for one in found]
    )
    cases = dict(rows.order_by("opened_at").values_list("subject_reference", "code"))
    return Table(
        caption=_("Pièces déposées"),
        columns=(
            Column(_("Pièce")),
            Column(_("Déposée le"), "day"),
            Column(_("Par")),
            Column(_("État")),
        ),
        rows=tuple(
            Row(
                (
                    Cell(
                        text=one.title,
                        url=reverse("office:case", args=[cases[one.code]])
                        if one.code in cases
                        else "",
                    ),
                    one.deposited_on,
                    one.person.full_name,
                    Status(
                        str(one.get_state_display()).capitalize(),
                        "warning" if one.state == Paper.State.UNDER_REVIEW else "neutral",
                    ),
                )
            )
            for one in found
        ),
        empty=_("Aucune pièce n’a été déposée."),
    )


def _request_status(one: PaperRequest, day: dt.date) -> Status:
    label = {
        PaperRequest.State.ASKED: _("À fournir"),
        PaperRequest.State.DEPOSITED: _("Déposée, à vérifier"),
        PaperRequest.State.EXPLAINED: _("Ne peut pas la fournir"),
        PaperRequest.State.ACCEPTED: _("Fournie"),
        PaperRequest.State.WAIVED: _("N’est plus demandée"),
        PaperRequest.State.CANCELLED: _("Annulée"),
    }[PaperRequest.State(one.state)]
    if one.state == PaperRequest.State.ASKED and one.due_on < day:
        return Status(_("Échéance passée"), "warning")
    return Status(label, "info" if one.state in PaperRequest.LIVE else "neutral")


def _asked_by(one: PaperRequest) -> str:
    whom = one.person.full_name if one.person else _("tous les titulaires")
    return _("À %(whom)s, par %(staff)s") % {"whom": whom, "staff": str(one.asked_by.user)}
