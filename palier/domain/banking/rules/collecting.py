"""Who is debited in one bank file, for how much; and who is not, and why."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from palier.domain.banking.rules.schedule import Standing, Terms


class LeftOut(StrEnum):
    """Why a mandate is not debited this time; the first that applies is told."""

    NOT_YET = "not_yet"
    PAUSED = "paused"
    STOPPED = "stopped"
    NO_LONGER_HOLDER = "no_longer_holder"
    ACCOUNT_BLOCKED = "account_blocked"
    ACCOUNT_TOO_YOUNG = "account_too_young"
    VOID = "void"
    DEBITED_BY_ERP = "debited_by_erp"
    DEBITED_ALREADY = "debited_already"
    """In this very month, by another mandate of the same tenant account."""
    NO_NOTICE = "no_notice"
    SEVERAL_NOTICES = "several_notices"
    NOTICE_TOO_LATE = "notice_too_late"
    NOTHING_OWED = "nothing_owed"
    UNSEALED_NOT = "unsealed_not"
    """The account’s seal does not open: a key is missing, or the row was altered."""


FIRST, RECURRENT = "FRST", "RCUR"


@dataclass(frozen=True, slots=True)
class Notice:
    """The avis that announces the collection; ``count`` of them fall due in its month."""

    number: str
    net_cents: int
    published_on: dt.date
    count: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One mandate as it stands when the file is made. ``balance_cents`` > 0 is owed."""

    standing: Standing
    is_holder: bool
    account_serves: bool
    usable_from: dt.datetime | None
    void: bool
    debited_by_erp: bool
    debited_already: bool
    notice: Notice | None
    balance_cents: int


@dataclass(frozen=True, slots=True)
class Due:
    """What is debited, and the avis that announced it."""

    amount_cents: int
    notice_number: str


def decide(
    candidate: Candidate, *, collected_on: dt.date, terms: Terms, now: dt.datetime
) -> Due | LeftOut:
    """Decide about one mandate.

    The amount is what the published avis asks, less what has been paid since: never more than
    the avis announced (the pre-notification), never more than is owed.
    """
    by_standing = {
        Standing.NOT_YET: LeftOut.NOT_YET,
        Standing.PAUSED: LeftOut.PAUSED,
        Standing.STOPPED: LeftOut.STOPPED,
    }
    if candidate.standing in by_standing:
        return by_standing[candidate.standing]
    if not candidate.is_holder:
        return LeftOut.NO_LONGER_HOLDER
    if not candidate.account_serves:
        return LeftOut.ACCOUNT_BLOCKED
    if candidate.usable_from is None or now < candidate.usable_from:
        return LeftOut.ACCOUNT_TOO_YOUNG
    if candidate.void:
        return LeftOut.VOID
    if candidate.debited_by_erp:
        return LeftOut.DEBITED_BY_ERP
    if candidate.debited_already:
        return LeftOut.DEBITED_ALREADY
    notice = candidate.notice
    if notice is None:
        return LeftOut.NO_NOTICE
    if notice.count > 1:
        return LeftOut.SEVERAL_NOTICES
    if notice.published_on + dt.timedelta(days=terms.notice_days) > collected_on:
        return LeftOut.NOTICE_TOO_LATE
    amount = min(notice.net_cents, candidate.balance_cents)
    if amount <= 0:
        return LeftOut.NOTHING_OWED
    return Due(amount, notice.number)


def sequence_of(*, went_through: bool) -> str:
    """Give the sequence type: first until one collection was not rejected (EPC016-06, AT-21).

    An amended mandate goes on as recurrent: since rulebook 9.0 (November 2016) a change of
    account, even at another bank, starts no new sequence.
    """
    return RECURRENT if went_through else FIRST
