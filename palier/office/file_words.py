"""The file of a tenant written out: tables and facts, as plain values."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from palier.domain.access.models import PersonLink
from palier.domain.billing.queries import NoticeSummary
from palier.domain.casework.models import Case
from palier.domain.ledger import rules
from palier.domain.ledger.statement import Statement, StatementMonth
from palier.domain.ledger.wording import label_of
from palier.domain.tenancy.models import (
    AccountHolder,
    HouseholdMember,
    Lease,
    LeaseRole,
    TenantAccount,
)
from palier.domain.tenancy.queries import AccountFile, FilePerson, RelatedAccount, ended_on
from palier.foundation.money import euros
from palier.office.gate import Desk
from palier.office.permissions import Permission
from palier.office.queue import capital, kind_label, promise_status
from palier.ui.french import long_date, phone_number, short_date
from palier.ui.parts import Cell, Column, Item, Link, Row, Status, Table

PAYMENTS_ON_FILE = 6
TENANT_ROLES = (LeaseRole.Role.TENANT, LeaseRole.Role.CO_TENANT)


@dataclass(frozen=True, slots=True)
class LeaseCard:
    """One lease and the place it is about."""

    title: str
    items: tuple[Item, ...]
    special_conditions: str
    is_over: bool


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


def lease_cards(file: AccountFile, today: dt.date) -> tuple[LeaseCard, ...]:
    """Give every lease of the account, the running ones first."""
    del today
    return tuple(_lease_card(lease) for lease in file.leases)


def agency_items(account: TenantAccount) -> tuple[Item, ...]:
    """Give what the landlord knows of the account itself."""
    items = [
        Item(_("Agence"), account.agency.name),
        Item(_("Compte ouvert le"), long_date(account.opened_on) if account.opened_on else "—"),
    ]
    if account.ended_on:
        items.append(Item(_("Compte terminé le"), long_date(account.ended_on)))
    return tuple(items)


def means_of_payment(account: TenantAccount) -> str:
    """Say how the rent is paid."""
    if not account.payment_means:
        return ""
    means = str(account.get_payment_means_display())
    if account.debit_day:
        return _("%(means)s le %(day)s du mois") % {"means": means, "day": account.debit_day}
    return means


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


def owed_items(read: Statement) -> tuple[Item, ...]:
    """Give what is left to pay, month by month, the oldest first."""
    return tuple(Item(month.period.label, euros(month.open_cents)) for month in read.owed)


def months_table(read: Statement) -> Table:
    """Give the last months in one line each, the newest first."""
    closing = {month.period: month.closing_cents for month in read.months}
    carried = read.opening_cents
    rows = []
    for flow in read.flows:
        carried = closing.get(flow.period, carried)
        rows.append(Row((capital(flow.period.label), flow.charged_cents, flow.paid_cents, carried)))
    return Table(
        caption=_("Les derniers mois du compte"),
        caption_hidden=True,
        columns=(
            Column(_("Mois d’écriture")),
            Column(_("Demandé"), "amount"),
            Column(_("Payé"), "amount"),
            Column(_("Solde en fin de mois"), "amount"),
        ),
        rows=tuple(reversed(rows)),
        empty=_("Aucun mouvement ces derniers mois."),
    )


def balance_label(cents: int) -> str:
    """Say what a balance means."""
    if cents > 0:
        return _("Reste dû")
    return _("En faveur du locataire") if cents < 0 else _("À jour")


def month_table(month: StatementMonth) -> Table:
    """Give one month of the statement, with what settled each line."""
    return Table(
        caption=_("Mouvements de %(month)s") % {"month": month.period.label},
        caption_hidden=True,
        columns=(
            Column(_("Date"), "day"),
            Column(_("Opération")),
            Column(_("Débit"), "amount"),
            Column(_("Crédit"), "amount"),
            Column(_("Solde"), "amount"),
            Column(_("Lettrage")),
        ),
        rows=tuple(
            Row(
                (
                    line.day,
                    Cell(text=line.label, note=line.about),
                    line.debit_cents or None,
                    line.credit_cents or None,
                    line.balance_cents,
                    Cell(text=line.settled, note=_("indicatif") if line.indicative else ""),
                ),
                muted=line.cancelled,
            )
            for line in month.lines
        ),
        header=1,
    )


def payments_table(postings: Sequence[rules.Posting]) -> Table:
    """Give the last sums received and returned, of every rail, the newest first."""
    hidden = rules.replaced(postings)
    received = [
        posting
        for posting in reversed(postings)
        if posting.kind in rules.MONEY_RECEIVED and posting.key not in hidden
    ]
    return Table(
        caption=_("Derniers paiements"),
        caption_hidden=True,
        columns=(Column(_("Paiement")), Column(_("Date"), "day"), Column(_("Montant"), "amount")),
        rows=tuple(
            Row(
                (
                    Cell(
                        text=label_of(posting),
                        note=_("en cours d’enregistrement") if posting.from_portal else "",
                    ),
                    posting.effective_on,
                    -posting.amount_cents,
                )
            )
            for posting in received[:PAYMENTS_ON_FILE]
        ),
        empty=_("Aucun paiement reçu."),
    )


def notices_table(account: TenantAccount, notices: Sequence[NoticeSummary]) -> Table:
    """Give the last avis, each with its PDF."""
    return Table(
        caption=_("Derniers avis d’échéance"),
        caption_hidden=True,
        columns=(
            Column(_("Mois")),
            Column(_("Net à payer"), "amount"),
            Column(_("Date limite"), "day"),
        ),
        rows=tuple(
            Row(
                (
                    Cell(
                        text=_("%(month)s (PDF)") % {"month": capital(notice.period.label)},
                        url=reverse("office:tenant-notice", args=[account.code, notice.code]),
                        note=_("remplacé") if notice.replaced else "",
                    ),
                    notice.net_cents,
                    notice.due_on,
                ),
                muted=notice.replaced,
            )
            for notice in notices
        ),
        empty=_("Aucun avis publié."),
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


def _lease_card(lease: Lease) -> LeaseCard:
    over = ended_on(lease)
    items = [Item(_("Signé le"), _day(lease.signed_on)), Item(_("Début"), _day(lease.starts_on))]
    if over:
        items.append(Item(_("Terminé le"), _day(over)))
    elif lease.term == Lease.Term.FIXED:
        items.append(Item(_("Fin prévue"), _day(lease.ends_on)))
    else:
        items.append(Item(_("Durée"), str(lease.get_term_display())))
    if lease.deposit_cents is not None:
        items.append(Item(_("Dépôt de garantie"), euros(lease.deposit_cents)))
    home, annex = lease.dwelling, lease.annex
    if home is not None:
        title = capital(f"{home.get_kind_display()}, {home.address}")
        lines = (home.address_extra, f"{home.postcode} {home.town}")
        items = [
            Item(_("Adresse"), lines=tuple(line for line in (home.address, *lines) if line)),
            Item(_("Logement"), _dwelling_words(lease)),
            Item(_("Résidence"), home.residence.name),
            *items,
        ]
        if home.residence.caretaker_name:
            caretaker = home.residence.caretaker_name, home.residence.caretaker_phone
            items.append(Item(_("Gardien"), " · ".join(filter(None, caretaker))))
        annexes = [
            " ".join(filter(None, (str(row.get_kind_display()), row.number)))
            for row in home.annexes.all()
        ]
        if annexes:
            items.append(Item(_("Annexes"), ", ".join(annexes)))
    elif annex is not None:
        title = capital(" ".join(filter(None, (str(annex.get_kind_display()), annex.number))))
        items = [Item(_("Résidence"), annex.residence.name), *items]
    else:
        title = capital(lease.get_kind_display())
    return LeaseCard(title, tuple(items), lease.special_conditions, over is not None)


def _dwelling_words(lease: Lease) -> str:
    home = lease.dwelling
    assert home is not None
    parts = []
    if home.number:
        parts.append(_("n° %(number)s") % {"number": home.number})
    if home.rooms:
        parts.append(pgettext("dwelling", "T%(rooms)s") % {"rooms": home.rooms})
    if home.surface_dm2:
        parts.append(f"{home.surface_dm2 / 100:.2f} m²".replace(".", ","))
    if home.floor is not None:
        floor = _("rez-de-chaussée") if home.floor == 0 else _("étage %(n)s") % {"n": home.floor}
        parts.append(floor)
    if home.energy_class:
        parts.append(_("énergie %(letter)s") % {"letter": home.energy_class})
    return ", ".join(parts) or "—"


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


def _day(day: dt.date | None) -> str:
    return long_date(day) if day else "—"
