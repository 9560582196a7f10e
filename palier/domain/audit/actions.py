from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from palier.domain.audit.actor import Actor, ActorKind
from palier.domain.audit.bulk import insert_unless
from palier.domain.audit.catalogue import Event
from palier.domain.audit.categories import Category, category_of
from palier.domain.audit.models import Anchor, Segment, Trace, TrailFloor, Unsealed
from palier.domain.audit.sealing import NOTHING_BEFORE, root_of, segment_hash
from palier.domain.audit.written import leaf_of
from palier.foundation.errors import DomainError
from palier.foundation.locking import lock

ONE_LOOK = dt.timedelta(minutes=15)
SHORTEST_RETENTION = dt.timedelta(days=183)
SLICE = 1_000
A_SEGMENT = 1_000
NEVER_TOLD = frozenset(
    {"password", "secret", "token", "key", "iban", "bic", "body", "text", "message", "ip", "nir"}
)
"""Names that no fact bears: the trail says that something changed, never its value."""


class RetentionTooShort(DomainError):
    """The trail would be forgotten sooner than six months (CNIL, délibération 2021-122)."""


def record(
    *,
    event: Event,
    actor: Actor,
    now: dt.datetime,
    tenant_account_id: int | None = None,
    person_id: int | None = None,
    agency_id: str = "",
    subject: models.Model | None = None,
    **facts: Any,
) -> Trace:
    """Append one event, in the caller's transaction; a job seals it later.

    ``facts`` are plain JSON values that the catalogue's sentence names; never a secret,
    never more personal data than the sentence needs. ``subject`` is any saved row; its
    public ``code`` is kept when it has one, else its key. ``person_id``: what is about this
    person alone (their papers, messages, bank details) is read by no other holder.

    Raises:
        ValueError: a fact bears a name of ``NEVER_TOLD``.
    """
    trace = _trace(event, actor, now, tenant_account_id, person_id, agency_id, subject, facts)
    trace.save(force_insert=True)
    return trace


def record_look(
    *,
    event: Event,
    actor: Actor,
    now: dt.datetime,
    tenant_account_id: int | None = None,
    person_id: int | None = None,
    agency_id: str = "",
    subject: models.Model | None = None,
    **facts: Any,
) -> bool:
    """Append that ``actor`` looked, once a quarter of an hour; say whether it was to be told.

    One statement, kept before the page is drawn: whoever has read has left their line.
    """
    trace = _trace(event, actor, now, tenant_account_id, person_id, agency_id, subject, facts)
    told = Trace.objects.filter(
        actor_reference=trace.actor_reference,
        actor_kind=trace.actor_kind,
        occurred_at__gt=now - ONE_LOOK,
        event=trace.event,
        tenant_account_id=tenant_account_id,
        subject_kind=trace.subject_kind,
        subject_reference=trace.subject_reference,
    )
    return insert_unless(trace, told)


@transaction.atomic
def seal(*, now: dt.datetime) -> Segment | None:
    """Seal the next segment of the trail; ``None`` when nothing waits.

    Call again until it answers ``None``. Writers are never held: only what has been committed
    is sealed, and what commits later under a smaller key goes into a later segment. Two jobs
    at once wait for one another on the rows that wait.
    """
    waiting = Unsealed.objects.order_by("pk").values_list("pk", flat=True)[:A_SEGMENT]
    keys = list(waiting)
    if not keys:
        return None
    held = [row.pk for row in lock(Unsealed.objects.filter(pk__lte=keys[-1]))]
    traces = Trace.objects.in_bulk(held)
    # A row that waits for a trace which is gone stays: ``verifying`` names it.
    sealed = [key for key in held if key in traces]
    if not sealed:
        return None
    before = Segment.objects.order_by("-number").first()
    number = before.number + 1 if before else 1
    previous = before.hash if before else NOTHING_BEFORE
    packed = b"".join(leaf_of(traces[key]).packed() for key in sealed)
    root = root_of(packed)
    segment = Segment.objects.create(
        number=number,
        sealed_at=now,
        entries=len(sealed),
        leaves=packed,
        root=root,
        previous_hash=previous,
        hash=segment_hash(
            number=number, sealed_at=now, entries=len(sealed), root=root, previous=previous
        ),
    )
    for start in range(0, len(sealed), SLICE // 2):
        Unsealed.objects.filter(pk__in=sealed[start : start + SLICE // 2]).delete()
    return segment


@transaction.atomic
def note_anchor(*, day: dt.date, now: dt.datetime, sent_to: list[str]) -> Anchor | None:
    """Keep that the head of the chain went out on ``day``; once a day, ``None`` if unsealed."""
    head = Segment.objects.order_by("-number").first()
    if head is None or Anchor.objects.filter(day=day).exists():
        return None
    entries = Segment.objects.aggregate(total=models.Sum("entries"))["total"]
    return Anchor.objects.create(
        day=day,
        segment=head.number,
        hash=head.hash,
        entries=entries,
        written_at=now,
        sent_to=sent_to,
    )


@transaction.atomic
def forget_before(*, category: Category, instant: dt.datetime, now: dt.datetime) -> int:
    """Raise the floor of ``category`` to ``instant``, forget one slice below it; say how many.

    Only what is sealed goes, and its hash stays in its segment. Call again until it gives 0.

    Raises:
        RetentionTooShort: ``instant`` is less than six months before ``now``.
    """
    if instant > now - SHORTEST_RETENTION:
        raise RetentionTooShort(_("Le journal se conserve six mois au moins."))
    floor, _created = TrailFloor.objects.get_or_create(
        category=category.value, defaults={"kept_since": instant}
    )
    if floor.kept_since < instant:
        floor.kept_since = instant
        floor.save(update_fields=["kept_since"])
    below = Trace.objects.filter(category=category.value, occurred_at__lt=floor.kept_since)
    sealed = below.exclude(pk__in=Unsealed.objects.values("pk")).order_by("occurred_at", "pk")
    keys = list(sealed.values_list("pk", flat=True)[: SLICE // 2])
    count, _models = Trace.objects.filter(pk__in=keys).delete()
    return count


def reference_of(subject: models.Model | None) -> tuple[str, str]:
    """Give the typed, opaque reference under which the trail knows a row."""
    if subject is None:
        return "", ""
    return subject._meta.label_lower, str(getattr(subject, "code", "") or subject.pk)


def _trace(
    event: Event,
    actor: Actor,
    now: dt.datetime,
    tenant_account_id: int | None,
    person_id: int | None,
    agency_id: str,
    subject: models.Model | None,
    facts: dict[str, Any],
) -> Trace:
    told = NEVER_TOLD & facts.keys()
    if told:
        raise ValueError(f"the trail never holds {', '.join(sorted(told))}")
    kind, reference = reference_of(subject)
    return Trace(
        occurred_at=now,
        event=event.value,
        category=category_of(event).value,
        actor_kind=actor.kind.value,
        actor_reference=actor.reference,
        # A tenant is a reference here, so that closing an account leaves no name behind.
        actor_name=actor.name if actor.kind is ActorKind.STAFF else "",
        tenant_account_id=tenant_account_id,
        person_id=person_id,
        agency_id=agency_id,
        subject_kind=kind,
        subject_reference=reference,
        facts=facts,
    )
