"""Days and hours as people read them, in the reader's language."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from django.utils.dates import MONTHS
from django.utils.translation import get_language
from django.utils.translation import gettext as _

NO_BREAK_SPACE = "\u00a0"


def in_french() -> bool:
    """Tell whether French is being spoken."""
    return (get_language() or "fr").startswith("fr")


def month_name(month: int) -> str:
    """Write ``novembre``; English keeps its capital."""
    name = str(MONTHS[month])
    return name.lower() if in_french() else name


def long_date(day: dt.date) -> str:
    """Write ``5 décembre 2026``, ``1er décembre 2026``; ``1 December 2026`` in English."""
    number = "1er" if day.day == 1 and in_french() else str(day.day)
    return f"{number}{NO_BREAK_SPACE}{month_name(day.month)}{NO_BREAK_SPACE}{day.year}"


def short_date(day: dt.date) -> str:
    """Write ``05/12/2026``, for columns."""
    return f"{day.day:02d}/{day.month:02d}/{day.year:04d}"


def clock_time(moment: dt.datetime) -> str:
    """Write ``9 h 05`` in the current time zone; ``9:05`` in English."""
    local = timezone.localtime(moment)
    if not in_french():
        return f"{local.hour}:{local.minute:02d}"
    return f"{local.hour}{NO_BREAK_SPACE}h{NO_BREAK_SPACE}{local.minute:02d}"


def day_and_time(moment: dt.datetime) -> str:
    """Write ``5 décembre 2026 à 9 h 05`` in the current time zone."""
    day = long_date(timezone.localtime(moment).date())
    return _("%(day)s à %(clock)s") % {"day": day, "clock": clock_time(moment)}
