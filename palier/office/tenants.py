"""``/agence/locataires/``: find a tenant by name, reference, address, dwelling number, e-mail."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from palier.domain.access.queries import people_signing_in_as
from palier.domain.access.rules import reference_key
from palier.domain.audit.actions import record
from palier.domain.audit.catalogue import Event
from palier.domain.tenancy import queries
from palier.domain.tenancy.models import AccountHolder, Lease, TenantAccount
from palier.foundation.paging import Page
from palier.office.frame import show
from palier.office.gate import Desk, at_desk
from palier.office.permissions import Permission
from palier.ui.parts import Cell, Column, Row, Table

LONGEST = 120
NAMES, PLACES = "suite", "suite_adresses"


@dataclass(frozen=True, slots=True)
class Found:
    """What was found in one way, and where the rest of it is."""

    title: str
    table: Table
    next_url: str = ""
    first_url: str = ""


@at_desk(Permission.SEE_TENANTS)
def tenants(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Search, and show what was found by reference, by name, by address."""
    typed = " ".join(request.GET.get("q", "").split())[:LONGEST]
    if not typed:
        return show(request, desk, "tenants/page.html", {"typed": "", "search_url": _url()})
    accounts = _by_reference(desk, typed)
    holders = _by_name(request, desk, typed)
    leases = _by_place(request, desk, typed, accounts)
    count = len(accounts) + len(holders.rows) + len(leases.rows)
    record(
        event=Event.TENANT_SEARCHED,
        actor=desk.actor,
        now=desk.now,
        found=ngettext("%(count)s résultat", "%(count)s résultats", count) % {"count": count},
    )
    if len(accounts) == 1 and count == 1:
        return redirect("office:tenant", code=accounts[0].code)
    everyone = [
        *accounts,
        *(row.tenant_account for row in holders.rows),
        *(row.tenant_account for row in leases.rows),
    ]
    known = _Known(queries.holders_of(everyone), queries.addresses_of(everyone))
    context = {
        "typed": typed,
        "search_url": _url(),
        "found": [
            found
            for found in (
                _references(accounts, known),
                _names(request, holders, known),
                _places(request, leases, known),
            )
            if found.table.rows
        ],
    }
    return show(request, desk, "tenants/page.html", context)


urlpatterns = [path("", tenants, name="tenants")]


@dataclass(frozen=True, slots=True)
class _Known:
    holders: dict[int, list[AccountHolder]]
    addresses: dict[int, str]

    def names_of(self, account: TenantAccount) -> str:
        return ", ".join(holder.person.full_name for holder in self.holders.get(account.pk, []))


def _by_reference(desk: Desk, typed: str) -> list[TenantAccount]:
    words = typed.split()
    if not any(sign.isdigit() for sign in typed) or any(len(w) > 2 and w.isalpha() for w in words):
        return []
    identifier = typed if len(words) == 1 else ""
    return queries.accounts_with_reference_for(desk.staff, reference_key(typed), erp_id=identifier)


def _by_name(request: HttpRequest, desk: Desk, typed: str) -> Page[AccountHolder]:
    if "@" in typed:
        people = people_signing_in_as(typed)
        return Page(queries.holders_with_email_for(desk.staff, typed, also=people))
    if any(sign.isdigit() for sign in typed):
        return Page([])
    return queries.holders_named_for(desk.staff, typed, cursor=request.GET.get(NAMES, ""))


def _by_place(
    request: HttpRequest, desk: Desk, typed: str, accounts: Sequence[TenantAccount]
) -> Page[Lease]:
    if "@" in typed or accounts:
        return Page([])
    return queries.leases_at_for(desk.staff, typed, cursor=request.GET.get(PLACES, ""))


def _references(accounts: list[TenantAccount], known: _Known) -> Found:
    rows = tuple(
        _row(account, known.names_of(account), "", known, muted=account.replaced_by_id is not None)
        for account in accounts
    )
    return Found(_("Par référence"), _table(_("Trouvés par référence"), rows))


def _names(request: HttpRequest, page: Page[AccountHolder], known: _Known) -> Found:
    rows = []
    for holder in page.rows:
        ended = holder.ends_on or holder.absent_since
        note = _("ancien locataire") if ended else str(holder.get_role_display())
        names = holder.person.full_name
        if holder.person.usage_name and holder.person.usage_name != holder.person.birth_name:
            note = _("né(e) %(name)s, %(role)s") % {"name": holder.person.birth_name, "role": note}
        rows.append(_row(holder.tenant_account, names, note, known, muted=ended is not None))
    return Found(
        _("Par nom"),
        _table(_("Trouvés par nom"), tuple(rows)),
        next_url=_beyond(request, NAMES, page.next_cursor) if page.next_cursor else "",
        first_url="" if page.first else _beyond(request, NAMES, ""),
    )


def _places(request: HttpRequest, page: Page[Lease], known: _Known) -> Found:
    rows = []
    for lease in page.rows:
        home = lease.dwelling
        assert home is not None
        ended = queries.ended_on(lease)
        place = f"{home.address}, {home.postcode} {home.town}"
        number = _("logement %(number)s") % {"number": home.number} if home.number else ""
        note = _("bail terminé") if ended else number
        account = lease.tenant_account
        rows.append(
            _row(
                account, known.names_of(account), note, known, place=place, muted=ended is not None
            )
        )
    return Found(
        _("Par adresse"),
        _table(_("Trouvés par adresse"), tuple(rows)),
        next_url=_beyond(request, PLACES, page.next_cursor) if page.next_cursor else "",
        first_url="" if page.first else _beyond(request, PLACES, ""),
    )


def _row(
    account: TenantAccount,
    names: str,
    note: str,
    known: _Known,
    *,
    place: str = "",
    muted: bool = False,
) -> Row:
    return Row(
        (
            Cell(
                text=names or account.customer_reference,
                url=reverse("office:tenant", args=[account.code]),
                note=note,
            ),
            account.customer_reference,
            place or known.addresses.get(account.pk, ""),
            account.agency.name,
        ),
        muted=muted,
    )


def _table(caption: str, rows: tuple[Row, ...]) -> Table:
    return Table(
        caption=caption,
        caption_hidden=True,
        columns=(
            Column(_("Locataire")),
            Column(_("Référence")),
            Column(_("Adresse")),
            Column(_("Agence")),
        ),
        rows=rows,
    )


def _beyond(request: HttpRequest, parameter: str, cursor: str) -> str:
    """Give the address of the page after ``cursor``, or of the first page when it is empty."""
    asked = {name: str(value) for name, value in request.GET.items() if name != parameter}
    if cursor:
        return f"?{urlencode({**asked, parameter: cursor})}"
    return f"?{urlencode(asked)}" if parameter in request.GET else ""


def _url() -> str:
    return reverse("office:tenants")
