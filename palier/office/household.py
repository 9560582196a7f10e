"""``/agence/foyer/CODE/``: every declaration of an account, and the protective flags."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from palier.domain.audit.catalogue import Event
from palier.domain.casework.models import Case
from palier.domain.household import actions, queries
from palier.domain.household.models import Declaration
from palier.domain.household.queries.declarations import SUBJECT
from palier.domain.household.rules.changes import CHANGES
from palier.domain.tenancy import queries as tenancy
from palier.domain.tenancy.models import Person, TenantAccount
from palier.domain.tenancy.queries import AccountFile
from palier.foundation.errors import NotYours
from palier.office import household_review
from palier.office.file_sections import FileSection, add_section
from palier.office.filing import names_of
from palier.office.frame import show
from palier.office.gate import Desk, at_desk
from palier.office.looks import look
from palier.office.permissions import Permission
from palier.ui.parts import Cell, Column, Link, Row, Status, Table

__all__ = ["household_review", "urlpatterns"]
TONES = {
    Declaration.State.UNDER_REVIEW: "warning",
    Declaration.State.NOT_RECORDED: "warning",
    Declaration.State.ACCEPTED: "info",
    Declaration.State.RECORDED: "success",
}


@require_safe
@at_desk(Permission.SEE_HOUSEHOLD)
def declarations(request: HttpRequest, desk: Desk, code: str) -> HttpResponse:
    """Show what was declared about the household of an account."""
    account = tenancy.account_for(desk.staff, code)
    look(request, desk, Event.HOUSEHOLD_SEEN, account=account)
    file = tenancy.file_of(account)
    people = [one for one in file.holders if one.ended_on is None and one.person_id]
    protects = desk.may(Permission.PROTECT)
    protected = (
        queries.protected_people(one.person_id for one in people if one.person_id)
        if protects
        else set()
    )
    context = {
        "names": names_of(file),
        "tenant_url": reverse("office:tenant", args=[code]),
        "table": _table(queries.declarations_of_account(desk.staff, account)),
        "protects": protects,
        "people": tuple(
            (one.person_id, one.full_name, one.person_id in protected) for one in people
        ),
        "protect_url": reverse("office:household-protect", args=[code]),
    }
    return show(request, desk, "household/page.html", context)


@require_POST
@at_desk(Permission.PROTECT)
def protect(request: HttpRequest, desk: Desk, code: str) -> HttpResponse:
    """Set or lift the protection of a holder."""
    account = tenancy.account_for(desk.staff, code)
    person = _holder(account, request.POST.get("person", ""))
    if request.POST.get("lift"):
        actions.lift_protection(person=person, staff=desk.staff, actor=desk.actor, now=desk.now)
        messages.success(request, _("La protection est levée."))
    else:
        actions.protect(person=person, staff=desk.staff, actor=desk.actor, now=desk.now)
        messages.success(request, _("La protection est posée."))
    return redirect("office:household", code=code)


urlpatterns = [
    path("<slug:code>/", declarations, name="household"),
    path("<slug:code>/protection/", protect, name="household-protect"),
]


def household_section(desk: Desk, account: TenantAccount, file: AccountFile) -> FileSection | None:
    """Say on the tenant file what was declared and what waits for the ERP."""
    found = queries.declarations_of_account(desk.staff, account)
    waiting = sum(one.state == Declaration.State.UNDER_REVIEW for one in found)
    return FileSection(
        title=_("Changements dans le foyer"),
        status=Status(_("À vérifier : %(n)d") % {"n": waiting}, "warning") if waiting else None,
        tables=(_table(found[:5]),) if found else (),
        links=(
            Link(_("Toutes les déclarations"), reverse("office:household", args=[account.code])),
        ),
        empty="" if found else _("Aucun changement déclaré."),
    )


add_section(
    "household",
    household_section,
    title=gettext_lazy("Changements dans le foyer"),
    order=30,
    permission=Permission.SEE_HOUSEHOLD,
)


def _table(found: list[Declaration]) -> Table:
    cases = _cases(found)
    return Table(
        caption=_("Déclarations"),
        caption_hidden=True,
        columns=(
            Column(_("Changement")),
            Column(_("Déclaré le"), "day"),
            Column(_("Effet"), "day"),
            Column(_("État")),
        ),
        rows=tuple(
            Row(
                (
                    Cell(
                        text=f"{CHANGES[one.change_kind].label} : {one.full_name}",
                        url=reverse("office:case", args=[cases[one.code]])
                        if one.code in cases
                        else "",
                        note=_("touche au bail") if one.about_holder else "",
                    ),
                    one.declared_on,
                    one.accepted_from or one.effective_on,
                    Status(
                        str(one.get_state_display()).capitalize(),
                        TONES.get(Declaration.State(one.state), "neutral"),
                    ),
                )
            )
            for one in found
        ),
        empty=_("Aucun changement déclaré."),
    )


def _cases(found: list[Declaration]) -> dict[str, str]:
    rows = Case.objects.filter(
        subject_kind=SUBJECT, subject_reference__in=[one.code for one in found]
    )
    return dict(rows.order_by("opened_at").values_list("subject_reference", "code"))


def _holder(account: TenantAccount, key: str) -> Person:
    file = tenancy.file_of(account)
    found = next(
        (one for one in file.holders if str(one.person_id) == key and one.ended_on is None), None
    )
    if found is None:
        raise NotYours()
    return found.as_person()
