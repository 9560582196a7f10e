"""The file of a tenant written out: tables and facts, as plain values."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from palier.domain.access.models import PersonLink
from palier.domain.casework.models import Case
from palier.domain.tenancy.models import (
    AccountHolder,
    HouseholdMember,
    LeaseRole,
    TenantAccount,
)
from palier.domain.tenancy.queries import AccountFile, FilePerson, RelatedAccount
from palier.office.gate import Desk
from palier.office.permissions import Permission
from palier.office.queue import capital, kind_label, promise_status
from palier.ui.french import long_date, phone_number, short_date
from palier.ui.parts import Cell, Column, Item, Link, Row, Status, Table

PAYMENTS_ON_FILE = 6
TENANT_ROLES = (LeaseRole.Role.TENANT, LeaseRole.Role.CO_TENANT)


def holders_table(
    file: AccountFile, accesses: Mapping[int, Sequence[PersonLink]], desk: Desk
) -> Table:
    """Give the holders with how to reach them, and the state of their portal access."""
    return Table(
        caption=_("Titulaires du compte"),
        caption_hidden=True,
        columns=(
            Column(_("Nom")),
            Column(_("Rôle")),
            Column(_("Naissance"), "day"),
            Column(_("Contact")),
            Column(_("Espace locataire")),
        ),
        rows=tuple(
            Row(
                (
                    Cell(text=_titled(person), note=_birth_name(person)),
                    _role(AccountHolder.Role(person.role).label, person),
                    person.birth_date,
                    Cell(text=_reached_at(person), note=person.email),
                    _access(accesses.get(person.person_id or 0, ()), desk),
                ),
                muted=person.ended_on is not None,
            )
            for person in file.holders
        ),
        empty=_("Le bailleur n’a livré aucun titulaire pour ce compte."),
    )


def on_lease_table(file: AccountFile) -> Table:
    """Give whoever else has a role on a lease: occupants, guarantors."""
    return Table(
        caption=_("Autres personnes du bail"),
        columns=(Column(_("Nom")), Column(_("Rôle")), Column(_("Téléphone"))),
        rows=tuple(
            Row(
                (
                    _titled(person),
                    _role(LeaseRole.Role(person.role).label, person),
                    _reached_at(person),
                ),
                muted=person.ended_on is not None,
            )
            for person in file.on_lease
            if person.role not in TENANT_ROLES
        ),
    )


def household_table(file: AccountFile) -> Table:
    """Give who lives there according to the landlord."""
    return Table(
        caption=_("Foyer d’après le bailleur"),
        caption_hidden=True,
        columns=(Column(_("Nom")), Column(_("Lien")), Column(_("Naissance"), "day")),
        rows=tuple(
            Row(
                (
                    person.full_name,
                    _role(HouseholdMember.Relation(person.role).label, person),
                    person.birth_date,
                ),
                muted=person.ended_on is not None,
            )
            for person in file.household
        ),
        empty=_("Le bailleur n’a livré aucune composition du foyer."),
    )


def agency_items(account: TenantAccount) -> tuple[Item, ...]:
    """Give what the landlord knows of the account itself."""
    items = [
        Item(_("Agence"), account.agency.name),
        Item(_("Compte ouvert le"), long_date(account.opened_on) if account.opened_on else "—"),
    ]
    if account.ended_on:
        items.append(Item(_("Compte terminé le"), long_date(account.ended_on)))
    return tuple(items)


def related_links(related: Sequence[RelatedAccount]) -> tuple[Link, ...]:
    """Give the other accounts of the same people, and old references."""
    return tuple(
        Link(
            row.tenant_account.customer_reference,
            ""
            if row.is_former_number
            else reverse("office:tenant", args=[row.tenant_account.code]),
            hint=_("ancienne référence")
            if row.is_former_number
            else row.tenant_account.agency.name,
        )
        for row in related
    )


def cases_table(cases: Sequence[Case], today: dt.date) -> Table:
    """Give the demands of the account, the newest first."""
    return Table(
        caption=_("Demandes de ce compte"),
        caption_hidden=True,
        columns=(
            Column(_("Demande")),
            Column(_("Type")),
            Column(_("Réponse promise le"), "day"),
            Column(_("Situation")),
        ),
        rows=tuple(
            Row(
                (
                    Cell(text=case.subject, url=reverse("office:case", args=[case.code])),
                    kind_label(case),
                    case.promised_on,
                    promise_status(case, today),
                )
            )
            for case in cases
        ),
        empty=_("Aucune demande."),
    )


def _access(links: Sequence[PersonLink], desk: Desk) -> Cell | Status:
    if not links:
        return Status(_("Pas encore ouvert"), "neutral")
    link = links[0]
    address = link.user.email
    if link.state == PersonLink.State.PROVEN:
        how = _("%(email)s, depuis le %(day)s : %(proof)s") % {
            "email": address,
            "day": short_date(link.moved_at),
            "proof": link.get_proof_display(),
        }
        if desk.may(Permission.CHECK_IDENTITY):
            url = reverse("office:recovery", args=[link.code])
            return Cell(text=_("Ouvert : redonner l’accès"), url=url, note=how)
        if desk.may(Permission.END_SESSIONS):
            url = reverse("office:sessions", args=[link.code])
            return Cell(text=_("Ouvert : appareils connectés"), url=url, note=how)
        return Cell(status=Status(_("Ouvert"), "success"), note=how)
    if link.state == PersonLink.State.CLAIMED:
        url = ""
        if desk.may(Permission.CHECK_IDENTITY):
            url = reverse("office:identity", args=[link.code])
        return Cell(text=_("Identité à confirmer"), url=url, note=address)
    return Cell(status=Status(capital(link.get_state_display()), "neutral"), note=address)


def _titled(person: FilePerson) -> str:
    title = {"mme": "Mme", "m": "M."}.get(person.title, "")
    return f"{title} {person.full_name}".strip()


def _birth_name(person: FilePerson) -> str:
    if person.usage_name and person.usage_name != person.birth_name:
        return _("nom de naissance : %(name)s") % {"name": person.birth_name}
    return ""


def _role(label: object, person: FilePerson) -> Cell:
    words = str(label)
    if person.ended_on is not None:
        return Cell(text=words, note=_("jusqu’au %(day)s") % {"day": short_date(person.ended_on)})
    return Cell(text=words)


def _reached_at(person: FilePerson) -> str:
    return phone_number(person.mobile or person.phone)
