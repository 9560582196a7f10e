"""Every paper of one account, whichever room holds it, as rows of one list."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.urls import reverse
from django.utils.translation import gettext as _

from palier.domain.access.queries import AccountView
from palier.domain.billing.receipts import queries as receipts
from palier.domain.billing.receipts.page import title_of as receipt_title
from palier.domain.billing.settlements import queries as settlements
from palier.domain.billing.settlements.page import title_of as settlement_title
from palier.domain.documents.models import Document
from palier.domain.documents.queries import official_documents_of
from palier.foundation.folding import folded
from palier.foundation.sentences import read_again
from palier.portal.rent_receipts import receipt_status
from palier.portal.settlements import settlement_status
from palier.ui.french import long_date
from palier.ui.parts import Column, Link, Row, Status, Table

ORDER = (
    Document.Kind.LEASE,
    Document.Kind.INSPECTION_REPORT,
    Document.Kind.RENT_RECEIPT,
    Document.Kind.PAYMENT_ACKNOWLEDGEMENT,
    Document.Kind.SETTLEMENT,
    Document.Kind.CHARGE_PAPER,
    Document.Kind.DIAGNOSTIC,
    Document.Kind.FORMAL_DEMAND,
    Document.Kind.MANDATE,
    Document.Kind.OTHER,
)
_DRAWN_ELSEWHERE = (Document.Kind.RENT_RECEIPT, Document.Kind.SETTLEMENT)


@dataclass(frozen=True, slots=True)
class Paper:
    """One line of the list."""

    kind: str
    title: str
    dated_on: dt.date
    year: int
    url: str
    number: str = ""
    status: Status | None = None
    size: int | None = None
    void: bool = False
    document: Document | None = None
    receipt_code: str = ""
    settlement_code: str = ""

    @property
    def searched(self) -> str:
        """Everything of it that a person may type, folded."""
        said = (self.title, headings()[self.kind], self.number, long_date(self.dated_on))
        return folded(f"{' '.join(said)} {self.year}")


@dataclass(frozen=True, slots=True)
class Year:
    label: str
    table: Table
    open: bool


@dataclass(frozen=True, slots=True)
class Shelf:
    """One kind of paper, its years from the newest."""

    kind: str
    heading: str
    count: int
    years: tuple[Year, ...]


def headings() -> dict[str, str]:
    """Name each kind as a shelf."""
    return {
        Document.Kind.LEASE: _("Bail"),
        Document.Kind.INSPECTION_REPORT: _("États des lieux"),
        Document.Kind.RENT_RECEIPT: _("Quittances"),
        Document.Kind.PAYMENT_ACKNOWLEDGEMENT: _("Reçus de paiement"),
        Document.Kind.SETTLEMENT: _("Régularisations de charges"),
        Document.Kind.CHARGE_PAPER: _("Factures des charges"),
        Document.Kind.DIAGNOSTIC: _("Diagnostics du logement"),
        Document.Kind.FORMAL_DEMAND: _("Mises en demeure"),
        Document.Kind.MANDATE: _("Mandats de prélèvement"),
        Document.Kind.OTHER: _("Autres documents"),
    }


def papers_of(view: AccountView) -> list[Paper]:
    """Give every paper of one account its reader may see, the newest first; three queries."""
    found = [
        *(_receipt(one) for one in receipts.receipts_of(view)),
        *(_settlement(one) for one in settlements.settlements_of(view)),
    ]
    drawn = {paper.number for paper in found if paper.settlement_code}
    for document in official_documents_of(view):
        if _is_drawn_elsewhere(document, drawn):
            continue
        found.append(_document(document))
    return sorted(found, key=lambda paper: paper.dated_on, reverse=True)


def matching(papers: Iterable[Paper], typed: str) -> list[Paper]:
    """Keep the papers that hold every word typed, whatever its accents."""
    words = folded(typed).split()
    return [paper for paper in papers if all(word in paper.searched for word in words)]


def shelves_of(papers: Sequence[Paper], *, opened: bool) -> list[Shelf]:
    """Sort papers by kind, then by year; with ``opened`` every year is shown at once."""
    names = headings()
    found = []
    for kind in ORDER:
        own = [paper for paper in papers if paper.kind == kind]
        if not own:
            continue
        own.sort(key=lambda paper: (-paper.year, -paper.dated_on.toordinal(), paper.title))
        years = tuple(
            Year(str(year), _table(names[kind], str(year), list(group)), opened or place == 0)
            for place, (year, group) in enumerate(groupby(own, key=lambda paper: paper.year))
        )
        found.append(Shelf(kind, names[kind], len(own), years))
    return found


def _is_drawn_elsewhere(document: Document, drawn: set[str]) -> bool:
    """Leave out the PDF of what is listed by its readable page."""
    if document.origin == Document.Origin.PORTAL:
        receipt = document.period is not None and (
            document.kind == Document.Kind.PAYMENT_ACKNOWLEDGEMENT
        )
        return receipt or document.kind in _DRAWN_ELSEWHERE
    return document.kind == Document.Kind.SETTLEMENT and document.reference in drawn


def _receipt(one: receipts.ReceiptSummary) -> Paper:
    kind = Document.Kind.RENT_RECEIPT if one.is_quittance else Document.Kind.PAYMENT_ACKNOWLEDGEMENT
    return Paper(
        kind=kind,
        title=receipt_title(one.kind, one.subject, one.dated_on),
        dated_on=one.dated_on,
        year=one.period.year,
        url=reverse("portal:rent-receipt", args=[one.code]),
        number=one.number,
        status=receipt_status(one),
        size=one.size,
        void=one.is_void,
        receipt_code=one.code,
    )


def _settlement(one: settlements.SettlementSummary) -> Paper:
    return Paper(
        kind=Document.Kind.SETTLEMENT,
        title=settlement_title(one.year),
        dated_on=one.issue_on,
        year=one.issue_on.year,
        url=reverse("portal:settlement", args=[one.code]),
        number=one.number,
        status=settlement_status(one),
        size=one.size,
        void=one.replaced,
        settlement_code=one.code,
    )


def _document(document: Document) -> Paper:
    return Paper(
        kind=document.kind,
        title=read_again(document.title),
        dated_on=document.issued_on,
        year=document.issued_on.year,
        url=reverse("portal:document", args=[document.code]),
        number=document.reference,
        size=document.file.size,
        document=document,
    )


def _table(heading: str, year: str, papers: list[Paper]) -> Table:
    told = any(paper.status for paper in papers)
    columns = (Column(_("Document")), Column(_("Date"), "date"), Column(_("État")))
    return Table(
        caption=_("%(kind)s, %(year)s") % {"kind": heading, "year": year},
        caption_hidden=True,
        columns=columns if told else columns[:2],
        rows=tuple(
            Row(
                (Link(paper.title, paper.url), paper.dated_on, *([paper.status] if told else ())),
                muted=paper.void,
            )
            for paper in papers
        ),
    )
