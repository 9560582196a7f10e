from __future__ import annotations

import datetime as dt

import pytest

from palier.domain.accounts.queries import actor_of
from palier.domain.casework.actions import (
    CaseChanged,
    ReasonNotAllowed,
    TooLateToUndo,
    announce_decision,
    close_case,
)
from palier.domain.casework.models import Decision
from palier.domain.casework.queries import to_do
from palier.domain.documents.models import StoredFile
from palier.domain.household import actions, queries
from palier.domain.household.actions.reviewing import AlreadyDelivered
from palier.domain.household.models import Declaration
from palier.domain.mail.models import Letter
from palier.domain.tenancy.models import HouseholdMember
from palier.foundation.errors import NotYours
from tests.cast import TODAY, Cast
from tests.domain.household import making
from tests.domain.household.making import BIRTH, accepted, deciding, declared, refused

pytestmark = pytest.mark.usefixtures("files")
LATER = dt.timedelta(minutes=3)


def shown(cast: Cast, user: object = None) -> list[tuple[str, str]]:
    view = making.view_of(user or cast.awa_user)  # type: ignore[arg-type]
    return [
        (member.full_name, str(member.presence))
        for member in queries.household_of(view, cast.lease, TODAY)
    ]


def test_an_accepted_birth_shows_at_once_and_waits_for_the_landlord(
    cast: Cast, now: dt.datetime
) -> None:
    accepted(cast, now)
    assert ("Léa Marie Diallo", "arriving") in shown(cast)
    assert ("Léa Marie Diallo", "arriving") in shown(cast, cast.yanis_user)


def test_refused_twice_then_accepted_keeps_the_whole_story(cast: Cast, now: dt.datetime) -> None:
    first = refused(cast, declared(cast, now), now, "unreadable")
    draft = actions.start_again(declaration=first, user=cast.awa_user, now=now)
    assert draft.follows == first
    assert draft.answers["given_names"] == "Léa Marie"
    again = declared(cast, now + LATER, follows=first, draft=draft)
    second = refused(cast, again, now + LATER, "date_differs")
    with pytest.raises(NotYours):
        actions.start_again(declaration=first, user=cast.awa_user, now=now)
    assert [row.code for row in to_do(queries.to_redo_rows(making.view_of(cast.awa_user)))] == [
        second.code
    ]
    third = declared(cast, now + 2 * LATER, follows=second)
    given = deciding(cast.north_advisor, third, now + 2 * LATER)
    actions.accept_declaration(effective_on=dt.date(2026, 11, 13), **given)
    story = queries.story_of(queries.declaration_for(cast.awa_user, third.code))
    assert [(row.state, decision.reason_code) for row, decision in story if decision] == [
        ("refused", "unreadable"),
        ("refused", "date_differs"),
        ("accepted", ""),
    ]
    assert story[-1][0].accepted_from == dt.date(2026, 11, 13)
    assert to_do(queries.to_redo_rows(making.view_of(cast.awa_user))) == []
    assert ("Léa Marie Diallo", "arriving") in shown(cast)


def test_a_refusal_needs_its_reason_and_changes_nothing_without(
    cast: Cast, now: dt.datetime
) -> None:
    declaration = declared(cast, now)
    with pytest.raises(ReasonNotAllowed):
        refused(cast, declaration, now, "vehicle")
    declaration.refresh_from_db()
    assert declaration.state == "under_review"


def test_another_agency_decides_nothing(cast: Cast, now: dt.datetime) -> None:
    declaration = declared(cast, now)
    with pytest.raises(NotYours):
        actions.accept_declaration(
            effective_on=None, **deciding(cast.south_advisor, declaration, now)
        )
    declaration.refresh_from_db()
    assert declaration.state == "under_review"


def test_two_advisors_do_not_overwrite_each_other(cast: Cast, now: dt.datetime) -> None:
    declaration = declared(cast, now)
    mine, theirs = (deciding(cast.north_advisor, declaration, now) for _ in range(2))
    actions.accept_declaration(effective_on=None, **mine)
    with pytest.raises(CaseChanged):
        actions.refuse_declaration(reason_code="unreadable", **theirs)
    declaration.refresh_from_db()
    assert declaration.state == "accepted"


