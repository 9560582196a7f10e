"""Who reads a thread: its person, the co-holder it was shared with, and for how long."""

from __future__ import annotations

import datetime as dt

import pytest

from palier.domain.access.queries import tenant_accounts_for
from palier.domain.accounts.queries import actor_of
from palier.domain.messaging import actions, queries
from palier.domain.messaging.models import Reading
from palier.domain.tenancy.models import AccountHolder
from palier.foundation.errors import NotYours
from tests.cast import TODAY, Cast
from tests.domain.messaging.making import act, answered, thread


def test_a_thread_is_its_person_s_alone(cast: Cast, now: dt.datetime) -> None:
    found = thread(cast, now)
    assert queries.thread_for(cast.awa_user, found.code, TODAY).is_own
    for user in (cast.yanis_user, cast.jeanne_user, cast.remi_user, cast.stranger_user):
        with pytest.raises(NotYours):
            queries.thread_for(user, found.code, TODAY)
        assert not queries.threads_for(user, TODAY).rows


def test_a_shared_thread_is_read_and_answered_by_the_co_holder(
    cast: Cast, now: dt.datetime
) -> None:
    found = thread(cast, now, share_with=[cast.yanis])
    view = queries.thread_for(cast.yanis_user, found.code, TODAY)
    assert (view.is_own, view.may_write) == (False, True)
    actions.answer(**act(cast.north_advisor, found, now), text="Bonjour.")
    views = tenant_accounts_for(cast.yanis_user, TODAY)
    assert queries.inbox_of(cast.yanis_user, views).unread_count == 1


def test_a_co_holder_who_left_reads_up_to_their_last_day(cast: Cast, now: dt.datetime) -> None:
    found = thread(cast, now, share_with=[cast.yanis])
    later = now + dt.timedelta(days=10)
    actions.answer(**act(cast.north_advisor, found, later), text="Bonjour.")
    AccountHolder.objects.filter(person=cast.yanis).update(ends_on=TODAY)
    view = queries.thread_for(cast.yanis_user, found.code, later.date())
    assert not view.may_write
    assert view.until == TODAY
    assert len(queries.messages_of(view.thread, until=view.until)) == 1
    newer = thread(cast, later, share_with=[])
    with pytest.raises(NotYours):
        queries.thread_for(cast.yanis_user, newer.code, later.date())


def test_a_former_holder_keeps_their_own_threads(cast: Cast, now: dt.datetime) -> None:
    found = thread(
        cast, now, tenant_account=cast.former_account, person=cast.remi, user=cast.remi_user,
        actor=actor_of(cast.remi_user), title="Mon dépôt de garantie",
    )  # fmt: skip
    view = queries.thread_for(cast.remi_user, found.code, TODAY)
    assert view.is_own
    assert view.may_write


def test_unread_is_what_the_agency_said_since_the_last_reading(
    cast: Cast, now: dt.datetime
) -> None:
    found = answered(cast, now)
    views = tenant_accounts_for(cast.awa_user, TODAY)
    assert queries.inbox_of(cast.awa_user, views).unread_count == 1
    assert queries.threads_for(cast.awa_user, TODAY).rows[0].is_unread
    actions.mark_read(thread=found, user=cast.awa_user, read_at=None, now=now)
    assert queries.inbox_of(cast.awa_user, views).unread_count == 0
    assert queries.read_until(found, at_desk=False) == now
    assert queries.read_until(found, at_desk=True) is None
    later = now + dt.timedelta(hours=1)
    actions.mark_read(thread=found, user=cast.awa_user, read_at=now, now=later)
    assert Reading.objects.get().read_at == now


def test_another_agency_knows_nothing_of_a_thread(cast: Cast, now: dt.datetime) -> None:
    found = thread(cast, now)
    for staff in (cast.south_advisor, cast.accountant):
        with pytest.raises(NotYours):
            queries.thread_at_desk(staff, found.code)
        assert not queries.threads_of_account_for(staff, cast.account)
    assert queries.thread_at_desk(cast.administrator, found.code).thread == found


def test_a_list_of_threads_asks_the_database_little(
    cast: Cast, now: dt.datetime, at_most_queries: object
) -> None:
    for rank in range(25):
        thread(cast, now + dt.timedelta(minutes=rank), title=f"Question {rank}")
    with at_most_queries(8):  # type: ignore[operator]
        page = queries.threads_for(cast.awa_user, TODAY)
    assert page.rows[0].title == "Question 24"
    following = queries.threads_for(cast.awa_user, TODAY, cursor=page.next_cursor)
    assert [row.title for row in following.rows][-1] == "Question 0"
    assert len(page.rows) + len(following.rows) == 25
