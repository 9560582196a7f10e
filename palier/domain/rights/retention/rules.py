"""One rule of retention."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from palier.domain.landlord.queries import Settings

EVERYTHING = "*"


@dataclass(frozen=True, slots=True)
class Rule:
    """How long one sort of data is kept.

    ``what``, ``purpose``, ``kept`` (said from the settings in force) and ``source`` are French:
    the landlord reads them, here and in the register. ``needs_approval``: what is erased
    cannot be had again and counsel has a word to say. ``due`` counts, ``forget`` erases and
    counts; both are given the instant.
    """

    key: str
    what: Any
    purpose: Any
    kept: Callable[[Settings], str]
    source: Any
    due: Callable[[dt.datetime], int]
    forget: Callable[[dt.datetime], int]
    needs_approval: bool = False


def is_in_force(rule: Rule, settings: Settings) -> bool:
    """Tell whether ``rule`` erases: it needs no approval, or the landlord gave it."""
    approved = settings["retention_approved"]
    return not rule.needs_approval or rule.key in approved or EVERYTHING in approved
