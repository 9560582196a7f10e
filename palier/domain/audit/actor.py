"""Who acts: plain values, since this room lies below the accounts."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ActorKind(StrEnum):
    """What sort of author an act has."""

    TENANT = "tenant"
    STAFF = "staff"
    VISITOR = "visitor"
    SYSTEM = "system"
    ERP = "erp"
    BANK = "bank"
    DELEGATE = "delegate"
    """Somebody who helps a tenant, in the tenant's place but in their own name."""


@dataclass(frozen=True, slots=True)
class Actor:
    """The author of an act. ``reference`` is the user's key as text, empty for machines."""

    kind: ActorKind
    reference: str = ""
    name: str = ""

    @classmethod
    def system(cls) -> Actor:
        return cls(ActorKind.SYSTEM)

    @classmethod
    def erp(cls) -> Actor:
        return cls(ActorKind.ERP)

    @classmethod
    def bank(cls) -> Actor:
        return cls(ActorKind.BANK)

    @classmethod
    def visitor(cls) -> Actor:
        return cls(ActorKind.VISITOR)
