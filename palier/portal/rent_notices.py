"""``/mon-loyer/avis/``: each avis as a page and as a PDF, and those of a year in one ZIP."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from palier.domain.access.rules.delegating import Scope
from palier.domain.audit.actor import Actor
from palier.domain.billing import actions, queries
from palier.domain.billing.archive import zip_of
from palier.domain.billing.facts import NoticeFacts
from palier.domain.billing.models import RentNotice
from palier.domain.billing.page import Named, NoticePage, PageLine, page_of
from palier.domain.documents.queries import content_of
from palier.domain.documents.vault import FileMissing
from palier.foundation.dates import in_french
from palier.foundation.errors import NotYours
from palier.portal.account_choice import PARAMETER, accounts_of, chosen_account, remember, today_of
from palier.portal.frame import address, settings_of
from palier.ui.downloads import download, download_stream
from palier.ui.french import capital, long_date
from palier.ui.parts import (
    Bill,
    BillGroup,
    BillLine,
    Cell,
    Column,
    File,
    Item,
    Link,
    PhoneCard,
    Row,
    Status,
    Table,
)

PDF = "application/pdf"


def rent_notices(request: HttpRequest) -> HttpResponse:
    """List the avis of the account, year by year."""
    view = chosen_account(request, Scope.PAYMENT)
    if view is None:
        return redirect("portal:home")
    notices = queries.notices_of(view)
    several = len(accounts_of(request, Scope.PAYMENT)) > 1
    code = view.tenant_account.code if several else ""
    years = [
        YearShown(str(year), _year_table(list(group)), _zip_file(year, code))
        for year, group in groupby(notices, key=lambda notice: notice.period.year)
    ]
    context = {
        "reference": view.tenant_account.customer_reference,
        "years": years,
        "account_url": reverse("portal:rent-account"),
    }
    return render(request, "portal/rent_notices/list.html", context)


def rent_notice(request: HttpRequest, code: str) -> HttpResponse:
    """Show one avis, each line explained."""
    notice, view = queries.notice_among(accounts_of(request, Scope.PAYMENT), code)
    remember(request, view, Scope.PAYMENT)
    facts = queries.facts_of(notice)
    page = page_of(facts)
    versions = queries.versions_of(notice)
    agency = page.agency
    context = {
        "page": page,
        **_paper(facts),
        "explained": () if in_french() else _explained(page, facts),
        "payment_details": tuple(Item(n.label, n.value) for n in page.payment.details),
        "pay_url": address("portal:payments-start") if _may_be_paid(request, notice) else "",
        "pdf": _pdf_offered(request, notice),
        "versions": _version_links(notice, versions),
        "newest": versions[0],
        "replaced": versions[0].code != notice.code,
        "agency": PhoneCard(
            name=agency.name,
            phone=agency.phone,
            hours=agency.hours,
            email=agency.email,
            address=agency.address_lines,
        ),
        "account_url": reverse("portal:rent-account"),
        "list_url": reverse("portal:rent-notices"),
    }
    return render(request, "portal/rent_notices/page.html", context)


def rent_notice_pdf(request: HttpRequest, code: str) -> HttpResponse:
    """Give the PDF of an avis: the landlord's own, or Palier's, kept since first drawn."""
    notice, _view = queries.notice_among(accounts_of(request, Scope.PAYMENT), code)
    drawn = _pdf(request, notice)
    if drawn is None:
        messages.info(request, _("Le PDF de cet avis n’est pas encore arrivé. Lisez-le ici."))
        return redirect("portal:rent-notice", code=code)
    return download(drawn[1], file_name=drawn[0], media_type=PDF)


def rent_notices_of_year(request: HttpRequest, year: int) -> HttpResponseBase:
    """Give the avis in force of one year as a ZIP, once each of its PDF is drawn.

    Those that are missing are drawn by the background; the page that waits comes back here.
    """
    view = chosen_account(request, Scope.PAYMENT)
    if view is None:
        return redirect("portal:home")
    wanted = [n for n in queries.notices_of(view) if n.period.year == year and not n.replaced]
    if not wanted:
        raise NotYours()
    rows = {notice.code: notice for notice in queries.notices_in([n.code for n in wanted])}
    if not _landlord_draws(request) and actions.ask_for_pdfs(notices=rows.values(), in_bulk=False):
        context = {
            "year": year,
            "archive_url": request.get_full_path(),
            "account_url": reverse("portal:rent-account"),
            "list_url": reverse("portal:rent-notices"),
        }
        return render(request, "portal/rent_notices/preparing.html", context)

    def files() -> Iterator[tuple[str, bytes]]:
        for summary in reversed(wanted):
            drawn = _pdf(request, rows[summary.code])
            if drawn is not None:
                yield f"{summary.period}-{summary.number}.pdf".replace("/", "-"), drawn[1]

    return download_stream(
        zip_of(files(), dated=max(notice.issue_on for notice in wanted)),
        file_name=f"avis-echeance-{year}.zip",
        media_type="application/zip",
    )


urlpatterns = [
    path("", rent_notices, name="rent-notices"),
    path("annee/<int:year>.zip", rent_notices_of_year, name="rent-notices-year"),
    path("<slug:code>/", rent_notice, name="rent-notice"),
    path("<slug:code>.pdf", rent_notice_pdf, name="rent-notice-pdf"),
]


@dataclass(frozen=True, slots=True)
class YearShown:
    year: str
    table: Table
    archive: File


def _year_table(notices: list[queries.NoticeSummary]) -> Table:
    return Table(
        caption=_("Avis de %(year)d") % {"year": notices[0].period.year},
        caption_hidden=True,
        columns=(
            Column(_("Mois")),
            Column(_("Net à payer"), "amount"),
            Column(_("Date limite"), "date"),
            Column(_("Version")),
        ),
        rows=tuple(
            Row(
                (
                    Link(
                        capital(notice.period.label),
                        reverse("portal:rent-notice", args=[notice.code]),
                    ),
                    notice.net_cents,
                    notice.due_on,
                    _version_cell(notice),
                ),
                muted=notice.replaced,
            )
            for notice in notices
        ),
    )


def _version_cell(notice: queries.NoticeSummary) -> Cell | Status | None:
    if notice.replaced:
        return Status(_("Remplacé"), "neutral")
    if notice.version > 1:
        return Status(_("Corrigé"), "info")
    return None


def _zip_file(year: int, account_code: str) -> File:
    address = reverse("portal:rent-notices-year", args=[year])
    return File(
        label=_("Tous les avis de %(year)d") % {"year": year},
        url=f"{address}?{PARAMETER}={account_code}" if account_code else address,
        kind="ZIP",
    )


def _paper(facts: NoticeFacts) -> dict[str, Any]:
    """Give what the paper itself says, in French: it is the paper's twin."""
    with translation.override("fr"):
        page = page_of(facts)
        said = (Named(_("Référence client"), page.reference), *page.identity, *page.about)
        return {
            "bill": _bill(page),
            "about": tuple(Item(named.label, named.value) for named in said),
            "not_a_receipt": page.not_a_receipt,
        }


