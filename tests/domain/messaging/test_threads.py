from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from palier.domain.accounts.models import StaffMember
from palier.domain.accounts.queries import actor_of
from palier.domain.audit.actor import Actor, ActorKind
from palier.domain.audit.models import Trace
from palier.domain.casework.actions import AlreadyClosed, CaseChanged, take_case
from palier.domain.casework.models import Case
from palier.domain.casework.queries import QueueFilter, queue_for
from palier.domain.mail import gateway
from palier.domain.mail.models import Letter
from palier.domain.messaging import actions, queries
from palier.domain.messaging.models import Message, Share, Thread, Topic
from palier.foundation.errors import NotYours
from tests.cast import Cast, make_staff
from tests.domain.messaging.making import act, answered, thread


def test_a_message_has_a_number_and_the_promise_of_its_topic(cast: Cast, now: dt.datetime) -> None:
    repairs = thread(cast, now, topic=Topic.REPAIRS, title="")
    assert repairs.case is not None
    assert repairs.title == "Un problème dans le logement ou l’immeuble"
    assert repairs.case.promised_on == dt.date(2026, 11, 27)
    assert repairs.case.subject_reference == repairs.code
    assert thread(cast, now).case.promised_on == dt.date(2026, 12, 4)  # type: ignore[union-attr]


def test_an_agency_promises_its_own_delays(cast: Cast, now: dt.datetime) -> None:
    actions.decide_delays(
        agency_id="AG1", days={"charges": 2}, actor=actor_of(cast.administrator.user), now=now
    )
    assert thread(cast, now).case.promised_on == dt.date(2026, 11, 26)  # type: ignore[union-attr]


def test_the_same_form_sent_twice_is_one_message(cast: Cast, now: dt.datetime) -> None:
    first, again = thread(cast, now, key="form:1"), thread(cast, now, key="form:1")
    assert first == again
    assert Message.objects.count() == Case.objects.count() == 1


def test_an_empty_message_is_not_sent(cast: Cast, now: dt.datetime) -> None:
    with pytest.raises(actions.NothingWritten):
        thread(cast, now, text=" \n ")


def test_an_answer_keeps_the_promise_and_announces_itself_without_its_content(
    cast: Cast, now: dt.datetime
) -> None:
    found = answered(cast, now)
    case = Case.objects.get()
    assert (case.state, case.assigned_to) == ("answered", cast.north_advisor)
    letter = Letter.objects.get(template="mail/message_waiting")
    assert letter.to == "awa@exemple.fr"
    for part in (letter.subject, letter.text, letter.html):
        assert "compteur" not in part
        assert "Eau chaude" not in part
    assert found.last_from_agency_at == now


def test_writing_again_asks_for_an_answer_again(cast: Cast, now: dt.datetime) -> None:
    found = answered(cast, now)
    later = now + dt.timedelta(days=3)
    actions.reply(
        thread=_fresh(found), user=cast.awa_user, text="Et pour décembre ?",
        actor=actor_of(cast.awa_user), now=later,
    )  # fmt: skip
    case = Case.objects.get()
    assert (case.state, case.promised_on) == ("taken", dt.date(2026, 12, 7))
    assert case.answered_at is None


def test_writing_in_a_finished_thread_reopens_it(cast: Cast, now: dt.datetime) -> None:
    found = answered(cast, now, closes=True)
    assert Case.objects.get().state == "closed"
    actions.reply(
        thread=_fresh(found), user=cast.awa_user, text="Ce n’est pas réglé.",
        actor=actor_of(cast.awa_user), now=now + dt.timedelta(days=20),
    )  # fmt: skip
    case = Case.objects.get()
    assert case.is_waiting
    assert case.closed_reason == ""
    assert Trace.objects.filter(event="casework.reopened").count() == 1


def test_a_tenant_says_that_it_is_settled(cast: Cast, now: dt.datetime) -> None:
    found = answered(cast, now)
    done: dict[str, Any] = {
        "user": cast.awa_user,
        "actor": actor_of(cast.awa_user),
        "now": now,
    }
    actions.settle(thread=_fresh(found), **done)
    case = Case.objects.get()
    assert (case.state, case.closed_reason) == ("closed", "answered")
    assert "Awa Diallo a terminé" in Message.objects.get(kind="event").text
    with pytest.raises(AlreadyClosed):
        actions.settle(thread=_fresh(found), **done)


def test_a_thread_that_only_informs_owes_an_answer_once_the_tenant_writes(
    cast: Cast, now: dt.datetime
) -> None:
    staff = act(cast.north_advisor, thread(cast, now), now)
    found = actions.start(
        tenant_account=cast.account, person=cast.awa, topic=Topic.LEASE, title="Votre cave",
        text="La porte est réparée.", staff=staff["staff"], actor=staff["actor"], now=now,
    )  # fmt: skip
    assert found.case is None
    actions.reply(
        thread=_fresh(found), user=cast.awa_user, text="Merci. Où sont les clés ?",
        actor=actor_of(cast.awa_user), now=now,
    )  # fmt: skip
    assert _fresh(found).case.kind == "message"  # type: ignore[union-attr]


