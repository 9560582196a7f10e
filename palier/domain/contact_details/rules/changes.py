"""Which of two values counts: what the person said, or what the ERP holds."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _

from palier.domain.contact_details.rules.addresses import Address, same_address
from palier.domain.contact_details.rules.phones import same_phone


class Field(StrEnum):
    """What may change of a person. ``value`` is what the ERP's file calls it."""

    MOBILE = "mobile"
    PHONE = "telephone"
    ADDRESS = "adresse"
    EMAIL = "courriel"
    NOTICES = "avis"

    @property
    def label(self) -> Any:
        return _LABELS[self]


_LABELS = {
    Field.MOBILE: _("Téléphone portable"),
    Field.PHONE: _("Autre téléphone"),
    Field.ADDRESS: _("Adresse pour le courrier"),
    Field.EMAIL: _("Adresse e-mail"),
    Field.NOTICES: _("Avis d’échéance"),
}
# What the ERP's deliveries carry, and can hence echo. It answers the rest by an acknowledgement.
ECHOED = (Field.MOBILE, Field.PHONE, Field.ADDRESS, Field.EMAIL)
ONLINE, ON_PAPER = "en_ligne", "papier"


class Echo(StrEnum):
    """What a delivery of the ERP says about a change that waits."""

    SAYS_THE_SAME = "says_the_same"
    STILL_THE_OLD = "still_the_old"
    SAYS_ANOTHER = "says_another"


def same_value(field: str, one: Any, other: Any) -> bool:
    """Tell whether two values of ``field`` mean the same, however they are written."""
    if field in (Field.MOBILE, Field.PHONE):
        return same_phone(str(one or ""), str(other or ""))
    if field == Field.ADDRESS:
        return same_address(Address.from_json(one), Address.from_json(other))
    return str(one or "").strip().lower() == str(other or "").strip().lower()


def echo_of(field: str, *, said: Any, before: Any, delivered: Any) -> Echo:
    """Compare what the ERP delivers now with what was said and what it held before.

    ``before`` is what the ERP held when the person spoke: that it still says so undoes
    nothing. Any third value is news of its own, and no machine knows which is right.
    """
    if same_value(field, said, delivered):
        return Echo.SAYS_THE_SAME
    if same_value(field, before, delivered):
        return Echo.STILL_THE_OLD
    return Echo.SAYS_ANOTHER
