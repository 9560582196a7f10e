"""How each agency keeps its promises: waiting, on time, median time to answer. Reads only.

A year of every agency is a hundred thousand answers. They are read from one index that holds
all that is asked (``Case.Meta``), and weighed by the database's own functions: on SQLite,
Django's arithmetic on dates calls back into Python for each row.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from zoneinfo import ZoneInfo

from django.db import models as db
from django.db.models import Count, F, FloatField, Func, Q, QuerySet, Value, Window
from django.db.models.functions import RowNumber, TruncDate
from django.db.models.lookups import GreaterThan, LessThanOrEqual

from palier.domain.accounts.models import StaffMember
from palier.domain.accounts.queries import agencies_of
from palier.domain.casework import rules
from palier.domain.casework.models import Case

LAST_NOON = 36.0 * 3600
"""Seconds from a day's beginning to its end where it ends last (UTC−12)."""


@dataclass(frozen=True, slots=True)
class AgencyFigures:
    """The work of one agency; ``agency_id`` is empty for the tenant-relations centre.

    ``answered`` and ``on_time`` count the first answers given since a day, and those given on
    the promised day or before; ``median`` is the time from the demand to that answer.
    """

    agency_id: str
    waiting: int = 0
    late: int = 0
    answered: int = 0
    on_time: int = 0
    median: dt.timedelta | None = None

    @property
    def on_time_percent(self) -> int | None:
        """Give the share of answers on time, rounded down: 99,9 % is not everything."""
        return self.on_time * 100 // self.answered if self.answered else None


def figures_for(
    staff: StaffMember, *, today: dt.date, since: dt.datetime, zone: ZoneInfo, kind: str = ""
) -> dict[str, AgencyFigures]:
    """Give the figures of the reader's agencies, by agency, in three queries.

    ``since`` bounds the answers that count; ``zone`` is the landlord's, since a promise is a day.
    """
    rows = Case.objects.filter(agencies_of(staff).within("agency_id"))
    kinds = rules.KINDS_OF_ROLE.get(staff.role, frozenset())
    if kinds is not None:
        rows = rows.filter(kind__in=kinds)
    if kind:
        rows = rows.filter(kind=kind)
    found: dict[str, AgencyFigures] = {}
    for row in (
        rows.filter(state__in=Case.WAITING)
        .order_by()
        .values("agency_id")
        .annotate(waiting=Count("pk"), late=Count("pk", filter=Q(promised_on__lt=today)))
    ):
        found[row["agency_id"]] = AgencyFigures(**row)
    answered = rows.filter(answered_at__gte=since)
    counted = (
        answered.annotate(kept=_is_kept(zone))
        .order_by()
        .values("agency_id")
        .annotate(answered=Count("pk"), on_time=Count("pk", filter=Q(kept=True)))
    )
    for agency, count, on_time in counted.values_list("agency_id", "answered", "on_time"):
        known = found.get(agency, AgencyFigures(agency))
        found[agency] = replace(known, answered=count, on_time=on_time)
    counts = {agency: figures.answered for agency, figures in found.items()}
    for agency, median in _medians(answered, counts).items():
        found[agency] = replace(found[agency], median=median)
    return found


class Seconds(Func):
    """The seconds from one instant to another, without a call into Python on SQLite."""

    arity = 2
    output_field = FloatField()
    template = "EXTRACT(EPOCH FROM %(expressions)s)"
    arg_joiner = " - "

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        later, earlier = (compiler.compile(one) for one in self.get_source_expressions())
        sql = f"(julianday({later[0]}) - julianday({earlier[0]})) * 86400"
        return sql, (*later[1], *earlier[1])


def _is_kept(zone: ZoneInfo) -> db.Case:
    """Give the condition "answered on the promised day of ``zone`` or before".

    Only what came around that day in UTC is looked at closely: a zone is never a day ahead,
    nor half a day behind.
    """
    closely = Q(LessThanOrEqual(TruncDate("answered_at", tzinfo=zone), F("promised_on")))
    long_after = Q(GreaterThan(Seconds("answered_at", "promised_on"), Value(LAST_NOON)))
    return db.Case(
        db.When(answered_at__lt=F("promised_on"), then=Value(True)),
        db.When(long_after, then=Value(False)),
        db.When(closely, then=Value(True)),
        default=Value(False),
    )


def _medians(answered: QuerySet[Case], counts: Mapping[str, int]) -> dict[str, dt.timedelta]:
    """Give the median time to answer by agency: the middle rows of each, in one query."""
    middles = Q(pk=None)
    for agency, count in counts.items():
        if count:
            middles |= Q(agency_id=agency, rank__in={(count + 1) // 2, (count + 2) // 2})
    order = [Seconds("answered_at", "opened_at").asc(), F("pk").asc()]
    rank = Window(RowNumber(), partition_by=F("agency_id"), order_by=order)
    found = answered.annotate(rank=rank).filter(middles)
    times: dict[str, list[dt.timedelta]] = {}
    for agency, until, since in found.values_list("agency_id", "answered_at", "opened_at"):
        if until is not None:
            times.setdefault(agency, []).append(until - since)
    return {agency: sum(both, dt.timedelta()) / len(both) for agency, both in times.items()}
