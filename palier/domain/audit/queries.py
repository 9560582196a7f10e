from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _

from palier.domain.audit.actions import reference_of
from palier.domain.audit.actor import ActorKind
from palier.domain.audit.catalogue import SPOKEN, Event
from palier.domain.audit.models import Segment, Trace
from palier.foundation.dates import long_date
from palier.foundation.money import euros
from palier.foundation.paging import Page, paged
from palier.foundation.sentences import read_again

A_PAGE = 30
PRIVATE_ROOMS = frozenset({"accounts", "access", "rights"})
"""Rooms whose events concern one person alone, even on a shared account."""
PEOPLE = (ActorKind.TENANT.value, ActorKind.VISITOR.value)
_NAMED_LATER = (ActorKind.TENANT.value, ActorKind.DELEGATE.value)


@dataclass(frozen=True, slots=True)
class TrailLine:
    """One event as a person reads it; ``key`` is a stable number within the trail.

    ``user_reference`` is the key of the user whose name is still to be put in ``who``:
    the trail holds no name of a tenant (``accounts.queries.named``).
    """

    key: int
    occurred_at: dt.datetime
    event: str
    sentence: str
    who: str
    user_reference: str = ""
    tenant_account_id: int | None = None


def trail_of_account(tenant_account_id: int, *, cursor: str = "") -> Page[TrailLine]:
    """Give what happened around a tenant account, the latest first, as the staff read it."""
    return _page(Trace.objects.filter(tenant_account_id=tenant_account_id), cursor)


@dataclass(frozen=True, slots=True)
class TrailReader:
    """A holder who reads the trail of an account the caller authorised them for.

    ``user_reference`` is the key of their user as text, ``person_ids`` who they have proven to
    be. A former holder reads from ``since`` to ``until``, both instants, ``None`` for no bound.
    """

    tenant_account_id: int
    user_reference: str = ""
    person_ids: tuple[int, ...] = ()
    since: dt.datetime | None = None
    until: dt.datetime | None = None


def trail_for_tenant(
    reader: TrailReader, *, events: Iterable[Event] | None = None, cursor: str = ""
) -> Page[TrailLine]:
    """Give what a holder may read of an account's trail, the latest first, in their words.

    What concerns one person alone is theirs alone: signing in and proving who one is, and
    whatever was recorded with another ``person_id``. Events without a tenant sentence stay
    out; ``events`` keeps some of them.
    """
    chosen = [event for event in (Event if events is None else events) if event.tenant_sentence]
    private = [event.value for event in chosen if event.room in PRIVATE_ROOMS]
    shared = [event.value for event in chosen if event.room not in PRIVATE_ROOMS]
    account = Q(tenant_account_id=reader.tenant_account_id)
    own = Q(actor_reference=reader.user_reference, actor_kind__in=PEOPLE)
    about = Q(subject_kind="accounts.user", subject_reference=reader.user_reference)
    seen = account & Q(event__in=shared) & (Q(person_id=None) | Q(person_id__in=reader.person_ids))
    if reader.user_reference:
        seen |= Q(tenant_account_id=None, event__in=private) & (own | about)
        seen |= account & Q(event__in=private) & (own | about)
    if reader.person_ids:
        seen |= account & Q(event__in=private, person_id__in=reader.person_ids)
    rows = Trace.objects.filter(seen)
    if reader.since is not None:
        rows = rows.filter(occurred_at__gte=reader.since)
    if reader.until is not None:
        rows = rows.filter(occurred_at__lt=reader.until)
    return _page(rows, cursor, reader=reader)


def trail_of(subject: Model) -> list[TrailLine]:
    """Give everything that happened to one row, the earliest first, as the staff read it."""
    kind, reference = reference_of(subject)
    rows = Trace.objects.filter(subject_kind=kind, subject_reference=reference)
    return lines(rows.order_by("occurred_at", "pk"))


def acts_on(subject: Model, *, since_revision: int) -> list[TrailLine]:
    """Give what changed ``subject`` after ``since_revision`` (a fact of those events)."""
    kind, reference = reference_of(subject)
    rows = Trace.objects.filter(
        subject_kind=kind, subject_reference=reference, facts__revision__gt=since_revision
    )
    return lines(rows.order_by("occurred_at", "pk"))


@dataclass(frozen=True, slots=True)
class TrailSearch:
    """What is looked for in the trail; whatever is left out is not asked.

    ``accounts`` and ``people``: about any of these keys. ``since`` and ``until`` are instants,
    the second excluded.
    """

    accounts: tuple[int, ...] | None = None
    people: tuple[int, ...] = ()
    users: tuple[str, ...] = ()
    actor_reference: str = ""
    events: tuple[str, ...] = ()
    since: dt.datetime | None = None
    until: dt.datetime | None = None


