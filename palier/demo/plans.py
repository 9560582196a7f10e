"""Who lives where, on what terms and with which habits: one plan for each tenant account.

A plan is drawn from the seed and the account's rank alone, so the same account has the
same past in a folder of sixty leases and in one of a hundred thousand.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum
from random import Random

from palier.demo import names
from palier.demo.addresses import Home
from palier.foundation.periods import Period


class Habit(StrEnum):
    """How an account is paid, which makes its balance."""

    REGULAR = "regular"
    OWES_LAST = "owes_last"
    ARREARS = "arrears"
    PARTIAL = "partial"
    IN_CREDIT = "in_credit"


@dataclass(slots=True)
class PersonPlan:
    """A person; ``erp_id`` is given when the plan is written."""

    title: str
    given_names: str
    birth_name: str
    usage_name: str = ""
    birth_date: str | None = None
    email: str = ""
    mobile: str = ""
    language: str = ""
    erp_id: str = ""

    @property
    def family_name(self) -> str:
        return self.usage_name or self.birth_name


@dataclass(slots=True)
class Terms:
    """What one month costs before any revision, in cents."""

    rent: int
    charges: tuple[tuple[str, str, int], ...]
    """Nature, printed label, cents."""
    annex_rent: int = 0
    sls: int = 0
    apl: int = 0
    rls: int = 0


@dataclass(slots=True)
class Plan:
    """One tenant account with its lease (and its parking's, when there is one)."""

    holders: list[PersonPlan]
    children: list[PersonPlan]
    home: Home
    terms: Terms
    starts_on: dt.date
    habit: Habit = Habit.REGULAR
    rail: str = "prelevement"
    debit_day: int = 5
    since: dict[int, dt.date] = field(default_factory=dict)
    """When a holder came later than the lease, by rank."""
    parking: str = ""
    """Number of a rented parking place, on a lease of its own."""
    fixed_until: dt.date | None = None
    left_on: dt.date | None = None
    special_conditions: str = ""
    months_owed: int = 0
    opening_cents: int = 0
    agency: int | None = None
    """Rank of the agency, where the cast decides; otherwise the town does."""


_CHARGES = (
    ("eau_froide", "Provision eau froide", 42, 12),
    ("eau_chaude", "Provision eau chaude", 48, 15),
    ("chauffage", "Provision chauffage", 95, 30),
    ("ascenseur", "Provision ascenseur", 22, 8),
    ("parties_communes", "Provision entretien des parties communes", 34, 12),
    ("parties_communes", "Provision gardiennage", 26, 8),
    ("parties_communes", "Provision électricité des parties communes", 9, 4),
    ("espaces_verts", "Provision espaces verts", 11, 5),
    ("teom", "Taxe d’enlèvement des ordures ménagères", 21, 5),
)
"""Nature, label, cents by square metre, and how far that varies."""

_RAILS = ("prelevement", "virement", "carte", "cheque", "especes")
_RAIL_SHARES = (64, 14, 12, 6, 4)
_HABITS = (Habit.REGULAR, Habit.OWES_LAST, Habit.PARTIAL, Habit.ARREARS, Habit.IN_CREDIT)
_HABIT_SHARES = (86, 4, 4, 4, 2)


def terms_of(home: Home, draw: Random) -> Terms:
    """Draw what ``home`` costs; an unknown surface counts as 60 m²."""
    metres = (home.surface_dm2 or 6000) // 100
    with_lift = (home.floor or 0) > 0 and draw.random() < 0.7
    charges = tuple(
        (nature, label, max(150, metres * draw.randrange(rate - spread, rate + spread + 1)))
        for nature, label, rate, spread in _CHARGES
        if nature != "ascenseur" or with_lift
    )
    terms = Terms(rent=metres * draw.randrange(510, 760) + draw.randrange(100), charges=charges)
    helped = draw.random()
    if helped < 0.46:
        terms.apl = min(draw.randrange(9_000, 31_000), terms.rent - 4_000)
        terms.rls = draw.randrange(3_500, 6_900)
    elif helped > 0.95:
        terms.sls = draw.randrange(3_800, 19_500)
    if draw.random() < 0.12:
        terms.annex_rent = draw.randrange(2_600, 6_400)
    return terms


def invented_plan(rank: int, home: Home, first: Period, seed: int) -> Plan:
    """Draw the plan of the account of this rank."""
    draw = Random(f"{seed}/account/{rank}")
    origin = names.origin(draw)
    family = draw.choice(origin.families)
    holders = [_person(draw, origin, family)]
    if draw.random() < 0.38:
        holders.append(_partner(draw, origin, family, holders[0]))
    children = _children(draw, origin, family, [one.given_names for one in holders])
    starts_on = dt.date(
        min(draw.randrange(1988, 2025), first.year - 1),
        draw.randrange(1, 13),
        draw.choice((1, 1, 15)),
    )
    habit = draw.choices(_HABITS, _HABIT_SHARES)[0]
    rail = draw.choices(_RAILS, _RAIL_SHARES)[0]
    if rail == "prelevement" and habit in (Habit.ARREARS, Habit.PARTIAL, Habit.OWES_LAST):
        rail = "virement"
    return Plan(
        holders=holders,
        children=children,
        home=home,
        terms=terms_of(home, draw),
        starts_on=starts_on,
        habit=habit,
        rail=rail,
        debit_day=draw.choice((5, 5, 10)),
        months_owed=draw.randrange(2, 7),
        opening_cents=draw.choice((0, 0, 0, 0, 0, 0, 0, 0, draw.randrange(-9_000, 30_000))),
    )


def _person(draw: Random, origin: names.Origin, family: str) -> PersonPlan:
    woman = draw.random() < 0.56
    given = draw.choice(origin.women if woman else origin.men)
    person = PersonPlan(
        title="mme" if woman else "m",
        given_names=given,
        birth_name=family,
        birth_date=_birth(draw, 1938, 2003),
    )
    if woman and draw.random() < 0.3:
        other = draw.choice(names.origin(draw).families)
        person.usage_name = f"{other}-{family}" if draw.random() < 0.25 else other
    if draw.random() < 0.68:
        mailbox = f"{names.slug(given)}.{names.slug(person.family_name)}"
        person.email = f"{mailbox}{draw.randrange(1, 1000)}@example.org"
    if draw.random() < 0.75:
        digits = f"{draw.randrange(10_000):04d}"
        person.mobile = f"06 39 98 {digits[:2]} {digits[2:]}"
    return person


def _partner(draw: Random, origin: names.Origin, family: str, first: PersonPlan) -> PersonPlan:
    person = _person(draw, origin, draw.choice(origin.families))
    person.usage_name = family if person.title == "mme" and draw.random() < 0.5 else ""
    if first.email and draw.random() < 0.15:
        person.email = first.email
    return person


def _children(
    draw: Random, origin: names.Origin, family: str, taken: list[str]
) -> list[PersonPlan]:
    free = [name for name in (*origin.women, *origin.men) if name not in taken]
    count = draw.choice((0, 0, 1, 1, 2, 2, 3, 4))
    return [
        PersonPlan("", given, family, birth_date=_birth(draw, 2006, 2025))
        for given in draw.sample(free, count)
    ]


def _birth(draw: Random, earliest: int, latest: int) -> str:
    year, month, day = (
        draw.randrange(earliest, latest),
        draw.randrange(1, 13),
        draw.randrange(1, 29),
    )
    return f"{year:04d}-{month:02d}-{day:02d}"
