"""``/mon-loyer/quittances/``: what proves that a month was paid, and the agreement to have it."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from palier.domain.access.rules.delegating import Scope
from palier.domain.accounts.models import User
from palier.domain.accounts.queries import actor_of
from palier.domain.audit.actor import Actor
from palier.domain.billing.receipts import actions, queries
from palier.domain.billing.receipts.models import Agreement, Receipt, Voiding
from palier.domain.billing.receipts.page import ReceiptLine, ReceiptPage, page_of, title_of
from palier.domain.documents.queries import content_of
from palier.domain.documents.vault import FileMissing
from palier.foundation.errors import NotYours
from palier.portal.account_choice import accounts_of, chosen_account, remember
from palier.ui.downloads import download
from palier.ui.french import day_and_time, long_date
from palier.ui.parts import (
    Bill,
    BillGroup,
    BillLine,
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


@require_safe
def rent_receipts(request: HttpRequest) -> HttpResponse:
    """List quittances and reçus year by year, and ask kindly for the agreement."""
    view = chosen_account(request, Scope.PAYMENT)
    if view is None:
        return redirect("portal:home")
    followed = queries.is_followed(view)
    if not followed:
        actions.ask_to_follow(account=view.tenant_account)
    register = queries.agreements_of(view)
    receipts = queries.receipts_of(view) if followed else []
    context = {
        "years": [
            (str(year), _year_table(str(year), list(group)))
            for year, group in groupby(receipts, key=lambda one: one.period.year)
        ],
        "preparing": not followed,
        "may_agree": not view.is_former,
        "agreed": bool(register) and register[0].agreed,
        "asked": bool(register),
        "wording": agreement_wording(),
        "register": _register(register),
        "agree_url": reverse("portal:rent-receipts-agreement"),
        "account_url": reverse("portal:rent-account"),
        "payments_url": reverse("portal:payments"),
        "documents_url": reverse("portal:documents"),
    }
    return render(request, "portal/rent_receipts/list.html", context)


@require_POST
def agreement(request: HttpRequest) -> HttpResponse:
    """Write the tenant's own answer into the register: no delegate agrees in their place."""
    view = chosen_account(request)
    if view is None or view.is_former:
        raise NotYours()
    user = request.user
    assert isinstance(user, User)
    agreed = request.POST.get("accord") == "oui"
    write = actions.agree if agreed else actions.decline
    write(
        view=view,
        user=user,
        wording=agreement_wording(),
        actor=actor_of(user),
        now=timezone.now(),
    )
    if agreed:
        messages.success(
            request,
            _("Merci. Vos quittances arriveront ici dès qu’un mois sera entièrement payé."),
        )
    else:
        messages.success(
            request,
            _(
                "C’est noté. Vos anciennes quittances restent ici. Pour les prochaines, demandez-"
                "les sur papier à votre agence : c’est gratuit."
            ),
        )
    return redirect("portal:rent-receipts")


@require_safe
def rent_receipt(request: HttpRequest, code: str) -> HttpResponse:
    """Show one receipt, and say first when it is worth nothing any more."""
    receipt, view = queries.receipt_among(accounts_of(request, Scope.PAYMENT), code)
    remember(request, view, Scope.PAYMENT)
    voiding = queries.voiding_of(receipt)
    page = _page(receipt, voiding)
    with translation.override("fr"):
        paper = _page(receipt, voiding)
    kept = actions.kept_pdf(receipt)
    versions = queries.versions_of(receipt)
    context = {
        "page": page,
        "voided_on": day_and_time(voiding.voided_at) if voiding else "",
        "newest_url": reverse("portal:rent-receipt", args=[versions[0].code])
        if versions[0].pk != receipt.pk
        else "",
        "paper": paper,
        **_paper(paper),
        "pdf": File(
            label=_("Télécharger la quittance")
            if receipt.kind == Receipt.Kind.QUITTANCE
            else _("Télécharger le reçu"),
            url=reverse("portal:rent-receipt-pdf", args=[code]),
            size=kept.file.size if kept else None,
        ),
        "versions": _version_links(receipt, versions),
        "agency": PhoneCard(
            name=page.agency.name,
            phone=page.agency.phone,
            hours=page.agency.hours,
            email=page.agency.email,
            address=page.agency.address_lines,
        ),
        "account_url": reverse("portal:rent-account"),
        "list_url": reverse("portal:rent-receipts"),
    }
    return render(request, "portal/rent_receipts/page.html", context)


