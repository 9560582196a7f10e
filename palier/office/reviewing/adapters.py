"""What a feature gives the review screen, and the registry it puts itself in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol, TypedDict, TypeVar, Unpack

from django import forms

from palier.domain.accounts.models import StaffMember
from palier.domain.audit.actor import Actor
from palier.domain.casework.models import Case, Decision
from palier.domain.documents.models import StoredFile

RowT = TypeVar("RowT")


class Agreement(StrEnum):
    """How what was declared compares with what the landlord knows."""

    AGREES = "agrees"
    DIFFERS = "differs"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Compared:
    """One line of the comparison: ``known`` is what the landlord's file says."""

    label: str
    declared: str
    known: str
    agreement: Agreement = Agreement.UNKNOWN


@dataclass(frozen=True, slots=True)
class PreviewedDocument:
    """A file to look at, page by page; images are drawn by the desk."""

    title: str
    file: StoredFile
    file_name: str


@dataclass(frozen=True, slots=True)
class ReviewFacts:
    """What the review screen shows beside the document. Texts are ready to be read.

    ``hints`` are gentle warnings of the reading aid; ``likely_reasons`` are the codes of
    reasons those hints suggest, shown first and never chosen in the advisor's place.
    ``on_accept`` says in one sentence what accepting does (« Le logement sera assuré
    jusqu’au… »). ``history`` are earlier deposits for the same thing.
    """

    title: str
    documents: list[PreviewedDocument]
    columns: list[Compared]
    hints: list[str]
    likely_reasons: tuple[str, ...] = ()
    on_accept: str = ""
    history: tuple[str, ...] = ()


class Acting(TypedDict):
    """Who acts at the desk, and when: what every action of a room is given."""

    staff: StaffMember
    actor: Actor
    now: dt.datetime


class Deciding(Acting):
    """Who decides, their words, and the revision of the case that they have read."""

    note: str
    revision: int


class ReviewAdapter(Protocol):
    """What one kind of case gives the review screen. Subclass it; three methods are needed.

    ``accept``, ``refuse`` and ``undo`` call one action of the feature's room, which moves its
    own row and calls ``casework.actions.decide`` (or ``undo_decision``) in one transaction.
    What they are given goes on to it as it came (``**given``).
    They raise ``CaseChanged``, ``AlreadyClosed``, ``NotYours`` as these do, or a
    ``DomainError`` of the room, whose sentence the screen shows.
    """

    def facts(self, case: Case) -> ReviewFacts:
        """Give what to compare. The reader has been authorised for ``case``."""
        ...

    def accept(
        self,
        case: Case,
        *,
        typed: Mapping[str, Any],
        **given: Unpack[Deciding],
    ) -> Decision | None:
        """Accept; ``typed`` are the cleaned values of ``fields``.

        ``None``: noted, and somebody else must accept as well before it is decided.
        """
        ...

    def refuse(
        self,
        case: Case,
        *,
        reason_code: str,
        **given: Unpack[Deciding],
    ) -> Decision:
        """Refuse with a coded reason."""
        ...

    def undo(
        self,
        case: Case,
        *,
        decision: Decision,
        **given: Unpack[Acting],
    ) -> Decision:
        """Take back what ``accept`` or ``refuse`` did; the tenant has not been told."""
        ...

    def fields(self, case: Case) -> Mapping[str, forms.Field]:
        """Give what the advisor may set while accepting (an effective date…); nothing else."""
        return {}


def row_of(case: Case, read: Callable[[str], RowT]) -> RowT:
    """Give the row a case is about, read once for the page that asks for it twice."""
    kept: dict[Any, RowT] = case.__dict__.setdefault("_about", {})
    if read not in kept:
        kept[read] = read(case.subject_reference)
    return kept[read]


adapters: dict[str, ReviewAdapter] = {}
_workplaces: dict[str, Callable[[Case], str]] = {}


def register(kind: str, adapter: ReviewAdapter) -> None:
    """Give the review screen what it needs for ``kind``; the last one registered stands."""
    adapters[kind] = adapter


def adapter_of(case: Case) -> ReviewAdapter | None:
    """Give the adapter of a case; ``None`` when it is answered in words."""
    return adapters.get(case.kind)


def work_at(kind: str, address: Callable[[Case], str]) -> None:
    """Say where cases of ``kind`` are worked on, when it is not at the desk's own page."""
    _workplaces[kind] = address


def workplace_of(case: Case) -> str:
    """Give the address of the page where a case is worked on; empty for the desk's own."""
    found = _workplaces.get(case.kind)
    return found(case) if found else ""
