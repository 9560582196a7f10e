"""A person's data opened to a user, and closed again: what every proof comes to."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from palier.domain.access.models import PersonLink, SecondProof
from palier.domain.accounts.models import User
from palier.domain.audit.actor import Actor
from palier.domain.audit.catalogue import Event
from palier.domain.audit.moves import move
from palier.domain.mail.actions import queue_mail
from palier.foundation.locking import lock


@transaction.atomic
def end_access(*, link: PersonLink, actor: Actor, now: dt.datetime) -> PersonLink:
    """Close what a user may see as a person; nothing of the file is touched.

    Raises:
        MoveRefused: it is not open.
    """
    [row] = _links_of(link.person_id, only=link.pk)
    move(
        row,
        PersonLink.State.ENDED,
        actor=actor,
        now=now,
        event=Event.ACCESS_ENDED,
        tenant_account_id=row.tenant_account_id,
    )
    tell(row.user, "mail/access_ended", now)
    return row


def prove(
    *, link: PersonLink, proof: PersonLink.Proof, actor: Actor, now: dt.datetime, **facts: str
) -> PersonLink:
    """Open the person's data to the user of ``link``, in the caller's transaction.

    One user a person: an access opened earlier with another address ends, and its owner
    is told. That is how a lost mailbox is left behind.

    Raises:
        MoveRefused: the claim was settled in the meantime.
    """
    rows = _links_of(link.person_id)
    for other in rows:
        if other.pk != link.pk and other.state == PersonLink.State.PROVEN:
            end_access(link=other, actor=actor, now=now)
    row = next(row for row in rows if row.pk == link.pk)
    row.proof = proof
    row.save(update_fields=["proof"])
    move(
        row,
        PersonLink.State.PROVEN,
        actor=actor,
        now=now,
        event=Event.ACCOUNT_OPENED,
        tenant_account_id=row.tenant_account_id,
        proof=proof.value,
        **facts,
    )
    spend(row, SecondProof.Method.EMAIL_CODE, actor, now)
    spend(row, SecondProof.Method.LETTER_CODE, actor, now)
    User.objects.filter(pk=row.user_id).update(display_name=row.person.full_name[:150])
    tell(row.user, "mail/account_opened", now)
    return row


def spend(link: PersonLink, method: SecondProof.Method, actor: Actor, now: dt.datetime) -> None:
    """Kill the codes of one method, in the caller's transaction."""
    live = link.second_proofs.filter(
        method=method, state__in=[SecondProof.State.REQUESTED, SecondProof.State.ISSUED]
    )
    for proof in lock(live):
        move(proof, SecondProof.State.DEAD, actor=actor, now=now)


def tell(user: User, template: str, now: dt.datetime) -> None:
    """Write a letter that only greets the user."""
    queue_mail(
        to=user.email, template=template, context={"name": str(user)}, now=now,
        language=user.language,
    )  # fmt: skip


def _links_of(person_id: int, only: int | None = None) -> list[PersonLink]:
    links = PersonLink.objects.filter(person_id=person_id).select_related("user", "person")
    return lock(links.filter(pk=only) if only else links)
