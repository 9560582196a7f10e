from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
import time_machine

from palier.domain.accounts.queries import actor_of
from palier.domain.audit.actor import Actor
from palier.domain.casework.actions import decide, open_case
from palier.domain.casework.models import Case
from palier.domain.mail.models import Letter
from palier.domain.messaging.actions import NothingWritten, notify, tell_decision
from palier.domain.messaging.models import Message, Thread, Topic
from tests.cast import Cast


def told(cast: Cast, now: dt.datetime, **more: object) -> Thread:
    asked = {
        "tenant_account": cast.account,
        "topic": Topic.INSURANCE,
        "title": "Votre attestation",
        "text": "La date de fin est passée. Déposez celle de l’année en cours.",
        "actor": Actor.system(),
        "now": now,
    }
    thread = notify(**(asked | more))  # type: ignore[arg-type]
    assert thread is not None
    return thread


def test_a_notice_without_a_person_is_read_by_all_present_holders_in_one_thread(
    cast: Cast, now: dt.datetime
) -> None:
    thread = told(cast, now)
    assert thread.person == cast.awa
    assert [share.person for share in thread.shares.all()] == [cast.yanis]
    assert thread.case is None
    assert sorted(Letter.objects.values_list("to", flat=True)) == [
        "awa@exemple.fr",
        "yanis@exemple.fr",
    ]


def test_a_notice_for_one_person_is_theirs_alone(cast: Cast, now: dt.datetime) -> None:
    thread = told(cast, now, person=cast.yanis)
    assert thread.person == cast.yanis
    assert not thread.shares.exists()
    assert [letter.to for letter in Letter.objects.all()] == ["yanis@exemple.fr"]


def test_the_letter_holds_neither_title_nor_text(cast: Cast, now: dt.datetime) -> None:
    told(cast, now, person=cast.awa)
    letter = Letter.objects.get()
    for part in (letter.subject, letter.text, letter.html):
        assert "attestation" not in part
        assert "date de fin" not in part
    assert "/messages/" in letter.text


def test_a_notice_is_told_once_under_its_key(cast: Cast, now: dt.datetime) -> None:
    first = told(cast, now, key="certificate-refused:ABC")
    again = told(cast, now, key="certificate-refused:ABC")
    assert again == first
    assert Message.objects.count() == 1


def test_notices_about_the_same_row_join_one_thread(cast: Cast, now: dt.datetime) -> None:
    about = {"subject_kind": "insurance.certificate", "subject_reference": "ABC"}
    first = told(cast, now, **about)
    second = told(cast, now, text="C’est accepté. Merci !", **about)
    assert second == first
    assert Message.objects.filter(thread=first).count() == 2


def test_an_empty_account_is_told_nothing(cast: Cast, now: dt.datetime) -> None:
    asked = {"title": "x", "text": "y", "actor": Actor.system(), "now": now}
    assert notify(tenant_account=cast.former_account, **asked) is None  # type: ignore[arg-type]


def test_a_notice_says_something(cast: Cast, now: dt.datetime) -> None:
    with pytest.raises(NothingWritten):
        told(cast, now, text="  ")


def test_a_decision_reaches_the_threads_once_it_can_no_longer_be_undone(
    cast: Cast, now: dt.datetime, run_jobs: Callable[[dt.datetime], int]
) -> None:
    case = open_case(
        kind=Case.Kind.CERTIFICATE, subject="Attestation d’assurance",
        tenant_account=cast.account, person=cast.awa, user=cast.awa_user,
        subject_kind="insurance.certificate", subject_reference="ABC",
        actor=Actor.system(), now=now,
    )  # fmt: skip
    taken = decide(
        case=case, outcome="refused", reason_code="expired", revision=case.revision,
        staff=cast.north_advisor, actor=actor_of(cast.north_advisor.user), now=now,
    )  # fmt: skip
    run_jobs(now)
    assert not Message.objects.exists()
    later = now + dt.timedelta(minutes=5)
    with time_machine.travel(later, tick=False):
        run_jobs(later)
    tell_decision(decision_id=taken.pk, now=later)
    notice = Message.objects.get()
    assert "sa date de fin est passée" in notice.text
    assert "déposez-la" in notice.text
    assert [share.person for share in notice.thread.shares.all()] == [cast.yanis]
    assert not Letter.objects.filter(template="mail/message_waiting").exists()