def _explained(page: NoticePage, facts: NoticeFacts) -> tuple[Item, ...]:
    """Explain each line of the paper in the reader's language, under its French name."""
    with translation.override("fr"):
        paper = page_of(facts)
    lines = (
        (line.label, said.explanation)
        for groups in zip(paper.groups, page.groups, strict=True)
        for line, said in zip(groups[0].lines, groups[1].lines, strict=True)
    )
    return tuple(Item(label, text) for label, text in dict(lines).items() if text)


def _bill(page: NoticePage) -> Bill:
    """Give the lines in the two columns of the paper avis, then its foot."""
    return Bill(
        caption=_("Lignes de l’avis de %(month)s") % {"month": page.month},
        columns=(_("Désignation"), _("Débit"), _("Crédit")),
        groups=tuple(
            BillGroup(group.heading, tuple(_bill_line(line, page) for line in group.lines))
            for group in page.groups
        ),
        totals=tuple(
            BillLine(total.label, total.debit, total.credit, strong=total.strong)
            for total in page.totals
        ),
    )


def _bill_line(line: PageLine, page: NoticePage) -> BillLine:
    about = [line.detail, "" if line.period == page.month else line.period]
    notes = (" · ".join(part for part in about if part), line.explanation, line.change)
    return BillLine(
        line.label, line.debit, line.credit, notes=tuple(note for note in notes if note)
    )


def _version_links(notice: RentNotice, versions: list[queries.NoticeSummary]) -> tuple[Link, ...]:
    if len(versions) < 2:
        return ()
    return tuple(
        Link(
            _("Version %(version)d, du %(day)s")
            % {"version": version.version, "day": long_date(version.issue_on)},
            reverse("portal:rent-notice", args=[version.code]),
            current=version.code == notice.code,
        )
        for version in versions
    )


def _may_be_paid(request: HttpRequest, notice: RentNotice) -> bool:
    """Offer to pay an avis before its date limit; later only the account says what is left."""
    return notice.net_cents > 0 and notice.due_on >= today_of(request)


def _landlord_draws(request: HttpRequest) -> bool:
    return bool(settings_of(request)["rent_notice_pdf"] == "landlord")


def _pdf_offered(request: HttpRequest, notice: RentNotice) -> File | None:
    """Say which PDF there is, without drawing it."""
    size = notice.document.file.size if notice.document else None
    if _landlord_draws(request):
        own = queries.landlord_document(notice)
        if own is None:
            return None
        size = own.file.size
    return File(
        label=_("Télécharger l’avis"),
        url=reverse("portal:rent-notice-pdf", args=[notice.code]),
        size=size,
    )


def _pdf(request: HttpRequest, notice: RentNotice) -> tuple[str, bytes] | None:
    """Give name and bytes of the PDF, or None while the landlord's own has not come."""
    document = (
        queries.landlord_document(notice)
        if _landlord_draws(request)
        else actions.keep_pdf(notice=notice, now=timezone.now(), actor=Actor.system())
    )
    if document is None:
        return None
    try:
        return document.file_name, content_of(document)
    except FileMissing:
        return None
