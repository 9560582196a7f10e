from __future__ import annotations

import datetime as dt

import pytest

from palier.domain.accounts.queries import actor_of
from palier.domain.audit.models import Trace
from palier.domain.casework import actions, queries
from palier.domain.casework.models import Case
from palier.domain.landlord.actions import decide
from palier.domain.mail.models import Letter
from palier.foundation.errors import MoveRefused, NotYours
from palier.foundation.periods import Period
from tests.cast import Cast
from tests.domain.casework.making import act, contact, hardship


def test_a_hardship_promises_an_answer_within_the_landlord_s_own_delay(
    cast: Cast, now: dt.datetime
) -> None:
    decide(values={"hardship_delay_days": 2}, valid_from=now.date())
    case = hardship(cast, now)
    assert case.promised_on == dt.date(2026, 11, 26)
    assert case.agency_id == "AG1"
    letter = Letter.objects.get()
    assert letter.to == "awa@exemple.fr"
    assert case.code in letter.subject
    assert "150" not in letter.text
    assert "peux" not in letter.text


def test_asking_twice_opens_one_case(cast: Cast, now: dt.datetime) -> None:
    assert hardship(cast, now) == hardship(cast, now)
    assert Letter.objects.count() == 1


def test_asking_again_after_the_end_opens_another_case(cast: Cast, now: dt.datetime) -> None:
    first = hardship(cast, now)
    actions.close_case(case=first, reason="arranged", **act(cast.north_advisor, first, now))
    assert hardship(cast, now) != first


def test_a_message_without_an_account_waits_at_the_centre_that_sorts_it(
    cast: Cast, now: dt.datetime
) -> None:
    case = contact(now)
    assert [row.code for row in queries.queue_for(cast.administrator, everything()).rows] == [
        case.code
    ]
    with pytest.raises(NotYours):
        queries.case_for(cast.north_advisor, case.code)


def test_another_agency_never_reaches_a_case(cast: Cast, now: dt.datetime) -> None:
    case = hardship(cast, now)
    assert queries.queue_for(cast.south_advisor, everything()).rows == []
    with pytest.raises(NotYours):
        queries.case_for(cast.south_advisor, case.code)
    for write in (actions.take_case, actions.release_case, actions.reopen_case):
        with pytest.raises(NotYours):
            write(case=case, **act(cast.south_advisor, case, now))
    with pytest.raises(NotYours):
        actions.close_case(case=case, reason="arranged", **act(cast.south_advisor, case, now))


def test_an_answer_in_the_portal_is_announced_without_its_content(
    cast: Cast, now: dt.datetime
) -> None:
    case = hardship(cast, now)
    answered = actions.answer_case(
        case=case,
        text="Nous étalons 412,37 € sur trois mois.",
        channel="portal",
        close=False,
        **act(cast.north_advisor, case, now),
    )
    assert (answered.state, answered.assigned_to) == ("answered", cast.north_advisor)
    letter = Letter.objects.latest("pk")
    assert f"/mes-demandes/{case.code}/" in letter.text
    assert "412" not in letter.text + letter.subject
    assert [said.text for said in queries.messages_of(case)] == [
        "Nous étalons 412,37 € sur trois mois."
    ]


def test_an_answer_to_somebody_without_an_account_is_in_the_e_mail(
    cast: Cast, now: dt.datetime
) -> None:
    case = contact(now)
    closed = actions.answer_case(
        case=case,
        text="La référence est en haut de l’avis.",
        channel="email",
        close=True,
        **act(cast.administrator, case, now),
    )
    assert (closed.state, closed.closed_reason) == ("closed", "answered")
    assert "La référence est en haut de l’avis." in Letter.objects.latest("pk").text


def test_a_call_is_kept_as_an_account_and_sends_nothing(cast: Cast, now: dt.datetime) -> None:
    case = hardship(cast, now)
    sent = Letter.objects.count()
    actions.answer_case(
        case=case,
        text="Appelée : un premier versement le 5.",
        channel="phone",
        close=False,
        **act(cast.north_advisor, case, now),
    )
    assert Letter.objects.count() == sent


def test_an_empty_answer_is_refused(cast: Cast, now: dt.datetime) -> None:
    case = hardship(cast, now)
    with pytest.raises(actions.NothingSaid):
        actions.answer_case(
            case=case, text="  \n", channel="portal", close=True,
            **act(cast.north_advisor, case, now),
        )  # fmt: skip


def test_acting_on_an_old_revision_says_who_did_what(cast: Cast, now: dt.datetime) -> None:
    case = hardship(cast, now)
    stale = act(cast.administrator, case, now)
    actions.take_case(case=case, **act(cast.north_advisor, case, now))
    with pytest.raises(actions.CaseChanged) as changed:
        actions.close_case(case=case, reason="arranged", **stale)
    assert [(line.who, line.sentence) for line in changed.value.changes] == [
        ("Nora Benali", "Demande prise en charge par Nora Benali.")
    ]
    assert Case.objects.get().state == "taken"


def test_a_transfer_leaves_nothing_behind_and_keeps_the_promise(
    cast: Cast, now: dt.datetime
) -> None:
    case = hardship(cast, now)
    taken = actions.take_case(case=case, **act(cast.north_advisor, case, now))
    moved = actions.transfer_case(case=taken, to=cast.south, **act(cast.north_advisor, taken, now))
    assert (moved.state, moved.assigned_to, moved.promised_on) == ("open", None, case.promised_on)
    with pytest.raises(NotYours):
        queries.case_for(cast.north_advisor, case.code)
    assert queries.case_for(cast.south_advisor, case.code) == case
    back = actions.transfer_case(case=moved, to=None, **act(cast.south_advisor, moved, now))
    assert back.agency_id == ""
    assert queries.case_for(cast.administrator, case.code) == case


