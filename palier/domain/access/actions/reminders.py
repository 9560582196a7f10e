"""A forgotten sign-in address: the answer goes to the mailboxes already known, nowhere else."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from palier.domain.access.models import PersonLink
from palier.domain.access.queries.openings import holders_named
from palier.domain.accounts.rules.emails import masked_email
from palier.domain.accounts.throttling import Limit, reserve
from palier.domain.audit.actions import record
from palier.domain.audit.actor import Actor
from palier.domain.audit.catalogue import Event
from palier.domain.mail.actions import queue_mail
from palier.domain.tenancy.models import Person, TenantAccount
from palier.foundation.background import enqueue

ANSWER_EMAIL = "access.answer_forgotten_email"
REMINDERS = Limit("recovery.reminders", tries=3, window=dt.timedelta(days=1))


@transaction.atomic
def ask_forgotten_email(
    *, reference: str, family_name: str, actor: Actor, now: dt.datetime
) -> None:
    """Ask which address one signs in with; a job looks, so neither page nor time tells."""
    record(event=Event.EMAIL_ASKED, actor=actor, now=now)
    enqueue(ANSWER_EMAIL, reference=reference[:40], family_name=family_name[:120])


@transaction.atomic
def answer_forgotten_email(*, reference: str, family_name: str, now: dt.datetime) -> None:
    """Write to whoever goes by that name and reference, at the addresses known of them.

    The mailbox one signs in with reads the address in full; the one in the landlord's file,
    when it is another, reads it masked, and how to do without it. Three times a day at most.
    """
    matched = holders_named(reference, family_name)
    if matched is None:
        return
    for person in matched.people:
        if not reserve([(REMINDERS, str(person.pk))], now):
            _remind(person, matched.tenant_account, now)


def _remind(person: Person, account: TenantAccount, now: dt.datetime) -> None:
    link = (
        PersonLink.objects.filter(person=person, state=PersonLink.State.PROVEN)
        .select_related("user")
        .first()
    )
    known = person.email.lower()
    if link is None:
        if known:
            queue_mail(
                to=known, template="mail/no_access_yet", context={}, now=now,
                language=person.language,
            )  # fmt: skip
        return
    user = link.user
    for address in sorted({user.email, known} - {""}):
        own = address == user.email
        queue_mail(
            to=address,
            template="mail/sign_in_address",
            context={"own": own, "email": user.email if own else masked_email(user.email)},
            now=now,
            language=user.language,
        )
    record(
        event=Event.EMAIL_TOLD,
        actor=Actor.system(),
        now=now,
        tenant_account_id=account.pk,
        person_id=person.pk,
        subject=user,
    )
