"""A case written out for the advisor who reads it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.utils.translation import gettext as _

from palier.domain.audit.queries import TrailLine
from palier.domain.casework.models import Case, CaseMessage
from palier.domain.casework.queries import Said
from palier.foundation.money import euros
from palier.foundation.periods import Period
from palier.ui.french import day_and_time, long_date, phone_number
from palier.ui.parts import Event, Item


def asked_items(case: Case) -> tuple[Item, ...]:
    """Give what was asked, fact by fact."""
    facts = case.facts
    items = [
        Item(_("Reçue le"), day_and_time(case.opened_at)),
        Item(_("Numéro"), case.code),
    ]
    if case.requester_name:
        items.append(Item(_("De"), case.requester_name))
    address = case.user.email if case.user else case.contact_email
    if address:
        items.append(Item(_("E-mail"), address))
    if case.contact_phone:
        term = _("Demande à être appelée au") if facts.get("wants_call") else _("Téléphone")
        items.append(Item(term, phone_number(case.contact_phone)))
    if facts.get("period"):
        items.append(Item(_("Mois"), Period.parse(facts["period"]).label))
    if "can_pay_cents" in facts:
        can_pay = facts["can_pay_cents"]
        items.append(
            Item(_("Peut payer maintenant"), euros(can_pay) if can_pay else _("ne sait pas"))
        )
    if "can_pay_on" in facts:
        day = facts["can_pay_on"]
        when = long_date(dt.date.fromisoformat(day)) if day else _("ne sait pas")
        items.append(Item(_("Pense payer le"), when))
    if case.body:
        items.append(Item(_("Message"), lines=tuple(case.body.splitlines())))
    return tuple(items)


def promise_words(case: Case, today: dt.date) -> tuple[Item, ...]:
    """Give what was promised and who follows it."""
    items = [
        Item(_("Réponse promise"), long_date(case.promised_on), strong=case.promised_on < today)
    ]
    if case.answered_at is not None:
        items.append(Item(_("Première réponse"), day_and_time(case.answered_at)))
    items.append(
        Item(_("Suivie par"), str(case.assigned_to.user) if case.assigned_to else _("personne"))
    )
    return tuple(items)


def said_events(said: Sequence[Said]) -> tuple[Event, ...]:
    """Give the messages, the newest first."""
    channels = dict(CaseMessage.Channel.choices)
    return tuple(
        Event(
            title=_("Réponse %(how)s") % {"how": channels[message.channel]}
            if message.from_agency
            else _("Précision du demandeur"),
            when=day_and_time(message.sent_at),
            text=message.text,
            by=message.author_name,
            tone="success" if message.from_agency else "info",
        )
        for message in reversed(said)
    )


def history(trail: Sequence[TrailLine]) -> tuple[Event, ...]:
    """Give what happened to the case, the newest first."""
    return tuple(
        Event(title=line.sentence, when=day_and_time(line.occurred_at), by=line.who)
        for line in reversed(trail)
    )
