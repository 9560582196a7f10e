"""``/agence/locataires/CODE/``: everything of one household on one screen."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _

from palier.domain.access.queries import AccountView, accesses_of
from palier.domain.accounts.queries import named
from palier.domain.audit.actor import Actor
from palier.domain.audit.catalogue import Event
from palier.domain.audit.queries import trail_of_account
from palier.domain.billing import queries as billing
from palier.domain.billing.actions import keep_pdf
from palier.domain.casework.queries import cases_of_account_for
from palier.domain.documents.queries import content_of
from palier.domain.ledger import queries as ledger
from palier.domain.ledger import rules, statement
from palier.domain.tenancy import queries
from palier.domain.tenancy.models import TenantAccount
from palier.domain.tenancy.queries import AccountFile
from palier.foundation.periods import Period
from palier.office import account_words
from palier.office import file_words as words
from palier.office.file_sections import section_of, sections_of
from palier.office.frame import settings_of, show
from palier.office.gate import Desk, at_desk
from palier.office.lease_words import lease_cards
from palier.office.looks import look
from palier.office.permissions import Permission
from palier.ui.downloads import download
from palier.ui.french import day_and_time
from palier.ui.parts import Event as Happened
from palier.ui.parts import Table

MONTHS_ON_FILE = 6
MONTHS_ON_STATEMENT = 24
NOTICES_ON_FILE = 6


@at_desk(Permission.SEE_TENANTS)
def tenant(request: HttpRequest, desk: Desk, code: str) -> HttpResponse:
    """Show the file of one account of the reader's agencies."""
    account = queries.account_for(desk.staff, code)
    look(request, desk, Event.TENANT_FILE_SEEN, account=account)
    file = queries.file_of(account)
    accesses = accesses_of([holder.person_id for holder in file.holders if holder.person_id])
    context: dict[str, Any] = {
        **_heading(file),
        "holders": words.holders_table(file, accesses, desk),
        "dwellings": lease_cards(file),
        "others_on_lease": words.on_lease_table(file),
        "related": words.related_links(queries.related_accounts_for(desk.staff, file)),
        "agency": words.agency_items(account),
        "trail_url": reverse("office:tenant-trail", args=[account.code]),
        "counter_url": reverse("office:counter", args=[account.code]),
        "sections": sections_of(desk, account),
    }
    if desk.may(Permission.SEE_HOUSEHOLD):
        context["household"] = words.household_table(file)
    if desk.may(Permission.SEE_MONEY):
        context |= _money(request, desk, file)
    if desk.may(Permission.READ_CASES):
        context["cases"] = words.cases_table(cases_of_account_for(desk.staff, account), desk.today)
    return show(request, desk, "tenant_file/page.html", context)


@at_desk(Permission.SEE_TENANTS)
def tenant_section(request: HttpRequest, desk: Desk, code: str, key: str) -> HttpResponse:
    """Show what one feature knows of the account: alone, or put into the file by htmx."""
    account = queries.account_for(desk.staff, code)
    file = queries.file_of(account)
    section = section_of(key, desk, account, file)
    look(request, desk, Event.TENANT_FILE_SEEN, account=account)
    if request.headers.get("HX-Request"):
        return render(request, "office/tenant_file/section.html", {"section": section})
    context = {
        **_heading(file),
        "section": section,
        "tenant_url": reverse("office:tenant", args=[account.code]),
    }
    return show(request, desk, "tenant_file/section_page.html", context)


@at_desk(Permission.SEE_MONEY)
def tenant_statement(request: HttpRequest, desk: Desk, code: str) -> HttpResponse:
    """Show the account line by line over two years."""
    account = queries.account_for(desk.staff, code)
    look(request, desk, Event.TENANT_FILE_SEEN, account=account)
    postings = ledger.postings_of_account(account.pk)
    read = _written(request, postings, desk.today, MONTHS_ON_STATEMENT)
    context = {
        **_heading(queries.file_of(account)),
        "months": [
            StatementMonth(month.period.label.capitalize(), account_words.month_table(month))
            for month in read.months
        ],
        "balance": read.closing_cents,
        "tenant_url": reverse("office:tenant", args=[account.code]),
    }
    return show(request, desk, "tenant_file/statement.html", context)


