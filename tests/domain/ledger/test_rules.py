"""Allocation and monthly sums, whatever the entries."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from palier.domain.ledger.rules import (
    AllocatedBy,
    AllocationOrder,
    Posting,
    allocate,
    flows,
    owed_by_month,
    provisional,
    replaced,
)
from palier.foundation.periods import Period

OCTOBER, NOVEMBER = Period(2026, 10), Period(2026, 11)


def charge(key: int, cents: int, period: Period = OCTOBER, **more: object) -> Posting:
    return Posting(key, "rent", cents, period.last_day, period=period, **more)  # type: ignore[arg-type]


def payment(key: int, cents: int, day: dt.date = dt.date(2026, 11, 4), **more: object) -> Posting:
    return Posting(key, "payment", -cents, day, **more)  # type: ignore[arg-type]


@st.composite
def postings(draw: st.DrawFn) -> list[Posting]:
    drawn: list[Posting] = []
    for key in range(draw(st.integers(0, 25))):
        months = draw(st.integers(0, 5))
        period = Period(2026, 6).shifted(months)
        cents = draw(st.integers(-50_000, 50_000).filter(bool))
        drawn.append(
            Posting(
                key=key,
                kind=draw(st.sampled_from(["rent", "charges", "apl", "payment", "rejected"])),
                amount_cents=cents,
                effective_on=period.last_day,
                period=draw(st.sampled_from([period, None])),
                lettrage=draw(st.sampled_from(["", "", "A", "B"])),
            )
        )
    for key in range(100, 100 + draw(st.integers(0, 3))):
        if drawn:
            target = draw(st.sampled_from(drawn))
            if target.reverses is None and not any(p.reverses == target.key for p in drawn):
                drawn.append(
                    Posting(
                        key,
                        "reversal",
                        -target.amount_cents,
                        target.effective_on,
                        reverses=target.key,
                    )
                )
    return drawn


@given(postings(), st.sampled_from(AllocationOrder))
def test_allocation_neither_makes_nor_loses_a_cent(
    drawn: list[Posting], order: AllocationOrder
) -> None:
    settled = allocate(drawn, order)
    by_key = {posting.key: posting for posting in drawn}
    for key, settlement in settled.items():
        spent = sum(part.cents for part in settlement.parts)
        assert settlement.open_cents >= 0
        assert spent + settlement.open_cents == abs(by_key[key].amount_cents)
        for part in settlement.parts:
            assert any(
                back.key == key and back.cents == part.cents for back in settled[part.key].parts
            )
    left = sum(
        s.open_cents * (1 if by_key[key].amount_cents > 0 else -1) for key, s in settled.items()
    )
    assert left == sum(posting.amount_cents for posting in drawn)


@given(postings(), st.sampled_from(AllocationOrder))
def test_what_is_owed_by_month_never_exceeds_the_debts_left(
    drawn: list[Posting], order: AllocationOrder
) -> None:
    settled = allocate(drawn, order)
    owed = owed_by_month(drawn, settled)
    assert all(month.open_cents > 0 for month in owed)
    assert [month.period for month in owed] == sorted(month.period for month in owed)


@given(postings())
def test_monthly_flows_end_at_the_balance(drawn: list[Posting]) -> None:
    months = flows(drawn, Period(2026, 6), Period(2026, 12))
    assert months[-1].closing_cents == sum(posting.amount_cents for posting in drawn)
    moved = sum(month.charged_cents - month.paid_cents for month in months)
    assert moved == months[-1].closing_cents


def test_the_oldest_debt_is_settled_first() -> None:
    settled = allocate([charge(1, 100, OCTOBER), charge(2, 100, NOVEMBER), payment(3, 150)])
    assert (settled[1].open_cents, settled[2].open_cents) == (0, 50)


def test_the_newest_debt_is_settled_first_where_the_landlord_says_so() -> None:
    settled = allocate(
        [charge(1, 100, OCTOBER), charge(2, 100, NOVEMBER), payment(3, 150)],
        AllocationOrder.NEWEST_FIRST,
    )
    assert (settled[1].open_cents, settled[2].open_cents) == (50, 0)


def test_a_chosen_month_comes_before_the_oldest() -> None:
    chosen = payment(3, 100, period=NOVEMBER)
    settled = allocate([charge(1, 100, OCTOBER), charge(2, 100, NOVEMBER), chosen])
    assert (settled[1].open_cents, settled[2].open_cents) == (100, 0)


def test_the_erps_lettrage_wins_over_age() -> None:
    settled = allocate(
        [
            charge(1, 100, OCTOBER),
            charge(2, 100, NOVEMBER, lettrage="A"),
            payment(3, 100, lettrage="A"),
        ]
    )
    assert settled[1].open_cents == 100
    assert settled[2].open_cents == 0
    assert settled[3].parts[0].by is AllocatedBy.ERP
    assert not settled[3].indicative


def test_what_the_lettrage_leaves_open_is_indicative() -> None:
    settled = allocate([charge(1, 100, lettrage="A"), payment(2, 40, lettrage="A"), payment(3, 60)])
    assert settled[1].open_cents == 0
    assert settled[1].indicative


def test_a_reversal_settles_what_it_reverses_and_nothing_else() -> None:
    settled = allocate(
        [charge(1, 100), Posting(2, "reversal", -100, NOVEMBER.first_day, reverses=1), charge(3, 5)]
    )
    assert settled[3].open_cents == 5
    assert settled[1].parts[0].by is AllocatedBy.REVERSAL


def test_a_provisional_payment_replaced_by_the_erp_is_hidden_with_its_reversal() -> None:
    held = payment(1, 100, from_portal=True, payment_reference="R")
    back = Posting(2, "reversal", 100, held.effective_on, reverses=1, payment_reference="R")
    erp = payment(3, 100, payment_reference="R")
    assert provisional([held]) == {1}
    assert provisional([held, back, erp]) == frozenset()
    assert replaced([held, back, erp]) == {1, 2}
