"""``/agence/assurance/``: who is not insured, one dwelling's insurance, the formal demand.

Certificates are reviewed on the desk's own screen, through ``CertificateReview``.
"""

from __future__ import annotations

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from palier.domain.audit.catalogue import Event
from palier.domain.casework.models import Case
from palier.domain.casework.rules import may_work_on
from palier.domain.documents.queries import content_of
from palier.domain.insurance import actions, queries
from palier.domain.insurance.demand_letter import frozen_words
from palier.domain.insurance.models import Certificate, FormalDemand
from palier.domain.insurance.queries import Insurance
from palier.domain.insurance.rules.cover import Cover, Situation
from palier.domain.landlord.queries import settings_on
from palier.domain.tenancy.models import AccountHolder, Lease, TenantAccount
from palier.domain.tenancy.queries import AccountFile, holders_of
from palier.foundation.errors import MoveRefused, NotYours
from palier.office.file_sections import FileSection, add_section
from palier.office.frame import settings_of, show
from palier.office.gate import Desk, at_desk
from palier.office.insurance_review import span_of
from palier.office.looks import look
from palier.office.permissions import Permission
from palier.ui.downloads import download
from palier.ui.forms import Form
from palier.ui.french import day_and_time, long_date
from palier.ui.parts import Cell, Column, File, Item, Link, Row, Status, Table

REFUSALS = (
    actions.AlreadyInsured,
    actions.DemandInForce,
    actions.DepositAwaitsReview,
    actions.NothingToInsure,
)


class CancelForm(Form):
    cause = forms.ChoiceField(
        label=gettext_lazy("Pourquoi l’annuler ?"),
        widget=forms.RadioSelect,
        choices=[
            (cause.value, cause.label)
            for cause in (FormalDemand.Cause.MISTAKE, FormalDemand.Cause.SETTLED)
        ],
    )


@dataclass(frozen=True, slots=True)
class DemandShown:
    """One formal demand of the history."""

    title: str
    status: Status
    facts: tuple[Item, ...]
    letter: File
    cancel_url: str


@require_safe
@at_desk(Permission.SEE_HOUSEHOLD)
def uninsured(request: HttpRequest, desk: Desk) -> HttpResponse:
    """List the dwellings of the reader's agencies that nothing insures and nothing awaits."""
    found = queries.uninsured_for(desk.staff, desk.today, cursor=request.GET.get("suite", ""))
    covers = queries.covers_on(found.rows, desk.today, settings_of(request))
    demands = queries.demands_of(found.rows)
    holders = holders_of([lease.tenant_account for lease in found.rows])
    table = Table(
        caption=_("Logements sans attestation valable"),
        caption_hidden=True,
        columns=(
            Column(_("Locataires")),
            Column(_("Logement")),
            Column(_("Situation")),
            Column(_("Mise en demeure")),
        ),
        rows=tuple(
            Row(
                (
                    Cell(
                        text=_names(holders[lease.tenant_account_id]),
                        url=reverse("office:insurance-of", args=[lease.code]),
                        note=lease.tenant_account.customer_reference,
                    ),
                    _where(lease),
                    status_of(covers[lease.pk]),
                    _until(demands.get(lease.pk)),
                )
            )
            for lease in found.rows
        ),
        empty=_("Tous les logements sont assurés, ou attendent votre réponse."),
    )
    here = reverse("office:insurance")
    following = urlencode({"suite": found.next_cursor})
    context = {
        "table": table,
        "next_url": f"{here}?{following}" if found.next_cursor else "",
        "first_url": "" if found.first else here,
    }
    return show(request, desk, "insurance/list.html", context)


@at_desk(Permission.SEE_HOUSEHOLD)
def insurance_of(request: HttpRequest, desk: Desk, code: str) -> HttpResponse:
    """Show the whole insurance of one dwelling, and issue a formal demand."""
    lease = queries.lease_at_desk(desk.staff, code)
    found = queries.insurance_of_lease(lease, desk.today, settings_of(request))
    account = lease.tenant_account
    look(request, desk, Event.TENANT_FILE_SEEN, account=account)
    context = {
        "names": _names(holders_of([account])[account.pk]),
        "where": _where(lease),
        "status": status_of(found.cover),
        "tenant_url": reverse("office:tenant", args=[account.code]),
        "certificates": _certificates(found),
        "demands": tuple(_shown(one) for one in queries.demands_history(lease)),
        "demand_url": ""
        if _why_not(found) or not desk.may(Permission.WORK_CASES)
        else reverse("office:insurance-demand", args=[code]),
        "why_not": _why_not(found),
    }
    return show(request, desk, "insurance/page.html", context)


