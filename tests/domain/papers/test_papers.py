from __future__ import annotations

import datetime as dt

import pytest
from django.db import DatabaseError, transaction

from palier.domain.accounts.queries import actor_of
from palier.domain.audit.actor import Actor, ActorKind
from palier.domain.audit.models import Trace
from palier.domain.casework.actions import CaseChanged, close_case
from palier.domain.casework.models import Case, Decision
from palier.domain.documents.acknowledgements.queries import acknowledgement_of
from palier.domain.documents.models import Document, StoredFile
from palier.domain.landlord.actions import decide
from palier.domain.mail.models import Letter
from palier.domain.papers import actions, queries, rules
from palier.domain.papers.models import Paper
from palier.foundation.errors import MoveRefused, NotYours
from tests.cast import TODAY, Cast
from tests.domain.papers import making
from tests.domain.papers.making import DUE, asked, deciding, deposited, said, view_of

pytestmark = pytest.mark.usefixtures("files")
LATER = dt.timedelta(minutes=3)
DAY = dt.timedelta(days=1)


def test_what_is_asked_is_on_the_to_do_list_of_that_person_alone(
    cast: Cast, now: dt.datetime
) -> None:
    request = asked(cast, now)
    assert queries.to_do_of(view_of(cast.awa_user)) == [request]
    assert queries.to_do_of(view_of(cast.yanis_user)) == []
    assert request.reason.startswith("Nous en avons besoin pour l’enquête")
    for other in (cast.yanis_user, cast.jeanne_user, cast.stranger_user):
        with pytest.raises(NotYours):
            queries.request_for(other, request.code, TODAY)
    letter = Letter.objects.get()
    assert letter.to == "awa@exemple.fr"
    assert "imposition" not in letter.text + letter.subject
    assert "15\u00a0décembre\u00a02026" in letter.text


def test_what_is_asked_of_any_holder_is_settled_by_one_of_them(
    cast: Cast, now: dt.datetime
) -> None:
    request = asked(cast, now, person=None)
    assert {letter.to for letter in Letter.objects.all()} == {
        "awa@exemple.fr",
        "yanis@exemple.fr",
    }
    deposited(cast, now, request)
    assert queries.to_do_of(view_of(cast.yanis_user)) == []
    story = queries.story_for(view_of(cast.yanis_user), queries.request_for(
        cast.yanis_user, request.code, TODAY)[0])  # fmt: skip
    assert story.papers == []


@pytest.mark.parametrize("staff", ["south_advisor", "accountant"])
def test_only_an_advisor_of_the_agency_asks(cast: Cast, now: dt.datetime, staff: str) -> None:
    with pytest.raises(NotYours):
        asked(cast, now, staff=getattr(cast, staff))


def test_asking_needs_a_holder_and_a_day_to_come(cast: Cast, now: dt.datetime) -> None:
    with pytest.raises(actions.NotTheirAccount):
        asked(cast, now, person=cast.jeanne)
    with pytest.raises(actions.DeadlinePassed):
        asked(cast, now, due_on=TODAY)


def test_a_paper_is_its_person_s_until_shared(cast: Cast, now: dt.datetime) -> None:
    paper = deposited(cast, now)
    with pytest.raises(NotYours):
        queries.paper_for(cast.yanis_user, paper.code, TODAY)
    assert not Trace.objects.filter(
        tenant_account_id=cast.account.pk, person_id=None, event__startswith="papers"
    ).exists()
    actor = actor_of(cast.awa_user)
    actions.share_paper(paper=paper, shared=True, actor=actor, now=now)
    assert queries.paper_for(cast.yanis_user, paper.code, TODAY) == paper
    assert queries.papers_of(view_of(cast.yanis_user)) == [paper]
    assert Document.objects.get().visibility == "holders"
    actions.share_paper(paper=paper, shared=False, actor=actor, now=now)
    assert queries.papers_of(view_of(cast.yanis_user)) == []


def test_a_delegate_shares_no_paper(cast: Cast, now: dt.datetime) -> None:
    delegate = Actor(ActorKind.DELEGATE, str(cast.jeanne_user.pk))
    with pytest.raises(NotYours):
        deposited(cast, now, shared=True, actor=delegate)
    paper = deposited(cast, now, actor=delegate)
    with pytest.raises(NotYours):
        actions.share_paper(paper=paper, shared=True, actor=delegate, now=now)
    assert not Paper.objects.get().shared


def test_a_deposit_is_acknowledged_and_queued(cast: Cast, now: dt.datetime) -> None:
    request = asked(cast, now)
    paper = deposited(cast, now, request)
    assert (paper.title, paper.kind) == ("Avis d’imposition 2026", "tax_notice")
    assert acknowledgement_of(paper) is not None
    assert making.case_of(paper).subject == "Pièce : Avis d’imposition 2026"
    request.refresh_from_db()
    assert request.state == "deposited"


