from __future__ import annotations

import datetime as dt

import pytest
from click.testing import CliRunner

from palier.domain.access.models import PersonLink, SecondProof
from palier.domain.accounts.models import OpenSession, User
from palier.domain.accounts.queries import actor_of
from palier.domain.audit.actions import record, seal
from palier.domain.audit.actor import Actor
from palier.domain.audit.catalogue import Event
from palier.domain.audit.models import Trace
from palier.domain.audit.verifying import verify
from palier.domain.casework.actions import report_suspicious
from palier.domain.casework.models import Case, CaseFile, CaseMessage
from palier.domain.documents.models import StoredFile
from palier.domain.landlord.actions import decide
from palier.domain.messaging.models import Message, Thread
from palier.domain.rights.actions.forgetting import enforce
from palier.domain.rights.retention.catalogue import RULES, rule_named
from palier.jobs.cli import palier
from tests.cast import Cast
from tests.domain.casework.making import hardship
from tests.domain.messaging.making import thread

YEAR = dt.timedelta(days=367)
AUTOMATIC = {
    "bank_words",
    "copies",
    "deliveries",
    "drafts",
    "email_changes",
    "failed_work",
    "letters",
    "openings",
    "proofs",
    "sessions",
    "trail.access",
    "trail.looks",
    "unproven_users",
}


def run(key: str, now: dt.datetime) -> int:
    rule = rule_named(key)
    due = rule.due(now)
    gone = enforce(rule=rule, now=now)
    assert gone in (0, due)
    return gone


def approve(*keys: str, now: dt.datetime) -> None:
    decide(values={"retention_approved": list(keys)}, valid_from=now.date())


def test_what_counsel_has_to_weigh_is_off_until_approved() -> None:
    assert {rule.key for rule in RULES if not rule.needs_approval} == AUTOMATIC
    assert len({rule.key for rule in RULES}) == len(RULES)


@pytest.mark.django_db
def test_a_rule_without_approval_erases_nothing(cast: Cast, now: dt.datetime) -> None:
    case = hardship(cast, now)
    Case.objects.filter(pk=case.pk).update(state="closed", moved_at=now)
    later = now + 6 * YEAR
    assert rule_named("cases").due(later) == 1
    assert run("cases", later) == 0
    approve("cases", now=now)
    assert run("cases", later) == 1
    assert rule_named("cases").due(later) == 0


@pytest.mark.django_db
def test_a_case_loses_its_words_and_keeps_its_line(cast: Cast, now: dt.datetime) -> None:
    case = hardship(cast, now)
    CaseMessage.objects.create(
        case=case, from_agency=True, author_name="Nora", channel="portal", text="Oui", sent_at=now
    )
    Case.objects.filter(pk=case.pk).update(state="closed", moved_at=now)
    approve("*", now=now)
    run("cases", now + 6 * YEAR)
    case.refresh_from_db()
    assert (case.body, case.facts, case.kind) == ("", {}, "hardship")
    assert not CaseMessage.objects.exists()


@pytest.mark.django_db
def test_a_case_that_is_a_picture_alone_loses_it(cast: Cast, now: dt.datetime) -> None:
    stored = StoredFile.objects.create(
        sha256="a" * 64, size=1, media_type="application/pdf", stored_at=now, moved_at=now
    )
    case = report_suspicious(channel="sms", text="x", actor=Actor.visitor(), now=now)
    CaseFile.objects.create(case=case, file=stored, position=1, added_at=now)
    Case.objects.filter(pk=case.pk).update(state="closed", moved_at=now, body="")
    approve("cases", now=now)
    assert run("cases", now + 6 * YEAR) == 1
    assert not CaseFile.objects.exists()
    assert not StoredFile.objects.exists()
    assert run("cases", now + 6 * YEAR) == 0


@pytest.mark.django_db
def test_an_open_case_is_never_touched(cast: Cast, now: dt.datetime) -> None:
    hardship(cast, now)
    approve("*", now=now)
    assert run("cases", now + 9 * YEAR) == 0


@pytest.mark.django_db
def test_messages_go_five_years_after_the_last(cast: Cast, now: dt.datetime) -> None:
    found = thread(cast, now)
    Case.objects.update(state="closed")
    approve("threads", now=now)
    assert run("threads", now + 4 * YEAR) == 0
    assert run("threads", now + 6 * YEAR) == 1
    assert not Message.objects.exists()
    assert Thread.objects.get(pk=found.pk).title == "Conversation effacée"


@pytest.mark.django_db
def test_looks_go_after_a_year_and_the_chain_holds(cast: Cast, now: dt.datetime) -> None:
    actor = actor_of(cast.north_advisor.user)
    record(event=Event.TENANT_FILE_SEEN, actor=actor, now=now, tenant_account_id=1)
    record(event=Event.PAYMENT_RECEIVED, actor=actor, now=now, tenant_account_id=1)
    seal(now=now)
    assert run("trail.looks", now + YEAR - dt.timedelta(days=10)) == 0
    later = now + YEAR + dt.timedelta(days=10)
    assert run("trail.looks", later) == 1
    assert run("trail.money", now + 6 * YEAR) == 0
    kept = set(Trace.objects.values_list("event", flat=True))
    assert kept == {"payments.received", "audit.traces_forgotten", "rights.retention_applied"}
    assert verify(now=later).sound


@pytest.mark.django_db
def test_the_landlord_may_keep_a_sort_longer(cast: Cast, now: dt.datetime) -> None:
    decide(values={"trail_retention": {"looks": {"months": 30}}}, valid_from=now.date())
    actor = actor_of(cast.north_advisor.user)
    record(event=Event.TENANT_FILE_SEEN, actor=actor, now=now, tenant_account_id=1)
    seal(now=now)
    assert run("trail.looks", now + 2 * YEAR) == 0
    assert run("trail.looks", now + 3 * YEAR) == 1


@pytest.mark.django_db
def test_only_who_never_proved_anything_and_stays_away_is_closed(
    cast: Cast, now: dt.datetime
) -> None:
    assert run("unproven_users", now + dt.timedelta(days=100)) == 0
    assert run("unproven_users", now + YEAR) == 1
    closed = User.objects.exclude(closed_at=None).get()
    assert closed.pk == cast.stranger_user.pk


@pytest.mark.django_db
def test_a_code_that_served_goes_after_a_year(cast: Cast, now: dt.datetime) -> None:
    link = PersonLink.objects.get(user=cast.awa_user)
    for state in ("used", "issued"):
        SecondProof.objects.create(
            link=link, method="email_code", state=state, requested_at=now, moved_at=now
        )
    assert run("proofs", now + YEAR) == 1
    assert SecondProof.objects.get().state == "issued"


@pytest.mark.django_db
def test_an_ended_session_goes(cast: Cast, now: dt.datetime) -> None:
    for key, ends in (("a", now), ("b", now + YEAR)):
        OpenSession.objects.create(session_key=key, expire_date=ends, user=cast.awa_user)
    assert run("sessions", now + dt.timedelta(hours=1)) == 1


@pytest.mark.django_db
def test_the_command_counts_and_says_what_waits_for_the_landlord(cast: Cast) -> None:
    ran = CliRunner().invoke(palier, ["retention", "--dry-run"], standalone_mode=False)
    assert "documents : 0 à effacer (attend l’accord du bailleur" in ran.output
    assert "Rien n’a été effacé" in ran.output
    for rule in RULES:
        assert f"{rule.key} : " in ran.output
