"""Who stands before the doors, and which planted words each of them may ever read.

A planted word is ``OwnerSubject`` (``AwaPaper``): see ``tests/doors/world.py``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from palier.domain.accounts.models import User
from tests.doors.world import World

MONEY = frozenset({"Ledger", "Notice", "Receipt", "Settlement", "Payment"})
PAPERS = frozenset({"Paper", "Asked", "Hindrance", "Insurance", "Household", "Document"})
TALK = frozenset({"Message", "Attached", "Correction", "Hardship"})
BANK = frozenset({"Bank"})
"""In whose name a bank account is: a co-holder never reads it."""
WHO = frozenset({"Guardian", "Name", "Reference", "Address", "Contact", "Claim", "Bail"})
# "Bail": the conditions of the lease, which whoever signed it keeps.
EVERYTHING = MONEY | PAPERS | TALK | WHO | BANK
UNSENT = frozenset({"Unsent", "Answers", "Passkey"})
"""What somebody has begun to write, or signs in with: for nobody else, the agency included."""


@dataclass(frozen=True)
class Person:
    """One column of the matrix.

    ``at_desk``: ``""`` for tenants, else the agency of their scope (``north``, ``south``,
    ``every``). ``reads``: the words they may be told, anywhere.
    """

    letter: str
    who: str
    user: Callable[[World], User | None]
    reads: frozenset[str] = frozenset()
    at_desk: str = ""
    gave_code: bool = True
    acting: str = ""
    """The key of ``World.delegations`` under which they act."""
    like: str = ""
    """The letter of another column that answers for them."""

    def __str__(self) -> str:
        return self.who


def _of(owner: str, *groups: Iterable[str]) -> frozenset[str]:
    return frozenset(owner + subject for group in groups for subject in group)


def _desk(*subjects: Iterable[str]) -> tuple[frozenset[str], frozenset[str]]:
    """Give the words of the northern files, and those of every file."""
    north = frozenset().union(*(_of(o, *subjects) for o in ("Awa", "Yanis", "Account", "Past")))
    return north, north | _of("Jeanne", *subjects)


_SHARED = _of("Account", EVERYTHING) | _of("Past", EVERYTHING)
_AWA = _SHARED | _of("Awa", EVERYTHING, UNSENT)
# Holders know one another: the names on their lease, never how to reach each other.
_YANIS = _SHARED | _of("Yanis", EVERYTHING, UNSENT) | {"AwaName"}
_HELPED_WITH = _of("Account", {"Reference", "Address", "Bail", "Claim"}) | {"AwaName", "YanisName"}


def _of_awa(*groups: Iterable[str]) -> frozenset[str]:
    """Give what a helper of Awa is told, within the groups their scope opens."""
    return frozenset().union(*(_of(o, *groups) for o in ("Awa", "Account", "Past")))


_NORTH, _EVERY = _desk(EVERYTHING)
_MONEY_NORTH, _MONEY_EVERY = _desk(WHO, MONEY, BANK, {"Hardship"})
_TECHNICAL_NORTH, _TECHNICAL_EVERY = _desk(WHO)
_SOUTH = _of("Jeanne", EVERYTHING)

PEOPLE = (
    Person("H", "the holder", lambda w: w.cast.awa_user, _AWA | {"YanisName"}),
    Person("C", "the co-holder", lambda w: w.cast.yanis_user, _YANIS),
    Person(
        "F", "a former holder", lambda w: w.moussa_user,
        _of("Past", EVERYTHING) | _of("Account", {"Reference", "Address", "Bail"})
        | {"AwaName", "YanisName"},
    ),
    Person("P", "who helps with papers", lambda w: w.helper("papers"),
           _HELPED_WITH | _of_awa(PAPERS, {"Ledger", "Receipt", "Settlement"}), acting="papers"),
    Person("Y", "who helps with payment", lambda w: w.helper("payment"),
           _HELPED_WITH | _of_awa(MONEY, {"Hardship"}), acting="payment"),
    Person("G", "who helps with messages", lambda w: w.helper("messages"),
           _HELPED_WITH | _of_awa(TALK), acting="messages"),
    Person("E", "who helps no longer", lambda w: w.helper("ended"), acting="ended", like="S"),
    Person("S", "a stranger", lambda w: w.cast.stranger_user),
    Person("A", "the advisor", lambda w: w.cast.north_advisor.user, _NORTH, "north"),
    Person("B", "another agency", lambda w: w.cast.south_advisor.user, _SOUTH, "south"),
    Person("M", "the manager", lambda w: w.manager.user, _NORTH, "north"),
    Person("D", "the administrator", lambda w: w.cast.administrator.user, _EVERY, "every"),
    Person("R", "the accountant", lambda w: w.cast.accountant.user, _MONEY_EVERY, "every"),
    Person("T", "technical support", lambda w: w.technician.user, _TECHNICAL_EVERY, "every"),
    Person("W", "an advisor without a code", lambda w: w.cast.north_advisor.user, frozenset(),
           "north", gave_code=False),
    Person("N", "nobody", lambda w: None),
)  # fmt: skip
LETTERS = "".join(person.letter for person in PEOPLE if not person.like)