def trail_found(
    search: TrailSearch, *, scope: Q | None = None, cursor: str = ""
) -> Page[TrailLine]:
    """Search the trail as the staff read it, the latest first, within ``scope``."""
    rows = Trace.objects.all() if scope is None else Trace.objects.filter(scope)
    if search.accounts is not None:
        about = Q(tenant_account_id__in=search.accounts) | Q(person_id__in=search.people)
        own = Q(subject_kind="accounts.user", subject_reference__in=search.users)
        acts = Q(actor_kind__in=PEOPLE, actor_reference__in=search.users)
        rows = rows.filter(about | own | acts if search.users else about)
    if search.actor_reference:
        rows = rows.filter(actor_reference=search.actor_reference, actor_kind=ActorKind.STAFF.value)
    if search.events:
        rows = rows.filter(event__in=search.events)
    if search.since is not None:
        rows = rows.filter(occurred_at__gte=search.since)
    if search.until is not None:
        rows = rows.filter(occurred_at__lt=search.until)
    return _page(rows, cursor)


def forgettable_count(category: str, before: dt.datetime) -> int:
    """Count the traces of ``category`` older than ``before``."""
    return Trace.objects.filter(category=category, occurred_at__lt=before).count()


def head_of_the_chain() -> Segment | None:
    """Give the last sealed segment."""
    return Segment.objects.order_by("-number").first()


def count_since(subject: Model, event: Event, since: dt.datetime) -> int:
    """Count how often ``event`` happened to one row after ``since``."""
    kind, reference = reference_of(subject)
    return Trace.objects.filter(
        subject_kind=kind, subject_reference=reference, event=event.value, occurred_at__gt=since
    ).count()


def lines(rows: Iterable[Trace], *, reader: TrailReader | None = None) -> list[TrailLine]:
    """Write traces out for the staff, or for the holder ``reader``."""
    return [
        TrailLine(
            key=row.pk,
            occurred_at=row.occurred_at,
            event=row.event,
            sentence=_sentence(row, for_tenant=reader is not None),
            who=_who(row, reader),
            user_reference=_to_name(row, reader),
            tenant_account_id=row.tenant_account_id,
        )
        for row in rows
    ]


def _page(
    rows: QuerySet[Trace], cursor: str, *, reader: TrailReader | None = None
) -> Page[TrailLine]:
    def older(key: tuple[Any, ...]) -> Q:
        instant = dt.datetime.fromisoformat(str(key[0]))
        return Q(occurred_at__lt=instant) | Q(occurred_at=instant, pk__lt=int(key[1]))

    found = paged(
        rows.order_by("-occurred_at", "-pk"),
        cursor=cursor,
        beyond=older,
        key=lambda row: (row.occurred_at.isoformat(), row.pk),
        size=A_PAGE,
    )
    return Page(lines(found.rows, reader=reader), found.next_cursor, found.first)


def _sentence(row: Trace, *, for_tenant: bool) -> str:
    try:
        event = Event(row.event)
    except ValueError:
        return row.event
    sentence = str(event.tenant_sentence if for_tenant else event.staff_sentence)
    if "%(" in sentence:
        sentence = sentence % _Spoken(row.facts)
    if row.actor_kind == ActorKind.DELEGATE.value:
        return _("%(sentence)s Fait par une personne qui aide.") % {"sentence": sentence}
    return sentence


def _who(row: Trace, reader: TrailReader | None) -> str:
    machines = {
        ActorKind.SYSTEM: _("Palier"),
        ActorKind.ERP: _("Progiciel du bailleur"),
        ActorKind.BANK: _("Banque"),
        ActorKind.VISITOR: _("Visiteur sans compte"),
    }
    kind = ActorKind(row.actor_kind)
    if reader is not None:
        if kind == ActorKind.TENANT and row.actor_reference == reader.user_reference:
            return _("Vous")
        machines |= {
            ActorKind.STAFF: _("Votre agence"),
            ActorKind.ERP: _("Votre bailleur"),
            ActorKind.SYSTEM: _("Envoi automatique"),
        }
    return machines.get(kind) or row.actor_name


def _to_name(row: Trace, reader: TrailReader | None) -> str:
    """Give the user whose name is to be looked up: a tenant, and not the reader themselves."""
    if row.actor_kind not in _NAMED_LATER or row.actor_name:
        return ""
    known = reader is not None and row.actor_reference == reader.user_reference
    return "" if known else row.actor_reference


class _Spoken(dict[str, Any]):
    """Facts as a sentence names them; one that is missing is an ellipsis, never an error."""

    def __missing__(self, name: str) -> str:
        cents = self.get(f"{name}_cents")
        return euros(cents) if isinstance(cents, int) else "…"

    def __getitem__(self, name: str) -> Any:
        value = super().__getitem__(name)
        if isinstance(value, str) and value in SPOKEN:
            return str(SPOKEN[value])
        if name.endswith("_on") and isinstance(value, str):
            try:
                return long_date(dt.date.fromisoformat(value))
            except ValueError:
                return value
        return read_again(value) if isinstance(value, str) else value
