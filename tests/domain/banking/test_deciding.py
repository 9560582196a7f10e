"""Who is debited and who is not: pure decisions, each reason alone, whatever else is true."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from palier.domain.banking.rules.collecting import (
    Candidate,
    Due,
    LeftOut,
    Notice,
    decide,
    sequence_of,
)
from palier.domain.banking.rules.debit_file import sepa_text
from palier.domain.banking.rules.schedule import Standing, Terms

CENTS = st.integers(-100_000, 100_000)
NOW = dt.datetime(2026, 12, 3, 8, tzinfo=dt.UTC)


@given(
    standing=st.sampled_from(Standing),
    is_holder=st.booleans(),
    account_serves=st.booleans(),
    usable_from=st.none()
    | st.integers(-1_000, 1_000).map(lambda hours: NOW + dt.timedelta(hours=hours)),
    void=st.booleans(),
    debited_by_erp=st.booleans(),
    debited_already=st.booleans(),
    net=CENTS,
    balance=CENTS,
    count=st.integers(1, 2),
)
def test_nobody_is_debited_who_should_not_be(
    standing: Standing,
    is_holder: bool,
    account_serves: bool,
    usable_from: dt.datetime | None,
    void: bool,
    debited_by_erp: bool,
    debited_already: bool,
    net: int,
    balance: int,
    count: int,
) -> None:
    candidate = Candidate(
        standing=standing,
        is_holder=is_holder,
        account_serves=account_serves,
        usable_from=usable_from,
        void=void,
        debited_by_erp=debited_by_erp,
        debited_already=debited_already,
        notice=Notice("A1", net, dt.date(2026, 11, 20), count),
        balance_cents=balance,
    )
    decided = decide(candidate, collected_on=dt.date(2026, 12, 7), terms=Terms(14, 3), now=NOW)
    if isinstance(decided, Due):
        assert standing is Standing.COLLECTS
        assert is_holder
        assert account_serves
        assert usable_from is not None
        assert usable_from <= NOW
        assert not void
        assert not debited_by_erp
        assert not debited_already
        assert 0 < decided.amount_cents <= min(net, balance)
    else:
        assert decided in LeftOut


GOOD = Candidate(
    standing=Standing.COLLECTS,
    is_holder=True,
    account_serves=True,
    usable_from=NOW,
    void=False,
    debited_by_erp=False,
    debited_already=False,
    notice=Notice("A1", 41_237, dt.date(2026, 11, 23)),
    balance_cents=50_000,
)


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"standing": Standing.NOT_YET}, LeftOut.NOT_YET),
        ({"standing": Standing.PAUSED}, LeftOut.PAUSED),
        ({"standing": Standing.STOPPED}, LeftOut.STOPPED),
        ({"is_holder": False}, LeftOut.NO_LONGER_HOLDER),
        ({"account_serves": False}, LeftOut.ACCOUNT_BLOCKED),
        ({"usable_from": None}, LeftOut.ACCOUNT_TOO_YOUNG),
        ({"usable_from": NOW + dt.timedelta(seconds=1)}, LeftOut.ACCOUNT_TOO_YOUNG),
        ({"void": True}, LeftOut.VOID),
        ({"debited_by_erp": True}, LeftOut.DEBITED_BY_ERP),
        ({"debited_already": True}, LeftOut.DEBITED_ALREADY),
        ({"notice": None}, LeftOut.NO_NOTICE),
        ({"notice": Notice("A1", 1, dt.date(2026, 11, 1), 2)}, LeftOut.SEVERAL_NOTICES),
        ({"notice": Notice("A1", 1, dt.date(2026, 11, 24))}, LeftOut.NOTICE_TOO_LATE),
        ({"balance_cents": 0}, LeftOut.NOTHING_OWED),
        ({"notice": Notice("A1", 0, dt.date(2026, 11, 1))}, LeftOut.NOTHING_OWED),
    ],
)
def test_each_reason_alone_is_enough_and_is_told(changed: dict[str, Any], reason: LeftOut) -> None:
    said = {"collected_on": dt.date(2026, 12, 7), "terms": Terms(14, 3), "now": NOW}
    assert decide(GOOD, **said) == Due(41_237, "A1")
    assert decide(dataclasses.replace(GOOD, **changed), **said) is reason


def test_sequence_types_are_those_of_the_rulebook() -> None:
    assert (sequence_of(went_through=False), sequence_of(went_through=True)) == ("FRST", "RCUR")


@given(st.text(max_size=200))
def test_bank_words_are_plain_letters(typed: str) -> None:
    written = sepa_text(typed, 70)
    assert len(written) <= 70
    assert written.isascii()
    assert not set(written) - set(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789/-?:().,'+ "
    )
