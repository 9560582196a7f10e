"""Place the bars of a ``Chart`` on a fixed drawing; the template only writes them out."""

from __future__ import annotations

from dataclasses import dataclass

from palier.foundation.money import euros
from palier.ui.parts import Chart

WIDTH, HEIGHT = 720, 260
LEFT, RIGHT, TOP, BOTTOM = 76, 8, 12, 34
NICE = (1, 2, 2.5, 5, 10)
WANTED_GRADUATIONS = 4


@dataclass(frozen=True, slots=True)
class Bar:
    x: float
    y: float
    width: float
    height: float
    series: int


@dataclass(frozen=True, slots=True)
class Graduation:
    y: float
    label: str
    zero: bool


@dataclass(frozen=True, slots=True)
class Tick:
    x: float
    label: str
    even: bool


@dataclass(frozen=True, slots=True)
class Drawing:
    width: int
    height: int
    bars: tuple[Bar, ...]
    graduations: tuple[Graduation, ...]
    ticks: tuple[Tick, ...]
    left: int
    right: int
    label_y: int


def draw(chart: Chart) -> Drawing:
    """Place bars, graduations (round amounts, zero included) and month names."""
    values = [cents for month in chart.months for cents in month.cents] or [0]
    step = _nice_step(max(max(values), 0) - min(min(values), 0))
    top = -(-max(max(values), 0) // step) * step or step
    bottom = min(min(values), 0) // step * step
    plot = HEIGHT - TOP - BOTTOM

    def y(cents: float) -> float:
        return round(TOP + (top - cents) / (top - bottom) * plot, 1)

    slot = (WIDTH - LEFT - RIGHT) / max(len(chart.months), 1)
    width = slot * 0.68 / max(len(chart.series), 1)
    bars = tuple(
        Bar(
            x=round(LEFT + slot * position + slot * 0.16 + width * series, 1),
            y=y(max(cents, 0)),
            width=round(max(width - 2, 1), 1),
            height=round(abs(y(cents) - y(0)), 1),
            series=series + 1,
        )
        for position, month in enumerate(chart.months)
        for series, cents in enumerate(month.cents)
        if cents
    )
    graduations = tuple(
        Graduation(y(cents), euros(cents).replace(",00", ""), cents == 0)
        for cents in range(int(bottom), int(top) + 1, step)
    )
    ticks = tuple(
        Tick(round(LEFT + slot * (position + 0.5), 1), month.short, position % 2 == 0)
        for position, month in enumerate(chart.months)
    )
    return Drawing(WIDTH, HEIGHT, bars, graduations, ticks, LEFT, WIDTH - RIGHT, HEIGHT - 10)


def _nice_step(span: int) -> int:
    """Give a round number of whole euros, in cents, that cuts ``span`` in about four."""
    rough = max(span / WANTED_GRADUATIONS / 100, 1)
    magnitude: int = 10 ** (len(str(int(rough))) - 1)
    return int(next(nice for nice in NICE if nice * magnitude >= rough) * magnitude * 100)