def test_a_new_deposit_replaces_the_one_that_waits(cast: Cast, now: dt.datetime) -> None:
    request = asked(cast, now)
    first = deposited(cast, now, request)
    second = deposited(cast, now, request, pages=2)
    first.refresh_from_db()
    assert (first.state, second.state) == ("replaced", "under_review")
    assert making.case_of(first).closed_reason == "replaced"
    assert Case.objects.filter(kind="paper", state="open").count() == 1


def test_refused_it_is_to_be_given_again_with_time_left(cast: Cast, now: dt.datetime) -> None:
    request = asked(cast, now, due_on=TODAY + DAY)
    paper = deposited(cast, now, request)
    given = deciding(cast.north_advisor, paper, now)
    actions.refuse_paper(reason_code="too_old", **given)
    request.refresh_from_db()
    assert (request.state, request.due_on) == ("asked", TODAY + 7 * DAY)
    story = queries.story_for(view_of(cast.awa_user), request)
    assert story.decisions[paper.code].sentence == "Le document est trop ancien."
    again = deposited(cast, now + LATER, request, pages=2)
    actions.accept_paper(**deciding(cast.north_advisor, again, now + LATER))
    request.refresh_from_db()
    assert request.state == "accepted"
    assert len(queries.story_at_desk(request).papers) == 2


def test_a_refusal_is_taken_back_unless_something_newer_came(cast: Cast, now: dt.datetime) -> None:
    request = asked(cast, now)
    paper = deposited(cast, now, request)
    staff = {"staff": cast.north_advisor, "actor": actor_of(cast.north_advisor.user), "now": now}
    decision = actions.refuse_paper(
        reason_code="unreadable", **deciding(cast.north_advisor, paper, now)
    )
    actions.undo_paper(paper=paper, decision=decision, **staff)
    request.refresh_from_db()
    paper.refresh_from_db()
    assert (request.state, paper.state) == ("deposited", "under_review")
    again = actions.refuse_paper(
        reason_code="unreadable", **deciding(cast.north_advisor, paper, now)
    )
    deposited(cast, now, request, pages=2)
    with pytest.raises(actions.AnotherFiledSince):
        actions.undo_paper(paper=paper, decision=again, **staff)


def test_an_acceptance_is_taken_back_too(cast: Cast, now: dt.datetime) -> None:
    request = asked(cast, now)
    paper = deposited(cast, now, request)
    decision = actions.accept_paper(**deciding(cast.north_advisor, paper, now))
    staff = {"staff": cast.north_advisor, "actor": actor_of(cast.north_advisor.user), "now": now}
    actions.undo_paper(paper=paper, decision=decision, **staff)
    request.refresh_from_db()
    assert request.state == "deposited"


def test_two_advisors_do_not_overwrite_each_other(cast: Cast, now: dt.datetime) -> None:
    paper = deposited(cast, now)
    mine, theirs = (deciding(cast.north_advisor, paper, now) for _ in range(2))
    actions.accept_paper(**mine)
    with pytest.raises(CaseChanged):
        actions.refuse_paper(reason_code="too_old", **theirs)
    assert Decision.objects.count() == 1


def test_i_cannot_give_it_and_the_agency_waives_it(cast: Cast, now: dt.datetime) -> None:
    request = asked(cast, now)
    impediment = said(cast, now, request)
    request.refresh_from_db()
    assert request.state == "explained"
    assert queries.to_do_of(view_of(cast.awa_user)) == []
    given = deciding(cast.north_advisor, impediment, now)
    actions.accept_impediment(until=None, **given)
    request.refresh_from_db()
    assert request.state == "waived"


def test_i_cannot_give_it_yet_and_the_agency_leaves_more_time(cast: Cast, now: dt.datetime) -> None:
    request = asked(cast, now)
    impediment = said(cast, now, request)
    given = deciding(cast.north_advisor, impediment, now)
    with pytest.raises(actions.DeadlinePassed):
        actions.accept_impediment(until=TODAY, **given)
    decision = actions.accept_impediment(until=dt.date(2027, 1, 20), **given)
    request.refresh_from_db()
    assert (request.state, request.due_on) == ("asked", dt.date(2027, 1, 20))
    actions.undo_impediment(
        impediment=impediment, decision=decision, staff=cast.north_advisor,
        actor=actor_of(cast.north_advisor.user), now=now,
    )  # fmt: skip
    request.refresh_from_db()
    assert (request.state, request.due_on) == ("explained", DUE)


