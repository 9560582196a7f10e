"""Months, payments and returns as the entries of an account tell them."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from palier.domain.billing.receipts import planning
from palier.domain.billing.receipts.planning import Issued, Kind, LeaseSpan, Plan, Reason, plan
from palier.domain.billing.receipts.rules import Reading, Share, read
from palier.domain.ledger.rules import AllocationOrder, Posting
from palier.foundation.periods import Period

Rows = list[tuple[str, int, int, int | None, str, str]]
OCTOBER, NOVEMBER = Period(2026, 10), Period(2026, 11)
OLDEST = AllocationOrder.OLDEST_FIRST


def called(key: int, kind: str, cents: int, period: Period = OCTOBER, **more: object) -> Posting:
    values = {"label": kind, "reference": f"E{key}"} | more
    return Posting(key, kind, cents, period.next().first_day, period=period, **values)  # type: ignore[arg-type]


def paid(key: int, cents: int, day: dt.date, kind: str = "payment", **more: object) -> Posting:
    values = {"label": "Virement", "rail": "transfer", "reference": f"E{key}"} | more
    return Posting(key, kind, cents, day, **values)  # type: ignore[arg-type]


MONTH = [called(1, "rent", 40_000), called(2, "charges", 10_000), called(3, "apl", -15_000)]
PAYMENT = paid(4, -35_000, dt.date(2026, 11, 4))


def issued_by(made: Plan, before: list[Issued] | None = None) -> list[Issued]:
    """Give the receipts as they stand after a plan was carried out."""
    gone = {void.key for void in made.void}
    rows = [replace(one, voided=one.voided or one.key in gone) for one in before or []]
    for wanted in made.issue:
        payments = (
            tuple(one.reference for one in wanted.about.paid)
            if wanted.kind is Kind.QUITTANCE
            else ()
        )
        rows.append(
            Issued(
                len(rows) + 1, wanted.kind, wanted.subject, wanted.version, wanted.about.basis,
                False, payments,
            )
        )  # fmt: skip
    return rows


def reading(*postings: Posting) -> Reading:
    return read(sorted(postings, key=lambda p: (p.effective_on, p.key)), OLDEST)


def test_a_month_paid_in_full_tells_rent_and_charges_apart() -> None:
    (term,) = reading(*MONTH, PAYMENT).terms
    assert term.open_cents == 0
    assert (term.share_cents(Share.RENT), term.share_cents(Share.CHARGES)) == (40_000, 10_000)
    assert (term.help_cents, term.paid_cents) == (15_000, 35_000)
    assert term.settled_on == PAYMENT.effective_on


def test_one_cent_that_is_missing_makes_a_recu_and_no_quittance() -> None:
    made = plan(reading(*MONTH, replace(PAYMENT, amount_cents=-34_999)), [], electronic=True)
    assert [wanted.kind for wanted in made.issue] == [Kind.RECU]
    assert made.issue[0].about.balance_after_cents == 1  # type: ignore[union-attr]


def test_without_an_agreement_a_paid_month_gives_a_recu() -> None:
    made = plan(reading(*MONTH, PAYMENT), [], electronic=False)
    assert [wanted.kind for wanted in made.issue] == [Kind.RECU]


def test_with_an_agreement_the_quittance_is_enough() -> None:
    made = plan(reading(*MONTH, PAYMENT), [], electronic=True)
    assert [(wanted.kind, wanted.subject) for wanted in made.issue] == [(Kind.QUITTANCE, "2026-10")]


def test_a_payment_that_comes_back_voids_and_a_new_one_makes_a_second_version() -> None:
    before = issued_by(plan(reading(*MONTH, PAYMENT), [], electronic=True))
    back = paid(5, 35_000, dt.date(2026, 11, 12), "rejected")
    made = plan(reading(*MONTH, PAYMENT, back), before, electronic=True)
    assert [(void.reason, void.returned_on) for void in made.void] == [
        (Reason.RETURNED, back.effective_on)
    ]
    assert not made.issue
    after = issued_by(made, before)
    again = paid(6, -35_000, dt.date(2026, 11, 20))
    made = plan(reading(*MONTH, PAYMENT, back, again), after, electronic=True)
    assert [(wanted.kind, wanted.version) for wanted in made.issue] == [(Kind.QUITTANCE, 2)]


def test_a_return_is_found_whatever_the_lettrage_says() -> None:
    """The ERP lettered the payment with its month; the return makes it open again."""
    lettered = [replace(posting, lettrage="A") for posting in (*MONTH, PAYMENT)]
    back = paid(5, 35_000, dt.date(2026, 11, 12), "rejected", lettrage="B")
    (term,) = reading(*lettered, back).terms
    assert term.open_cents == 35_000


def test_a_return_undoes_the_payment_of_its_rail_and_amount() -> None:
    card = paid(5, -35_000, dt.date(2026, 11, 6), rail="card")
    back = paid(6, 35_000, dt.date(2026, 11, 9), "rejected", rail="card")
    assert set(reading(*MONTH, PAYMENT, card, back).returned) == {"E5"}


def test_a_refund_by_transfer_gives_back_an_overpayment_and_voids_nothing() -> None:
    over = replace(PAYMENT, amount_cents=-40_000)
    refund = paid(6, 5_000, dt.date(2026, 11, 20), "refund")
    assert not reading(*MONTH, over, refund).returned
    assert reading(*MONTH, over, refund).terms[0].open_cents == 0


def test_a_regularisation_called_later_undoes_no_quittance() -> None:
    before = issued_by(plan(reading(*MONTH, PAYMENT), [], electronic=True))
    later = replace(called(9, "settlement", 4_200), effective_on=dt.date(2027, 6, 1))
    made = plan(reading(*MONTH, PAYMENT, later), before, electronic=True)
    assert made == Plan((), ())


def test_a_correction_called_with_the_month_is_part_of_it() -> None:
    extra = called(9, "adjustment", 1_000)
    (term,) = reading(*MONTH, PAYMENT, extra).terms
    assert (term.open_cents, term.share_cents(Share.OTHER)) == (1_000, 1_000)


def test_sums_corrected_by_the_erp_void_and_replace() -> None:
    before = issued_by(plan(reading(*MONTH, PAYMENT), [], electronic=True))
    cheaper = [
        *MONTH, PAYMENT,
        Posting(7, "reversal", -40_000, MONTH[0].effective_on, period=OCTOBER, reverses=1),
        called(8, "rent", 39_000),
    ]  # fmt: skip
    made = plan(reading(*cheaper), before, electronic=True)
    assert [void.reason for void in made.void] == [Reason.CHANGED]
    assert [wanted.version for wanted in made.issue if wanted.kind is Kind.QUITTANCE] == [2]


def test_the_erps_line_that_takes_the_place_of_a_card_payment_changes_nothing() -> None:
    card = paid(4, -35_000, dt.date(2026, 11, 4), rail="card", from_portal=True,
                payment_reference="P1")  # fmt: skip
    before = issued_by(plan(reading(*MONTH, card), [], electronic=True))
    gone = replace(card, key=5, kind="reversal", amount_cents=35_000, reverses=4)
    echo = replace(card, key=6, from_portal=False, reference="E6")
    assert plan(reading(*MONTH, card, gone, echo), before, electronic=True) == Plan((), ())


def test_a_card_payment_has_the_receipt_of_its_own_room() -> None:
    card = paid(4, -1_000, dt.date(2026, 11, 4), rail="card", payment_reference="P1")
    assert plan(reading(*MONTH, card), [], electronic=True).issue == ()


def test_after_a_judge_ended_the_lease_there_are_only_recus() -> None:
    judged = LeaseSpan(dt.date(2019, 3, 1), None, dt.date(2026, 10, 20))
    before = issued_by(plan(reading(*MONTH, PAYMENT), [], electronic=True))
    made = plan(reading(*MONTH, PAYMENT), before, electronic=True, leases=[judged])
    assert [void.reason for void in made.void] == [Reason.OCCUPATION]
    assert [wanted.kind for wanted in made.issue] == [Kind.RECU]


def test_a_month_before_the_judgment_keeps_its_quittance() -> None:
    judged = LeaseSpan(dt.date(2019, 3, 1), None, dt.date(2026, 11, 3))
    made = plan(reading(*MONTH, PAYMENT), [], electronic=True, leases=[judged])
    assert [wanted.kind for wanted in made.issue] == [Kind.QUITTANCE]


def test_an_indemnity_has_no_quittance_whatever_the_lease_says() -> None:
    occupation = [called(1, "occupation", 50_000), replace(PAYMENT, amount_cents=-50_000)]
    made = plan(reading(*occupation), [], electronic=True)
    assert [wanted.kind for wanted in made.issue] == [Kind.RECU]


def test_a_landlord_who_makes_its_own_still_sees_them_voided() -> None:
    before = issued_by(plan(reading(*MONTH, PAYMENT), [], electronic=True))
    made = plan(reading(*MONTH), before, electronic=True, issuing=False)
    assert [void.reason for void in made.void] == [Reason.REOPENED]
    assert made.issue == ()


KINDS = ("rent", "charges", "sls", "insurance", "settlement", "adjustment", "deposit", "occupation")
postings = st.lists(
    st.tuples(
        st.sampled_from((*KINDS, "apl", "rls", *["payment"] * 3, "rejected", "refund")),
        st.integers(1, 90_000),
        st.integers(0, 90),
        st.sampled_from((None, 0, 1, 2)),
        st.sampled_from(("", "", "A", "B")),
        st.sampled_from(("transfer", "card", "")),
    ),
    max_size=30,
)  # fmt: skip


def drawn(rows: Rows) -> list[Posting]:
    found = []
    for key, (kind, cents, day, month, letter, rail) in enumerate(rows, start=1):
        sign = -1 if kind in ("apl", "rls", "payment") else 1
        found.append(
            Posting(
                key, kind, sign * cents, dt.date(2026, 9, 1) + dt.timedelta(days=day), label=kind,
                period=None if month is None else Period(2026, 8).shifted(month), rail=rail,
                lettrage=letter, reference=f"E{key}",
            )
        )  # fmt: skip
    return sorted(found, key=lambda p: (p.effective_on, p.key))


@given(postings)
def test_every_cent_of_a_month_is_accounted_for(rows: Rows) -> None:
    found = read(drawn(rows), OLDEST)
    for term in found.terms:
        settled = term.help_cents + term.credit_cents + term.paid_cents
        assert term.called_cents == settled + term.open_cents
        assert sum(term.share_cents(share) for share in Share) == term.called_cents
        assert min(term.help_cents, term.credit_cents, term.paid_cents, term.open_cents) >= 0


@given(postings)
def test_no_payment_is_receipted_for_more_than_it_brought(rows: Rows) -> None:
    entries = drawn(rows)
    found = read(entries, OLDEST)
    brought = {p.reference: -p.amount_cents for p in entries if p.kind == "payment"}
    spent: dict[str, int] = dict.fromkeys(brought, 0)
    for term in found.terms:
        for one in term.paid:
            spent[one.reference] = spent.get(one.reference, 0) + one.cents
    assert all(spent[reference] <= brought[reference] for reference in brought)
    for payment in found.payments:
        assert 0 < payment.cents <= brought[payment.reference]
        assert sum(cents for _month, cents in payment.settled) <= payment.cents
        assert payment.beyond({term.period for term in found.terms}) >= 0


@given(postings, postings, st.booleans())
def test_a_plan_carried_out_leaves_nothing_to_do_and_no_quittance_of_an_open_month(
    rows: Rows,
    later: Rows,
    electronic: bool,
) -> None:
    before = issued_by(plan(read(drawn(rows), OLDEST), [], electronic=electronic))
    grown = read(drawn([*rows, *later]), OLDEST)
    after = issued_by(plan(grown, before, electronic=electronic), before)
    assert plan(grown, after, electronic=electronic) == planning.Plan((), ())
    open_months = {str(term.period) for term in grown.terms if term.open_cents or term.occupation}
    good = [one for one in after if not one.voided]
    assert not [one for one in good if one.kind is Kind.QUITTANCE and one.subject in open_months]
    assert len({(one.kind, one.subject) for one in good}) == len(good)