@at_desk(Permission.WORK_CASES)
def demand(request: HttpRequest, desk: Desk, code: str) -> HttpResponse:
    """Ask once more, then issue the formal demand and show its letter."""
    lease = queries.lease_at_desk(desk.staff, code)
    if not may_work_on(desk.staff.role, Case.Kind.CERTIFICATE):
        raise NotYours()
    if request.method == "POST":
        try:
            issued = actions.issue_demand(
                lease=lease, staff=desk.staff, actor=desk.actor, now=desk.now
            )
        except REFUSALS as refused:
            messages.warning(request, refused.sentence)
            return redirect("office:insurance-of", code=code)
        messages.success(request, _("La mise en demeure est enregistrée. Imprimez la lettre."))
        return redirect("office:insurance-letter", code=issued.code)
    found = queries.insurance_of_lease(lease, desk.today, settings_of(request))
    account = lease.tenant_account
    look(request, desk, Event.TENANT_FILE_SEEN, account=account)
    context = {
        "names": _names(holders_of([account])[account.pk]),
        "where": _where(lease),
        "status": status_of(found.cover),
        "why_not": _why_not(found),
        "back_url": reverse("office:insurance-of", args=[code]),
        "months": int(settings_of(request)["insurance_demand_months"]),
    }
    return show(request, desk, "insurance/confirm.html", context)


@at_desk(Permission.SEE_HOUSEHOLD)
def letter(request: HttpRequest, desk: Desk, code: str) -> HttpResponse:
    """Show the letter of a formal demand, its PDF, and how to cancel it."""
    found = queries.demand_at_desk(desk.staff, code)
    _look(request, desk, found)
    form = CancelForm(request.POST if request.method == "POST" else None)
    stands = found.state == FormalDemand.State.ISSUED
    if request.method == "POST" and desk.may(Permission.WORK_CASES) and form.is_valid():
        try:
            actions.cancel_demand(
                demand=found,
                cause=form.cleaned_data["cause"],
                staff=desk.staff,
                actor=desk.actor,
                now=desk.now,
            )
        except MoveRefused as refused:
            messages.warning(request, refused.sentence)
        else:
            messages.success(request, _("La mise en demeure est annulée, le locataire prévenu."))
        return redirect("office:insurance-of", code=found.lease.code)
    context = {
        "shown": _shown(found),
        "words": frozen_words(found),
        "form": form if stands and desk.may(Permission.WORK_CASES) else None,
        "back_url": reverse("office:insurance-of", args=[found.lease.code]),
    }
    return show(request, desk, "insurance/letter.html", context)


@require_safe
@at_desk(Permission.SEE_HOUSEHOLD)
def letter_file(request: HttpRequest, desk: Desk, code: str) -> HttpResponse:
    """Give the letter as it was sent."""
    found = queries.demand_at_desk(desk.staff, code)
    assert found.document is not None, "a demand is issued with its letter"
    _look(request, desk, found)
    return download(
        content_of(found.document),
        file_name=found.document.file_name,
        media_type=found.document.file.media_type,
    )


urlpatterns = [
    path("", uninsured, name="insurance"),
    path("<slug:code>/", insurance_of, name="insurance-of"),
    path("<slug:code>/mettre-en-demeure/", demand, name="insurance-demand"),
    path("mise-en-demeure/<slug:code>/", letter, name="insurance-letter"),
    path("mise-en-demeure/<slug:code>/lettre.pdf", letter_file, name="insurance-letter-pdf"),
]


def _look(request: HttpRequest, desk: Desk, found: FormalDemand) -> None:
    look(
        request,
        desk,
        Event.DOCUMENT_SEEN,
        account=found.lease.tenant_account,
        subject=found,
        title=found.document.title if found.document else _("Mise en demeure"),
    )


def insurance_section(desk: Desk, account: TenantAccount, file: AccountFile) -> FileSection | None:
    """Give the insurance of an account's dwelling, for its file."""
    lease = next((one for one in file.leases if queries.is_to_insure(one, desk.today)), None)
    if lease is None:
        return None
    found = queries.insurance_of_lease(lease, desk.today, settings_on(desk.today))
    return FileSection(
        title=_("Assurance habitation"),
        status=status_of(found.cover),
        items=tuple(
            Item(long_date(row.deposited_on), row.insurer or _("Assureur non précisé"),
                 note=f"{row.get_state_display()}, {span_of(row)}")
            for row in found.certificates[:3]
        ),
        links=(
            Link(_("Toute l’assurance"), reverse("office:insurance-of", args=[lease.code])),
        ),
        empty=_("Aucune attestation déposée."),
    )  # fmt: skip