def test_the_agency_still_needs_it(cast: Cast, now: dt.datetime) -> None:
    request = asked(cast, now)
    impediment = said(cast, now, request)
    given = deciding(cast.north_advisor, impediment, now)
    actions.refuse_impediment(reason_code="still_needed", **given)
    request.refresh_from_db()
    assert request.state == "asked"


def test_a_deposit_after_an_impediment_replaces_it(cast: Cast, now: dt.datetime) -> None:
    request = asked(cast, now)
    impediment = said(cast, now, request)
    paper = deposited(cast, now, request)
    impediment.refresh_from_db()
    assert (impediment.state, paper.state) == ("withdrawn", "under_review")
    with pytest.raises(actions.NoLongerAsked):
        said(cast, now, request)


def test_cancelled_it_is_nobody_s_to_do(cast: Cast, now: dt.datetime) -> None:
    request = asked(cast, now)
    deposited(cast, now, request)
    staff = {"actor": actor_of(cast.north_advisor.user), "now": now}
    with pytest.raises(NotYours):
        actions.cancel_request(asked=request, staff=cast.south_advisor, **staff)
    actions.cancel_request(asked=request, staff=cast.north_advisor, **staff)
    assert Paper.objects.get().state == "withdrawn"
    assert not Case.objects.exclude(state="closed").exists()
    with pytest.raises(actions.NoLongerAsked):
        deposited(cast, now, request, pages=2)
    with pytest.raises(MoveRefused):
        actions.cancel_request(asked=request, staff=cast.north_advisor, **staff)


def test_withdrawing_a_paper_makes_it_to_be_given_again(cast: Cast, now: dt.datetime) -> None:
    request = asked(cast, now)
    paper = deposited(cast, now, request)
    actions.withdraw_paper(paper=paper, actor=actor_of(cast.awa_user), now=now)
    assert queries.to_do_of(view_of(cast.awa_user)) == [request]
    assert making.case_of(paper).state == "closed"


def test_reminders_come_once_each_and_stop_while_the_agency_has_the_word(
    cast: Cast, now: dt.datetime
) -> None:
    request = asked(cast, now)
    letters = Letter.objects.count()
    assert actions.remind_of_papers(now=now) == 0
    week_before = now + 14 * DAY
    assert actions.remind_of_papers(now=week_before) == 1
    assert actions.remind_of_papers(now=week_before) == 0
    assert actions.remind_of_papers(now=week_before + 2 * DAY) == 0
    assert Letter.objects.count() == letters + 1
    said(cast, week_before, request)
    assert actions.remind_of_papers(now=now + 20 * DAY) == 0


def test_no_reminder_where_the_landlord_wants_none(cast: Cast, now: dt.datetime) -> None:
    decide(values={"paper_reminder_days": []}, valid_from=TODAY)
    asked(cast, now)
    assert actions.remind_of_papers(now=now + 20 * DAY) == 0


@pytest.mark.parametrize(
    ("days_after", "due"),
    [(-8, None), (-7, -7), (-2, -7), (-1, -1), (0, -1), (1, None), (3, 3), (9, 3), (11, None)],
)
def test_which_reminder_is_due(days_after: int, due: int | None) -> None:
    offsets = [-7, -1, 3] if days_after > 2 else [-7, -1]
    assert rules.reminder_due(DUE, DUE + days_after * DAY, offsets) == due


def test_a_file_stopped_by_the_antivirus_is_to_be_given_again(cast: Cast, now: dt.datetime) -> None:
    request = asked(cast, now)
    paper = deposited(cast, now, request)
    StoredFile.objects.update(state=StoredFile.State.REFUSED)
    assert actions.stop_infected(now=now) == 1
    paper.refresh_from_db()
    request.refresh_from_db()
    assert (paper.state, request.state) == ("stopped", "asked")
    assert f"/pieces/{paper.code}/" in Letter.objects.latest("pk").text


def test_a_case_closed_by_hand_is_followed(cast: Cast, now: dt.datetime) -> None:
    request = asked(cast, now)
    case = making.case_of(deposited(cast, now, request))
    close_case(
        case=case, reason="duplicate", revision=case.revision, staff=cast.north_advisor,
        actor=actor_of(cast.north_advisor.user), now=now,
    )  # fmt: skip
    assert actions.follow_closed_cases(now=now) == 1
    request.refresh_from_db()
    assert request.state == "asked"


def test_the_database_refuses_to_rewrite_a_deposit(cast: Cast, now: dt.datetime) -> None:
    paper = deposited(cast, now)
    with pytest.raises(DatabaseError), transaction.atomic():
        Paper.objects.filter(pk=paper.pk).update(title="autre chose")
