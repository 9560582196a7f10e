"""The page of whoever tried too often: when to try again, and what to do meanwhile.

It says the same whether an account exists or not, since it looks none up.
"""

from __future__ import annotations

import datetime as dt
import math

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from palier.portal.frame import address, landlord_contact, settings_of
from palier.ui.french import NBSP, long_date
from palier.ui.parts import PhoneCard

MINUTE = dt.timedelta(minutes=1)


def held_back(
    request: HttpRequest,
    wait: dt.timedelta,
    *,
    by_password: bool = False,
    may_write: bool = True,
    reassured: str = "",
) -> HttpResponse:
    """Say at what time the next try may be made, whom to call and where to write.

    ``by_password``: it was a password that was tried, so a new one can be chosen at once.
    ``may_write``: the form to write without an account is still open to them. ``reassured``
    is a sentence said first.
    """
    now = timezone.now()
    contact = landlord_contact(settings_of(request))
    context = {
        "when": clock_time(now + wait, now),
        "soon": wait <= MINUTE,
        "reassured": reassured,
        "reset_url": address("account_reset_password") if by_password else "",
        "contact_url": address("portal:contact") if may_write else "",
        "agency": PhoneCard(contact.name, contact.phone, contact.hours, contact.email),
    }
    response = render(request, "portal/held_back.html", context, status=429)
    response.headers["Retry-After"] = str(math.ceil(wait.total_seconds()))
    return response


def clock_time(instant: dt.datetime, now: dt.datetime) -> str:
    """Write ``14 h 05``, the minute after ``instant``; with its day when that is not today."""
    whole = instant.replace(second=0, microsecond=0)
    local = timezone.localtime(whole if whole == instant else whole + MINUTE)
    clock = f"{local.hour}{NBSP}h{NBSP}{local.minute:02d}"
    if local.date() == timezone.localtime(now).date():
        return _("à %(clock)s") % {"clock": clock}
    if local.date() == timezone.localtime(now).date() + dt.timedelta(days=1):
        return _("demain à %(clock)s") % {"clock": clock}
    return _("le %(day)s à %(clock)s") % {"day": long_date(local), "clock": clock}
