from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from palier.domain.accounts.queries import actor_of
from palier.domain.landlord.queries import settings_on
from palier.domain.messaging import actions, queries, reply_texts, rules
from palier.domain.messaging.models import Topic
from tests.cast import TODAY, Cast
from tests.domain.messaging.making import thread


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("où est ma quittance svp", "rent-receipt"),
        ("je peux pas payer mon loyer", "cannot-pay"),
        ("j'ai une fuite d'eau dans la salle de bain", "emergency"),
        ("attestations d'assurances habitation", "insurance"),
        ("MOT DE PASSE OUBLIE", "password"),
    ],
)
def test_the_right_page_comes_first(db: None, typed: str, code: str) -> None:
    assert queries.suggestions(typed, "")[0].code == code


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("I can’t pay my rent", "cannot-pay"),
        ("how can I pay by card?", "pay-by-card"),
        ("where is my quittance please", "rent-receipt"),
        ("water is leaking in my bathroom, a leak!", "emergency"),
        ("forgot my password", "password"),
        ("the neighbours are so noisy", "neighbours"),
    ],
)
def test_the_right_page_comes_first_in_english(db: None, typed: str, code: str) -> None:
    assert queries.suggestions(typed, "", "en")[0].code == code


def test_small_words_of_english_call_nothing(db: None) -> None:
    assert queries.suggestions("how do you do, is this for me", "", "en") == []


def test_nothing_far_fetched_is_offered(db: None) -> None:
    assert queries.suggestions("xylophone", "rent") == []
    assert queries.suggestions("", "") == []
    assert {each.topic for each in queries.suggestions("", "rent")} == {"rent"}


def test_the_landlord_s_words_win_and_can_be_retired(cast: Cast, now: dt.datetime) -> None:
    done = {"actor": actor_of(cast.administrator.user), "now": now}
    actions.word_question(
        code="password", question="Mot de passe\u00a0?", answer="Ici.", keywords="mot passe", **done
    )
    found = {each.code: each for each in queries.questions_in()}["password"]
    assert (found.question, found.is_ours, found.is_changed) == ("Mot de passe\u00a0?", True, True)
    actions.word_question(
        code="password", question="x", answer="y", keywords="mot", active=False, **done
    )
    assert "password" not in {each.code for each in queries.questions_in()}
    actions.word_question(question="Et la laverie ?", answer="Au sous-sol.", keywords="laverie",
                          **done)  # fmt: skip
    assert queries.suggestions("laverie", "")[0].answer == "Au sous-sol."


def test_a_question_without_a_keyword_is_refused(cast: Cast, now: dt.datetime) -> None:
    with pytest.raises(actions.NotWorded):
        actions.word_question(
            question="x", answer="y", keywords="le la", actor=actor_of(cast.awa_user), now=now
        )


def test_a_reply_text_is_filled_with_what_is_known(cast: Cast, now: dt.datetime) -> None:
    found = thread(cast, now)
    values = queries.values_for(
        queries.thread_at_desk(cast.north_advisor, found.code).thread, cast.north_advisor
    )
    body = "Bonjour {prénom} {NOM}, {agence} au {telephone}, avant le {date promise}. {inconnu}"
    assert rules.filled(body, values) == (
        "Bonjour Awa Diallo, Agence du Nord au 01 99 00 10 01, avant le "
        "4\u00a0décembre\u00a02026. {inconnu}"
    )


def test_every_text_of_the_catalogue_names_known_variables() -> None:
    for kept in reply_texts.ours():
        assert not rules.unknown_variables(kept.body), kept.code


def test_an_unknown_variable_is_refused_by_name(cast: Cast, now: dt.datetime) -> None:
    with pytest.raises(actions.VariableUnknown) as refused:
        actions.word_reply_text(
            title="x", body="Bonjour {prenom}, {iban}", actor=actor_of(cast.awa_user), now=now
        )
    assert "{iban}" in refused.value.sentence


def test_a_text_of_one_agency_is_not_offered_to_another(cast: Cast, now: dt.datetime) -> None:
    actions.word_reply_text(
        title="Travaux du Nord", body="…", agency_id="AG1",
        actor=actor_of(cast.administrator.user), now=now,
    )  # fmt: skip
    assert "Travaux du Nord" in {t.title for t in queries.reply_texts_for(cast.north_advisor)}
    assert "Travaux du Nord" not in {t.title for t in queries.reply_texts_for(cast.south_advisor)}


LEVELS = {"*": {"repairs": 5, "*": 8}, "AG1": {"repairs": 2}, "AG2": {"*": 4}, "AG3": {"*": 0}}


@pytest.mark.parametrize(
    ("agency", "topic", "days"),
    [
        ("AG1", "repairs", 2),
        ("AG1", "rent", 8),
        ("AG2", "repairs", 4),
        ("AG3", "repairs", 5),
        ("AG9", "rent", 8),
    ],
)
def test_the_closest_delay_wins(agency: str, topic: str, days: int) -> None:
    assert rules.delay_days(LEVELS, agency_id=agency, topic=topic, default=10) == days


@given(st.text(), st.text())
def test_no_text_breaks_the_search_of_questions(typed: str, keywords: str) -> None:
    words = rules.words_of(typed)
    assert rules.score(words, keywords=keywords, question=typed, same_topic=True) >= 0


@given(st.text())
def test_filling_without_values_changes_nothing(body: str) -> None:
    assert rules.filled(body, {}) == body


def test_delays_are_decided_from_today_on(cast: Cast, now: dt.datetime) -> None:
    done = {"actor": actor_of(cast.administrator.user), "now": now}
    actions.decide_delays(agency_id="AG1", days={"*": 6, "rent": None}, **done)  # type: ignore[arg-type]
    assert settings_on(TODAY)["message_delays"]["AG1"] == {"*": 6}
    assert "AG1" not in settings_on(TODAY - dt.timedelta(days=1))["message_delays"]
    with pytest.raises(actions.DelayNotAllowed):
        actions.decide_delays(agency_id="AG1", days={"*": 0}, **done)  # type: ignore[arg-type]
    actions.decide_delays(agency_id="AG1", days={}, **done)  # type: ignore[arg-type]
    assert "AG1" not in settings_on(TODAY)["message_delays"]


def test_a_draft_is_kept_once_a_place_and_goes_when_it_is_sent(
    cast: Cast, now: dt.datetime
) -> None:
    kept = {"user": cast.awa_user, "tenant_account": cast.account, "thread": None, "now": now}
    actions.save_draft(**kept, text="Bonj", topic=Topic.RENT)  # type: ignore[arg-type]
    actions.save_draft(**kept, text="Bonjour", topic=Topic.RENT)  # type: ignore[arg-type]
    assert [draft.text for draft in queries.drafts_of(cast.awa_user)] == ["Bonjour"]
    assert queries.drafts_of(cast.yanis_user) == []
    thread(cast, now)
    assert queries.drafts_of(cast.awa_user) == []
    actions.save_draft(**kept, text="Bonjour")  # type: ignore[arg-type]
    assert actions.forget_old_drafts(now=now + dt.timedelta(days=61)) == 1
