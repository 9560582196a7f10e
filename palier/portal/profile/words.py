"""What counts of a person, written out: each value, and how far its last change has come."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from palier.domain.contact_details.models import Change
from palier.domain.contact_details.queries import Known
from palier.domain.contact_details.rules.addresses import Address
from palier.domain.contact_details.rules.changes import Field
from palier.foundation.sentences import read_again
from palier.ui.french import long_date, phone_number
from palier.ui.parts import Item

TOLD_FOR = dt.timedelta(days=60)
"""How long a settled change is still spoken of."""
_PAGES = {
    Field.EMAIL: "portal:profile-email",
    Field.MOBILE: "portal:profile-phones",
    Field.PHONE: "portal:profile-phones",
    Field.ADDRESS: "portal:profile-address",
}


def reach_items(
    details: Mapping[Field, Known], *, email: str, email_note: str, now: dt.datetime
) -> tuple[Item, ...]:
    """Give the e-mail, the telephones and the address, each with its state and where to change it.

    ``email`` is what the reader signs in with, whatever the landlord holds.
    """
    items = [
        Item(
            str(Field.EMAIL.label),
            email,
            note=email_note or _("Elle vous sert aussi à vous connecter."),
            change_url=reverse(_PAGES[Field.EMAIL]),
        )
    ]
    for field in (Field.MOBILE, Field.PHONE, Field.ADDRESS):
        known = details[field]
        lines = value_lines(field, known.value)
        items.append(
            Item(
                str(field.label),
                lines=lines or (empty_words(field),),
                note=state_words(known, now),
                change_url=reverse(_PAGES[field]),
            )
        )
    return tuple(items)


def value_lines(field: Field, value: Any) -> tuple[str, ...]:
    """Write a value as people read it; nothing for an empty one."""
    if field == Field.ADDRESS:
        return Address.from_json(value).lines
    text = str(value or "")
    if field in (Field.MOBILE, Field.PHONE):
        text = phone_number(text)
    return (text,) if text else ()


def empty_words(field: Field) -> str:
    if field == Field.ADDRESS:
        return _("À votre logement")
    return _("Nous ne l’avons pas")


def state_words(known: Known, now: dt.datetime) -> str:
    """Say how far the last change has come, who made it, and which value counts meanwhile."""
    change = known.change
    if change is None:
        return ""
    settled = change.state not in Change.WAITING
    if settled and change.moved_at < now - TOLD_FOR:
        return ""
    sentences = [_state(change)]
    if change.filed_by is not None:
        sentences.append(_("Donné à un conseiller, qui l’a enregistré."))
    if not settled and known.differs:
        held = value_lines(known.field, known.erp_value)
        if held:
            sentences.append(
                _("Votre bailleur a encore : %(value)s. C’est la vôtre qui compte.")
                % {"value": ", ".join(held)}
            )
    return " ".join(sentences)


def _state(change: Change) -> str:
    words = {"day": long_date(change.moved_at), "why": read_again(change.erp_message)}
    match change.state:
        case Change.State.RECORDED:
            return _("Enregistré chez nous le %(day)s.") % words
        case Change.State.SENT:
            return _("Transmis à votre bailleur le %(day)s.") % words
        case Change.State.TAKEN:
            return _("Pris en compte le %(day)s.") % words
        case Change.State.DISPUTED:
            return _("Votre bailleur a une autre valeur que vous : l’agence vérifie.") % words
        case _:
            if not change.erp_message:
                return _("Refusé le %(day)s.") % words
            return _("Refusé le %(day)s : %(why)s.") % {
                **words,
                "why": read_again(change.erp_message).rstrip("."),
            }
