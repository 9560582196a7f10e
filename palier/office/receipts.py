"""``/agence/demandes/CODE/recu/``: the receipt printed for what was filed at the counter."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from palier.domain.casework import queries
from palier.office.frame import settings_of, show
from palier.office.gate import Desk, at_desk
from palier.office.looks import look_at_case_file
from palier.office.permissions import Permission
from palier.office.queue import kind_label
from palier.ui.french import day_and_time, long_date
from palier.ui.parts import Item


@require_safe
@at_desk(Permission.READ_CASES)
def receipt(request: HttpRequest, desk: Desk, code: str) -> HttpResponse:
    """Show the receipt of a case, to print and to give."""
    case = queries.case_for(desk.staff, code)
    look_at_case_file(
        request, desk, case, subject=case, title=_("Récépissé de « %s »") % case.subject
    )
    items = [
        Item(_("Numéro"), case.code, strong=True),
        Item(_("Déposée le"), day_and_time(case.opened_at)),
        Item(_("Objet"), case.subject),
        Item(_("Type"), kind_label(case)),
        Item(_("Pour"), case.requester_name),
    ]
    if case.tenant_account is not None:
        items.append(Item(_("Référence client"), case.tenant_account.customer_reference))
    if case.filed_by is not None:
        items.append(Item(_("Enregistrée à l’accueil par"), str(case.filed_by.user)))
    if case.body:
        items.append(Item(_("Demande"), lines=tuple(case.body.splitlines())))
    agency = case.tenant_account.agency if case.tenant_account else None
    context = {
        "code": case.code,
        "landlord": settings_of(request)["name"],
        "items": tuple(items),
        "promise": long_date(case.promised_on),
        "agency": agency.name if agency else "",
        "phone": agency.phone if agency else "",
        "hours": agency.hours if agency else "",
        "case_url": reverse("office:case", args=[case.code]),
        "tenant_url": reverse("office:tenant", args=[case.tenant_account.code])
        if case.tenant_account
        else "",
    }
    return show(request, desk, "receipts/page.html", context)


urlpatterns = [path("<slug:code>/recu/", receipt, name="receipt")]
