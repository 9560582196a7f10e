"""Avis that wait for publication, and published ones as their reader may see them."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Exists, F, Max, OuterRef, QuerySet

from palier.domain.access.queries import AccountView, tenant_accounts_for
from palier.domain.access.queries.views import Reader
from palier.domain.access.rules.delegating import Scope
from palier.domain.billing.facts import NoticeFacts
from palier.domain.billing.models import BillingLine, DueReminder, NoticeHeader, RentNotice
from palier.domain.billing.rules import DeliveredLine
from palier.domain.documents.models import Document
from palier.domain.documents.queries import landlord_pdf
from palier.domain.landlord.queries import delivered
from palier.domain.tenancy.models import TenantAccount
from palier.foundation.errors import NotYours
from palier.foundation.periods import Period


@dataclass(frozen=True, slots=True)
class NoticeSummary:
    """One avis in a list, without its facts."""

    code: str
    number: str
    version: int
    period: Period
    issue_on: dt.date
    due_on: dt.date
    net_cents: int
    replaced: bool
    """A later version of the same avis was published."""


def notices_of(view: AccountView) -> list[NoticeSummary]:
    """Give the published avis of one account that its reader may see, the newest first."""
    rows = (
        RentNotice.objects.filter(tenant_account=view.tenant_account)
        .order_by("-period", "number", "-version")
        .values_list("code", "number", "version", "period", "issue_on", "due_on", "net_cents")
    )
    seen: set[str] = set()
    found = []
    for code, number, version, day, issue_on, due_on, net_cents in rows:
        period = Period.of(day)
        if view.covers_period(period):
            found.append(
                NoticeSummary(
                    code, number, version, period, issue_on, due_on, net_cents, number in seen
                )
            )
        seen.add(number)
    return found


def latest_notice_of(view: AccountView) -> NoticeSummary | None:
    """Give the newest avis in force, for the home page."""
    return next((notice for notice in notices_of(view) if not notice.replaced), None)


def last_billed_period(account: TenantAccount) -> Period | None:
    """Give the latest month whose avis is published for ``account``."""
    last = RentNotice.objects.filter(tenant_account=account.pk).aggregate(last=Max("period"))
    return Period.of(last["last"]) if last["last"] else None


def notice_for(user: Reader, code: str, today: dt.date) -> tuple[RentNotice, AccountView]:
    """Give the published avis of public code ``code`` and the account it is read through.

    Raises:
        NotYours: there is none, or ``user`` may not see it.
    """
    return notice_among(tenant_accounts_for(user, today, for_=Scope.PAYMENT), code)


def notice_among(views: Iterable[AccountView], code: str) -> tuple[RentNotice, AccountView]:
    """Give the avis of code ``code`` if one of a reader's own ``views`` holds it.

    Raises:
        NotYours: there is none, or none of the views covers it.
    """
    notice = RentNotice.objects.filter(code=code).select_related("document__file").first()
    if notice is not None:
        for view in views:
            if view.tenant_account.pk == notice.tenant_account_id and view.covers_period(
                Period.of(notice.period)
            ):
                return notice, view
    raise NotYours()


def notices_in(codes: Collection[str]) -> list[RentNotice]:
    """Give published avis that ``notices_of`` has named, each with its document."""
    return list(RentNotice.objects.filter(code__in=codes).select_related("document__file"))


def notice_coded(code: str) -> RentNotice:
    """Give a published avis to a machine that asks for it by its code; authorises nobody.

    Raises:
        RentNotice.DoesNotExist: there is none.
    """
    return RentNotice.objects.select_related("document", "tenant_account").get(code=code)


def versions_of(notice: RentNotice) -> list[NoticeSummary]:
    """Give every published version of an avis, the latest first."""
    rows = (
        RentNotice.objects.filter(number=notice.number, tenant_account=notice.tenant_account_id)
        .order_by("-version")
        .values_list("code", "number", "version", "period", "issue_on", "due_on", "net_cents")
    )
    return [
        NoticeSummary(code, number, version, Period.of(day), issued, due, net, replaced=place > 0)
        for place, (code, number, version, day, issued, due, net) in enumerate(rows)
    ]


def facts_of(notice: RentNotice) -> NoticeFacts:
    """Read the frozen facts of a published avis."""
    return NoticeFacts.from_json(notice.facts)


def landlord_document(notice: RentNotice) -> Document | None:
    """Give the landlord's own PDF of an avis, once its index has delivered it."""
    return landlord_pdf(notice.tenant_account_id, Document.Kind.RENT_NOTICE, notice.number)


