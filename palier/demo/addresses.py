"""Invented homes in invented towns: plausible, and nobody's."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from random import Random

TOWNS = (
    ("93991", "Saint-Ouvrin"),
    ("93992", "Les Aulnettes"),
    ("93993", "Bourg-l’Ourcq"),
    ("93994", "Villemarne"),
    ("93995", "La Plaine-Saint-Rémi"),
    ("93996", "Montfleuret"),
    ("93997", "Noisel-le-Canal"),
    ("93998", "Le Clos-Bénard"),
)
STREETS = (
    "rue de l’Abreuvoir",
    "allée des Tilleuls",
    "avenue Louise-Michel",
    "square Maryse-Bastié",
    "rue du 8-Mai-1945",
    "place de la République",
    "quai de l’Écluse",
    "rue des Frères-Lumière",
    "allée Aimé-Césaire",
    "rue du Moulin-Neuf",
    "avenue Olympe-de-Gouges",
    "impasse du Lavoir",
    "boulevard de la Liberté",
    "rue Édouard-Vaillant",
    "cité des Peupliers",
    "chemin des Maraîchers",
    "rue de l’Étoile",
    "allée Nelson-Mandela",
    "rue Danielle-Casanova",
    "mail de l’Égalité",
)
RESIDENCES = (
    "Les Tilleuls",
    "L’Abreuvoir",
    "Les Bateliers",
    "La Fontaine-aux-Saules",
    "Les Érables",
    "Le Pont-Levis",
    "Les Maraîchers",
    "Aimé-Césaire",
    "Le Clos-Saint-Rémi",
    "Les Peupliers",
    "L’Écluse",
    "Le Belvédère",
)
_SIZES = ((1, 28), (2, 46), (3, 62), (4, 77), (5, 92))
_SHARES = (6, 22, 38, 25, 9)


@dataclass(frozen=True, slots=True)
class Home:
    """One dwelling to let, wherever its address comes from."""

    residence: str
    kind: str
    number: str
    address: str
    address_extra: str
    postcode: str
    town: str
    rooms: int | None
    surface_dm2: int | None
    floor: int | None
    built_in: int | None
    energy_class: str = ""
    energy_assessed_on: str | None = None


def invented_homes(seed: int) -> Iterator[Home]:
    """Walk through invented homes, building after building, for ever."""
    draw = Random(f"{seed}/homes")
    number = 0
    for building in count():
        postcode, town = TOWNS[building % len(TOWNS)]
        # Seven steps a building: neighbours differ, and no pair comes back within a turn.
        street = STREETS[(7 * building + building // len(TOWNS)) % len(STREETS)]
        turn = building // (len(STREETS) * len(TOWNS))
        door = 2 * (building % 7) + 1 + 16 * turn
        repeat = draw.choice(("", "", "", " bis", " ter"))
        built_in = draw.randrange(1954, 2016)
        energy = draw.choice("CDDDEEF")
        floors, a_floor = draw.choice(((4, 3), (4, 4), (8, 4), (11, 4), (2, 2)))
        hall = draw.choice("ABCD")
        for floor in range(floors + 1):
            for _home in range(a_floor):
                number += 1
                rooms, surface = draw.choices(_SIZES, _SHARES)[0]
                yield Home(
                    residence=RESIDENCES[(5 * building + building // len(TOWNS)) % len(RESIDENCES)],
                    kind="flat",
                    number=f"{number:05d}",
                    address=f"{door}{repeat} {street}",
                    address_extra=f"Bâtiment {hall}, porte {number % 90 + 10}",
                    postcode=postcode,
                    town=town,
                    rooms=rooms,
                    surface_dm2=(surface + draw.randrange(-6, 9)) * 100 + draw.choice((0, 0, 50)),
                    floor=floor,
                    built_in=built_in,
                    energy_class=energy,
                    energy_assessed_on=f"202{draw.randrange(1, 6)}-0{draw.randrange(1, 10)}-14",
                )
