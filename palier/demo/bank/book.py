"""The bank's own memory, in the shared cache: it is a supplier and has no table of Palier's."""

from __future__ import annotations

from typing import Any

from django.core.cache import cache

KEPT_SECONDS = 60 * 60 * 24 * 60
_INDEX = "demo-bank:orders"
_SHOWN = 200


def remember(order: dict[str, Any]) -> None:
    """Keep an order (the form's fields) with its transactions."""
    code = order["fields"]["vads_order_id"]
    cache.set(f"demo-bank:order:{code}", order, KEPT_SECONDS)
    known = [other for other in cache.get(_INDEX) or [] if other != code]
    cache.set(_INDEX, [code, *known][:_SHOWN], KEPT_SECONDS)


def order(code: str) -> dict[str, Any] | None:
    """Give an order, else ``None``."""
    found: dict[str, Any] | None = cache.get(f"demo-bank:order:{code}")
    return found


def orders() -> list[dict[str, Any]]:
    """Give the orders, the latest first."""
    found = cache.get_many([f"demo-bank:order:{code}" for code in cache.get(_INDEX) or []])
    return sorted(found.values(), key=lambda row: str(row["received"]), reverse=True)
