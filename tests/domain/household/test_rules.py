from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from palier.domain.household.rules import changes, questions
from palier.domain.household.rules.changes import CHANGES, Change, LeaseMeaning
from palier.domain.household.rules.people import Named, same_person
from palier.domain.household.rules.questions import Answers, DateTrouble, Question

TODAY = dt.date(2026, 11, 24)


def test_every_change_has_a_proof_and_a_first_question_that_leads_to_it() -> None:
    for change, kind in CHANGES.items():
        assert kind.proofs, change
        assert change in changes.changes_of(kind.direction)
    assert {c for d in changes.Direction for c in changes.changes_of(d)} == set(Change)


@pytest.mark.parametrize("change", Change)
def test_questions_come_one_after_the_other_and_back(change: Change) -> None:
    answers = questions.with_change(Answers(direction=CHANGES[change].direction), change)
    asked = questions.questions_for(answers)
    assert asked[:2] == (Question.DIRECTION, Question.CHANGE)
    assert asked[-1] == Question.PROOF
    assert (Question.DATE in asked) is (change != Change.BIRTH)
    for one, other in pairwise(asked):
        assert questions.question_after(answers, one) == other
        assert questions.question_before(answers, other) == one
    assert questions.question_after(answers, asked[-1]) is None
    assert questions.question_before(answers, asked[0]) is None


def test_somebody_not_listed_is_named() -> None:
    answers = Answers(direction="departure", change="death", member=questions.NOT_LISTED)
    assert Question.NAMES in questions.questions_for(answers)
    assert questions.first_missing(answers) == Question.NAMES


def test_another_change_asks_again_who_and_which_proof() -> None:
    before = Answers("departure", "death", "M2", "N’Guessan", "Yanis", proof="death_record")
    after = questions.with_change(before, "child_leaves")
    assert (after.member, after.proof, after.family_name) == ("", "", "N’Guessan")
    assert questions.with_change(before, "death") == before


@given(
    st.builds(
        Answers,
        direction=st.sampled_from(["", *changes.Direction]),
        change=st.sampled_from(["", *Change]),
        member=st.text(max_size=8),
        family_name=st.text(max_size=8),
        birth_date=st.none() | st.dates(),
        effective_on=st.none() | st.dates(),
    )
)
def test_answers_come_back_from_a_draft_as_they_were(answers: Answers) -> None:
    assert Answers.from_json(answers.as_json()) == answers


def test_what_an_older_version_kept_is_left_out() -> None:
    kept = {"change": "moved_to_mars", "family_name": None, "unknown": 3}
    assert Answers.from_json(kept) == Answers()


@pytest.mark.parametrize(
    ("change", "day", "trouble"),
    [
        ("birth", dt.date(2026, 11, 24), None),
        ("birth", dt.date(2026, 11, 25), DateTrouble.TO_COME),
        ("death", dt.date(2026, 11, 25), DateTrouble.TO_COME),
        ("child_leaves", dt.date(2027, 1, 2), None),
        ("child_leaves", dt.date(2027, 6, 1), DateTrouble.TOO_FAR),
        ("taken_in", dt.date(2010, 5, 4), DateTrouble.BEFORE_BIRTH),
        ("marriage", dt.date(1850, 1, 1), DateTrouble.BEFORE_BIRTH),
    ],
)
def test_a_date_is_taken_when_it_may_be(
    change: str, day: dt.date, trouble: DateTrouble | None
) -> None:
    born = dt.date(2010, 5, 5) if trouble is DateTrouble.BEFORE_BIRTH else None
    assert questions.date_trouble(change, day, birth_date=born, today=TODAY) == trouble


def test_a_name_with_figures_is_not_a_name() -> None:
    assert questions.holds_a_number("2 85 05 78 006 084")
    assert not questions.holds_a_number("N’Diaye-Lefèvre")


@pytest.mark.parametrize(
    ("change", "about_holder", "meaning"),
    [
        ("marriage", False, LeaseMeaning.SPOUSE),
        ("pacs", False, LeaseMeaning.PARTNER),
        ("death", True, LeaseMeaning.LEAVING_HOLDER),
        ("death", False, LeaseMeaning.NONE),
        ("child_leaves", True, LeaseMeaning.LEAVING_HOLDER),
        ("birth", False, LeaseMeaning.NONE),
    ],
)
def test_what_an_advisor_looks_at_beside(
    change: str, about_holder: bool, meaning: LeaseMeaning
) -> None:
    assert changes.meaning_for(change, about_holder=about_holder) == meaning


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (Named("N’Guessan", "Léa Marie"), Named("N'GUESSAN", "LEA"), True),
        (Named("Diallo", "Léa"), Named("Diallo", "Lou"), False),
        (Named("Diallo", ""), Named("Diallo", "Léa"), False),
        (Named("Diallo", "Léa", TODAY), Named("Diallo", "Léa", dt.date(2020, 1, 1)), False),
        (Named("Diallo", "Léa", TODAY), Named("Diallo", "Léa"), True),
    ],
)
def test_the_erp_may_write_names_otherwise(one: Named, other: Named, same: bool) -> None:
    assert same_person(one, other) is same
