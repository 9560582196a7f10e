"""The scripted identity check: what an advisor asks, and when the answers are enough. Pure.

Whoever holds a paper avis knows the reference, the names, the address and the amounts, so
none of these is asked. The advisor compares the spoken answers with the file and notes each
one; the rule, not the advisor, says whether they are enough (CNIL, SAN-2022-018).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Answer(StrEnum):
    """How the advisor judges one spoken answer."""

    RIGHT = "right"
    WRONG = "wrong"
    UNKNOWN = "unknown"
    NOT_ASKED = "not_asked"


class Channel(StrEnum):
    """Where the check takes place."""

    COUNTER = "counter"
    PHONE = "phone"


class Paper(StrEnum):
    """The paper seen at the counter; never copied."""

    IDENTITY_CARD = "identity_card"
    PASSPORT = "passport"
    RESIDENCE_PERMIT = "residence_permit"
    DRIVING_LICENCE = "driving_licence"


# The questions that the paper avis does not answer, in the order in which they are asked.
QUESTIONS = ("birth_date", "lease_start", "household", "payment_means", "phone", "annex")
DECISIVE = "birth_date"
RIGHT_ANSWERS_WANTED = 3
MOST_FAILURES_A_DAY = 2


@dataclass(frozen=True, slots=True)
class Question:
    """One question the file can answer; ``expected`` is what the file says."""

    key: str
    expected: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the answers are worth."""

    enough: bool
    right: int
    asked: int


def questions_from(known: Mapping[str, str]) -> tuple[Question, ...]:
    """Keep the questions to which the file knows an answer, in their order."""
    return tuple(Question(key, known[key]) for key in QUESTIONS if known.get(key))


def outcome_of(answers: Mapping[str, Answer], questions: Sequence[Question]) -> Outcome:
    """Judge the answers given over the telephone.

    Three right answers are wanted, and no wrong one; the birth date has to be among them
    whenever the file has it. Not knowing is not being wrong.
    """
    given = {question.key: answers.get(question.key, Answer.NOT_ASKED) for question in questions}
    right = sum(answer == Answer.RIGHT for answer in given.values())
    asked = sum(answer != Answer.NOT_ASKED for answer in given.values())
    decisive = DECISIVE not in given or given[DECISIVE] == Answer.RIGHT
    enough = right >= RIGHT_ANSWERS_WANTED and Answer.WRONG not in given.values() and decisive
    return Outcome(enough=enough, right=right, asked=asked)
