"""The answers of a declaration, the questions still to ask, and what is wrong with an answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from palier.domain.household.rules.changes import (
    CHANGES,
    Change,
    Direction,
    Kind,
    Proof,
    changes_of,
)

NOT_LISTED = "absent"
"""The person concerned is not in the landlord's list."""
PLANNED_DAYS = 92
"""How far ahead a change may be declared."""
LONGEST_LIFE = dt.timedelta(days=125 * 366)


class Question(StrEnum):
    """One page each; the value is its word in the address."""

    DIRECTION = "sens"
    CHANGE = "changement"
    MEMBER = "qui"
    NAMES = "nom"
    RELATION = "lien"
    DATE = "date"
    PROOF = "justificatif"


class DateTrouble(StrEnum):
    """Why a date is not taken."""

    TO_COME = "to_come"
    TOO_FAR = "too_far"
    BEFORE_BIRTH = "before_birth"
    TOO_OLD = "too_old"


@dataclass(frozen=True, slots=True)
class Answers:
    """What was answered so far; empty values are questions not answered yet.

    ``member`` is the key of somebody of the list, or ``NOT_LISTED``; names and birth date are
    then those of the list, or those typed.
    """

    direction: str = ""
    change: str = ""
    member: str = ""
    family_name: str = ""
    given_names: str = ""
    birth_date: dt.date | None = None
    relation: str = ""
    effective_on: dt.date | None = None
    proof: str = ""

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Answers:
        """Read what a draft keeps; what this version does not know is left out."""
        known: dict[str, Any] = {name: kept.get(name) or "" for name in cls.__slots__}
        for name in ("birth_date", "effective_on"):
            known[name] = dt.date.fromisoformat(known[name]) if known[name] else None
        if known["change"] not in set(Change):
            known["change"] = ""
        return cls(**known)

    def as_json(self) -> dict[str, str]:
        """Give what a draft keeps."""
        kept = {name: getattr(self, name) for name in self.__slots__}
        return {
            name: value.isoformat() if isinstance(value, dt.date) else value or ""
            for name, value in kept.items()
        }

    @property
    def kind(self) -> Kind | None:
        """Give how the change is declared, once it is known."""
        return CHANGES[Change(self.change)] if self.change else None

    @property
    def full_name(self) -> str:
        return f"{self.given_names} {self.family_name}".strip()


def with_direction(answers: Answers, direction: str) -> Answers:
    """Answer the first question; what no longer fits is asked again."""
    if direction == answers.direction:
        return answers
    return Answers(direction=direction)


def with_change(answers: Answers, change: str) -> Answers:
    """Say what happened; who, when and which proof are asked again when it is another thing."""
    if change == answers.change:
        return answers
    kind = CHANGES[Change(change)]
    proof = kind.proofs[0] if len(kind.proofs) == 1 else ""
    relation = kind.relations[0] if len(kind.relations) == 1 else ""
    return replace(
        answers,
        change=change,
        direction=kind.direction,
        relation=relation,
        proof=proof,
        member="",
        effective_on=answers.birth_date if change == Change.BIRTH else answers.effective_on,
    )


def questions_for(answers: Answers) -> tuple[Question, ...]:
    """Give the questions of this declaration, in order, as far as they are known."""
    asked = [Question.DIRECTION]
    if answers.direction:
        asked.append(Question.CHANGE)
    kind = answers.kind
    if kind is None:
        return tuple(asked)
    listed = kind.direction != Direction.ARRIVAL
    if listed:
        asked.append(Question.MEMBER)
    if not listed or answers.member == NOT_LISTED:
        asked.append(Question.NAMES)
    if len(kind.relations) > 1:
        asked.append(Question.RELATION)
    if answers.change != Change.BIRTH:
        # A birth takes effect on the day of birth, which was asked with the names.
        asked.append(Question.DATE)
    return (*asked, Question.PROOF)


def is_answered(answers: Answers, question: Question) -> bool:
    """Tell whether ``question`` has its answer; files are counted elsewhere."""
    given: Mapping[Question, Any] = {
        Question.DIRECTION: answers.direction,
        Question.CHANGE: answers.change and answers.change in changes_of(answers.direction),
        Question.MEMBER: answers.member,
        Question.NAMES: answers.family_name
        and answers.given_names
        and (answers.effective_on or answers.change != Change.BIRTH),
        Question.RELATION: answers.relation,
        Question.DATE: answers.effective_on,
        Question.PROOF: answers.proof,
    }
    return bool(given[question])


def first_missing(answers: Answers) -> Question | None:
    """Give the first question without an answer, ``None`` when all have theirs."""
    return next((q for q in questions_for(answers) if not is_answered(answers, q)), None)


def question_after(answers: Answers, question: Question) -> Question | None:
    """Give the question that follows, ``None`` after the last."""
    asked = questions_for(answers)
    place = asked.index(question) + 1 if question in asked else 0
    return asked[place] if place < len(asked) else None


def question_before(answers: Answers, question: Question) -> Question | None:
    """Give the question that comes before, ``None`` before the first."""
    asked = questions_for(answers)
    place = asked.index(question) if question in asked else 0
    return asked[place - 1] if place else None


def date_trouble(
    change: str, day: dt.date, *, birth_date: dt.date | None, today: dt.date
) -> DateTrouble | None:
    """Say why ``day`` is not the day of ``change``; ``None`` when it may be.

    A birth, a marriage or a death has happened; a departure or a return may be planned, three
    months ahead at most.
    """
    kind = CHANGES[Change(change)]
    if day > today and not kind.may_be_planned:
        return DateTrouble.TO_COME
    if day > today + dt.timedelta(days=PLANNED_DAYS):
        return DateTrouble.TOO_FAR
    if birth_date is not None and day < birth_date:
        return DateTrouble.BEFORE_BIRTH
    if day < today - LONGEST_LIFE:
        return DateTrouble.TOO_OLD
    return None


def holds_a_number(name: str) -> bool:
    """Tell whether a name holds a figure: a social security number must not be typed there."""
    return any(sign.isdigit() for sign in name)


def proof_fits(change: str, proof: str) -> bool:
    """Tell whether ``proof`` is accepted for ``change``."""
    return proof in set(Proof) and Proof(proof) in CHANGES[Change(change)].proofs
