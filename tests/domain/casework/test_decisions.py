from __future__ import annotations

import datetime as dt

import pytest

from palier.domain.accounts.queries import actor_of
from palier.domain.casework import actions, queries
from palier.domain.casework.models import Case, CaseMessage, Decision
from palier.domain.mail.models import Letter
from palier.foundation.errors import NotYours
from palier.foundation.models import Job
from tests.cast import Cast
from tests.domain.casework.making import act, certificate

LATER = dt.timedelta(seconds=121)


@pytest.fixture
def case(cast: Cast, now: dt.datetime) -> Case:
    return certificate(cast, now)


def refuse(cast: Cast, case: Case, now: dt.datetime, **more: str) -> Decision:
    return actions.decide(
        case=case,
        outcome="refused",
        reason_code="expired",
        **more,
        **act(cast.north_advisor, case, now),
    )


def accept(cast: Cast, case: Case, now: dt.datetime) -> Decision:
    return actions.decide(case=case, outcome="accepted", **act(cast.north_advisor, case, now))


def test_a_deposit_is_confirmed_by_its_own_room_and_not_by_the_queue(case: Case) -> None:
    assert not Letter.objects.exists()


def test_a_refusal_is_in_force_at_once_and_told_after_the_delay(
    cast: Cast, case: Case, now: dt.datetime
) -> None:
    decision = refuse(cast, case, now, note="La date est le 3 mars 2026.")
    case.refresh_from_db()
    assert (case.state, case.closed_reason) == (Case.State.CLOSED, Case.Ending.REFUSED)
    assert not CaseMessage.objects.exists()
    job = Job.objects.get(name=actions.ANNOUNCE)
    assert job.due_at == now + dt.timedelta(seconds=120)

    actions.announce_decision(decision_id=decision.pk, now=now + dt.timedelta(seconds=60))
    assert not CaseMessage.objects.exists()
    actions.announce_decision(decision_id=decision.pk, now=now + LATER)
    actions.announce_decision(decision_id=decision.pk, now=now + LATER)
    said = CaseMessage.objects.get()
    assert "sa date de fin est passée" in said.text
    assert said.text.endswith("La date est le 3 mars 2026.")
    letter = Letter.objects.get(template="mail/case_refused")
    assert "Demandez à votre assureur" in letter.text
    assert "3 mars" not in letter.text


def test_a_refusal_without_a_reason_of_its_kind_is_not_taken(
    cast: Cast, case: Case, now: dt.datetime
) -> None:
    for code in ("", "too_old"):
        with pytest.raises(actions.ReasonNotAllowed):
            actions.decide(
                case=case,
                outcome="refused",
                reason_code=code,
                **act(cast.north_advisor, case, now),
            )
    assert not Decision.objects.exists()


def test_a_decision_taken_back_tells_nobody_and_leaves_the_case_as_it_was(
    cast: Cast, case: Case, now: dt.datetime
) -> None:
    decision = accept(cast, case, now)
    actions.undo_decision(
        decision=decision,
        staff=cast.north_advisor,
        actor=actor_of(cast.north_advisor.user),
        now=now + dt.timedelta(seconds=90),
    )
    actions.announce_decision(decision_id=decision.pk, now=now + LATER)
    case.refresh_from_db()
    assert (case.state, case.closed_reason, case.answered_at) == (Case.State.OPEN, "", None)
    assert case.live_key == "certificate:1"
    assert not Letter.objects.exists()
    assert queries.decision_of(case) is None
    assert refuse(cast, case, now + LATER).pk != decision.pk


def test_it_is_too_late_to_take_back_what_the_tenant_knows(
    cast: Cast, case: Case, now: dt.datetime
) -> None:
    decision = accept(cast, case, now)
    with pytest.raises(actions.TooLateToUndo):
        actions.undo_decision(
            decision=decision,
            staff=cast.north_advisor,
            actor=actor_of(cast.north_advisor.user),
            now=now + LATER,
        )


def test_two_advisors_never_overwrite_each_other(cast: Cast, case: Case, now: dt.datetime) -> None:
    revision = case.revision
    accept(cast, case, now)
    with pytest.raises(actions.CaseChanged) as raised:
        actions.decide(
            case=case,
            outcome="refused",
            reason_code="expired",
            revision=revision,
            staff=cast.north_advisor,
            actor=actor_of(cast.north_advisor.user),
            now=now,
        )
    assert "Accepté" in raised.value.changes[0].sentence
    assert Decision.objects.get().is_accepted


def test_an_advisor_of_another_agency_neither_decides_nor_takes_back(
    cast: Cast, case: Case, now: dt.datetime
) -> None:
    with pytest.raises(NotYours):
        actions.decide(case=case, outcome="accepted", **act(cast.south_advisor, case, now))
    decision = accept(cast, case, now)
    with pytest.raises(NotYours):
        actions.undo_decision(
            decision=decision,
            staff=cast.south_advisor,
            actor=actor_of(cast.south_advisor.user),
            now=now,
        )


def test_a_case_about_a_row_ends_with_it(cast: Cast, case: Case, now: dt.datetime) -> None:
    closed = actions.close_case_of(
        subject_kind="insurance.certificate",
        subject_reference="CERT1",
        reason=Case.Ending.REPLACED,
        actor=actor_of(cast.awa_user),
        now=now,
    )
    assert [row.pk for row in closed] == [case.pk]
    found = queries.case_about("insurance.certificate", "CERT1")
    assert found is not None
    assert (found.state, found.live_key) == (Case.State.CLOSED, None)


def test_what_was_decided_about_rows_is_read_at_once(
    cast: Cast, case: Case, now: dt.datetime
) -> None:
    refuse(cast, case, now)
    found = queries.decisions_about("insurance.certificate", ["CERT1", "CERT2"])
    assert {key: row.reason_code for key, row in found.items()} == {"CERT1": "expired"}


def test_the_landlord_words_adds_and_retires_reasons(
    cast: Cast, case: Case, now: dt.datetime
) -> None:
    common = {"kind": "certificate", "actor": actor_of(cast.administrator.user), "now": now}
    decision = refuse(cast, case, now)
    actions.word_reason(
        code="expired", sentence="Votre attestation est finie.", remedy="Demandez.", **common
    )
    actions.word_reason(code="vehicle", sentence="x", remedy="y", active=False, **common)
    actions.word_reason(
        code="own_1", sentence="Il manque le tampon.", remedy="Faites tamponner.", **common
    )
    offered = {reason.code: reason for reason in queries.reasons_of("certificate")}
    assert offered["expired"].sentence == "Votre attestation est finie."
    assert "vehicle" not in offered
    assert not offered["own_1"].is_ours
    english = {reason.code: reason for reason in queries.reasons_of("certificate", "en")}
    assert english["own_1"].sentence == "Il manque le tampon."
    assert "vehicle" not in english
    decision.refresh_from_db()
    assert decision.sentence.startswith("Votre attestation n’est plus valable")
    with pytest.raises(actions.ReasonNotWorded):
        actions.word_reason(code="expired", sentence=" ", remedy="y", **common)
