"""Hold a value against the part of JSON Schema that we write."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

_TYPES = {"object": dict, "array": list, "string": str, "integer": int, "boolean": bool}


def fits(value: Any, shape: dict[str, Any], place: str = "$") -> Iterator[str]:
    """Give what of ``value`` does not fit ``shape``."""
    if "const" in shape:
        if value != shape["const"]:
            yield f"{place} is not {shape['const']}"
        return
    wanted = _TYPES[shape["type"]]
    if not isinstance(value, wanted) or (wanted is int and isinstance(value, bool)):
        yield f"{place} is no {shape['type']}"
        return
    if isinstance(value, dict):
        known = shape["properties"]
        yield from (
            f"{place}.{key} is missing" for key in shape.get("required", ()) if key not in value
        )
        yield from (f"{place}.{key} is unknown" for key in value if key not in known)
        for key in value.keys() & known.keys():
            yield from fits(value[key], known[key], f"{place}.{key}")
    elif isinstance(value, list):
        for index, each in enumerate(value):
            yield from fits(each, shape["items"], f"{place}[{index}]")
    elif shape.get("format") == "date":
        dt.date.fromisoformat(value)
    elif shape.get("format") == "date-time":
        assert dt.datetime.fromisoformat(value).tzinfo is not None
