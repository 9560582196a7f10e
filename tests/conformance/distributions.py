"""Two ways of doing one thing, timed in turn: can somebody who only has a clock tell them apart?

The criterion bears a noisy machine: samples are interleaved, so that what slows the machine
slows both; the ends are cut off; what is compared are ranks and medians, never a duration with
a number.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

# A clock that sees nothing is right half of the time.
BLIND = 0.5
AS_GOOD_AS_BLIND = 0.3
ALIKE = 0.25


@dataclass(frozen=True)
class Comparison:
    """How far two distributions lie from one another."""

    seen: float
    """How often a longer time means "the first" (0.5: a clock tells nothing)."""
    apart: float
    """The difference of the medians, as a share of the smaller one."""

    @property
    def tells(self) -> bool:
        """Say whether the clock tells them apart: by rank and by a difference worth the name."""
        return abs(self.seen - BLIND) > AS_GOOD_AS_BLIND and self.apart > ALIKE


def compared(one: Callable[[], object], other: Callable[[], object], *, times: int) -> Comparison:
    """Time ``one`` and ``other`` in turn, each first every second time."""
    durations: dict[bool, list[float]] = {True: [], False: []}
    for number in range(times + 2):
        for which in (True, False) if number % 2 else (False, True):
            act = one if which else other
            started = time.perf_counter()
            act()
            elapsed = time.perf_counter() - started
            if number >= 2:  # the first calls fill caches
                durations[which].append(elapsed)
    first, second = (_without_ends(durations[which]) for which in (True, False))
    pairs = [(a > b) + (a == b) / 2 for a in first for b in second]
    medians = sorted((statistics.median(first), statistics.median(second)))
    return Comparison(seen=sum(pairs) / len(pairs), apart=(medians[1] - medians[0]) / medians[0])


def _without_ends(durations: list[float]) -> list[float]:
    cut = len(durations) // 10
    return sorted(durations)[: len(durations) - cut]