def status_of(cover: Cover) -> Status:
    """Say where a dwelling stands, for the staff."""
    told = cover.until or cover.ended_on or cover.begins_on
    day = {"day": long_date(told) if told else ""}
    labels = {
        Situation.COVERED: (_("Assuré jusqu’au %(day)s"), "success"),
        Situation.TO_RENEW: (_("À renouveler avant le %(day)s"), "warning"),
        Situation.UNDER_REVIEW: (_("Attestation à examiner"), "info"),
        Situation.REFUSED: (_("Dernière attestation refusée"), "warning"),
        Situation.EXPIRED: (_("Terminée le %(day)s"), "warning"),
        Situation.LATER: (_("Commence le %(day)s"), "warning"),
        Situation.MISSING: (_("Jamais déposée"), "warning"),
    }
    label, tone = labels[cover.situation]
    return Status(label % day, tone)


def _why_not(found: Insurance) -> str:
    """Say why no formal demand can be issued; empty when it can."""
    if found.cover.waiting:
        return _("Une attestation attend votre réponse : examinez-la d’abord.")
    if found.cover.is_insured:
        return _("Le logement est assuré aujourd’hui.")
    return _("Une mise en demeure est en vigueur.") if found.demand is not None else ""


def _certificates(found: Insurance) -> Table:
    return Table(
        caption=_("Attestations déposées"),
        caption_hidden=True,
        columns=(
            Column(_("Déposée")),
            Column(_("Attestation")),
            Column(_("Par")),
            Column(_("Où en est-elle ?")),
        ),
        rows=tuple(
            Row(
                (
                    day_and_time(row.deposited_at),
                    Cell(text=row.insurer or _("Assureur non précisé"), note=span_of(row)),
                    Cell(text=row.person.full_name, note=_filed_by(row)),
                    Status(str(row.get_state_display()).capitalize(), _TONES[row.state]),
                )
            )
            for row in found.certificates
        ),
        empty=_("Aucune attestation déposée."),
    )


_TONES: dict[str, str] = {
    Certificate.State.UNDER_REVIEW: "info",
    Certificate.State.ACCEPTED: "success",
    Certificate.State.REFUSED: "warning",
    Certificate.State.REPLACED: "neutral",
    Certificate.State.STOPPED: "warning",
}


def _filed_by(row: Certificate) -> str:
    if row.filed_by is None:
        return ""
    return _("à l’accueil, par %(name)s") % {"name": row.filed_by.user}


def _shown(one: FormalDemand) -> DemandShown:
    stands = one.state == FormalDemand.State.ISSUED
    because = str(one.get_cancelled_because_display())
    return DemandShown(
        title=_("Mise en demeure du %(day)s") % {"day": long_date(one.issued_on)},
        status=Status(_("En vigueur"), "warning") if stands else Status(_("Annulée"), "neutral"),
        facts=tuple(
            item
            for item in (
                Item(_("Délai jusqu’au"), long_date(one.deadline_on)),
                Item(_("Envoyée par"), str(one.issued_by.user)),
                Item(_("Annulée parce que"), because if not stands else ""),
            )
            if item.text
        ),
        letter=File(
            label=_("La lettre"), url=reverse("office:insurance-letter-pdf", args=[one.code]),
            web_url=reverse("office:insurance-letter", args=[one.code]),
        ),
        cancel_url=reverse("office:insurance-letter", args=[one.code]) if stands else "",
    )  # fmt: skip


def _names(rows: list[AccountHolder]) -> str:
    now = [row.person.full_name for row in rows if not (row.ends_on or row.absent_since)]
    return ", ".join(now)


def _where(lease: Lease) -> str:
    home = lease.dwelling
    return f"{home.address}, {home.postcode} {home.town}" if home else ""


def _until(demand: FormalDemand | None) -> str:
    if demand is None:
        return ""
    return _("jusqu’au %(day)s") % {"day": long_date(demand.deadline_on)}


add_section(
    "insurance",
    insurance_section,
    title=gettext_lazy("Assurance du logement"),
    order=20,
    permission=Permission.SEE_HOUSEHOLD,
)
