"""How dates and telephone numbers are written for people, in the reader's language."""

from __future__ import annotations

import datetime as dt
import re

import phonenumbers
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from palier.foundation import dates

NBSP = "\u00a0"
_OVERSEAS = (262, 590, 594, 596)
_DIGITS = re.compile(r"\D")
_CLOCK = re.compile(r"(\d)\s?h(?:\s?(\d\d))?(?!\w)")


def _as_day(value: dt.date | dt.datetime) -> dt.date:
    return timezone.localtime(value).date() if isinstance(value, dt.datetime) else value


def long_date(value: dt.date | dt.datetime, *, weekday: bool = False) -> str:
    """Write ``5 décembre 2026``, or ``samedi 5 décembre 2026``, without a break inside."""
    day = _as_day(value)
    text = dates.long_date(day)
    if not weekday:
        return text
    name = str(WEEKDAYS[day.weekday()])
    return f"{name.lower() if dates.in_french() else name} {text}"


def short_date(value: dt.date | dt.datetime) -> str:
    """Write ``05/12/2026``, for dense tables."""
    return dates.short_date(_as_day(value))


def day_and_time(value: dt.datetime) -> str:
    """Write ``5 décembre 2026 à 9 h 05`` in the current time zone."""
    return dates.day_and_time(value)


def clock_time(value: dt.datetime) -> str:
    """Write ``9 h 05`` in the current time zone."""
    return dates.clock_time(value)


def capital(text: object) -> str:
    """Begin a label with a capital, and leave the rest of it alone: ``CAF`` stays ``CAF``."""
    words = str(text)
    return words[:1].upper() + words[1:]


def phone_number(value: str) -> str:
    """Write ``01 48 96 50 50`` with spaces that do not break; a short number unchanged."""
    digits = _DIGITS.sub("", value)
    if value.strip().startswith("+33") and len(digits) == 11:
        digits = "0" + digits[2:]
    if len(digits) == 10 and digits.startswith("0"):
        return NBSP.join(digits[i : i + 2] for i in range(0, 10, 2))
    return _foreign(value) if value.strip().startswith("+") else value


def _foreign(value: str) -> str:
    """Write ``0692 12 34 56`` for La Réunion and its like, ``+32 475 12 34 56`` for the rest."""
    try:
        number = phonenumbers.parse(value)
    except phonenumbers.NumberParseException:
        return value
    at_home = number.country_code in _OVERSEAS
    style = phonenumbers.PhoneNumberFormat
    written = phonenumbers.format_number(number, style.NATIONAL if at_home else style.INTERNATIONAL)
    return written.replace(" ", NBSP)


def phone_link(value: str) -> str:
    """Give the ``tel:`` address of a number; short numbers stay as they are."""
    digits = _DIGITS.sub("", value)
    if len(digits) == 10 and digits.startswith("0"):
        return f"tel:+33{digits[1:]}"
    return f"tel:+{digits}" if value.strip().startswith("+") else f"tel:{digits}"


def file_size(size: int) -> str:
    """Write ``48 Ko`` or ``1,2 Mo``: thousands, as telephones count."""
    if size < 1_000_000:
        return _("%(count)s\u00a0Ko") % {"count": max(round(size / 1000), 1)}
    return _("%(count)s\u00a0Mo") % {"count": number_format(size / 1_000_000, 1)}


def unbroken_hours(text: str) -> str:
    """Write the clock times of a text as ``8 h 30``, with spaces that do not break."""
    return _CLOCK.sub(lambda found: NBSP.join(filter(None, (found[1], "h", found[2]))), text)
