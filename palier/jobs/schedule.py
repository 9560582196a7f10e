"""What comes round by itself. Times are the landlord's; a missed occurrence is made up once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction

from palier.foundation.background import enqueue
from palier.foundation.models import ScheduleMark

EPOCH = datetime.fromisoformat("2000-01-01T00:00:00+00:00")


@dataclass(frozen=True, slots=True)
class Every:
    """Come round every so often, on the same marks of the clock for all workers."""

    interval: timedelta

    def latest_slot(self, now: datetime, zone: ZoneInfo) -> datetime:
        return now - (now - EPOCH) % self.interval


@dataclass(frozen=True, slots=True)
class Daily:
    """Come round once a day at an hour of the landlord's clock (all days, or one of a month)."""

    at: time
    day_of_month: int | None = None

    def latest_slot(self, now: datetime, zone: ZoneInfo) -> datetime:
        local = now.astimezone(zone)
        day = local.date()
        if datetime.combine(day, self.at, zone) > local:
            day -= timedelta(days=1)
        while self.day_of_month is not None and day.day != self.day_of_month:
            day -= timedelta(days=1)
        return datetime.combine(day, self.at, zone)


@dataclass(frozen=True, slots=True)
class Entry:
    job: str
    when: Every | Daily


SCHEDULE: tuple[Entry, ...] = (
    Entry("payments.ask_bank_again", Every(timedelta(minutes=5))),
    Entry("intake.check_held", Every(timedelta(minutes=2))),
    Entry("household.follow", Every(timedelta(minutes=10))),
    Entry("banking.follow", Every(timedelta(minutes=10))),
    Entry("contact_details.follow", Every(timedelta(minutes=10))),
    Entry("papers.follow", Every(timedelta(minutes=10))),
    Entry("billing.remind_before_due", Daily(time(9, 0))),
    Entry("papers.remind", Daily(time(9, 20))),
    Entry("access.end_due_delegations", Daily(time(0, 20))),
    Entry("insurance.remind", Daily(time(9, 30))),
    Entry("access.finish_takeovers", Every(timedelta(minutes=10))),
    Entry("accounts.forget_old_tries", Every(timedelta(hours=1))),
    Entry("rights.enforce_retention", Daily(time(3, 10))),
    Entry("rights.close_due", Every(timedelta(minutes=15))),
    Entry("audit.seal", Every(timedelta(minutes=5))),
    Entry("audit.anchor", Daily(time(0, 20))),
    Entry("intake.sweep", Daily(time(3, 40))),
    Entry("receipts.follow_all", Daily(time(2, 30))),
    Entry("documents.sweep", Daily(time(3, 45))),
    Entry("upkeep.refresh_statistics", Daily(time(3, 50))),
)


def queue_what_is_due(
    *, now: datetime, zone: ZoneInfo, schedule: tuple[Entry, ...] | None = None
) -> int:
    """Queue each entry whose occurrence has come, once over all workers.

    A mark seen for the first time only starts the count: a new installation does not
    begin with everything it has missed.
    """
    entries = SCHEDULE if schedule is None else schedule
    marks = dict(ScheduleMark.objects.values_list("name", "slot"))
    return sum(_queue_if_due(entry, marks.get(entry.job), now, zone) for entry in entries)


def _queue_if_due(entry: Entry, mark: datetime | None, now: datetime, zone: ZoneInfo) -> bool:
    slot = entry.when.latest_slot(now, zone)
    if mark is None:
        ScheduleMark.objects.bulk_create(
            [ScheduleMark(name=entry.job, slot=slot)], ignore_conflicts=True
        )
        return False
    if slot <= mark:
        return False
    with transaction.atomic():
        # Whoever moves the mark queues the job: two workers never both do.
        if not ScheduleMark.objects.filter(name=entry.job, slot__lt=slot).update(slot=slot):
            return False
        enqueue(entry.job, key=f"schedule:{entry.job}")
    return True
