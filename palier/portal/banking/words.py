"""States, days and instructions, as a tenant reads them."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from palier.domain.access.queries import AccountView
from palier.domain.banking.models import AccountDeliveryLine, BankAccount, Mandate
from palier.domain.banking.queries import MandateView
from palier.domain.banking.rules.account_file import AccountStanding
from palier.domain.landlord.queries import today
from palier.ui.french import capital, day_and_time, long_date
from palier.ui.parts import Item, PhoneCard, Status

State = BankAccount.State


def account_status(account: BankAccount, now: dt.datetime) -> Status:
    """Give the word of a bank account's state."""
    if account.state == State.CONFIRMED:
        usable = account.usable_from is not None and account.usable_from <= now
        return (
            Status(_("Confirmé"), "success") if usable else Status(_("Bientôt en service"), "info")
        )
    return {
        State.PROPOSED: Status(_("À confirmer par e-mail"), "warning"),
        State.UNDER_REVIEW: Status(_("En cours de vérification"), "info"),
        State.FROZEN: Status(_("Bloqué"), "error"),
    }.get(State(account.state), Status(capital(account.get_state_display())))


def account_next(account: BankAccount, now: dt.datetime) -> str:
    """Say in one sentence what happens next with a bank account."""
    if account.state == State.PROPOSED:
        return _(
            "Ouvrez l’e-mail envoyé à %(address)s et suivez le lien avant le %(until)s. Sans cela, "
            "rien ne change."
        ) % {"address": account.user.email, "until": day_and_time(account.confirm_until)}
    if account.state == State.UNDER_REVIEW:
        return _(
            "Ce compte est à un autre nom que le vôtre : deux personnes de votre agence le "
            "vérifient. Vous n’avez rien à faire."
        )
    if account.state == State.FROZEN:
        return _(
            "Rien n’est prélevé ni versé sur ce compte. Votre agence vous appelle au numéro "
            "qu’elle connaît."
        )
    if account.usable_from is not None and account.usable_from > now:
        return _("Par sécurité, ce compte ne sert qu’à partir du %(when)s.") % {
            "when": day_and_time(account.usable_from)
        }
    return _("Ce compte peut servir à prélever votre loyer, ou à vous rendre de l’argent.")


def account_items(account: BankAccount) -> tuple[Item, ...]:
    """Give the facts of a bank account, the IBAN by its mask."""
    return (
        Item(_("IBAN, en partie caché"), account.masked, strong=True),
        Item(_("Au nom de"), account.owner_name),
        Item(_("Banque"), account.bank or account.bic or _("non connue")),
        Item(_("Donné le"), long_date(today(account.given_at))),
    )


def told_items(told: AccountDeliveryLine | None) -> tuple[Item, ...]:
    """Say what the landlord's own books know of an account; nothing before they were told."""
    if told is None or told.told != AccountStanding.SERVES:
        return ()
    said = {
        told.State.SENT: _("transmis le %(day)s"),
        told.State.ACCEPTED: _("enregistré le %(day)s"),
        told.State.REFUSED: _("à revoir : votre agence s’en occupe"),
    }[told.State(told.state)]
    return (
        Item(_("Dans les comptes du bailleur"), said % {"day": long_date(today(told.moved_at))}),
    )


def mandate_status(mandate: Mandate) -> Status:
    """Give the word of a mandate's state."""
    return {
        Mandate.State.ACTIVE: Status(_("En cours"), "success"),
        Mandate.State.PAUSED: Status(_("Suspendu"), "warning"),
    }.get(Mandate.State(mandate.state), Status(capital(mandate.get_state_display())))


def mandate_items(seen: MandateView) -> tuple[Item, ...]:
    """Give the facts of a mandate as its reader may see them."""
    mandate = seen.mandate
    items = [
        Item(_("Jour du prélèvement"), _("le %(day)s de chaque mois") % {"day": seen.day}),
        Item(_("Signé par"), mandate.person.full_name),
        Item(_("Référence du mandat (RUM)"), mandate.rum),
    ]
    if seen.own and seen.moves_on is not None:
        items.insert(1, Item(_("Compte débité"), seen.before))
        since = {"on": long_date(seen.moves_on)}
        items.insert(2, Item(_("À partir du %(on)s") % since, mandate.bank_account.masked))
    elif seen.own:
        items.insert(1, Item(_("Compte débité"), mandate.bank_account.masked))
    if seen.next_on is not None and mandate.state in Mandate.LIVE:
        items.insert(0, Item(_("Prochain prélèvement"), long_date(seen.next_on), strong=True))
    return tuple(items)


def change_words(kind: str, day: int, effective_on: dt.date) -> str:
    """Say what an instruction did, and from which day."""
    facts = {"on": long_date(effective_on), "day": day}
    sentences = {
        "signed": _("Mandat signé. Premier prélèvement le %(on)s.") % facts,
        "day": _("Prélèvement le %(day)s du mois, à partir du %(on)s.") % facts,
        "pause": _("Prélèvement suspendu, à partir de celui du %(on)s.") % facts,
        "resume": _("Prélèvement repris le %(on)s.") % facts,
        "account": _("Avenant signé. Un autre compte est débité, à partir du %(on)s.") % facts,
        "stop": _("Prélèvement arrêté : celui du %(on)s ne se fait pas.") % facts,
    }
    return sentences[kind]


def agency_card(view: AccountView) -> PhoneCard:
    """Give the agency to call about this account."""
    agency = view.tenant_account.agency
    return PhoneCard(agency.name, agency.phone, agency.hours)
