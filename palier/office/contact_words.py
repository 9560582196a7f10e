"""Contact details written out for the staff: who, what, where from, how far it has come."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from palier.domain.contact_details.models import Change, EmailChange
from palier.domain.contact_details.queries import Known
from palier.domain.contact_details.rules.addresses import Address
from palier.domain.contact_details.rules.changes import Field
from palier.ui.french import day_and_time, phone_number, short_date
from palier.ui.parts import Item, Status

_TONES = {
    Change.State.RECORDED: "info",
    Change.State.SENT: "info",
    Change.State.TAKEN: "success",
    Change.State.REFUSED: "error",
    Change.State.DISPUTED: "warning",
}

# The same steps, seen from the desk.
_STATES = {
    Change.State.SENT: gettext_lazy("transmis au progiciel"),
    Change.State.TAKEN: gettext_lazy("pris en compte par le progiciel"),
    Change.State.REFUSED: gettext_lazy("refusé par le progiciel"),
}


def value_words(field: str, value: Any) -> str:
    """Write a value on one line."""
    if field == Field.ADDRESS:
        return ", ".join(Address.from_json(value).lines) or _("au logement")
    text = str(value or "")
    if field in (Field.MOBILE, Field.PHONE):
        text = phone_number(text)
    return text or _("aucun")


def state_of(known: Known) -> Status:
    """Give how far the last change has come; without one, the ERP's value stands."""
    change = known.change
    if change is None:
        return Status(_("d’après le progiciel"), "neutral")
    words = {
        "state": _STATES.get(Change.State(change.state), change.get_state_display()),
        "day": short_date(change.moved_at),
    }
    return Status(
        _("%(state)s le %(day)s") % words, _TONES.get(Change.State(change.state), "neutral")
    )


def note_of(known: Known) -> str:
    """Say what the ERP holds when it differs, and who recorded the value."""
    notes = []
    if known.differs:
        held = value_words(known.field, known.erp_value)
        notes.append(_("progiciel : %(value)s") % {"value": held})
    if known.change is not None and known.change.filed_by is not None:
        notes.append(_("enregistré par %(name)s") % {"name": str(known.change.filed_by.user)})
    if known.change is not None and known.change.erp_message:
        notes.append(known.change.erp_message)
    return " · ".join(notes)


def email_items(change: EmailChange) -> tuple[Item, ...]:
    """Give the facts of an e-mail change, for whoever decides."""
    items = [
        Item(_("Personne"), change.person.full_name),
        Item(_("Adresse actuelle"), change.old_email),
        Item(_("Nouvelle adresse"), change.new_email),
        Item(_("Demandé le"), day_and_time(change.asked_at)),
        Item(_("Situation"), change.get_state_display()),
        Item(_("Preuve"), change.get_proof_display()),
    ]
    if change.checked_by is not None:
        items.append(Item(_("Identité vérifiée par"), str(change.checked_by.user)))
    if change.approved_by is not None:
        items.append(Item(_("Approuvé par"), str(change.approved_by.user)))
    if change.effective_at is not None:
        items.append(Item(_("En service le"), day_and_time(change.effective_at)))
    return tuple(items)