def test_a_call_is_noted_in_the_thread_without_a_letter_and_without_the_promise(
    cast: Cast, now: dt.datetime
) -> None:
    found = thread(cast, now)
    actions.answer(
        **act(cast.north_advisor, found, now), text="Elle rappelle jeudi.", kind="call",
        held_on=dt.date(2026, 11, 23), keeps_promise=False,
    )  # fmt: skip
    call = Message.objects.get(kind="call")
    assert (call.held_on, call.author_name) == (dt.date(2026, 11, 23), "Nora Benali")
    assert Case.objects.get().state == "open"
    assert not Letter.objects.filter(template="mail/message_waiting").exists()


def test_two_advisors_never_answer_over_one_another(cast: Cast, now: dt.datetime) -> None:
    found = thread(cast, now)
    read = act(cast.north_advisor, found, now)
    actions.answer(**read, text="Bonjour.")
    with pytest.raises(CaseChanged):
        actions.answer(**read, text="Bonjour aussi.")
    assert Message.objects.filter(from_agency=True).count() == 1


def test_a_transfer_keeps_the_thread_and_its_promise(cast: Cast, now: dt.datetime) -> None:
    found = thread(cast, now)
    actions.transfer(**act(cast.north_advisor, found, now), to=cast.south, team="")
    case = Case.objects.get()
    assert (case.agency_id, case.promised_on) == ("AG2", dt.date(2026, 12, 4))
    assert "Agence du Sud" in Message.objects.get(kind="event").text
    assert queries.thread_at_desk(cast.south_advisor, found.code).may_write
    before = queries.thread_at_desk(cast.north_advisor, found.code)
    assert not before.may_write
    assert len(queries.messages_of(before.thread)) == 2


def test_technical_support_reads_what_was_given_to_it_alone(cast: Cast, now: dt.datetime) -> None:
    mei = make_staff("mei@plaine.example", "Mei Zhang", StaffMember.Role.TECHNICAL_SUPPORT)
    private = thread(cast, now)
    asked = thread(cast, now, topic=Topic.PORTAL, title="Page blanche")
    assert [case.subject for case in queue_for(mei, QueueFilter()).rows] == ["Page blanche"]
    assert queries.thread_at_desk(mei, asked.code).may_write
    for refused in (
        lambda: queries.thread_at_desk(mei, private.code),
        lambda: actions.answer(**act(mei, private, now), text="Bonjour."),
        lambda: take_case(
            case=Case.objects.get(pk=private.case_id), revision=1, staff=mei,
            actor=actor_of(mei.user), now=now,
        ),
    ):  # fmt: skip
        with pytest.raises(NotYours):
            refused()
    actions.transfer(
        **act(cast.north_advisor, private, now), to=cast.north, team="technical_support"
    )
    assert queries.thread_at_desk(mei, private.code).may_write
    assert "assistance technique" in Message.objects.get(kind="event").text


def test_closing_without_an_answer_says_why_and_tells_the_tenant(
    cast: Cast, now: dt.datetime
) -> None:
    found = thread(cast, now)
    actions.close(**act(cast.north_advisor, found, now), reason="not_ours")
    assert "ne concerne pas le bailleur" in Message.objects.get(kind="event").text
    assert Letter.objects.filter(template="mail/message_waiting").count() == 1
    actions.reopen(**act(cast.north_advisor, found, now))
    assert Case.objects.get().state == "open"


def test_messages_go_on_while_the_mail_server_is_down(
    cast: Cast,
    now: dt.datetime,
    run_jobs: Callable[[dt.datetime], int],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def down(letter: Letter) -> None:
        raise ConnectionRefusedError("no mail server")

    with monkeypatch.context() as patched:
        patched.setattr(gateway, "send", down)
        found = answered(cast, now)
        run_jobs(now)
    assert len(queries.messages_of(found)) == 2
    assert set(Letter.objects.values_list("state", flat=True)) == {"queued"}
    sent: list[str] = []
    monkeypatch.setattr(gateway, "send", lambda letter: sent.append(letter.template))
    run_jobs(now + dt.timedelta(hours=1))
    assert sorted(sent) == ["mail/message_received", "mail/message_waiting"]


def test_what_was_said_is_never_rewritten(cast: Cast, now: dt.datetime) -> None:
    thread(cast, now)
    with pytest.raises(DatabaseError), transaction.atomic():
        Message.objects.update(text="autre chose")


def test_a_thread_is_shared_with_present_co_holders_only(cast: Cast, now: dt.datetime) -> None:
    found = thread(cast, now, share_with=[cast.yanis])
    assert [share.person for share in Share.objects.filter(thread=found)] == [cast.yanis]
    with pytest.raises(actions.NotAReader):
        thread(cast, now, share_with=[cast.jeanne])
    actions.stop_sharing(thread=_fresh(found), actor=actor_of(cast.awa_user), now=now)
    assert not Share.objects.exists()


def test_a_delegate_shares_no_thread(cast: Cast, now: dt.datetime) -> None:
    delegate = Actor(ActorKind.DELEGATE, str(cast.jeanne_user.pk))
    with pytest.raises(NotYours):
        thread(cast, now, share_with=[cast.yanis], actor=delegate)
    found = thread(cast, now, actor=delegate)
    with pytest.raises(NotYours):
        actions.share(thread=_fresh(found), people=[cast.yanis], actor=delegate, now=now)
    assert not Share.objects.exists()


def _fresh(found: Thread) -> Thread:
    return Thread.objects.select_related("case", "tenant_account__agency", "person").get(
        pk=found.pk
    )