def test_a_decision_is_taken_back_before_anybody_is_told(cast: Cast, now: dt.datetime) -> None:
    declaration = accepted(cast, now)
    decision = Decision.objects.get()
    given = {"staff": cast.north_advisor, "actor": actor_of(cast.north_advisor.user)}
    actions.undo_review(declaration=declaration, decision=decision, now=now, **given)
    assert ("Léa Marie Diallo", "arriving") not in shown(cast)
    letters = Letter.objects.count()
    announce_decision(decision_id=decision.pk, now=now + LATER)
    assert Letter.objects.count() == letters
    refused(cast, declaration, now + LATER, "unreadable")
    announce_decision(decision_id=Decision.objects.latest("pk").pk, now=now + 2 * LATER)
    letter = Letter.objects.latest("pk")
    assert "lisible" in letter.text
    assert "Léa" not in letter.text
    with pytest.raises(TooLateToUndo):
        actions.undo_review(
            declaration=declaration,
            decision=Decision.objects.latest("pk"),
            now=now + 3 * LATER,
            **given,
        )


def test_the_erp_s_own_row_ends_the_waiting(cast: Cast, now: dt.datetime) -> None:
    declaration = accepted(cast, now)
    assert actions.compare_with_erp(now=now) == 0
    HouseholdMember.objects.create(
        erp_id="M9",
        lease=cast.lease,
        family_name="DIALLO",
        given_names="LEA",
        birth_date=BIRTH.birth_date,
        relation="child",
        delivery_no=1,
    )
    # Before the job has seen it, nobody is shown twice.
    assert [name for name, _presence in shown(cast)].count("LEA DIALLO") == 1
    assert len(shown(cast)) == 3
    assert actions.compare_with_erp(now=now) == 1
    declaration.refresh_from_db()
    assert declaration.state == "recorded"
    assert actions.compare_with_erp(now=now) == 0


def test_a_departure_is_recorded_once_the_erp_has_ended_the_row(
    cast: Cast, now: dt.datetime
) -> None:
    HouseholdMember.objects.create(
        erp_id="M8", lease=cast.lease, family_name="Diallo", given_names="Sira",
        relation="child", delivery_no=1,
    )  # fmt: skip
    leaving = making.Answers(
        direction="departure", change="child_leaves", member="M8", family_name="Diallo",
        given_names="Sira", effective_on=dt.date(2026, 11, 20), proof="any",
    )  # fmt: skip
    accepted(cast, now, leaving)
    assert ("Sira Diallo", "leaving") in shown(cast)
    assert actions.compare_with_erp(now=now) == 0
    HouseholdMember.objects.filter(erp_id="M8").update(ends_on=dt.date(2026, 11, 20))
    assert actions.compare_with_erp(now=now) == 1
    assert "Sira Diallo" not in dict(shown(cast))


def test_a_protected_person_s_changes_are_hidden_from_the_co_holder(
    cast: Cast, now: dt.datetime
) -> None:
    accepted(cast, now)
    staff = {"staff": cast.north_advisor, "actor": actor_of(cast.north_advisor.user), "now": now}
    protection = actions.protect(person=cast.awa, **staff)
    assert actions.protect(person=cast.awa, **staff) == protection
    assert ("Léa Marie Diallo", "arriving") in shown(cast)
    assert "Léa Marie Diallo" not in dict(shown(cast, cast.yanis_user))
    actions.lift_protection(person=cast.awa, **staff)
    assert actions.lift_protection(person=cast.awa, **staff) is None
    assert "Léa Marie Diallo" in dict(shown(cast, cast.yanis_user))


def test_a_case_closed_by_hand_withdraws_the_declaration(cast: Cast, now: dt.datetime) -> None:
    declaration = declared(cast, now)
    case = making.case_of(declaration)
    close_case(
        case=case, reason="duplicate", revision=case.revision, staff=cast.north_advisor,
        actor=actor_of(cast.north_advisor.user), now=now,
    )  # fmt: skip
    assert actions.follow_closed_cases(now=now) == 1
    assert actions.follow_closed_cases(now=now) == 0
    declaration.refresh_from_db()
    assert declaration.state == "withdrawn"


def test_a_proof_stopped_by_the_antivirus_stops_the_declaration(
    cast: Cast, now: dt.datetime
) -> None:
    declaration = declared(cast, now)
    StoredFile.objects.update(state=StoredFile.State.REFUSED)
    assert actions.stop_infected(now=now) == 1
    declaration.refresh_from_db()
    assert declaration.state == "stopped"
    assert making.case_of(declaration).state == "closed"
    assert f"/mon-foyer/declarations/{declaration.code}/" in Letter.objects.latest("pk").text


def test_what_the_erp_received_is_not_decided_again(cast: Cast, now: dt.datetime) -> None:
    declaration = accepted(cast, now)
    assert actions.deliver_declarations(actor=actor_of(cast.awa_user), now=now + LATER)
    with pytest.raises(AlreadyDelivered):
        refused(cast, declaration, now + LATER, "unreadable")
    assert Declaration.objects.get().state == "accepted"
