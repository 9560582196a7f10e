"""Under « À faire », each thing is listed once, however many pages speak of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
import time_machine
from django.test import Client

from palier.domain.audit.actor import Actor
from palier.domain.messaging import actions as messaging
from palier.domain.messaging.models import Thread
from palier.domain.papers.actions import refuse_paper
from tests.cast import Cast
from tests.domain.documents.intake.conftest import files
from tests.domain.household.making import declared, refused
from tests.domain.insurance.making import deposit
from tests.domain.insurance.making import refuse as refuse_certificate
from tests.domain.messaging.making import act
from tests.domain.papers.making import asked, deciding, deposited
from tests.portal.test_home import text_of

__all__ = ["files"]
pytestmark = pytest.mark.usefixtures("files")
RunJobs = Callable[[dt.datetime], int]
MESSAGE = "Votre agence vous a écrit."


@pytest.fixture
def awa(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.awa_user)
    return client


def told(run_jobs: RunJobs, now: dt.datetime) -> dt.datetime:
    """Let what was decided be announced; gives the instant after it."""
    later = now + dt.timedelta(minutes=10)
    with time_machine.travel(later, tick=False):
        run_jobs(later)
    assert Thread.objects.exists()
    return later


def test_a_refused_paper_is_the_paper_to_give_again(
    awa: Client, cast: Cast, now: dt.datetime, run_jobs: RunJobs
) -> None:
    paper = deposited(cast, now, asked(cast, now))
    refuse_paper(reason_code="unreadable", **deciding(cast.north_advisor, paper, now))
    later = told(run_jobs, now)
    with time_machine.travel(later, tick=False):
        page = awa.get("/").content.decode()
        assert MESSAGE not in page
        assert "À fournir" in page
        assert "nav__count" in page
        found = Thread.objects.get()
        messaging.answer(**act(cast.north_advisor, found, later), text="Prenez-la de plus près.")
        assert MESSAGE in awa.get("/").content.decode()


def test_a_refused_declaration_is_the_declaration_to_make_again(
    awa: Client, cast: Cast, now: dt.datetime, run_jobs: RunJobs
) -> None:
    refused(cast, declared(cast, now), now, "unreadable")
    with time_machine.travel(told(run_jobs, now), tick=False):
        page = text_of(awa)
    assert "À refaire" in page
    assert MESSAGE not in page


def test_a_refused_certificate_is_the_certificate_to_file_again(
    awa: Client, cast: Cast, now: dt.datetime, run_jobs: RunJobs
) -> None:
    refuse_certificate(deposit(cast, now).certificate, cast.north_advisor, now)
    with time_machine.travel(told(run_jobs, now), tick=False):
        page = text_of(awa)
    assert "Attestation d’assurance à déposer de nouveau" in page
    assert MESSAGE not in page


def test_a_message_about_nothing_listed_stays(awa: Client, cast: Cast, now: dt.datetime) -> None:
    messaging.notify(
        tenant_account=cast.account, title="Coupure d’eau", text="Mardi matin.",
        actor=Actor.system(), now=now,
    )  # fmt: skip
    assert MESSAGE in text_of(awa)
