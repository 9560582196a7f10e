"""The e-mails of the room: they announce, without a policy number, an address or an amount."""

from __future__ import annotations

import datetime as dt

from django.utils import translation

from palier.domain.access.queries import users_holding
from palier.domain.accounts.models import User
from palier.domain.insurance.models import Certificate, FormalDemand
from palier.domain.insurance.rules.cover import Cover
from palier.domain.landlord.queries import today
from palier.domain.mail.actions import queue_mail
from palier.domain.tenancy.models import Lease
from palier.foundation.dates import long_date


def remind(user: User, lease: Lease, cover: Cover, *, day: dt.date, now: dt.datetime) -> None:
    """Remind one holder that the cover ends, has ended, or was never proven."""
    del lease
    ends_on = cover.until or cover.ended_on
    with translation.override(user.language):
        written = long_date(ends_on) if ends_on else ""
    queue_mail(
        to=user.email,
        template="mail/insurance_reminder",
        context={
            "name": user.display_name,
            "ends_on": written,
            "is_over": ends_on is not None and ends_on < day,
            "is_missing": ends_on is None,
        },
        now=now,
        language=user.language,
    )


def tell_stopped(certificate: Certificate, *, now: dt.datetime) -> None:
    """Tell the depositor that the antivirus stopped the file."""
    user = certificate.user
    if user is not None:
        queue_mail(
            to=user.email,
            template="mail/insurance_stopped",
            context={"name": user.display_name},
            now=now,
            language=user.language,
        )


def tell_demand(demand: FormalDemand, *, now: dt.datetime) -> None:
    """Tell the holders that a formal demand was issued; the letter itself is in the portal."""
    for user in _holders(demand, now):
        with translation.override(user.language):
            deadline = long_date(demand.deadline_on)
        queue_mail(
            to=user.email,
            template="mail/insurance_demand",
            context={"name": user.display_name, "deadline_on": deadline, "code": demand.code},
            now=now,
            language=user.language,
        )


def tell_demand_cancelled(demand: FormalDemand, *, now: dt.datetime) -> None:
    """Tell the holders that a formal demand no longer stands."""
    for user in _holders(demand, now):
        with translation.override(user.language):
            issued_on = long_date(demand.issued_on)
        queue_mail(
            to=user.email,
            template="mail/insurance_demand_cancelled",
            context={"name": user.display_name, "issued_on": issued_on},
            now=now,
            language=user.language,
        )


def _holders(demand: FormalDemand, now: dt.datetime) -> list[User]:
    account = demand.tenant_account_id
    return users_holding([account], today(now)).get(account, [])
