"""The map of addresses, and each address filled with codes that exist."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

from palier.config.guards import OPEN_LIBRARY_VIEWS

SAMPLE_ONLY = ("palier.demo", "palier.ui.gallery")
PLAIN_VALUES = {
    "year": 2026,
    "month": 11,
    "period": "2026-11",
    "token": "abcdef-123456",
    "document_no": 1,
    "page_no": 1,
}


@dataclass(frozen=True)
class Door:
    """One named address of the production site."""

    name: str
    module: str
    parameters: tuple[str, ...]
    is_open: bool

    def __str__(self) -> str:
        return self.name

    @property
    def takes_code(self) -> bool:
        return bool(set(self.parameters) - set(PLAIN_VALUES))


def doors() -> list[Door]:
    found = [_door(name, pattern) for name, pattern in _walk(get_resolver().url_patterns, "")]
    return [door for door in found if not door.module.startswith(SAMPLE_ONLY)]


def _walk(
    patterns: list[URLPattern | URLResolver], namespace: str
) -> Iterator[tuple[str, URLPattern]]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _walk(pattern.url_patterns, inner)
        else:
            assert pattern.name, f"{pattern.pattern} has no name"
            yield namespace + pattern.name, pattern


def _door(name: str, pattern: URLPattern) -> Door:
    is_open = getattr(pattern.callback, "is_public", False) or name in OPEN_LIBRARY_VIEWS
    parameters = tuple(sorted(pattern.pattern.regex.groupindex))
    return Door(name, pattern.callback.__module__, parameters, is_open)


def every_code() -> set[str]:
    """Give public codes of every kind of row: the oldest, which is Awa’s where she has any.

    More of a kind would try the same door again; the minutes are better spent elsewhere.
    """
    codes: set[str] = set()
    for model in apps.get_models():
        if not model.__module__.startswith("palier.domain"):
            continue
        if any(field.name == "code" for field in model._meta.concrete_fields):
            oldest = model._default_manager.order_by("pk").values_list("code", flat=True)
            codes |= set(oldest[:1])
    return codes


def addresses_of(door: Door, codes: set[str]) -> Iterator[str]:
    """Give the door's address, once for each code where it takes one."""
    holes = sorted(set(door.parameters) - set(PLAIN_VALUES))
    plain: dict[str, Any] = {n: PLAIN_VALUES[n] for n in door.parameters if n in PLAIN_VALUES}
    for code in sorted(codes) if holes else [""]:
        try:
            yield reverse(door.name, kwargs={**plain, **dict.fromkeys(holes, code)})
        except NoReverseMatch:
            continue
