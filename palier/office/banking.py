"""``/agence/banque/``: bank accounts and mandates of a tenant file, masked, and the block button.

Accounts in another name are reviewed on the desk's own screen, through ``BankAccountReview``.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from palier.domain.audit.catalogue import Event
from palier.domain.banking import actions, queries
from palier.domain.banking.actions.contesting import FREEZABLE
from palier.domain.banking.models import AccountDeliveryLine, BankAccount, Mandate
from palier.domain.banking.queries import MandateView
from palier.domain.banking.rules.account_file import AccountStanding
from palier.domain.landlord.queries import settings_on, today
from palier.domain.tenancy import queries as tenancy
from palier.domain.tenancy.models import TenantAccount
from palier.domain.tenancy.queries import AccountFile
from palier.foundation.errors import NotYours
from palier.office import banking_review
from palier.office.file_sections import FileSection, add_section
from palier.office.filing import names_of
from palier.office.frame import show
from palier.office.gate import Desk, at_desk
from palier.office.looks import look
from palier.office.permissions import Permission
from palier.ui.french import day_and_time, long_date
from palier.ui.parts import Cell, Column, Item, Link, Row, Status, Table

__all__ = ["banking_review", "urlpatterns"]

State = BankAccount.State
TONES = {
    State.PROPOSED: "warning",
    State.UNDER_REVIEW: "warning",
    State.CONFIRMED: "success",
    State.FROZEN: "error",
}


@dataclass(frozen=True, slots=True)
class AccountShown:
    """One bank account on the page of a file."""

    title: str
    status: Status
    items: tuple[Item, ...]
    freeze_url: str


@require_safe
@at_desk(Permission.SEE_MONEY)
def bank_details(request: HttpRequest, desk: Desk, code: str) -> HttpResponse:
    """Show the bank accounts and mandates of a tenant file; the look is recorded."""
    account = tenancy.account_for(desk.staff, code)
    look(request, desk, Event.BANK_DETAILS_SEEN, account=account, subject=account)
    file = tenancy.file_of(account)
    terms = queries.terms_on(settings_on(desk.today))
    accounts = queries.accounts_at_desk(account)
    told = queries.last_told(accounts)
    context = {
        "names": names_of(file),
        "tenant_url": reverse("office:tenant", args=[code]),
        "accounts": [_shown(one, told.get(one.pk), desk) for one in accounts],
        "mandates": _mandates(queries.mandates_at_desk(account, desk.today, terms)),
    }
    return show(request, desk, "banking/page.html", context)


@require_POST
@at_desk(Permission.WORK_CASES)
def freeze(request: HttpRequest, desk: Desk, code: str) -> HttpResponse:
    """Block a bank account at once; the tenant is told at every known address."""
    if not desk.may(Permission.SEE_MONEY):
        raise NotYours()
    account = queries.account_at_desk(desk.staff, code)
    actions.freeze_at_desk(account=account, staff=desk.staff, now=desk.now)
    messages.success(
        request,
        _("Le compte est bloqué : rien n’y est prélevé ni versé. Le locataire est prévenu."),
    )
    return redirect("office:bank-details", code=account.tenant_account.code)


urlpatterns = [
    path("<slug:code>/", bank_details, name="bank-details"),
    path("<slug:code>/bloquer/", freeze, name="bank-details-freeze"),
]


def banking_section(desk: Desk, account: TenantAccount, file: AccountFile) -> FileSection | None:
    """Say on the tenant file how the rent is debited and what waits for a look."""
    del file
    accounts = queries.accounts_at_desk(account)
    terms = queries.terms_on(settings_on(desk.today))
    mandates = queries.mandates_at_desk(account, desk.today, terms)
    waiting = [one for one in accounts if one.state in (State.UNDER_REVIEW, State.FROZEN)]
    table = _mandates(mandates)
    return FileSection(
        title=_("Banque et prélèvement"),
        status=Status(_("À vérifier : %(n)d") % {"n": len(waiting)}, "warning")
        if waiting
        else None,
        tables=(table,) if table else (),
        links=(
            Link(
                _("Comptes bancaires et mandats"),
                reverse("office:bank-details", args=[account.code]),
            ),
        ),
        empty="" if mandates else _("Aucun mandat signé en ligne."),
    )


add_section(
    "banking",
    banking_section,
    title=gettext_lazy("Banque et prélèvement"),
    order=15,
    permission=Permission.SEE_MONEY,
)


def _shown(account: BankAccount, told: AccountDeliveryLine | None, desk: Desk) -> AccountShown:
    items = [
        Item(_("Au nom de"), account.owner_name),
        Item(_("Banque"), account.bank or account.bic or _("non connue")),
        Item(_("Donné par"), account.person.full_name),
        Item(_("Donné le"), day_and_time(account.given_at)),
    ]
    if account.usable_from is not None:
        items.append(Item(_("Sert à partir du"), day_and_time(account.usable_from)))
    items.append(Item(_("Progiciel"), _told(told)))
    may_freeze = desk.may(Permission.WORK_CASES) and account.state in FREEZABLE
    return AccountShown(
        title=account.masked,
        status=Status(
            str(account.get_state_display()).capitalize(),
            TONES.get(State(account.state), "neutral"),
        ),
        items=tuple(items),
        freeze_url=reverse("office:bank-details-freeze", args=[account.code]) if may_freeze else "",
    )


def _debited(seen: MandateView) -> str:
    if seen.moves_on is None:
        return seen.mandate.bank_account.masked
    return _("%(before)s, puis %(after)s à partir du %(on)s") % {
        "before": seen.before,
        "after": seen.mandate.bank_account.masked,
        "on": long_date(seen.moves_on),
    }


def _told(line: AccountDeliveryLine | None) -> str:
    """Say what the ERP was last told of an account, and what it answered."""
    if line is None:
        return _("pas encore remis")
    standing = {
        AccountStanding.SERVES: _("en service"),
        AccountStanding.BLOCKED: _("bloqué"),
        AccountStanding.OVER: _("retiré"),
    }[AccountStanding(line.told)]
    said = _("%(standing)s, remise n° %(number)d, %(state)s") % {
        "standing": standing,
        "number": line.delivery.number,
        "state": _("pas encore de réponse")
        if line.state == line.State.SENT
        else line.get_state_display(),
    }
    return f"{said}\u00a0: {line.message}" if line.message else said


def _mandates(seen: list[MandateView]) -> Table | None:
    if not seen:
        return None
    return Table(
        caption=_("Mandats de prélèvement"),
        caption_hidden=True,
        columns=(
            Column(_("Référence (RUM)")),
            Column(_("Signé le"), "day"),
            Column(_("Jour")),
            Column(_("Prochain prélèvement"), "day"),
            Column(_("État")),
        ),
        rows=tuple(
            Row(
                (
                    Cell(
                        text=one.mandate.rum,
                        note=f"{one.mandate.person.full_name}, {_debited(one)}",
                    ),
                    today(one.mandate.signed_at) if one.mandate.signed_at else None,
                    str(one.day),
                    one.next_on if one.mandate.state in Mandate.LIVE else None,
                    Status(
                        str(one.mandate.get_state_display()).capitalize(),
                        "success" if one.mandate.state == Mandate.State.ACTIVE else "neutral",
                    ),
                ),
                muted=one.mandate.state not in Mandate.LIVE,
            )
            for one in seen
        ),
    )
