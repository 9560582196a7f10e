from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction

from palier.domain.audit import queries
from palier.domain.audit.actions import (
    RetentionTooShort,
    forget_before,
    record,
    record_look,
    seal,
)
from palier.domain.audit.actor import Actor, ActorKind
from palier.domain.audit.catalogue import Event
from palier.domain.audit.catalogue.events import _SENTENCES
from palier.domain.audit.categories import ROOMS, Category, category_of, kept_times
from palier.domain.audit.models import Trace

NORA = Actor(ActorKind.STAFF, "7", "Nora Benali")


def seen(now: dt.datetime, account: int = 1) -> Trace:
    return record(event=Event.TENANT_FILE_SEEN, actor=NORA, now=now, tenant_account_id=account)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_trace SET actor_name = 'Personne'",
        "UPDATE audit_trace SET occurred_at = '2020-01-01 00:00:00+00'",
        "DELETE FROM audit_trace",
    ],
)
def test_a_trace_is_neither_changed_nor_deleted(now: dt.datetime, statement: str) -> None:
    seen(now)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert Trace.objects.get().actor_name == "Nora Benali"


LOOKS = Category.LOOKS


@pytest.mark.django_db
def test_forgetting_takes_only_what_is_sealed_and_below_the_floor(now: dt.datetime) -> None:
    a_year_ago = now - dt.timedelta(days=365)
    seen(now - dt.timedelta(days=400))
    kept = seen(now - dt.timedelta(days=100))
    assert forget_before(category=LOOKS, instant=a_year_ago, now=now) == 0
    seal(now=now)
    assert forget_before(category=LOOKS, instant=a_year_ago, now=now) == 1
    assert forget_before(category=LOOKS, instant=a_year_ago, now=now) == 0
    assert Trace.objects.get() == kept


@pytest.mark.django_db
def test_each_category_has_its_own_floor(now: dt.datetime) -> None:
    long_ago = now - dt.timedelta(days=400)
    record(event=Event.PAYMENT_RECEIVED, actor=NORA, now=long_ago)
    seen(long_ago)
    seal(now=now)
    forget_before(category=LOOKS, instant=now - dt.timedelta(days=365), now=now)
    assert Trace.objects.get().event == "payments.received"
    with pytest.raises(IntegrityError), transaction.atomic():
        Trace.objects.all().delete()


@pytest.mark.django_db
def test_forgetting_refuses_less_than_six_months(now: dt.datetime) -> None:
    with pytest.raises(RetentionTooShort):
        forget_before(category=LOOKS, instant=now - dt.timedelta(days=90), now=now)


@pytest.mark.django_db
def test_the_floor_of_the_trail_never_comes_down(now: dt.datetime) -> None:
    forget_before(category=LOOKS, instant=now - dt.timedelta(days=365), now=now)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE audit_trailfloor SET kept_since = '2001-01-01 00:00:00+00'")


def test_every_room_of_the_catalogue_has_its_category() -> None:
    assert set(ROOMS) - {event.room for event in Event} <= {"landlord", "banking", "settlements"}
    assert category_of(Event.TENANT_FILE_SEEN) is Category.LOOKS
    assert category_of(Event.PAYMENT_RECEIVED) is Category.MONEY


def test_a_time_badly_written_or_too_short_is_not_obeyed() -> None:
    decided = {"looks": {"months": 3}, "money": {"months": "120"}, "access": {"months": 18}}
    kept = kept_times(decided)
    assert kept[Category.LOOKS].months == 12
    assert kept[Category.MONEY].months == 60
    assert kept[Category.ACCESS].months == 18


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["password", "iban", "body", "ip", "token"])
def test_a_value_that_the_trail_never_holds_is_refused(now: dt.datetime, name: str) -> None:
    with pytest.raises(ValueError, match=name):
        record(event=Event.PAYMENT_RECEIVED, actor=NORA, now=now, **{name: "x"})


@pytest.mark.django_db
def test_a_tenant_stands_in_the_trail_without_a_name(now: dt.datetime) -> None:
    record(event=Event.PAYMENT_RECEIVED, actor=Actor(ActorKind.TENANT, "11", "Awa"), now=now)
    assert Trace.objects.get().actor_name == ""


@pytest.mark.django_db
def test_a_look_is_told_once_a_quarter_of_an_hour(now: dt.datetime) -> None:
    for minutes in (0, 5, 14, 16):
        record_look(
            event=Event.TENANT_FILE_SEEN,
            actor=NORA,
            now=now + dt.timedelta(minutes=minutes),
            tenant_account_id=1,
        )
    assert Trace.objects.count() == 2


