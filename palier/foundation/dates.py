"""Days as people read them."""

from __future__ import annotations

import datetime as dt

from django.utils.dates import MONTHS
from django.utils.formats import date_format
from django.utils.translation import get_language

NO_BREAK_SPACE = "\u00a0"


def long_date(day: dt.date) -> str:
    """Write ``5 décembre 2026``, ``1er décembre 2026``, or as the reader's language does."""
    if not (get_language() or "fr").startswith("fr"):
        return date_format(day, "DATE_FORMAT")
    number = "1er" if day.day == 1 else str(day.day)
    return f"{number}{NO_BREAK_SPACE}{str(MONTHS[day.month]).lower()}{NO_BREAK_SPACE}{day.year}"


def short_date(day: dt.date) -> str:
    """Write ``05/12/2026``, for columns."""
    return f"{day.day:02d}/{day.month:02d}/{day.year:04d}"
