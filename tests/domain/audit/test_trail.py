from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction

from palier.domain.audit import queries
from palier.domain.audit.actions import RetentionTooShort, forget_before, record, record_look
from palier.domain.audit.actor import Actor, ActorKind
from palier.domain.audit.catalogue import Event
from palier.domain.audit.catalogue.events import _SENTENCES
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


@pytest.mark.django_db
def test_forgetting_takes_only_what_is_below_the_floor(now: dt.datetime) -> None:
    seen(now - dt.timedelta(days=400))
    kept = seen(now - dt.timedelta(days=100))
    assert forget_before(instant=now - dt.timedelta(days=365), now=now) == 1
    assert forget_before(instant=now - dt.timedelta(days=365), now=now) == 0
    assert Trace.objects.get() == kept


@pytest.mark.django_db
def test_forgetting_refuses_less_than_six_months(now: dt.datetime) -> None:
    with pytest.raises(RetentionTooShort):
        forget_before(instant=now - dt.timedelta(days=90), now=now)


@pytest.mark.django_db
def test_the_floor_of_the_trail_never_comes_down(now: dt.datetime) -> None:
    forget_before(instant=now - dt.timedelta(days=365), now=now)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE audit_trailfloor SET kept_since = '2001-01-01 00:00:00+00'")


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
    assert read("12", 102) == {("payments.received", "Awa"), ("access.proof_code_refused", "Vous")}


@pytest.mark.django_db
def test_a_former_holder_reads_their_own_time_alone(now: dt.datetime) -> None:
    seen(now - dt.timedelta(days=30))
    seen(now)
    reader = queries.TrailReader(1, until=now - dt.timedelta(days=1))
    assert len(queries.trail_for_tenant(reader).rows) == 1
    assert not queries.trail_for_tenant(reader, events=[Event.SIGNED_IN]).rows


@pytest.mark.django_db
def test_the_nightly_job_keeps_what_the_landlord_keeps(now: dt.datetime) -> None:
    from palier.domain.landlord.actions import decide
    from palier.jobs.work.audit import forget_old_traces

    decide(values={"trail_kept_months": 24}, valid_from=now.date())
    for months in (30, 20):
        seen(now - dt.timedelta(days=31 * months))
    forget_old_traces(now=now)
    assert [(now - row.occurred_at).days for row in Trace.objects.all()] == [620]


def test_every_event_has_its_sentences_and_every_sentence_its_event() -> None:
    assert set(_SENTENCES) == {event.value for event in Event}
    assert all(event.staff_sentence for event in Event)
