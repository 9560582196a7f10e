"""How the child says no."""

from __future__ import annotations


class Refused(Exception):
    """Carry the kind of a refusal, and the numbers its sentence needs."""

    def __init__(self, kind: str, **facts: int | str) -> None:
        super().__init__(kind)
        self.kind = kind
        self.facts = facts
