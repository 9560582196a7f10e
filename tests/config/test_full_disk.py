"""A database without room: a kind page, what was typed in it, and nothing half-written."""

from __future__ import annotations

import errno
import re
from html import unescape

import pytest
from django.db import OperationalError
from django.test import Client

from palier.config.full_disk import is_full
from palier.domain.casework.models import Case
from palier.portal import hardship
from tests.cast import Cast

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