def test_a_case_is_given_only_to_somebody_who_follows_it(cast: Cast, now: dt.datetime) -> None:
    case = hardship(cast, now)
    with pytest.raises(actions.NotTheirWork):
        actions.assign_case(case=case, to=cast.south_advisor, **act(cast.administrator, case, now))
    given = actions.assign_case(
        case=case, to=cast.north_advisor, **act(cast.administrator, case, now)
    )
    assert given.assigned_to == cast.north_advisor
    assert cast.south_advisor not in queries.colleagues_for(cast.administrator, case)


def test_a_reason_belongs_to_its_kind(cast: Cast, now: dt.datetime) -> None:
    case = hardship(cast, now)
    with pytest.raises(actions.ReasonNotAllowed):
        actions.close_case(case=case, reason="unwanted", **act(cast.north_advisor, case, now))


def test_a_precision_after_the_answer_makes_the_case_wait_again(
    cast: Cast, now: dt.datetime
) -> None:
    case = hardship(cast, now)
    actions.answer_case(
        case=case, text="Rappelez-nous.", channel="portal", close=False,
        **act(cast.north_advisor, case, now),
    )  # fmt: skip
    later = now + dt.timedelta(days=6)
    again = actions.complete_case(
        case=case, text="Je n’ai pas pu vous joindre.", actor=actor_of(cast.awa_user), now=later
    )
    assert (again.state, again.promised_on) == ("taken", dt.date(2026, 12, 3))
    assert [line.code for line in queries.open_cases_of(cast.awa_user)] == [case.code]


def test_a_closed_case_takes_no_more_answers_but_opens_again(cast: Cast, now: dt.datetime) -> None:
    case = hardship(cast, now)
    closed = actions.close_case(case=case, reason="arranged", **act(cast.north_advisor, case, now))
    with pytest.raises(actions.AlreadyClosed):
        actions.take_case(case=closed, **act(cast.north_advisor, closed, now))
    with pytest.raises(actions.AlreadyClosed):
        actions.complete_case(case=closed, text="Encore", actor=actor_of(cast.awa_user), now=now)
    opened = actions.reopen_case(case=closed, **act(cast.north_advisor, closed, now))
    assert (opened.state, opened.closed_reason) == ("open", "")
    with pytest.raises(MoveRefused):
        actions.reopen_case(case=opened, **act(cast.north_advisor, opened, now))


def test_a_case_is_its_requester_s_alone(cast: Cast, now: dt.datetime) -> None:
    case = hardship(cast, now)
    assert queries.my_case_for(cast.awa_user, case.code) == case
    for other in (cast.yanis_user, cast.stranger_user):
        assert queries.open_cases_of(other) == []
        with pytest.raises(NotYours):
            queries.my_case_for(other, case.code)


def test_the_oldest_promise_comes_first_and_filters_add_up(cast: Cast, now: dt.datetime) -> None:
    late = hardship(cast, now - dt.timedelta(days=9))
    fresh = contact(now, agency_id="AG1")
    mine = contact(now, agency_id="AG1")
    actions.take_case(case=mine, **act(cast.north_advisor, mine, now))
    who, today = cast.north_advisor, now.date()

    def codes(**chosen: object) -> list[str]:
        return [row.code for row in queries.queue_for(who, queries.QueueFilter(**chosen)).rows]  # type: ignore[arg-type]

    assert codes() == [late.code, fresh.code, mine.code]
    assert codes(late_on=today) == [late.code]
    assert codes(mine=True) == [mine.code]
    assert codes(unassigned=True, kind="contact") == [fresh.code]
    assert codes(state="closed") == []
    counts = queries.counts_for(who, today=today)
    assert (counts.waiting, counts.late, counts.mine, counts.unassigned) == (3, 1, 1, 2)
    assert counts.by_kind == {"hardship": 1, "contact": 2}


def test_the_queue_comes_by_pages_without_a_gap(cast: Cast, now: dt.datetime) -> None:
    made = [contact(now, agency_id="AG1").code for _ in range(60)]
    seen: list[str] = []
    cursor = ""
    for _page in range(4):
        page = queries.queue_for(cast.north_advisor, everything(), cursor=cursor)
        seen += [row.code for row in page.rows]
        cursor = page.next_cursor
        if not cursor:
            break
    assert seen == made


def test_every_act_is_in_the_trail_of_the_account(cast: Cast, now: dt.datetime) -> None:
    case = hardship(cast, now)
    taken = actions.take_case(case=case, **act(cast.north_advisor, case, now))
    actions.close_case(case=taken, reason="arranged", **act(cast.north_advisor, taken, now))
    events = Trace.objects.filter(tenant_account_id=cast.account.pk).order_by("pk")
    assert [row.event for row in events] == [
        "casework.opened",
        "casework.taken",
        "casework.closed",
    ]
    assert {row.agency_id for row in events} == {"AG1"}


def test_a_hardship_keeps_what_the_tenant_can_do(cast: Cast, now: dt.datetime) -> None:
    case = hardship(cast, now)
    assert case.facts == {
        "period": str(Period(2026, 11)),
        "can_pay_cents": 15_000,
        "can_pay_on": "2026-12-05",
        "wants_call": True,
    }
    assert case.contact_phone == "06 39 98 00 11"


def everything() -> queries.QueueFilter:
    return queries.QueueFilter(state=queries.EVERY_STATE)
