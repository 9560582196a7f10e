"""Composing an avis: columns, groups, the invariant to the cent, what changed."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from palier.domain.billing.facts import Group, NoticeFacts, Payment
from palier.domain.billing.models import BillingLine
from palier.domain.billing.natures import NATURES
from palier.domain.billing.page import page_of
from palier.domain.billing.rules import DeliveredLine, NoticeDoesNotAddUp, NoticeWithoutLines
from tests.domain.billing.sample_facts import LINES, NOVEMBER, lines_of_october, sample_facts

amounts = st.integers(min_value=-5_000_00, max_value=5_000_00)
delivered_lines = st.lists(
    st.builds(
        DeliveredLine,
        nature=st.sampled_from([*NATURES, "unknown"]),
        label=st.text(min_size=1, max_size=20),
        period=st.sampled_from([NOVEMBER, NOVEMBER.previous(), NOVEMBER.shifted(-11)]),
        amount_cents=amounts,
        origin=st.sampled_from(["", "Parking"]),
    ),
    max_size=20,
)


def test_every_delivered_nature_has_a_printed_name_and_a_sentence() -> None:
    assert set(NATURES) == set(BillingLine.Nature.values)


@given(delivered_lines, amounts)
def test_net_is_previous_balance_plus_debits_minus_credits(
    lines: list[DeliveredLine], previous: int
) -> None:
    facts = sample_facts(lines, previous_balance_cents=previous)
    assert facts.net_cents == previous + facts.debit_cents - facts.credit_cents
    assert facts.net_cents == facts.previous_balance_cents + facts.month_total_cents
    assert all(line.debit_cents >= 0 and line.credit_cents >= 0 for line in facts.lines)
    assert not any(line.debit_cents and line.credit_cents for line in facts.lines)


@given(delivered_lines, amounts)
def test_facts_come_back_equal_from_json(lines: list[DeliveredLine], previous: int) -> None:
    facts = sample_facts(lines, previous_balance_cents=previous, last_month=lines_of_october())
    assert NoticeFacts.from_json(json.loads(json.dumps(facts.as_json()))) == facts


def test_facts_read_what_a_later_version_added() -> None:
    written = sample_facts().as_json()
    written["from_the_future"] = 1
    written["payment"]["wallet"] = "x"
    assert NoticeFacts.from_json(written) == sample_facts()


def test_one_cent_of_difference_is_refused() -> None:
    right = sample_facts()
    with pytest.raises(NoticeDoesNotAddUp) as refused:
        sample_facts(net_cents=right.net_cents + 1)
    assert refused.value.delivered_cents - refused.value.computed_cents == 1
    assert "+0,01" in refused.value.sentence


def test_a_net_without_lines_is_refused() -> None:
    with pytest.raises(NoticeWithoutLines):
        sample_facts((), net_cents=50_000)


def test_an_avis_of_the_previous_balance_alone_is_allowed() -> None:
    assert sample_facts((), net_cents=12_345).lines == ()


def test_corrections_of_earlier_months_stand_under_one_heading() -> None:
    facts = sample_facts((*LINES, DeliveredLine("rent", "LOYER", NOVEMBER.previous(), 500)))
    earlier = [line for line in facts.lines if line.group is Group.EARLIER]
    assert {line.nature for line in earlier} == {"rent", "apl_adjustment", "settlement"}
    headings = [group.heading for group in page_of(facts).groups]
    assert headings == [
        "Loyer",
        "Provisions pour charges",
        "Aides et réductions",
        "Rappels et régularisations",
    ]


def test_apl_and_rls_stay_separate_lines() -> None:
    helped = [line.nature for line in sample_facts().lines if line.group is Group.HELP]
    assert helped == ["apl", "rls"]


def test_an_unknown_nature_keeps_the_landlords_words() -> None:
    facts = sample_facts((DeliveredLine("balcony", "Redevance balcon", NOVEMBER, 100),))
    assert facts.lines[0].label == "Redevance balcon"
    assert page_of(facts).groups[0].lines[0].explanation


def test_each_line_says_how_it_moved_since_last_month() -> None:
    lines = {
        line.label: line.change
        for group in page_of(sample_facts(last_month=lines_of_october())).groups
        for line in group.lines
    }
    assert lines["Loyer principal"] == "comme le mois dernier"
    assert lines["Provision chauffage"] == "3,00\u00a0€ de plus que le mois dernier"
    assert lines["Taxe d’enlèvement des ordures ménagères (TEOM)"] == "nouveau ce mois-ci"
    assert lines["Régularisation annuelle des charges"] == ""


def test_a_line_that_is_gone_is_named() -> None:
    page = page_of(sample_facts(last_month=lines_of_october()))
    assert any("Assurance souscrite" in said for said in page.differences)


def test_more_help_is_said_as_more_not_as_less() -> None:
    before = sample_facts().lines
    more = [replace(line, amount_cents=-20_000) if line.nature == "apl" else line for line in LINES]
    page = page_of(sample_facts(more, last_month=before))
    apl = next(line for group in page.groups for line in group.lines if "APL)" in line.label)
    assert apl.change == "16,00\u00a0€ de plus que le mois dernier"


def test_two_lines_of_one_kind_are_not_compared() -> None:
    twice = [DeliveredLine("rent", "LOYER", NOVEMBER, 100)] * 2
    facts = sample_facts(twice, last_month=sample_facts().lines)
    assert [line.change_cents for line in facts.lines] == [None, None]


def test_a_credit_is_said_to_be_in_the_tenants_favour() -> None:
    page = page_of(sample_facts(previous_balance_cents=-90_000))
    assert page.headline.label == "Solde en votre faveur"
    assert page.stub == ()
    assert page.payment.heading == "Rien à payer"


def test_a_direct_debit_asks_for_nothing_to_be_sent() -> None:
    page = page_of(sample_facts(payment=Payment(means="direct_debit")))
    assert page.stub == ()
    assert "prélevé" in " ".join(page.payment.sentences)