def headers_to_publish(period: Period) -> QuerySet[NoticeHeader]:
    """Give the delivered headers of ``period`` that have no published avis yet.

    Of several delivered versions only the latest visible one counts.
    """
    later = NoticeHeader.objects.filter(
        delivered(), number=OuterRef("number"), version__gt=OuterRef("version")
    )
    published = RentNotice.objects.filter(number=OuterRef("number"), version=OuterRef("version"))
    return NoticeHeader.objects.filter(delivered(), period=period.first_day).filter(
        ~Exists(later), ~Exists(published)
    )


def has_headers(period: Period) -> bool:
    """Tell whether the current delivery bills ``period`` at all."""
    return NoticeHeader.objects.filter(delivered(), period=period.first_day).exists()


def lines_of(headers: Iterable[NoticeHeader]) -> dict[int, list[DeliveredLine]]:
    """Read the delivered lines of some headers, in one query, by header."""
    periods = {header.pk: Period.of(header.period) for header in headers}
    lines: dict[int, list[DeliveredLine]] = {key: [] for key in periods}
    rows = (
        BillingLine.objects.filter(header__in=list(periods))
        .order_by("header", "position")
        .values_list(
            "header_id", "nature", "label", "concerned_period", "amount_cents", "column", "origin"
        )
    )
    for header, nature, label, concerned, cents, column, origin in rows:
        lines[header].append(
            DeliveredLine(
                nature=nature,
                label=label,
                period=Period.of(concerned) if concerned else periods[header],
                amount_cents=cents if column == BillingLine.Column.DEBIT else -cents,
                origin=origin,
            )
        )
    return lines


def headers_of_month(accounts: Collection[int], period: Period) -> dict[int, NoticeHeader]:
    """Give each account's header of ``period``, leaving out accounts with several avis."""
    later = NoticeHeader.objects.filter(
        delivered(), number=OuterRef("number"), version__gt=OuterRef("version")
    )
    found: dict[int, list[NoticeHeader]] = defaultdict(list)
    for header in NoticeHeader.objects.filter(
        ~Exists(later), delivered(), tenant_account__in=accounts, period=period.first_day
    ):
        found[header.tenant_account_id].append(header)
    return {account: headers[0] for account, headers in found.items() if len(headers) == 1}


def versions_published(numbers: Collection[str]) -> dict[str, int]:
    """Give the latest published version of some avis numbers."""
    rows = RentNotice.objects.filter(number__in=numbers).values_list("number", "version")
    latest: dict[str, int] = {}
    for number, version in rows:
        latest[number] = max(version, latest.get(number, 0))
    return latest


def notices_without_pdf(period: Period) -> QuerySet[RentNotice]:
    """Give the published avis of ``period`` whose PDF has not been drawn yet."""
    return RentNotice.objects.filter(period=period.first_day, document=None).order_by(F("pk").asc())


def notices_on_paper(period: Period) -> QuerySet[RentNotice]:
    """Give the avis of ``period`` to print and post, the version in force of each, by number."""
    later = RentNotice.objects.filter(number=OuterRef("number"), version__gt=OuterRef("version"))
    return (
        RentNotice.objects.filter(~Exists(later), period=period.first_day, on_paper=True)
        .select_related("tenant_account")
        .order_by("number")
    )


def notices_to_remind_of(first: dt.date, last: dt.date) -> QuerySet[RentNotice]:
    """Give the latest avis falling due from ``first`` to ``last`` that no reminder has seen.

    Accounts on direct debit are left out: their bank pays on the day.
    """
    later = RentNotice.objects.filter(number=OuterRef("number"), version__gt=OuterRef("version"))
    reminded = DueReminder.objects.filter(number=OuterRef("number"))
    return RentNotice.objects.filter(
        ~Exists(later), ~Exists(reminded), due_on__gte=first, due_on__lte=last
    ).exclude(tenant_account__payment_means=TenantAccount.PaymentMeans.DIRECT_DEBIT)
