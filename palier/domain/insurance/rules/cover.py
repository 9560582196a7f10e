"""Until when a dwelling is insured, from its certificates. Pure decisions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

A_DAY = dt.timedelta(days=1)


class Situation(StrEnum):
    """Where the insurance of a dwelling stands, as its tenant sees it at a glance."""

    COVERED = "covered"
    TO_RENEW = "to_renew"
    UNDER_REVIEW = "under_review"
    REFUSED = "refused"
    EXPIRED = "expired"
    LATER = "later"
    """Accepted, but it has not begun."""
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Filed:
    """One certificate: ``state`` is ``Certificate.State``, the dates those it covers."""

    state: str
    starts_on: dt.date | None
    ends_on: dt.date | None


@dataclass(frozen=True, slots=True)
class Cover:
    """``until``: the last insured day, today's cover and what follows it without a gap.

    ``ended_on`` is the last day of a cover that is over; ``begins_on`` the first of one that
    has not begun. ``waiting``: a deposit awaits review. ``refused``: the last one was refused.
    """

    situation: Situation
    until: dt.date | None = None
    ended_on: dt.date | None = None
    begins_on: dt.date | None = None
    waiting: bool = False
    refused: bool = False

    @property
    def is_insured(self) -> bool:
        """Tell whether the dwelling is insured today, by an accepted certificate."""
        return self.until is not None


def cover_of(certificates: Sequence[Filed], today: dt.date, *, renewal_days: int) -> Cover:
    """Say where the insurance stands on ``today``; ``certificates`` are the newest first.

    What awaits review never hides that the dwelling is insured, and the other way round: both
    are told, the one that asks for nothing first.
    """
    accepted = [
        (one.starts_on or dt.date.min, one.ends_on)
        for one in certificates
        if one.state == "accepted" and one.ends_on is not None
    ]
    until = _insured_until(accepted, today)
    ended = [end for _start, end in accepted if end < today]
    begins = [start for start, _end in accepted if start > today]
    waiting = any(one.state == "under_review" for one in certificates)
    judged = [one for one in certificates if one.state in {"accepted", "refused", "stopped"}]
    refused = bool(judged) and judged[0].state != "accepted" and not waiting
    long_enough = until is not None and until - today > dt.timedelta(days=renewal_days)
    if long_enough:
        situation = Situation.COVERED
    elif waiting:
        situation = Situation.UNDER_REVIEW
    elif refused:
        situation = Situation.REFUSED
    elif until is not None:
        situation = Situation.TO_RENEW
    elif begins:
        situation = Situation.LATER
    else:
        situation = Situation.EXPIRED if ended else Situation.MISSING
    return Cover(
        situation,
        until=until,
        ended_on=max(ended) if ended and until is None else None,
        begins_on=min(begins) if begins and until is None else None,
        waiting=waiting,
        refused=refused,
    )


def _insured_until(spans: Iterable[tuple[dt.date, dt.date]], today: dt.date) -> dt.date | None:
    """Follow spans that touch or overlap, from the one that holds ``today``."""
    until: dt.date | None = None
    for start, end in sorted(spans):
        reached = until + A_DAY if until is not None and until < dt.date.max else today
        if start <= reached and end >= (until or today):
            until = end
    return until


def is_renewal(certificates: Sequence[Filed]) -> bool:
    """Tell a yearly renewal from a first deposit: something was accepted before."""
    return any(one.state == "accepted" for one in certificates)


def year_answered(starts_on: dt.date | None, ends_on: dt.date | None, deposited_on: dt.date) -> int:
    """Give the year a certificate answers for: where most of its days lie.

    Policies that renew monthly answer for the year of their month; without dates, the year of
    the deposit.
    """
    if starts_on is None and ends_on is None:
        return deposited_on.year
    first = starts_on or ends_on
    last = ends_on or starts_on
    assert first is not None
    assert last is not None
    if last < first:
        return deposited_on.year
    # Beyond two years the middle says nothing of the yearly proof: its beginning does.
    if (last - first).days > 800:
        return first.year
    return (first + (last - first) / 2).year
