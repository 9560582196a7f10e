"""Jobs by name."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from palier.jobs import work

LONGEST_DELAY = timedelta(hours=6)


@dataclass(frozen=True, slots=True)
class Registered:
    function: Callable[..., None]
    retries: int
    first_delay: timedelta

    def delay_after(self, attempts: int) -> timedelta | None:
        """Give the wait before the next try, doubled each time; None when it is over."""
        if attempts > self.retries:
            return None
        doublings = min(attempts - 1, 30)
        return min(self.first_delay * (1 << doublings), LONGEST_DELAY)


_registered: dict[str, Registered] = {}


def job(
    name: str, *, retries: int = 10, first_delay: timedelta = timedelta(seconds=30)
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Register a function under ``name``; it is called with ``now`` and its arguments.

    With the defaults a job that keeps failing is tried eleven times over nine hours.
    """

    def register(function: Callable[..., None]) -> Callable[..., None]:
        known = _registered.get(name)
        if known is not None and known.function.__qualname__ != function.__qualname__:
            raise ValueError(f"two jobs are named {name}")
        _registered[name] = Registered(function, retries, first_delay)
        return function

    return register


def load() -> dict[str, Registered]:
    """Import every file of ``palier/jobs/work`` and give the jobs by name."""
    for module in pkgutil.iter_modules(work.__path__):
        importlib.import_module(f"{work.__name__}.{module.name}")
    return _registered
