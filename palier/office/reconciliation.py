"""``/agence/rapprochement/``: each day, what was captured beside what the bank paid out."""

from __future__ import annotations

import datetime as dt

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from palier.domain.access.rules import reference_key
from palier.domain.accounts.queries import AgencyScope, agencies_of
from palier.domain.audit.catalogue import Event
from palier.domain.landlord.queries import delivered
from palier.domain.payments.actions.reviews import (
    NothingToAttribute,
    ReviewOver,
    attribute_review,
    close_review,
)
from palier.domain.payments.actions.settlements import (
    SettlementKnown,
    SettlementRefused,
    import_settlement,
)
from palier.domain.payments.models import Review
from palier.domain.payments.queries import desk as payments
from palier.domain.tenancy.models import TenantAccount
from palier.office.frame import show
from palier.office.gate import Desk, at_desk
from palier.office.looks import look
from palier.office.permissions import Permission
from palier.office.reconciliation_words import (
    capital,
    comparison_table,
    delivery_table,
    file_table,
    review_facts,
    review_table,
)
from palier.ui.downloads import download
from palier.ui.forms import Form
from palier.ui.parts import Link

DAY = "jour"
LARGEST_FILE = 5 * 1024 * 1024


class DayForm(Form):
    jour = forms.DateField(
        required=False,
        label=gettext_lazy("Jour"),
        widget=forms.DateInput(attrs={"type": "date"}),
    )


class SettlementForm(Form):
    file = forms.FileField(
        label=gettext_lazy("Relevé de la banque (CSV)"),
        help_text=gettext_lazy(
            "Colonnes : kind ; settled_on ; bank_transaction ; order ; amount. 5 Mo au plus."
        ),
    )

    def clean_file(self) -> object:
        file = self.cleaned_data["file"]
        if file.size > LARGEST_FILE:
            raise forms.ValidationError(_("Ce fichier est trop gros : 5 Mo au plus."))
        return file