@at_desk(Permission.SEE_TRAIL)
def tenant_trail(request: HttpRequest, desk: Desk, code: str) -> HttpResponse:
    """Show who did or looked at what, the latest first; reading it is itself recorded."""
    account = queries.account_for(desk.staff, code)
    look(request, desk, Event.TRAIL_SEEN, account=account)
    page = trail_of_account(account.pk, cursor=request.GET.get("suite", ""))
    context = {
        **_heading(queries.file_of(account)),
        "events": tuple(
            Happened(title=line.sentence, when=day_and_time(line.occurred_at), by=line.who)
            for line in named(page.rows)
        ),
        "next_url": f"?suite={page.next_cursor}" if page.next_cursor else "",
        "first_url": "" if page.first else reverse("office:tenant-trail", args=[account.code]),
        "tenant_url": reverse("office:tenant", args=[account.code]),
    }
    return show(request, desk, "tenant_file/trail.html", context)


@at_desk(Permission.SEE_MONEY)
def tenant_notice(request: HttpRequest, desk: Desk, code: str, notice: str) -> HttpResponse:
    """Give the PDF of one avis of the account: the same bytes as the tenant gets."""
    account = queries.account_for(desk.staff, code)
    look(request, desk, Event.TENANT_FILE_SEEN, account=account)
    view = _whole(account, queries.file_of(account))
    found, _view = billing.notice_among([view] if view else [], notice)
    if settings_of(request)["rent_notice_pdf"] == "landlord":
        document = billing.landlord_document(found)
    else:
        document = keep_pdf(notice=found, now=desk.now, actor=Actor.system())
    if document is not None:
        look(
            request,
            desk,
            Event.DOCUMENT_SEEN,
            account=account,
            subject=document,
            title=document.title,
        )
    if document is None:
        messages.info(request, _("Le PDF de cet avis n’est pas encore arrivé du bailleur."))
        return redirect("office:tenant", code=code)
    return download(
        content_of(document), file_name=document.file_name, media_type="application/pdf"
    )


urlpatterns = [
    path("<slug:code>/", tenant, name="tenant"),
    path("<slug:code>/rubriques/<slug:key>/", tenant_section, name="tenant-section"),
    path("<slug:code>/compte/", tenant_statement, name="tenant-statement"),
    path("<slug:code>/journal/", tenant_trail, name="tenant-trail"),
    path("<slug:code>/avis/<slug:notice>.pdf", tenant_notice, name="tenant-notice"),
]


@dataclass(frozen=True, slots=True)
class StatementMonth:
    label: str
    table: Table


def _heading(file: AccountFile) -> dict[str, Any]:
    account = file.tenant_account
    now = [holder for holder in file.holders if holder.ended_on is None]
    shown = now or file.holders
    names = ", ".join(holder.full_name for holder in shown)
    return {
        "names": names or account.customer_reference,
        "reference": account.customer_reference,
        "agency_name": account.agency.name,
        "is_former": not now,
    }


def _money(request: HttpRequest, desk: Desk, file: AccountFile) -> dict[str, Any]:
    account = file.tenant_account
    postings = ledger.postings_of_account(account.pk)
    read = _written(request, postings, desk.today, MONTHS_ON_FILE)
    balance = sum(posting.amount_cents for posting in postings)
    fresh_at = ledger.fresh_at()
    view = _whole(account, file)
    notices = billing.notices_of(view)[:NOTICES_ON_FILE] if view else []
    return {
        "balance": abs(balance),
        "balance_label": account_words.balance_label(balance),
        "fresh": day_and_time(fresh_at) if fresh_at else "",
        "owed": account_words.owed_items(read),
        "means": account_words.means_of_payment(account),
        "months": account_words.months_table(read),
        "payments": account_words.payments_table(postings),
        "notices": account_words.notices_table(account, notices),
        "statement_url": reverse("office:tenant-statement", args=[account.code]),
    }


def _written(
    request: HttpRequest, postings: list[rules.Posting], today: dt.date, months: int
) -> statement.Statement:
    last = Period.of(max([today, *(posting.effective_on for posting in postings)]))
    order = rules.AllocationOrder(settings_of(request)["allocation_order"])
    return statement.statement_of(postings, first=last.shifted(1 - months), last=last, order=order)


def _whole(account: TenantAccount, file: AccountFile) -> AccountView | None:
    """See the account as its first holder does, without a limit in time."""
    if not file.holders:
        return None
    return AccountView(account, file.holders[0].as_person(), "holder", since=None, until=None)
