"""Lost accesses of the sample: two given back, one refused, one that waits at the desk."""

from __future__ import annotations

import datetime as dt

from palier.demo.accounts import TENANT_PASSWORD, sign_ins
from palier.demo.messages import ADVISORS
from palier.domain.access.actions import refuse_recovery, start_recovery, use_recovery
from palier.domain.access.models import PersonLink, Recovery
from palier.domain.accounts.models import StaffMember
from palier.domain.casework.actions import Wish, answer_lost_access

DAY = dt.timedelta(days=1)


def lose_and_find_accesses(*, now: dt.datetime) -> int:
    """Give accesses back as an agency does; give how many were asked for."""
    emails = [who.email for who in sign_ins() if who.role == "holder"]
    links = list(
        PersonLink.objects.filter(user__email__in=emails, state=PersonLink.State.PROVEN)
        .exclude(tenant_account=None)
        .select_related("person", "user", "tenant_account__agency")
        .order_by("-pk")[:4]
    )
    if len(links) < 4:
        return 0
    _given(links[0], Recovery.Means.LINK, Recovery.Cause.PASSWORD, now - 26 * DAY, used_after=0)
    _given(links[1], Recovery.Means.LETTER, Recovery.Cause.MAILBOX, now - 20 * DAY, used_after=4)
    refuse_recovery(
        link=links[2],
        means=Recovery.Means.LINK,
        cause=Recovery.Cause.TRIES,
        right=1,
        asked=3,
        staff=_advisor(links[2]),
        now=now - 5 * DAY,
    )
    account, person = links[3].tenant_account, links[3].person
    if account is not None:
        answer_lost_access(
            reference=account.customer_reference,
            family_name=person.family_name,
            given_name=person.given_names,
            wish=Wish.LETTER,
            phone="",
            now=now - DAY,
        )
    return len(links)


def _given(
    link: PersonLink,
    means: Recovery.Means,
    cause: Recovery.Cause,
    when: dt.datetime,
    used_after: int,
) -> None:
    recovery, _code = start_recovery(
        link=link, means=means, cause=cause, checked="questions", staff=_advisor(link), now=when
    )
    later = when + used_after * DAY + dt.timedelta(minutes=5)
    use_recovery(code=recovery.code, password=TENANT_PASSWORD, now=later)


def _advisor(link: PersonLink) -> StaffMember:
    agency = link.tenant_account.agency.erp_id if link.tenant_account else ""
    return StaffMember.objects.select_related("user").get(user__email=ADVISORS[agency])