class AttributeForm(Form):
    reference = forms.CharField(
        max_length=30,
        label=gettext_lazy("Référence client du compte"),
        help_text=gettext_lazy("Le paiement sera ajouté à ce compte de loyer."),
    )

    def __init__(self, *args: object, scope: AgencyScope, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.scope = scope
        self.account: TenantAccount | None = None

    def clean_reference(self) -> str:
        typed = str(self.cleaned_data["reference"])
        found = list(
            TenantAccount.objects.filter(delivered(), reference_key=reference_key(typed))
            .filter(self.scope.within("agency__erp_id"), replaced_by=None)
            .select_related("agency")[:2]
        )
        if len(found) != 1:
            raise forms.ValidationError(_("Aucun compte de vos agences n’a cette référence."))
        self.account = found[0]
        return typed


class CloseForm(Form):
    reason = forms.ChoiceField(
        widget=forms.RadioSelect,
        choices=lambda: [(value, capital(label)) for value, label in Review.Reason.choices],
        label=gettext_lazy("Pourquoi classer sans rien attribuer ?"),
    )


@at_desk(Permission.RECONCILE)
def day(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Compare one day, yesterday by default."""
    form = DayForm(request.GET)
    chosen = (form.cleaned_data.get("jour") if form.is_valid() else None) or (
        desk.today - dt.timedelta(days=1)
    )
    compared = payments.day_of(chosen, agencies_of(desk.staff))
    step = dt.timedelta(days=1)
    return show(
        request,
        desk,
        "reconciliation/day.html",
        {
            "tabs": _tabs(desk, "day"),
            "form": DayForm(initial={"jour": chosen.isoformat()}),
            "day": chosen,
            "captured": compared.captured_cents,
            "settled": compared.settled_cents,
            "gap": compared.captured_cents - compared.settled_cents,
            "table": comparison_table(compared.lines),
            "previous_url": f"?{DAY}={chosen - step}",
            "next_url": f"?{DAY}={chosen + step}" if chosen < desk.today else "",
        },
    )


@at_desk(Permission.RECONCILE)
def differences(request: HttpRequest, desk: Desk) -> HttpResponse:
    """List everything that does not agree, whatever its day."""
    lines = payments.differences(agencies_of(desk.staff), now=desk.now)
    context = {"tabs": _tabs(desk, "differences"), "table": comparison_table(tuple(lines))}
    return show(request, desk, "reconciliation/differences.html", context)


@at_desk(Permission.RECONCILE)
def reviews(request: HttpRequest, desk: Desk) -> HttpResponse:
    """List the payments that a machine may not decide about."""
    rows = payments.open_reviews(agencies_of(desk.staff))
    context = {"tabs": _tabs(desk, "reviews"), "table": review_table(rows)}
    return show(request, desk, "reconciliation/reviews.html", context)


@at_desk(Permission.RECONCILE)
def review(request: HttpRequest, desk: Desk, code: str) -> HttpResponse:
    """Show one of them, with the bank's own words; attribute it, or close it."""
    scope = agencies_of(desk.staff)
    row = payments.review_named(code, scope)
    look(request, desk, Event.PAYMENT_REVIEW_SEEN, account=row.tenant_account, subject=row)
    asked = request.POST.get("act", "") if desk.may(Permission.DECIDE_PAYMENTS) else ""
    known = row.tenant_account.customer_reference if row.tenant_account else ""
    attribute_form = AttributeForm(
        request.POST if asked == "attribute" else None,
        initial={"reference": known},
        scope=scope,
    )
    close_form = CloseForm(request.POST if asked == "close" else None)
    try:
        if asked == "attribute" and attribute_form.is_valid() and attribute_form.account:
            attribute_review(
                review=row,
                tenant_account=attribute_form.account,
                staff=desk.staff,
                actor=desk.actor,
                now=desk.now,
            )
            messages.success(request, _("Le paiement est ajouté au compte de loyer."))
            return redirect("office:reconciliation-reviews")
        if asked == "close" and close_form.is_valid():
            close_review(
                review=row,
                reason=Review.Reason(close_form.cleaned_data["reason"]),
                staff=desk.staff,
                actor=desk.actor,
                now=desk.now,
            )
            messages.success(request, _("Le paiement est classé."))
            return redirect("office:reconciliation-reviews")
    except NothingToAttribute as refusal:
        attribute_form.add_error("reference", refusal.sentence)
    except ReviewOver as refusal:
        messages.error(request, refusal.sentence)
        return redirect("office:reconciliation-review", code=code)
    return show(
        request,
        desk,
        "reconciliation/review.html",
        {
            "row": row,
            "facts": review_facts(row),
            "raw": sorted((str(k), str(v)) for k, v in row.answer.raw.items())
            if row.answer
            else [],
            "attribute_form": attribute_form,
            "close_form": close_form,
            "may_decide": desk.may(Permission.DECIDE_PAYMENTS) and row.state == "open",
            "may_attribute": row.answer is not None and bool(row.answer.amount_cents),
        },
    )


@at_desk(Permission.RECONCILE)
def files(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Show the bank's files already read and the deliveries to the ERP; read a new file."""
    may_read = desk.may(Permission.DECIDE_PAYMENTS)
    sent = request.method == "POST" and may_read
    form = SettlementForm(request.POST, request.FILES) if sent else SettlementForm()
    if sent and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            stored = import_settlement(
                content=upload.read(), name=upload.name, actor=desk.actor, now=desk.now
            )
        except (SettlementRefused, SettlementKnown) as refusal:
            for sentence in refusal.sentence.split("\n")[:20]:
                form.add_error("file", sentence)
        else:
            messages.success(request, _("Relevé n° %(number)s lu.") % {"number": stored.number})
            return redirect("office:reconciliation-files")
    return show(
        request,
        desk,
        "reconciliation/files.html",
        {
            "tabs": _tabs(desk, "files"),
            "form": form,
            "may_read": may_read,
            "settlements": file_table(payments.settlement_files()),
            "deliveries": delivery_table(payments.deliveries()),
        },
    )


@require_safe
@at_desk(Permission.RECONCILE)
def delivery(request: HttpRequest, desk: Desk, number: int) -> HttpResponse:
    """Give a delivery again, byte for byte."""
    found = payments.delivery_numbered(number)
    look(
        request,
        desk,
        Event.DOCUMENT_SEEN,
        subject=found,
        title=_("Remise des paiements n° %(number)s") % {"number": number},
    )
    return download(
        payments.content_of(found),
        file_name=payments.file_name_of(found),
        media_type="text/csv; charset=utf-8",
    )


urlpatterns = [
    path("", day, name="reconciliation"),
    path("ecarts/", differences, name="reconciliation-differences"),
    path("a-verifier/", reviews, name="reconciliation-reviews"),
    path("a-verifier/<slug:code>/", review, name="reconciliation-review"),
    path("fichiers/", files, name="reconciliation-files"),
    path("fichiers/remise-<int:number>.csv", delivery, name="reconciliation-delivery"),
]


def _tabs(desk: Desk, current: str) -> tuple[Link, ...]:
    scope = agencies_of(desk.staff)
    waiting = len(payments.open_reviews(scope))
    gaps = len(payments.differences(scope, now=desk.now))
    tabs = (
        ("day", _("Le jour"), "office:reconciliation", None),
        ("differences", _("Écarts"), "office:reconciliation-differences", gaps),
        ("reviews", _("À vérifier"), "office:reconciliation-reviews", waiting),
        ("files", _("Fichiers"), "office:reconciliation-files", None),
    )
    return tuple(
        Link(label, reverse(name), current=key == current, count=count)
        for key, label, name, count in tabs
    )
