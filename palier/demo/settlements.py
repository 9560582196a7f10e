"""The yearly décompte of one account, to the cent: its lines make the sum the account asks for."""

from __future__ import annotations

from random import Random

from palier.demo.plans import Plan
from palier.foundation.money import plain_euros

_KEYS = {
    "eau_froide": ("Au compteur, au mètre cube", 1_180, "m³"),
    "eau_chaude": ("Au compteur, au mètre cube", 640, "m³"),
    "chauffage": ("À la surface chauffée", 4_480, "m²"),
    "ascenseur": ("À la surface et à l’étage", 3_950, "tantièmes"),
    "parties_communes": ("À la surface", 4_480, "m²"),
    "espaces_verts": ("À la surface", 4_480, "m²"),
    "teom": ("À la surface", 4_480, "m²"),
}
_LABELS = {
    "eau_froide": "Eau froide",
    "eau_chaude": "Eau chaude",
    "chauffage": "Chauffage collectif",
    "ascenseur": "Ascenseur",
    "parties_communes": "Parties communes et gardiennage",
    "espaces_verts": "Espaces verts",
    "teom": "Taxe d’enlèvement des ordures ménagères",
}


def settlement_number(year: int, rank: int) -> str:
    return f"RC{year}-{rank:07d}"


def write_settlement(
    plan: Plan, account: str, rank: int, year: int, monthly: dict[str, int], cents: int
) -> tuple[str, list[str]]:
    """Give the head and the lines, as text, of the décompte of ``year``.

    ``monthly`` is what each nature cost a month in provisions; ``cents`` what is still owed
    (negative: given back), shared among the natures by weights of the account's own.
    """
    draw = Random(f"settlement/{rank}/{year}")
    number = settlement_number(year, rank)
    natures = [nature for nature in monthly if monthly[nature]]
    parts = _parts(cents, [draw.randrange(1, 10) for _nature in natures])
    metres = (plan.home.surface_dm2 or 6_000) // 100
    lines, provisions = [], 0
    for position, (nature, moved) in enumerate(zip(natures, parts, strict=True), start=1):
        paid = 12 * monthly[nature]
        provisions += paid
        share = paid + moved
        key, whole, unit = _KEYS[nature]
        own = max(1, metres * whole // 4_480)
        real = (share * whole + own // 2) // own
        lines.append(
            f"{number};{position};{nature};{_LABELS[nature]};{_written(paid)};"
            f"{_written(real)};{key};{own} / {whole} {unit};{_written(share)}\n"
        )
    head = (
        f"{number};{account};{year}-01-01;{year}-12-31;{year + 1}-08-01;{year + 1}-08;"
        f"{_written(provisions)};{_written(provisions + cents)};{_written(cents)};"
        "À votre agence, sur rendez-vous\n"
    )
    return head, lines


def _parts(cents: int, weights: list[int]) -> list[int]:
    """Share ``cents`` by weights, to the cent: the last one carries what is left over."""
    total = sum(weights)
    parts = [cents * weight // total for weight in weights[:-1]]
    return [*parts, cents - sum(parts)]


def _written(cents: int) -> str:
    return plain_euros(cents).replace(".", ",")
