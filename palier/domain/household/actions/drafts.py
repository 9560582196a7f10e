"""Keep answers between two pages and between two visits."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from palier.domain.accounts.models import User
from palier.domain.documents.intake import actions as intake
from palier.domain.household.models import AnswersDraft, Declaration
from palier.domain.household.queries import proofs_waiting
from palier.domain.household.rules.questions import Answers
from palier.domain.tenancy.models import Lease, Person
from palier.foundation.errors import NotYours
from palier.foundation.locking import lock

KEPT_FOR = dt.timedelta(days=30)
SLICE = 500


@transaction.atomic
def start_draft(*, user: User, person: Person, lease: Lease, now: dt.datetime) -> AnswersDraft:
    """Begin a declaration about a dwelling, or give the one already begun."""
    draft, _created = AnswersDraft.objects.get_or_create(
        user=user, lease=lease, defaults={"person": person, "started_at": now, "touched_at": now}
    )
    return draft


@transaction.atomic
def start_again(*, declaration: Declaration, user: User, now: dt.datetime) -> AnswersDraft:
    """Make a refused declaration again: its answers are kept, its proof has to be sent anew.

    What was begun about the same dwelling gives way.

    Raises:
        NotYours: it was not refused, or it was made again already.
    """
    locked = lock(Declaration.objects.filter(pk=declaration.pk))
    if not locked or locked[0].state != Declaration.State.REFUSED:
        raise NotYours()
    if Declaration.objects.filter(follows=declaration).exists():
        raise NotYours()
    for old in AnswersDraft.objects.filter(user=user, lease=declaration.lease):
        drop_draft(draft=old, user=user)
    kind = Answers(change=declaration.change).kind
    assert kind is not None, "a declaration has a change"
    answers = Answers(
        direction=kind.direction,
        change=declaration.change,
        member=declaration.member or "absent",
        family_name=declaration.family_name,
        given_names=declaration.given_names,
        birth_date=declaration.birth_date,
        relation=declaration.relation,
        effective_on=declaration.effective_on,
        proof=declaration.proof,
    )
    return AnswersDraft.objects.create(
        user=user,
        person=declaration.person,
        lease=declaration.lease,
        follows=declaration,
        answers=answers.as_json(),
        started_at=now,
        touched_at=now,
    )


@transaction.atomic
def answer(*, draft: AnswersDraft, answers: Answers, now: dt.datetime) -> AnswersDraft:
    """Keep the answers so far.

    Raises:
        NotYours: the draft was sent or dropped meanwhile.
    """
    found = lock(AnswersDraft.objects.filter(pk=draft.pk))
    if not found:
        raise NotYours()
    (locked,) = found
    locked.answers = answers.as_json()
    locked.touched_at = now
    locked.save(update_fields=["answers", "touched_at"])
    return locked


@transaction.atomic
def drop_draft(*, draft: AnswersDraft, user: User) -> None:
    """Forget what was begun, files included."""
    intake.discard(drafts=proofs_waiting(user, draft))
    AnswersDraft.objects.filter(pk=draft.pk, user=user).delete()


@transaction.atomic
def forget_old_drafts(*, now: dt.datetime) -> int:
    """Forget what nobody touched for a month; give how many."""
    old = AnswersDraft.objects.filter(touched_at__lt=now - KEPT_FOR).order_by("pk")[:SLICE]
    count, _models = AnswersDraft.objects.filter(pk__in=[draft.pk for draft in old]).delete()
    return count
