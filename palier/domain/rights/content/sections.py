"""The shape of a section, and the JSON Schema it makes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from palier.domain.rights.content.readers import Reader
from palier.foundation.money import euros

TYPES: Mapping[str, dict[str, Any]] = {
    "text": {"type": "string"},
    "number": {"type": "integer"},
    "cents": {"type": "integer"},
    "flag": {"type": "boolean"},
    "date": {"type": "string", "format": "date"},
    "instant": {"type": "string", "format": "date-time"},
}


@dataclass(frozen=True, slots=True)
class Field:
    """One value: its key in the JSON, its kind (of ``TYPES``), what it means, in French."""

    name: str
    kind: str
    meaning: Any


@dataclass(frozen=True, slots=True)
class Section:
    """One table of the copy. ``rows`` gives the values in the order of ``fields``."""

    key: str
    title: Any
    fields: tuple[Field, ...]
    rows: Callable[[Reader], Iterable[tuple[Any, ...]]]

    def records(self, reader: Reader) -> list[dict[str, Any]]:
        """Give the section's rows as JSON values."""
        return [
            {
                field.name: _plain(value)
                for field, value in zip(self.fields, values, strict=True)
                if value is not None and value != ""
            }
            for values in self.rows(reader)
        ]

    def schema(self) -> dict[str, Any]:
        """Give the JSON Schema of the section."""
        properties = {
            field.name: {**TYPES[field.kind], "title": _titled(field)} for field in self.fields
        }
        record = {"type": "object", "properties": properties, "additionalProperties": False}
        return {"type": "array", "title": str(self.title), "items": record}


def said(field: Field, value: Any) -> str:
    """Write a value of the JSON as a person reads it."""
    if field.kind == "cents":
        return euros(value)
    if field.kind == "flag":
        return _("oui") if value else _("non")
    return str(value)


def _titled(field: Field) -> str:
    if field.kind == "cents":
        return _("%(meaning)s, en centimes d’euro") % {"meaning": field.meaning}
    return str(field.meaning)


def _plain(value: Any) -> Any:
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat(timespec="seconds")
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, bool | int):
        return value
    return str(value)