@require_safe
def rent_receipt_pdf(request: HttpRequest, code: str) -> HttpResponse:
    """Give the PDF of a receipt; of a void one, the PDF that says so."""
    receipt, _view = queries.receipt_among(accounts_of(request, Scope.PAYMENT), code)
    document = actions.keep_pdf(receipt=receipt, actor=Actor.system(), now=timezone.now())
    try:
        content = content_of(document)
    except FileMissing as missing:
        messages.warning(request, missing.sentence)
        return redirect("portal:rent-receipt", code=code)
    return download(content, file_name=document.file_name, media_type=PDF)


urlpatterns = [
    path("", rent_receipts, name="rent-receipts"),
    path("accord/", agreement, name="rent-receipts-agreement"),
    path("<slug:code>/", rent_receipt, name="rent-receipt"),
    path("<slug:code>.pdf", rent_receipt_pdf, name="rent-receipt-pdf"),
]


def agreement_wording() -> str:
    """Give the very sentence a person agrees to, in French; it is kept in the register."""
    with translation.override("fr"):
        return _(
            "J’accepte de recevoir mes quittances dans mon espace locataire, et non sur papier. "
            "C’est gratuit, et je peux changer d’avis à tout moment."
        )


def receipt_status(receipt: queries.ReceiptSummary) -> Status | None:
    """Give the word that a list shows beside a receipt."""
    if receipt.is_void:
        return Status(_("Annulée") if receipt.is_quittance else _("Annulé"), "warning")
    if receipt.version > 1:
        return Status(_("Nouvelle version"), "info")
    return None


def _page(receipt: Receipt, voiding: Voiding | None) -> ReceiptPage:
    return page_of(
        queries.facts_of(receipt),
        void_reason=voiding.reason if voiding else "",
        void_facts=voiding.facts if voiding else None,
    )


def _paper(page: ReceiptPage) -> dict[str, Any]:
    """Give what the paper itself says, in French: it is the paper's twin."""
    with translation.override("fr"):
        return {
            "bill": _bill(page),
            "payments_heading": page.payments_heading,
            "payments": tuple(Item(paid.label, paid.amount) for paid in page.payments),
            "about": (
                *(Item(named.label, named.value) for named in (*page.about, *page.identity)),
                Item(_("Référence client"), page.reference),
            ),
        }


def _year_table(year: str, receipts: list[queries.ReceiptSummary]) -> Table:
    return Table(
        caption=_("Quittances et reçus de %(year)s") % {"year": year},
        caption_hidden=True,
        columns=(
            Column(_("Document")),
            Column(_("Somme reçue"), "amount"),
            Column(_("Date"), "date"),
            Column(_("État")),
        ),
        rows=tuple(
            Row(
                (
                    Link(
                        title_of(receipt.kind, receipt.subject, receipt.dated_on),
                        reverse("portal:rent-receipt", args=[receipt.code]),
                    ),
                    receipt.amount_cents,
                    receipt.dated_on,
                    receipt_status(receipt),
                ),
                muted=receipt.is_void,
            )
            for receipt in receipts
        ),
    )


def _register(lines: list[Agreement]) -> tuple[Item, ...]:
    return tuple(
        Item(
            day_and_time(line.decided_at),
            _("Oui : quittances en ligne") if line.agreed else _("Non : pas de quittance en ligne"),
        )
        for line in lines
    )


def _bill(page: ReceiptPage) -> Bill:
    """Give what was called on one side, what paid it on the other."""
    *groups, last = page.groups
    return Bill(
        caption=page.title,
        columns=(_("Désignation"), _("Demandé"), _("Payé")),
        groups=tuple(
            BillGroup(group.heading, tuple(_bill_line(line) for line in group.lines))
            for group in (groups or (last,))
        ),
        totals=tuple(_bill_line(line) for line in last.lines) if groups else (),
    )


def _bill_line(line: ReceiptLine) -> BillLine:
    sides = ("", line.amount) if line.settles else (line.amount, "")
    return BillLine(line.label, *sides, strong=line.strong)


def _version_links(receipt: Receipt, versions: list[Receipt]) -> tuple[Link, ...]:
    if len(versions) < 2:
        return ()
    return tuple(
        Link(
            _("Version %(version)d, du %(day)s")
            % {"version": version.version, "day": long_date(timezone.localdate(version.issued_at))},
            reverse("portal:rent-receipt", args=[version.code]),
            current=version.pk == receipt.pk,
        )
        for version in versions
    )
