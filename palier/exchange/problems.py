"""What is wrong with a delivery, gathered to be told all at once.

A delivery of six million lines can hold six million mistakes of one sort: each sort is
counted in full and shown a few times.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from palier.foundation.errors import DomainError

SHOWN_OF_A_SORT = 20
SHOWN_IN_ALL = 400


@dataclass(frozen=True)
class Problem:
    """One mistake: where it is, what it is, and what to do."""

    file: str
    reason: str
    remedy: str
    line: int | None = None
    column: str = ""
    value: str = ""

    @property
    def sort(self) -> tuple[str, str, str]:
        return (self.file, self.column, self.remedy)

    @property
    def sentence(self) -> str:
        """Say all of it in one French line."""
        place = [self.file]
        if self.line is not None:
            place.append(f"ligne {self.line}")
        if self.column:
            place.append(f"colonne « {self.column} »")
        if self.value:
            place.append(f"valeur « {_shortened(self.value)} »")
        return f"{', '.join(place)} : {self.reason}. À faire : {self.remedy}"


def _shortened(value: str, longest: int = 60) -> str:
    shown = "".join(sign if sign.isprintable() else "�" for sign in value)
    return shown if len(shown) <= longest else shown[: longest - 1] + "…"


@dataclass
class Problems:
    """A bounded list with exact counts."""

    shown: list[Problem] = field(default_factory=list)
    counts: Counter[tuple[str, str, str]] = field(default_factory=Counter)

    def __bool__(self) -> bool:
        return bool(self.counts)

    @property
    def total(self) -> int:
        return self.counts.total()

    def add(self, problem: Problem, *, times: int = 1) -> None:
        """Count ``problem`` and keep it while there is room for its sort."""
        self.counts[problem.sort] += times
        if self.counts[problem.sort] - times < SHOWN_OF_A_SORT and len(self.shown) < SHOWN_IN_ALL:
            self.shown.append(problem)

    def room_for(self, problem: Problem) -> bool:
        """Tell whether one more of this sort would be shown."""
        return self.counts[problem.sort] < SHOWN_OF_A_SORT

    def extend(self, problems: Iterable[Problem]) -> None:
        for problem in problems:
            self.add(problem)

    def report(self) -> list[str]:
        """Give the French lines to print, in order of file and line, with what is not shown."""
        ordered = sorted(self.shown, key=lambda one: (one.file, one.line or 0, one.column))
        lines = [problem.sentence for problem in ordered]
        hidden = self.total - len(self.shown)
        if hidden:
            lines.append(f"… et {hidden} autres erreurs des mêmes sortes, non affichées :")
            shown = Counter(problem.sort for problem in self.shown)
            for (file, column, remedy), count in sorted(self.counts.items()):
                if count > shown[(file, column, remedy)]:
                    place = f"{file}, colonne « {column} »" if column else file
                    lines.append(f"    {place} : {count} fois. {remedy}")
        return lines


class DeliveryRefused(DomainError):
    """The delivery holds mistakes; nothing of it was applied."""

    def __init__(self, problems: Problems) -> None:
        self.problems = problems
        count = problems.total
        told = "1 erreur" if count == 1 else f"{count} erreurs"
        super().__init__(f"La livraison est refusée : {told}. Rien n’a été modifié.")
