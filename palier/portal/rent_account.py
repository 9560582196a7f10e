"""``/mon-loyer/``: the balance, what is owed by month, the statement, its chart and files."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from palier.domain.access.queries import AccountView
from palier.domain.access.rules.delegating import Scope
from palier.domain.billing.surroundings import contact_of, sender_of
from palier.domain.landlord.queries import Settings
from palier.domain.ledger import exports, queries, rules, statement
from palier.foundation.money import euros
from palier.foundation.periods import Period
from palier.portal.account_choice import PARAMETER, accounts_of, chosen_account, today_of
from palier.portal.frame import address, settings_of
from palier.ui.downloads import download
from palier.ui.french import day_and_time, long_date
from palier.ui.parts import (
    Bill,
    BillGroup,
    BillLine,
    Chart,
    Column,
    Link,
    Month,
    Row,
    Status,
    Table,
)

YEAR = "annee"
MONTHS_SHOWN = 12


def rent_account(request: HttpRequest) -> HttpResponse:
    """Show the account: what is owed, why, and everything that moved it."""
    view = chosen_account(request, Scope.PAYMENT)
    if view is None:
        return redirect("portal:home")
    year = _year_asked(request)
    read = _asked(request, view)
    balance = queries.balance_for(view)
    context = {
        "view": view,
        "reference": view.tenant_account.customer_reference,
        "balance": _balance(balance, read, view),
        "owed": _owed_table(read) if balance.cents > 0 else None,
        "indicative": read.indicative,
        "chart": _chart(read) if year is None else None,
        "months": [_month(month) for month in read.months],
        "years": _year_links(request, read.years, year),
        "shown": _("%(year)d") % {"year": year} if year else _("douze derniers mois"),
        "csv_url": _with(request, reverse("portal:rent-account-csv")),
        "pdf_url": _with(request, reverse("portal:rent-account-pdf")),
        "notices_url": _with(request, reverse("portal:rent-notices"), keep_year=False),
        "pay_url": address("portal:payments-start") if balance.cents > 0 else "",
        "hardship_url": address("portal:hardship") if balance.cents > 0 else "",
    }
    return render(request, "portal/rent_account/page.html", context)


def statement_csv(request: HttpRequest) -> HttpResponse:
    """Give the statement to a spreadsheet."""
    view = chosen_account(request, Scope.PAYMENT)
    if view is None:
        return redirect("portal:home")
    read = _asked(request, view)
    return download(
        exports.statement_csv(read),
        file_name=_file_name(read, "csv"),
        media_type="text/csv; charset=utf-8",
    )


def statement_pdf(request: HttpRequest) -> HttpResponse:
    """Give the statement as a tagged PDF, drawn on the spot: it changes every day."""
    view = chosen_account(request, Scope.PAYMENT)
    if view is None:
        return redirect("portal:home")
    read = _asked(request, view)
    balance = queries.balance_for(view)
    content = exports.statement_pdf(
        read,
        balance=balance,
        heading=_heading(view, settings_of(request)),
        stamped_at=balance.fresh_at or timezone.now(),
        as_of=today_of(request),
    )
    return download(content, file_name=_file_name(read, "pdf"), media_type="application/pdf")


urlpatterns = [
    path("", rent_account, name="rent-account"),
    path("releve.csv", statement_csv, name="rent-account-csv"),
    path("releve.pdf", statement_pdf, name="rent-account-pdf"),
]


@dataclass(frozen=True, slots=True)
class BalanceShown:
    label: str
    cents: int
    note: str
    provisional: str
    owed: bool


@dataclass(frozen=True, slots=True)
class MonthShown:
    label: str
    closing: str
    bill: Bill


def _asked(request: HttpRequest, view: AccountView) -> statement.Statement:
    first, last = _span(_year_asked(request), view, today_of(request))
    return statement.statement_for(view, first=first, last=last, order=_order(settings_of(request)))


def _year_asked(request: HttpRequest) -> int | None:
    asked = request.GET.get(YEAR, "")
    return int(asked) if len(asked) == 4 and asked.isdecimal() and int(asked) >= 1900 else None


def _span(year: int | None, view: AccountView, day: dt.date) -> tuple[Period, Period]:
    """Give the months to show: one year, else the last twelve the reader may see."""
    if year is not None:
        return Period(year, 1), Period(year, 12)
    last = Period.of(min(day, view.until) if view.until else day)
    return last.shifted(1 - MONTHS_SHOWN), last


def _order(settings: Settings) -> rules.AllocationOrder:
    return rules.AllocationOrder(settings["allocation_order"])


def _balance(
    balance: queries.Balance, read: statement.Statement, view: AccountView
) -> BalanceShown:
    if balance.cents > 0:
        label = _("Vous devez")
    elif balance.cents < 0:
        label = _("Solde en votre faveur")
    else:
        label = _("Votre compte est à jour")
    note = ""
    if balance.up_to is not None:
        note = _("Au %(day)s, dernier jour où ce compte était le vôtre.") % {
            "day": long_date(balance.up_to)
        }
    elif balance.fresh_at is not None:
        note = _("D’après votre bailleur, le %(moment)s.") % {
            "moment": day_and_time(balance.fresh_at)
        }
    provisional = ""
    by_card = balance.provisional_cents - balance.debited_cents
    if by_card > 0:
        provisional = _(
            "%(amount)s payés par carte sont déjà comptés : reçu, en cours d’enregistrement chez "
            "votre bailleur."
        ) % {"amount": euros(by_card)}
    if balance.debited_cents > 0:
        asked = _(
            "%(amount)s demandés à votre banque par prélèvement sont déjà comptés : ne les payez "
            "pas une seconde fois."
        ) % {"amount": euros(balance.debited_cents)}
        provisional = f"{provisional} {asked}".strip()
    return BalanceShown(label, abs(balance.cents), note, provisional, balance.cents > 0)


def _owed_table(read: statement.Statement) -> Table | None:
    if not read.owed:
        return None
    return Table(
        caption=_("Ce qui reste à payer, mois par mois"),
        caption_hidden=True,
        columns=(
            Column(_("Mois")),
            Column(_("Demandé, aides déduites"), "amount"),
            Column(_("Reste à payer"), "amount"),
        ),
        rows=tuple(
            Row((month.period.label, month.charged_cents, month.open_cents)) for month in read.owed
        ),
    )


def _chart(read: statement.Statement) -> Chart | None:
    if not any(flow.charged_cents or flow.paid_cents for flow in read.flows):
        return None
    charged = sum(flow.charged_cents for flow in read.flows)
    paid = sum(flow.paid_cents for flow in read.flows)
    return Chart(
        title=_("Vos douze derniers mois"),
        summary=_(
            "De %(first)s à %(last)s : %(charged)s demandés, aides déduites, et %(paid)s payés."
        )
        % {
            "first": read.first.label,
            "last": read.last.label,
            "charged": euros(charged),
            "paid": euros(paid),
        },
        series=(_("Demandé, aides déduites"), _("Payé")),
        months=tuple(
            Month(
                date_format(flow.period.first_day, "N"),
                flow.period.label,
                (flow.charged_cents, flow.paid_cents),
            )
            for flow in read.flows
        ),
    )


def _month(month: statement.StatementMonth) -> MonthShown:
    return MonthShown(
        label=month.period.label,
        closing=_closing(month.closing_cents),
        bill=Bill(
            caption=_("Opérations de %(month)s") % {"month": month.period.label},
            columns=(_("Opération"), _("À payer"), _("En votre faveur")),
            groups=(BillGroup("", tuple(_line(line) for line in _newest_first(month.lines))),),
        ),
    )


def _newest_first(
    lines: tuple[statement.StatementLine, ...],
) -> list[statement.StatementLine]:
    """Put the latest day first; the lines of one day keep the order they were billed in."""
    return sorted(lines, key=lambda line: line.day, reverse=True)


def _line(line: statement.StatementLine) -> BillLine:
    notes = [long_date(line.day), line.explanation]
    if line.about:
        notes[0] = _("%(day)s, pour %(month)s") % {"day": notes[0], "month": line.about}
    if not line.provisional:
        notes.append(exports.situation_of(line))
    return BillLine(
        line.label,
        debit=euros(line.debit_cents) if line.debit_cents else "",
        credit=euros(line.credit_cents) if line.credit_cents else "",
        notes=tuple(notes),
        status=Status(exports.situation_of(line), "info") if line.provisional else None,
        muted=line.cancelled,
    )


def _closing(cents: int) -> str:
    if cents > 0:
        return _("à la fin du mois : %(amount)s à payer") % {"amount": euros(cents)}
    if cents < 0:
        return _("à la fin du mois : %(amount)s en votre faveur") % {"amount": euros(-cents)}
    return _("à la fin du mois : compte à jour")


def _year_links(
    request: HttpRequest, years: tuple[int, ...], shown: int | None
) -> tuple[Link, ...]:
    base = reverse("portal:rent-account")
    links = [Link(_("12 derniers mois"), _with(request, base, keep_year=False), current=not shown)]
    for year in years:
        address = _with(request, base, keep_year=False, **{YEAR: str(year)})
        links.append(Link(str(year), address, current=year == shown))
    return tuple(links)


def _with(request: HttpRequest, address: str, *, keep_year: bool = True, **more: str) -> str:
    """Keep in an address what the reader chose: the account when there are several, the year."""
    query = request.GET.copy()
    query.clear()
    view = chosen_account(request, Scope.PAYMENT)
    if view is not None and len(accounts_of(request, Scope.PAYMENT)) > 1:
        query[PARAMETER] = view.tenant_account.code
    year = _year_asked(request)
    if keep_year and year is not None:
        query[YEAR] = str(year)
    for name, value in more.items():
        query[name] = value
    return f"{address}?{query.urlencode()}" if query else address


def _heading(view: AccountView, settings: Settings) -> dict[str, object]:
    account = view.tenant_account
    landlord, agency = sender_of(settings), contact_of(account.agency)
    return {
        "landlord": asdict(landlord),
        "reference": account.customer_reference,
        "holders": [view.person.full_name],
        "agency": [agency.name, *agency.address_lines, agency.phone, agency.hours],
    }


def _file_name(read: statement.Statement, extension: str) -> str:
    return f"releve-{read.first}-{read.last}.{extension}"
