"""Contact details on the tenant file, and the choice between two values that disagree."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from palier.domain.audit.catalogue import Event
from palier.domain.contact_details.actions import NotDisputed, settle_dispute
from palier.domain.contact_details.models import Change
from palier.domain.contact_details.queries import (
    change_at_desk,
    details_of_people,
    email_changes_of_account,
    holders_to_reach,
)
from palier.domain.contact_details.rules.changes import Field
from palier.domain.tenancy.models import TenantAccount
from palier.domain.tenancy.queries import AccountFile
from palier.office.contact_words import note_of, state_of, value_words
from palier.office.file_sections import FileSection, add_section
from palier.office.frame import show
from palier.office.gate import Desk, at_desk
from palier.office.looks import look
from palier.office.permissions import Permission
from palier.ui.french import day_and_time
from palier.ui.parts import Cell, Column, Item, Link, Row, Status, Table


@at_desk(Permission.FILE_AT_COUNTER)
def dispute(request: HttpRequest, desk: Desk, code: str) -> HttpResponse:
    """Show both values; keep what the person said, or take the ERP's."""
    change = change_at_desk(desk.staff, code)
    account = change.tenant_account
    tenant_url = reverse("office:tenant", args=[account.code])
    look(request, desk, Event.CONTACT_SEEN, account=account, person_id=change.person_id)
    if request.method == "POST" and request.POST.get("garder") in ("locataire", "progiciel"):
        keep = request.POST["garder"] == "locataire"
        try:
            settle_dispute(change=change, keep=keep, staff=desk.staff, now=desk.now)
        except NotDisputed as late:
            messages.warning(request, late.sentence)
        else:
            messages.success(request, _("C’est décidé. Le locataire le voit dans son profil."))
        return redirect(tenant_url)
    context = {
        "person": change.person.full_name,
        "what": Field(change.field).label,
        "is_disputed": change.state == Change.State.DISPUTED,
        "values": (
            Item(_("Dit par la personne"), value_words(change.field, change.value), strong=True),
            Item(_("Le"), day_and_time(change.recorded_at)),
            Item(_("Livré par le progiciel"), value_words(change.field, change.rival), strong=True),
            Item(_("Progiciel, avant"), value_words(change.field, change.before)),
        ),
        "tenant_url": tenant_url,
    }
    return show(request, desk, "contact_details/dispute.html", context)


urlpatterns = [path("<slug:code>/", dispute, name="contact-dispute")]


def section(desk: Desk, account: TenantAccount, file: AccountFile) -> FileSection:
    """Give how each holder is reached, with the state of every change."""
    people = holders_to_reach(account, desk.today)
    details = details_of_people(people)
    rows = []
    for person in people:
        for known in details[person.pk].values():
            change = known.change
            url = ""
            if (
                change is not None
                and change.state == Change.State.DISPUTED
                and desk.may(Permission.FILE_AT_COUNTER)
            ):
                url = reverse("office:contact-dispute", args=[change.code])
            rows.append(
                Row(
                    (
                        Cell(text=person.full_name),
                        str(known.field.label),
                        Cell(
                            text=value_words(known.field, known.value), url=url, note=note_of(known)
                        ),
                        state_of(known),
                    )
                )
            )
    under_way = email_changes_of_account(account)
    table = Table(
        caption=_("Comment joindre les titulaires"),
        caption_hidden=True,
        columns=(Column(_("Personne")), Column(_("Quoi")), Column(_("Valeur")), Column(_("État"))),
        rows=tuple(rows),
        empty=_("Personne n’est titulaire de ce compte aujourd’hui."),
    )
    links = [
        Link(
            _("Changement d’adresse e-mail de %(name)s") % {"name": change.person.full_name},
            reverse("office:contact-email", args=[change.code]),
            hint=change.get_state_display(),
        )
        for change in under_way
        if desk.may(Permission.CHECK_IDENTITY)
    ]
    if desk.may(Permission.FILE_AT_COUNTER):
        links += [
            Link(
                _("Enregistrer un téléphone ou une adresse"),
                reverse("office:contact-counter", args=[account.code]),
            ),
            Link(
                _("Changer une adresse e-mail (à deux agents)"),
                reverse("office:contact-counter-email", args=[account.code]),
            ),
        ]
    disputed = any(
        known.change is not None and known.change.state == Change.State.DISPUTED
        for of_one in details.values()
        for known in of_one.values()
    )
    return FileSection(
        title=_("Coordonnées"),
        status=Status(_("une valeur à vérifier"), "warning") if disputed else None,
        tables=(table,),
        links=tuple(links),
    )


add_section("contact-details", section, title=gettext_lazy("Coordonnées"), order=15)
