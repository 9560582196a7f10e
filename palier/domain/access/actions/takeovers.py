"""An open access that another address asks for: the owner is told first, and can stop it.

Whoever proves a claim with the mailbox that the landlord knows takes the access at once: that
is the owner. A code on a letter, or an advisor's word, passes through the hands of the staff:
so it only starts a delay, and an advisor's word takes two advisors. No member of staff can
take over an access alone, nor unseen.
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from palier.domain.access.actions.proving import prove
from palier.domain.access.actions.recoveries import (
    NotToThem,
    RecoveryDead,
    check_second,
    delay,
    end_live,
    tell_owner,
)
from palier.domain.access.models import PersonLink, Recovery
from palier.domain.accounts.models import StaffMember
from palier.domain.accounts.queries import actor_of
from palier.domain.audit.actions import record
from palier.domain.audit.actor import Actor
from palier.domain.audit.catalogue import Event
from palier.domain.audit.moves import move
from palier.domain.mail.actions import queue_mail
from palier.foundation.errors import NotYours
from palier.foundation.locking import lock, lock_one
from palier.foundation.sentences import in_french

PROOFS = {"letter_code": PersonLink.Proof.LETTER_CODE}


def displaced_by(claim: PersonLink) -> PersonLink | None:
    """Give the access of somebody else that proving ``claim`` would end."""
    return (
        PersonLink.objects.filter(person_id=claim.person_id, state=PersonLink.State.PROVEN)
        .exclude(user_id=claim.user_id)
        .select_related("user", "person", "tenant_account__agency")
        .first()
    )


def start_takeover(
    *,
    claim: PersonLink,
    earlier: PersonLink,
    checked: str,
    staff: StaffMember | None,
    actor: Actor,
    now: dt.datetime,
) -> Recovery:
    """Let ``claim`` wait before it takes the place of ``earlier``, in the caller's transaction.

    ``staff`` vouches for the person, and a colleague has to as well; ``None``: it was proven
    with a letter. Asked twice, the first one stands.

    Raises:
        NotYours: no account says which agency answers.
    """
    for known in lock(Recovery.objects.filter(claim_id=claim.pk, state__in=Recovery.LIVE)):
        return known
    account = claim.tenant_account or earlier.tenant_account
    if account is None:
        raise NotYours()
    end_live(earlier, actor, now)
    by_letter = staff is None
    takeover = Recovery.objects.create(
        link=earlier,
        claim=claim,
        tenant_account=account,
        means=Recovery.Means.NEW_ADDRESS,
        cause=Recovery.Cause.MAILBOX,
        checked=checked,
        staff=staff,
        state=Recovery.State.OPEN if by_letter else Recovery.State.WAITING,
        asked_at=now,
        moved_at=now,
        opens_at=now + delay(now) if by_letter else None,
        expires_at=now + dt.timedelta(days=30),
    )
    record(
        event=Event.RECOVERY_STARTED,
        actor=actor,
        now=now,
        tenant_account_id=takeover.tenant_account_id,
        person_id=claim.person_id,
        subject=takeover,
        means=in_french(Recovery.Means(takeover.means).label),
        cause=in_french(Recovery.Cause(takeover.cause).label),
        checked=checked,
    )
    tell_owner(takeover, now)
    queue_mail(
        to=claim.user.email,
        template="mail/takeover_waits",
        context={"opens_at": takeover.opens_at},
        now=now,
        language=claim.user.language,
    )
    return takeover


def end_takeovers(claim: PersonLink, actor: Actor, now: dt.datetime) -> None:
    """End what waits for ``claim``, in the caller's transaction."""
    for row in lock(Recovery.objects.filter(claim_id=claim.pk, state__in=Recovery.LIVE)):
        end_live(row.link, actor, now)


@transaction.atomic
def second_takeover(*, takeover: Recovery, staff: StaffMember, now: dt.datetime) -> Recovery:
    """Vouch for the person as a second member of staff: the delay starts now.

    Raises:
        NotYours: the agency is not one that ``staff`` sees.
        NotToThem: the same member of staff, or their own access.
        RecoveryDead: it was stopped, or is over.
    """
    row = lock_one(Recovery.objects.filter(pk=takeover.pk))
    check_second(row, staff)
    if row.claim is None or row.claim.user_id == staff.user_id:
        raise NotToThem()
    if row.state != Recovery.State.WAITING:
        raise RecoveryDead()
    row.seconded_by, row.opens_at = staff, now + delay(now)
    row.save(update_fields=["seconded_by", "opens_at"])
    move(
        row,
        Recovery.State.OPEN,
        actor=actor_of(staff.user),
        now=now,
        event=Event.RECOVERY_SECONDED,
        tenant_account_id=row.tenant_account_id,
        person_id=row.link.person_id,
    )
    tell_owner(row, now)
    return row


def finish_takeovers(*, now: dt.datetime) -> int:
    """Open the accesses whose delay has passed without an objection; give how many."""
    due = Recovery.objects.filter(
        means=Recovery.Means.NEW_ADDRESS, state=Recovery.State.OPEN, opens_at__lte=now
    )
    return sum(_finished(pk, now) for pk in due.values_list("pk", flat=True))


@transaction.atomic
def _finished(pk: int, now: dt.datetime) -> bool:
    row = lock_one(Recovery.objects.filter(pk=pk))
    if row.state != Recovery.State.OPEN or row.claim is None:
        return False
    claim = PersonLink.objects.select_related("user", "person").get(pk=row.claim.pk)
    still_claims = claim.state == PersonLink.State.CLAIMED
    move(
        row,
        Recovery.State.USED if still_claims else Recovery.State.DEAD,
        actor=Actor.system(),
        now=now,
        event=Event.RECOVERY_USED if still_claims else Event.RECOVERY_DEAD,
        tenant_account_id=row.tenant_account_id,
        person_id=row.link.person_id,
        means=in_french(Recovery.Means(row.means).label),
    )
    if still_claims:
        proof = PROOFS.get(row.checked, PersonLink.Proof.ADVISOR)
        prove(link=claim, proof=proof, actor=Actor.system(), now=now)
    return still_claims