@pytest.mark.django_db
def test_a_look_at_another_file_or_by_another_person_is_told(now: dt.datetime) -> None:
    other = Actor(ActorKind.STAFF, "8", "Sacha Morel")
    for actor, account in ((NORA, 1), (NORA, 2), (other, 1)):
        record_look(event=Event.TENANT_FILE_SEEN, actor=actor, now=now, tenant_account_id=account)
    assert Trace.objects.count() == 3


@pytest.mark.django_db
def test_the_trail_is_read_by_pages_without_a_gap(now: dt.datetime) -> None:
    for minute in range(70):
        seen(now + dt.timedelta(minutes=minute // 2))
    keys: list[int] = []
    cursor = ""
    while True:
        page = queries.trail_of_account(1, cursor=cursor)
        keys += [line.key for line in page.rows]
        cursor = page.next_cursor
        if not cursor:
            break
    assert len(keys) == len(set(keys)) == 70
    assert keys == sorted(keys, reverse=True)


@pytest.mark.django_db
def test_a_tenant_reads_other_words_than_the_staff(now: dt.datetime) -> None:
    record(
        event=Event.CASE_CLOSED,
        actor=NORA,
        now=now,
        tenant_account_id=1,
        reason="réponse donnée",
        subject_line="Loyer de novembre",
    )
    record(event=Event.CASE_RELEASED, actor=NORA, now=now, tenant_account_id=1)
    staff = [line.sentence for line in queries.trail_of_account(1).rows]
    tenant = queries.trail_for_tenant(queries.TrailReader(1)).rows
    assert staff == ["Demande remise dans la file.", "Demande terminée : réponse donnée."]
    assert [(line.sentence, line.who) for line in tenant] == [
        ("La demande « Loyer de novembre » est terminée.", "Votre agence")
    ]


@pytest.mark.django_db
def test_a_fact_that_is_missing_or_an_event_that_was_retired_stays_readable(
    now: dt.datetime,
) -> None:
    record(event=Event.CASE_CLOSED, actor=NORA, now=now, tenant_account_id=1)
    Trace.objects.create(
        occurred_at=now, event="room.retired", actor_kind="system", tenant_account_id=1
    )
    sentences = [line.sentence for line in queries.trail_of_account(1).rows]
    assert sentences == ["room.retired", "Demande terminée : …."]


def test_every_event_has_a_sentence_for_the_staff() -> None:
    silent = [event.name for event in Event if not event.staff_sentence]
    assert silent == []
    assert len({event.value for event in Event}) == len(list(Event))


@pytest.mark.django_db
def test_what_concerns_one_person_is_read_by_no_other_holder(now: dt.datetime) -> None:
    awa, yanis = Actor(ActorKind.TENANT, "11", "Awa"), Actor(ActorKind.TENANT, "12", "Yanis")
    shared = {"tenant_account_id": 1, "now": now}
    record(event=Event.PAYMENT_RECEIVED, actor=awa, **shared)
    record(event=Event.CASE_OPENED, actor=awa, person_id=101, subject_line="Mes papiers", **shared)
    record(event=Event.PROOF_CODE_REFUSED, actor=yanis, **shared)
    record(event=Event.SIGNED_IN, actor=awa, now=now)

    def read(user: str, person: int) -> set[tuple[str, str]]:
        reader = queries.TrailReader(1, user_reference=user, person_ids=(person,))
        return {(line.event, line.who) for line in queries.trail_for_tenant(reader).rows}

    assert read("11", 101) == {
        ("payments.received", "Vous"),
        ("casework.opened", "Vous"),
        ("accounts.signed_in", "Vous"),
    }
    # The name of another holder is put in by ``accounts.queries.named``.
    assert read("12", 102) == {("payments.received", ""), ("access.proof_code_refused", "Vous")}


@pytest.mark.django_db
def test_a_former_holder_reads_their_own_time_alone(now: dt.datetime) -> None:
    seen(now - dt.timedelta(days=30))
    seen(now)
    reader = queries.TrailReader(1, until=now - dt.timedelta(days=1))
    assert len(queries.trail_for_tenant(reader).rows) == 1
    assert not queries.trail_for_tenant(reader, events=[Event.SIGNED_IN]).rows


def test_every_event_has_its_sentences_and_every_sentence_its_event() -> None:
    assert set(_SENTENCES) == {event.value for event in Event}
    assert all(event.staff_sentence for event in Event)
