"""``/prelevement/``: is the rent debited, by whom, when; and what the bank sent back."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from palier.domain.banking import queries
from palier.domain.banking.models import Mandate
from palier.domain.banking.queries import MandateView
from palier.portal.account_choice import chosen_account, today_of
from palier.portal.banking import mandates, signing, words
from palier.portal.frame import settings_of
from palier.ui.french import long_date
from palier.ui.parts import Column, Item, Link, Row, Status, Table


@dataclass(frozen=True, slots=True)
class LiveShown:
    """The mandate that debits the rent, as its reader may see it."""

    status: Status
    items: tuple[Item, ...]
    cut_off: str
    url: str
    links: tuple[Link, ...]


@require_safe
def direct_debit(request: HttpRequest) -> HttpResponse:
    """Show where the direct debit stands, and what can be done about it."""
    view = chosen_account(request)
    if view is None:
        return redirect("portal:home")
    settings, day = settings_of(request), today_of(request)
    seen = queries.mandates_of(view, day, queries.terms_on(settings))
    live = next((one for one in seen if one.mandate.state in Mandate.LIVE), None)
    offer = queries.offer_of(view, settings)
    asked = None if view.is_former else queries.debits_of(view.tenant_account, day).under_way
    context = {
        "live": _live(live) if live else None,
        "past": _past([one for one in seen if one is not live]),
        "turned": offer.reason.value if offer.reason else "",
        "erp_day": offer.erp_day or "",
        "sign_url": "" if offer.reason else reverse("portal:direct-debit-sign"),
        "again": live is not None,
        "under_way": long_date(asked.collected_on) if asked else "",
        "under_way_cents": asked.amount_cents if asked else 0,
        "rejections": _rejections(queries.rejections_of(view, day)),
        "pay_url": reverse("portal:payments-start"),
        "agency": words.agency_card(view),
    }
    return render(request, "portal/banking/debit.html", context)


urlpatterns = [
    path("", direct_debit, name="direct-debit"),
    *signing.urlpatterns,
    *mandates.urlpatterns,
]


def _live(seen: MandateView) -> LiveShown:
    mandate = seen.mandate
    cut_off = ""
    if seen.cut_off_on is not None and seen.next_on is not None:
        cut_off = _(
            "Pour que le prélèvement du %(next)s change ou ne se fasse pas, dites-le le %(last)s "
            "au plus tard."
        ) % {"next": long_date(seen.next_on), "last": long_date(seen.cut_off_on)}
    return LiveShown(
        status=words.mandate_status(mandate),
        items=words.mandate_items(seen),
        cut_off=cut_off if seen.own else "",
        url=reverse("portal:mandate", args=[mandate.code]) if seen.own else "",
        links=mandates.links_of(mandate, seen.day) if seen.own else (),
    )


def _past(seen: list[MandateView]) -> Table | None:
    if not seen:
        return None
    return Table(
        caption=_("Anciens mandats"),
        caption_hidden=True,
        columns=(Column(_("Référence (RUM)")), Column(_("Signé par")), Column(_("État"))),
        rows=tuple(
            Row(
                (
                    Link(one.mandate.rum, reverse("portal:mandate", args=[one.mandate.code]))
                    if one.own
                    else one.mandate.rum,
                    one.mandate.person.full_name,
                    words.mandate_status(one.mandate),
                )
            )
            for one in seen
        ),
    )


def _rejections(found: list[queries.Rejection]) -> Table | None:
    if not found:
        return None
    return Table(
        caption=_("Prélèvements rejetés"),
        caption_hidden=True,
        columns=(Column(_("Date"), "date"), Column(_("De nouveau à payer"), "amount")),
        rows=tuple(Row((one.on, one.amount_cents)) for one in found),
    )
