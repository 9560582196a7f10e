"""A database without room: a kind page, what was typed in it, and nothing half-written."""

from __future__ import annotations

import datetime as dt
import errno
import re
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape

import pytest
from django.db import OperationalError, connection
from django.test import Client

from palier.config.full_disk import is_full
from palier.domain.audit.models import Trace
from palier.domain.casework.models import Case, CaseMessage
from palier.portal import hardship
from tests.cast import Cast, assemble

TYPED = {
    "can_pay": "80",
    "body": "J’ai perdu <mes> heures.\nEt mon APL.",
    "phone": "06 39 98 00 11",
}


class DiskFull(Exception):
    sqlstate = "53100"


def of_postgresql() -> OperationalError:
    failure = OperationalError("could not extend file")
    failure.__cause__ = DiskFull()
    return failure


def raising(failure: Exception) -> object:
    def full(**_given: object) -> None:
        raise failure

    return full


@pytest.mark.parametrize(
    "failure",
    [
        OperationalError("database or disk is full"),
        of_postgresql(),
        OSError(errno.ENOSPC, "No space left on device"),
    ],
)
def test_what_was_typed_comes_back_ready_to_be_sent_again(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, failure: Exception
) -> None:
    awa = Client(raise_request_exception=False)
    awa.force_login(cast.awa_user)
    with monkeypatch.context() as patched:
        patched.setattr(hardship.actions, "open_hardship", raising(failure))
        answer = awa.post("/je-ne-peux-pas-payer/", TYPED)
    assert answer.status_code == 507
    page = answer.content.decode()
    assert "manque de place" in page
    assert not Case.objects.exists()
    kept = {
        name: unescape(value)
        for name, value in re.findall(
            r'<textarea name="(\w+)" hidden>(.*?)</textarea>', page, re.DOTALL
        )
    }
    assert kept == TYPED
    awa.post("/je-ne-peux-pas-payer/", kept)
    assert Case.objects.get().body == TYPED["body"]


def test_other_faults_are_not_taken_for_it() -> None:
    assert not is_full(OperationalError("database is locked"))
    assert not is_full(OSError(errno.EACCES, "Permission denied"))


def test_a_password_is_never_written_into_the_page(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    awa = Client(raise_request_exception=False)
    awa.force_login(cast.awa_user)
    full = raising(OperationalError("database or disk is full"))
    monkeypatch.setattr(hardship.actions, "open_hardship", full)
    page = awa.post("/je-ne-peux-pas-payer/", {**TYPED, "password": "secret-de-trop"})
    assert "secret-de-trop" not in page.content.decode()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite can be told its size")
def test_a_database_that_is_truly_full_records_nothing_and_goes_on_afterwards(
    transactional_db: None, now: dt.datetime
) -> None:
    cast = assemble()
    awa = Client(raise_request_exception=False)
    awa.force_login(cast.awa_user)
    taken, refused = 0, ""
    with room_for_nothing_more():
        # The pages that are there still hold a few rows.
        for turn in range(30):
            answer = awa.post("/je-ne-peux-pas-payer/", TYPED | {"body": f"{turn} " * 300})
            if answer.status_code == 507:
                refused = answer.content.decode()
                break
            taken += 1
    assert f"{taken} {taken} {taken}" in refused
    said = Case.objects.count() + CaseMessage.objects.count()
    told = Trace.objects.filter(event__in=["casework.opened", "casework.completed"]).count()
    assert (said, told) == (taken, taken)
    awa.post("/je-ne-peux-pas-payer/", TYPED)
    assert Case.objects.count() + CaseMessage.objects.count() == taken + 1


@contextmanager
def room_for_nothing_more() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")
        pages = cursor.execute("PRAGMA page_count").fetchone()[0]
        cursor.execute(f"PRAGMA max_page_count = {pages}")
        try:
            yield
        finally:
            cursor.execute("PRAGMA max_page_count = 1073741823")
