"""The people of the sample landlord who are there for a reason, written by hand.

Each stands for a situation that a portal must get right; the rest of the sample is drawn.
Ranks are those of the accounts: 1 is the couple, and so on in the order of ``cast``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace

from palier.demo.addresses import Home
from palier.demo.plans import Habit, PersonPlan, Plan, Terms
from palier.foundation.periods import Period

CANAL, PLAINE = 0, 1
"""Ranks of the two agencies."""

_SHARED_CHARGES = (
    ("eau_froide", "Provision eau froide", 2_610),
    ("eau_chaude", "Provision eau chaude", 2_985),
    ("chauffage", "Provision chauffage", 5_840),
    ("ascenseur", "Provision ascenseur", 1_395),
    ("parties_communes", "Provision parties communes et gardiennage", 3_870),
    ("espaces_verts", "Provision espaces verts", 690),
    ("teom", "Taxe d’enlèvement des ordures ménagères", 1_315),
)


@dataclass(frozen=True, slots=True)
class Role:
    """One of the cast: their plan, and under which part the sample lists them."""

    part: str
    plan: Plan


def _charges(share: int) -> tuple[tuple[str, str, int], ...]:
    return tuple((nature, label, cents * share // 100) for nature, label, cents in _SHARED_CHARGES)


def _woman(given: str, birth: str, born: str, **more: str) -> PersonPlan:
    return PersonPlan("mme", given, birth, birth_date=born, **more)


def _man(given: str, birth: str, born: str, **more: str) -> PersonPlan:
    return PersonPlan("m", given, birth, birth_date=born, **more)


def _child(given: str, family: str, born: str) -> PersonPlan:
    return PersonPlan("", given, family, birth_date=born)


def cast(homes: list[Home], last: Period) -> list[Role]:
    """Give the cast, housed in ``homes`` in order; dates near the present follow ``last``."""
    left = list(homes)

    def house(rooms: int) -> Home:
        """Take the free home whose size is nearest."""
        nearest = min(left, key=lambda home: abs((home.rooms or rooms) - rooms))
        left.remove(nearest)
        return nearest

    soon = last.shifted(3).last_day
    gone = last.shifted(-8).last_day
    return [
        Role(
            "couple",
            Plan(
                [
                    _woman(
                        "Aïssatou",
                        "N’Diaye",
                        "1986-03-09",
                        usage_name="Lefèvre-N’Diaye",
                        email="aissatou.ndiaye@example.org",
                        mobile="06 39 98 11 01",
                    ),
                    _man(
                        "Benoît",
                        "Lefèvre",
                        "1984-11-21",
                        email="benoit.lefevre@example.org",
                        mobile="06 39 98 11 02",
                    ),
                ],
                [
                    _child("Éloïse", "Lefèvre", "2013-05-17"),
                    _child("Moussa", "Lefèvre", "2017-09-02"),
                ],
                house(4),
                Terms(43_812, _charges(100), apl=11_240, rls=4_215),
                dt.date(2017, 6, 1),
                habit=Habit.OWES_LAST,
                rail="carte",
                special_conditions=(
                    "Le logement est équipé d’une cuisine aménagée dont l’état est annexé au "
                    "bail.\n\nLe preneur entretient le jardinet attenant au rez-de-chaussée."
                ),
                agency=CANAL,
            ),
        ),
        Role(
            "two_leases",
            Plan(
                [
                    _man(
                        "Farid",
                        "Benkhelifa",
                        "1971-07-30",
                        email="farid.benkhelifa@example.org",
                        mobile="06 39 98 11 03",
                    )
                ],
                [_child("Inès", "Benkhelifa", "2009-01-12")],
                house(3),
                Terms(47_930, _charges(112), annex_rent=4_650, sls=3_980),
                dt.date(2009, 10, 15),
                rail="prelevement",
                parking="P-112",
                agency=CANAL,
            ),
        ),
        Role(
            "fixed_term",
            Plan(
                [
                    _woman(
                        "Zoé",
                        "Ollivier",
                        "2003-02-26",
                        email="zoe.ollivier@example.org",
                        mobile="06 39 98 11 04",
                    )
                ],
                [],
                house(1),
                Terms(31_175, _charges(45), apl=17_950),
                soon.replace(year=soon.year - 3, day=1),
                rail="carte",
                fixed_until=soon,
                special_conditions=(
                    "Bail réservé aux étudiants de moins de trente ans (CCH, art. L.442-8-1), "
                    "conclu pour une durée déterminée."
                ),
                agency=PLAINE,
            ),
        ),
        Role(
            "in_credit",
            Plan(
                [
                    _woman(
                        "Maria da Conceição",
                        "Pereira",
                        "1958-12-04",
                        usage_name="dos Santos",
                        email="maria.dossantos@example.org",
                        mobile="06 39 98 11 05",
                    )
                ],
                [],
                house(2),
                Terms(38_240, _charges(78)),
                dt.date(1996, 4, 1),
                habit=Habit.IN_CREDIT,
                rail="virement",
                agency=PLAINE,
            ),
        ),
        Role(
            "in_arrears",
            Plan(
                [
                    _man(
                        "Jean-Baptiste",
                        "D’Almeida",
                        "1979-08-14",
                        email="jb.dalmeida@example.org",
                        mobile="06 39 98 11 06",
                    )
                ],
                [
                    _child("Grâce", "D’Almeida", "2011-03-03"),
                    _child("Noé", "D’Almeida", "2014-06-25"),
                    _child("Ève", "D’Almeida", "2019-10-08"),
                ],
                house(5),
                Terms(50_185, _charges(118), apl=21_430, rls=5_260),
                dt.date(2012, 2, 1),
                habit=Habit.ARREARS,
                rail="virement",
                months_owed=4,
                agency=CANAL,
            ),
        ),
        Role(
            "direct_debit",
            Plan(
                [
                    _woman(
                        "Thi Hoa",
                        "Nguyên",
                        "1949-05-19",
                        email="thihoa.nguyen@example.org",
                        mobile="06 39 98 11 07",
                    )
                ],
                [],
                house(2),
                Terms(29_660, _charges(62), apl=14_310, rls=3_740),
                dt.date(1988, 9, 1),
                rail="prelevement",
                debit_day=10,
                agency=PLAINE,
            ),
        ),
        Role(
            "former_tenant",
            Plan(
                [
                    _man(
                        "Rémi",
                        "Carpentier",
                        "1990-10-02",
                        email="remi.carpentier@example.org",
                        mobile="06 39 98 11 08",
                    )
                ],
                [],
                house(2),
                Terms(36_905, _charges(70)),
                dt.date(2018, 3, 1),
                habit=Habit.REGULAR,
                rail="virement",
                left_on=gone,
                agency=CANAL,
            ),
        ),
        *_unregistered(house),
    ]


def _unregistered(house: Callable[[int], Home]) -> list[Role]:
    """Give the people who have a paper avis and no account yet; each owes the last one."""
    owing = Plan([], [], house(3), Terms(40_120, _charges(85)), dt.date(2015, 5, 1))
    owing.habit, owing.rail = Habit.OWES_LAST, "carte"
    return [
        Role(
            "unregistered",
            replace(
                owing,
                holders=[
                    _woman(
                        "Fatoumata",
                        "Koné",
                        "1992-01-27",
                        usage_name="Koné-Traoré",
                        email="fatoumata.kone@example.org",
                        mobile="06 39 98 11 09",
                    )
                ],
                agency=CANAL,
            ),
        ),
        Role(
            "unregistered",
            replace(
                owing,
                holders=[_man("Loïc", "Le Bihan", "1943-06-06")],
                home=house(2),
                terms=Terms(33_480, _charges(60), apl=9_875, rls=3_515),
                agency=CANAL,
            ),
        ),
        Role(
            "unregistered",
            replace(
                owing,
                holders=[
                    _woman(
                        "Gülşen",
                        "Yıldız",
                        "1981-09-15",
                        email="famille.yildiz@example.org",
                        mobile="06 39 98 11 10",
                    )
                ],
                home=house(3),
                terms=Terms(45_675, _charges(105), apl=18_640, rls=4_870),
                agency=PLAINE,
            ),
        ),
        Role(
            "unregistered",
            replace(
                owing,
                holders=[
                    _woman(
                        "Ève",
                        "d’Harcourt",
                        "1968-04-11",
                        usage_name="de Saint-Amand",
                        email="eve.desaintamand@example.org",
                    )
                ],
                home=house(4),
                terms=Terms(52_310, _charges(124), sls=7_815),
                agency=PLAINE,
            ),
        ),
        Role(
            "unregistered",
            replace(
                owing,
                holders=[
                    _man("Ousmane", "Diarra", "1975-12-24", email="o.diarra@example.org"),
                    _woman("Mariam", "Sidibé", "1980-07-07", usage_name="Diarra"),
                ],
                home=house(3),
                terms=Terms(48_055, _charges(110), apl=20_115, rls=5_030),
                agency=CANAL,
            ),
        ),
        Role(
            "unregistered",
            replace(
                owing,
                holders=[
                    _man("José", "Conceição", "1962-02-13", mobile="06 39 98 11 11"),
                ],
                home=house(3),
                terms=Terms(37_990, _charges(75)),
                agency=PLAINE,
            ),
        ),
    ]
