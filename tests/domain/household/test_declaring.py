from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from django.db import DatabaseError, transaction

from palier.domain.accounts.queries import actor_of
from palier.domain.audit.models import Trace
from palier.domain.casework.models import Case
from palier.domain.documents.acknowledgements.queries import (
    acknowledgement_for,
    acknowledgement_of,
)
from palier.domain.documents.intake.models import Draft
from palier.domain.household import actions, queries
from palier.domain.household.models import AnswersDraft, Declaration
from palier.domain.household.rules.questions import Answers
from palier.domain.mail.models import Letter
from palier.domain.tenancy.models import AccountHolder, HouseholdMember
from palier.foundation.errors import MoveRefused, NotYours
from tests.cast import TODAY, Cast
from tests.domain.household import making
from tests.domain.household.making import BIRTH, SEPARATION, declared

pytestmark = pytest.mark.usefixtures("files")


def test_a_birth_waits_at_the_agency_and_is_acknowledged(cast: Cast, now: dt.datetime) -> None:
    declaration = declared(cast, now)
    assert (declaration.state, declaration.full_name) == ("under_review", "Léa Marie Diallo")
    case = making.case_of(declaration)
    assert (case.kind, case.agency_id, case.subject) == (
        "declaration",
        "AG1",
        "Foyer : une naissance",
    )
    acknowledgement = acknowledgement_of(declaration)
    assert acknowledgement is not None
    assert ["Personne concernée", "Léa Marie Diallo"] in acknowledgement.shown
    letter = Letter.objects.get()
    assert letter.to == "awa@exemple.fr"
    assert "Léa" not in letter.text
    assert not Draft.objects.exists()


def test_a_declaration_is_its_author_s_alone(cast: Cast, now: dt.datetime) -> None:
    declaration = declared(cast, now)
    assert queries.declaration_for(cast.awa_user, declaration.code) == declaration
    for other in (cast.yanis_user, cast.jeanne_user, cast.stranger_user):
        with pytest.raises(NotYours):
            queries.declaration_for(other, declaration.code)
    acknowledgement = acknowledgement_of(declaration)
    assert acknowledgement is not None
    with pytest.raises(NotYours):
        acknowledgement_for(cast.yanis_user, acknowledgement.code, TODAY)
    with pytest.raises(NotYours):
        queries.declaration_at_desk(cast.south_advisor, declaration.code)
    read_by_all = Trace.objects.filter(tenant_account_id=cast.account.pk, person_id=None)
    assert not read_by_all.exists()


def test_the_draft_goes_with_the_declaration_so_that_two_clicks_declare_once(
    cast: Cast, now: dt.datetime
) -> None:
    draft = actions.start_draft(user=cast.awa_user, person=cast.awa, lease=cast.lease, now=now)
    assert draft == actions.start_draft(
        user=cast.awa_user, person=cast.awa, lease=cast.lease, now=now
    )
    actions.answer(draft=draft, answers=BIRTH, now=now)
    first, second = making.proof(cast.awa_user, now), making.proof(cast.awa_user, now, pages=2)
    declared(cast, now, draft=draft, proofs=[first])
    assert not AnswersDraft.objects.exists()
    with pytest.raises(actions.AlreadyDeclared):
        declared(cast, now, draft=draft, proofs=[second])
    assert Declaration.objects.count() == 1
    with pytest.raises(NotYours):
        actions.answer(draft=draft, answers=BIRTH, now=now)


def test_the_same_change_is_not_declared_twice(cast: Cast, now: dt.datetime) -> None:
    declared(cast, now)
    with pytest.raises(actions.AlreadyDeclared):
        declared(cast, now)
    declared(cast, now, making.twin(BIRTH, given_names="Lou"))
    assert Declaration.objects.count() == 2


@pytest.mark.parametrize(
    "answers",
    [
        Answers(),
        making.twin(BIRTH, effective_on=None),
        making.twin(BIRTH, effective_on=dt.date(2026, 12, 1)),
        making.twin(BIRTH, given_names="285057800608436"),
        making.twin(BIRTH, proof="death_record"),
    ],
)
def test_what_is_not_complete_is_not_sent(cast: Cast, now: dt.datetime, answers: Answers) -> None:
    with pytest.raises(actions.StillMissing):
        declared(cast, now, answers)
    with pytest.raises(actions.StillMissing):
        declared(cast, now, proofs=[])
    assert not Case.objects.exists()


def test_somebody_else_s_dwelling_is_nobody_s_to_declare_about(
    cast: Cast, now: dt.datetime
) -> None:
    with pytest.raises(actions.NotYourDwelling):
        declared(cast, now, lease=cast.arrears_lease)
    former = {"view": making.view_of(cast.remi_user), "lease": cast.former_lease}
    with pytest.raises(actions.NotYourDwelling):
        declared(cast, now, user=cast.remi_user, **former)


def test_the_departure_of_a_holder_moves_no_holder_and_no_row_of_the_erp(
    cast: Cast, now: dt.datetime
) -> None:
    before = [*HouseholdMember.objects.values(), *AccountHolder.objects.values()]
    declaration = making.accepted(cast, now, SEPARATION)
    assert declaration.about_holder
    assert [*HouseholdMember.objects.values(), *AccountHolder.objects.values()] == before
    names = [
        (member.full_name, member.presence)
        for member in queries.household_of(making.view_of(cast.awa_user), cast.lease, TODAY)
    ]
    assert names == [("Awa Diallo", "known"), ("Yanis N’Guessan", "known")]


def test_withdrawing_ends_the_case_and_only_before_a_decision(cast: Cast, now: dt.datetime) -> None:
    declaration = declared(cast, now)
    actor = actor_of(cast.awa_user)
    actions.withdraw(declaration=declaration, actor=actor, now=now)
    assert making.case_of(declaration).state == "closed"
    with pytest.raises(MoveRefused):
        actions.withdraw(declaration=declaration, actor=actor, now=now)


def test_the_database_refuses_to_rewrite_what_was_declared(cast: Cast, now: dt.datetime) -> None:
    declaration = declared(cast, now)
    for change in (
        lambda: Declaration.objects.filter(pk=declaration.pk).update(given_names="Lou"),
        lambda: Declaration.objects.filter(pk=declaration.pk).delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_drafts_are_forgotten_after_a_month(cast: Cast, now: dt.datetime, files: Path) -> None:
    actions.start_draft(user=cast.awa_user, person=cast.awa, lease=cast.lease, now=now)
    assert actions.forget_old_drafts(now=now + dt.timedelta(days=29)) == 0
    assert actions.forget_old_drafts(now=now + dt.timedelta(days=31)) == 1


def test_an_advisor_files_at_the_counter(cast: Cast, now: dt.datetime) -> None:
    staff = cast.north_advisor
    declaration = declared(
        cast,
        now,
        proofs=[making.proof(staff.user, now)],
        filed_by=staff,
        actor=actor_of(staff.user),
    )
    assert making.case_of(declaration).filed_by == staff
    acknowledgement = acknowledgement_of(declaration)
    assert acknowledgement is not None
    assert acknowledgement.channel == "counter"
