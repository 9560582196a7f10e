"""How each agency keeps its promises: waiting, on time, median time to answer. Reads only."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from django.db.models import Count, DurationField, ExpressionWrapper, F, Q, QuerySet, Window
from django.db.models.functions import RowNumber, TruncDate

from palier.domain.accounts.models import StaffMember
from palier.domain.accounts.queries import agencies_of
from palier.domain.casework import rules
from palier.domain.casework.models import Case


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
    kept = Q(day__lte=F("promised_on"))
    counted = (
        answered.annotate(day=TruncDate("answered_at", tzinfo=zone))
        .order_by()
        .values("agency_id")
        .annotate(answered=Count("pk"), on_time=Count("pk", filter=kept))
    )
    for agency, count, on_time in counted.values_list("agency_id", "answered", "on_time"):
        known = found.get(agency, AgencyFigures(agency))
        found[agency] = replace(known, answered=count, on_time=on_time)
    counts = {agency: figures.answered for agency, figures in found.items()}
    for agency, median in _medians(answered, counts).items():
        found[agency] = replace(found[agency], median=median)
    return found


def _medians(answered: QuerySet[Case], counts: Mapping[str, int]) -> dict[str, dt.timedelta]:
    """Give the median time to answer by agency: the middle rows of each, in one query."""
    middles = Q(pk=None)
    for agency, count in counts.items():
        if count:
            middles |= Q(agency_id=agency, rank__in={(count + 1) // 2, (count + 2) // 2})
    taken = ExpressionWrapper(F("answered_at") - F("opened_at"), output_field=DurationField())
    ranked = answered.annotate(
        taken=taken,
        rank=Window(
            RowNumber(), partition_by=F("agency_id"), order_by=[taken.asc(), F("pk").asc()]
        ),
    )
    times: dict[str, list[dt.timedelta]] = {}
    for agency, time in ranked.filter(middles).values_list("agency_id", "taken"):
        times.setdefault(agency, []).append(time)
    return {agency: sum(both, dt.timedelta()) / len(both) for agency, both in times.items()}
