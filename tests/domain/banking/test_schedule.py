"""Bank days, cut-offs, and the promise that no month is ever debited twice or forgotten."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from palier.domain.banking.rules.bank_days import (
    bank_days_before,
    easter_of,
    is_bank_day,
    next_bank_day,
)
from palier.domain.banking.rules.schedule import (
    Change,
    ChangeKind,
    Standing,
    Terms,
    account_counts_from,
    account_in,
    collection_on,
    counts_from,
    cut_off,
    day_counts_from,
    day_in,
    first_collection,
    is_void,
    next_collection,
    standing_in,
)
from palier.foundation.periods import Period

TERMS = Terms(notice_days=14, cut_off_days=3)
DAYS = st.dates(dt.date(2024, 1, 1), dt.date(2033, 12, 31))
DELAYS = st.builds(Terms, notice_days=st.integers(0, 30), cut_off_days=st.integers(1, 6))
NTH = st.sampled_from([5, 10])


@pytest.mark.parametrize(
    ("year", "easter"),
    [(2024, dt.date(2024, 3, 31)), (2026, dt.date(2026, 4, 5)), (2038, dt.date(2038, 4, 25))],
)
def test_easter_is_where_the_church_has_it(year: int, easter: dt.date) -> None:
    assert easter_of(year) == easter


@pytest.mark.parametrize(
    ("day", "is_open"),
    [
        (dt.date(2026, 4, 3), False),
        (dt.date(2026, 4, 6), False),
        (dt.date(2026, 5, 1), False),
        (dt.date(2026, 12, 25), False),
        (dt.date(2026, 1, 1), False),
        (dt.date(2026, 7, 14), True),
        (dt.date(2026, 5, 14), True),
        (dt.date(2026, 11, 11), True),
        (dt.date(2026, 11, 28), False),
    ],
)
def test_target_days_are_not_french_holidays(day: dt.date, is_open: bool) -> None:
    assert is_bank_day(day) is is_open


def test_the_fifth_on_a_saturday_is_debited_on_monday() -> None:
    assert collection_on(Period(2026, 12), 5) == dt.date(2026, 12, 7)
    assert cut_off(dt.date(2026, 12, 7), TERMS) == dt.date(2026, 12, 2)


def test_easter_pushes_the_fifth_of_april() -> None:
    assert collection_on(Period(2026, 4), 5) == dt.date(2026, 4, 7)


def test_signing_leaves_two_weeks_for_the_pre_notification() -> None:
    first = first_collection(
        signed_on=dt.date(2026, 11, 24), usable_on=dt.date(2026, 11, 24), day=5, terms=TERMS
    )
    assert first == dt.date(2027, 1, 5)
    first = first_collection(
        signed_on=dt.date(2026, 11, 24), usable_on=dt.date(2026, 11, 24), day=10, terms=TERMS
    )
    assert first == dt.date(2026, 12, 10)


def test_a_young_account_waits_for_the_next_file() -> None:
    first = first_collection(
        signed_on=dt.date(2026, 11, 24), usable_on=dt.date(2026, 12, 8), day=10, terms=TERMS
    )
    assert first == dt.date(2027, 1, 11)


SIGNED = [Change(ChangeKind.SIGNED, dt.date(2026, 10, 5), 5)]


def test_a_pause_by_the_cut_off_counts_for_that_month() -> None:
    assert counts_from(SIGNED, dt.date(2026, 12, 2), TERMS) == dt.date(2026, 12, 7)
    assert counts_from(SIGNED, dt.date(2026, 12, 3), TERMS) == dt.date(2027, 1, 5)


def test_a_paused_month_is_not_debited_and_the_next_is_once_resumed() -> None:
    changes = [
        *SIGNED,
        Change(ChangeKind.PAUSE, dt.date(2026, 12, 7), 5),
        Change(ChangeKind.RESUME, dt.date(2027, 1, 5), 5),
    ]
    assert standing_in(changes, Period(2026, 11))[0] is Standing.COLLECTS
    assert standing_in(changes, Period(2026, 12))[0] is Standing.PAUSED
    assert standing_in(changes, Period(2027, 1))[0] is Standing.COLLECTS


def test_a_pause_taken_back_before_it_counts_changes_nothing() -> None:
    changes = [
        *SIGNED,
        Change(ChangeKind.PAUSE, dt.date(2026, 12, 7), 5),
        Change(ChangeKind.RESUME, dt.date(2026, 12, 7), 5),
    ]
    assert standing_in(changes, Period(2026, 12))[0] is Standing.COLLECTS


def test_a_stopped_mandate_never_debits_again() -> None:
    changes = [*SIGNED, Change(ChangeKind.STOP, dt.date(2026, 12, 7), 5)]
    assert next_collection(changes, dt.date(2026, 12, 1)) is None
    assert next_collection(changes, dt.date(2026, 11, 1)) == dt.date(2026, 11, 5)


@given(DAYS, st.integers(1, 10))
def test_cut_offs_are_bank_days_strictly_before(day: dt.date, count: int) -> None:
    before = bank_days_before(day, count)
    assert before < day
    assert is_bank_day(before)
    between = [before + dt.timedelta(days=step) for step in range((day - before).days)]
    assert sum(map(is_bank_day, between)) == count


@given(DAYS)
def test_the_next_bank_day_is_near(day: dt.date) -> None:
    found = next_bank_day(day)
    assert 0 <= (found - day).days <= 5
    assert is_bank_day(found)


@given(DAYS, NTH)
def test_a_debit_stays_in_its_month(day: dt.date, nth: int) -> None:
    month = Period.of(day)
    assert Period.of(collection_on(month, nth)) == month


@given(DAYS, DAYS, NTH, DELAYS)
def test_the_first_debit_keeps_every_delay(
    signed: dt.date, usable: dt.date, nth: int, terms: Terms
) -> None:
    first = first_collection(signed_on=signed, usable_on=usable, day=nth, terms=terms)
    assert first >= signed + dt.timedelta(days=terms.notice_days)
    assert max(signed, usable) <= cut_off(first, terms)
    assert is_bank_day(first)


@given(DAYS, NTH, DELAYS)
def test_an_instruction_never_changes_a_file_already_made(
    asked: dt.date, nth: int, terms: Terms
) -> None:
    changes = [Change(ChangeKind.SIGNED, collection_on(Period.of(asked).previous(), nth), nth)]
    effective = counts_from(changes, asked, terms)
    assert asked <= cut_off(effective, terms)
    assert (effective - asked).days < 45


@settings(max_examples=200)
@given(DAYS, st.lists(st.tuples(st.integers(0, 40), NTH), max_size=6), DELAYS)
def test_days_changed_at_will_debit_each_month_exactly_once(
    signed: dt.date, moves: list[tuple[int, int]], terms: Terms
) -> None:
    """The history as it was lived: files are made at each cut-off under what was known then."""
    first = first_collection(signed_on=signed, usable_on=signed, day=5, terms=terms)
    changes = [Change(ChangeKind.SIGNED, first, 5)]
    asked = signed
    asks: list[tuple[dt.date, int]] = []
    for later, nth in moves:
        asked += dt.timedelta(days=later)
        asks.append((asked, nth))
    collected: list[dt.date] = []
    day = signed
    for _step in range(420):
        for when, nth in asks:
            if when == day and changes[-1].debit_day != nth:
                effective = day_counts_from(changes, day, nth, terms)
                changes.append(Change(ChangeKind.DAY, effective, nth))
        standing, on = standing_in(changes, Period.of(day))
        month_after = Period.of(day).next()
        for month_standing, month_on in ((standing, on), standing_in(changes, month_after)):
            made_on = cut_off(month_on, terms) + dt.timedelta(days=1)
            if month_standing is Standing.COLLECTS and made_on == day:
                collected.append(month_on)
        day += dt.timedelta(days=1)
    months = [Period.of(on) for on in collected]
    assert months == sorted(set(months)), "a month is debited twice"
    whole = [m for m in Period.of(first).until(Period.of(day).previous()) if m not in months]
    assert not whole, f"months forgotten: {whole}"


@settings(max_examples=150)
@given(DAYS, st.integers(0, 90), st.integers(0, 20), NTH, NTH, DELAYS)
def test_a_mandate_signed_after_another_was_stopped_debits_no_month_twice(
    signed: dt.date, later: int, idle: int, old_day: int, new_day: int, terms: Terms
) -> None:
    first = first_collection(signed_on=signed, usable_on=signed, day=old_day, terms=terms)
    old = [Change(ChangeKind.SIGNED, first, old_day)]
    stopped = signed + dt.timedelta(days=later)
    old.append(Change(ChangeKind.STOP, counts_from(old, stopped, terms), old_day))
    again = stopped + dt.timedelta(days=idle)
    new_first = first_collection(
        signed_on=again, usable_on=again, day=new_day, terms=terms, ended=[old]
    )
    new = [Change(ChangeKind.SIGNED, new_first, new_day)]
    for month in Period.of(first).until(Period.of(new_first).shifted(3)):
        debits = [standing_in(changes, month)[0] is Standing.COLLECTS for changes in (old, new)]
        assert debits.count(True) <= 1, month


@settings(max_examples=150)
@given(DAYS, st.lists(st.tuples(st.integers(0, 50), st.integers(0, 4)), max_size=5), NTH, DELAYS)
def test_an_account_signed_for_is_debited_from_the_first_file_still_to_be_made(
    signed: dt.date, moves: list[tuple[int, int]], nth: int, terms: Terms
) -> None:
    """No month is left out, no file changes once made, and no account serves too young."""
    first = first_collection(signed_on=signed, usable_on=signed, day=nth, terms=terms)
    changes = [Change(ChangeKind.SIGNED, first, nth, 1)]
    usable = {1: signed}
    asked, made = signed, {}
    for account, (later, young) in enumerate(moves, start=2):
        asked += dt.timedelta(days=later)
        for month in Period.of(first).until(Period.of(asked).next()):
            if cut_off(collection_on(month, nth), terms) < asked:
                made[month] = account_in(changes, month)
        usable[account] = asked + dt.timedelta(days=young)
        counts = account_counts_from(changes, asked, usable[account], terms)
        changes.append(Change(ChangeKind.ACCOUNT, counts, nth, account))
        assert account_in(changes, Period.of(counts)) == account
    for month in Period.of(first).until(Period.of(asked).shifted(3)):
        standing, on = standing_in(changes, month)
        assert standing is Standing.COLLECTS
        assert usable[account_in(changes, month)] <= cut_off(on, terms)
        assert made.get(month, account_in(changes, month)) == account_in(changes, month)
    assert account_in(changes, Period.of(asked).shifted(3)) == len(moves) + 1


def test_a_mandate_dies_after_36_months_without_a_debit() -> None:
    signed = dt.date(2023, 11, 24)
    assert not is_void(signed_on=signed, last_used_on=None, on=dt.date(2026, 11, 24))
    assert is_void(signed_on=signed, last_used_on=None, on=dt.date(2026, 11, 25))
    assert not is_void(signed_on=signed, last_used_on=dt.date(2024, 1, 5), on=dt.date(2026, 11, 25))


def test_the_day_of_a_month_is_the_one_that_counted_then() -> None:
    changes = [*SIGNED, Change(ChangeKind.DAY, dt.date(2026, 12, 10), 10)]
    assert day_in(changes, Period(2026, 11)) == 5
    assert day_in(changes, Period(2026, 12)) == 10
