"""The mail server is down while people write to one another: nothing waits, nothing is lost."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse

from palier.domain.mail.models import Letter
from palier.domain.messaging.models import Message, Thread
from tests.cast import Cast
from tests.domain.documents.intake.conftest import files
from tests.office.desks import at_desk

__all__ = ["files"]
pytestmark = pytest.mark.usefixtures("files")


def test_messages_go_on_and_their_letters_leave_when_it_is_back(
    cast: Cast,
    now: dt.datetime,
    run_jobs: Callable[[dt.datetime], int],
    monkeypatch: pytest.MonkeyPatch,
    settings: object,
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"  # type: ignore[attr-defined]
    awa, nora = Client(), at_desk(cast.north_advisor)
    awa.force_login(cast.awa_user)

    def down(_letter: Letter) -> None:
        raise ConnectionRefusedError("nobody there")

    with monkeypatch.context() as broken:
        broken.setattr("palier.domain.mail.gateway.send", down)
        sent = awa.post(
            reverse("portal:messages-write"),
            {"topic": "charges", "title": "Eau chaude", "text": "Pourquoi si chère ?"},
        )
        assert sent.status_code == 302
        thread = Thread.objects.get()
        assert thread.case is not None
        run_jobs(now)
        answer = nora.post(
            reverse("office:thread-act", args=[thread.code, "repondre"]),
            {"revision": thread.case.revision, "text": "Le compteur a changé.", "kind": "message"},
        )
        assert answer.status_code == 302
        run_jobs(now + dt.timedelta(minutes=1))
        assert "Le compteur a changé." in awa.get(f"/messages/{thread.code}/").content.decode()
        waiting = list(Letter.objects.order_by("pk"))
        assert {letter.state for letter in waiting} == {Letter.State.QUEUED}
        assert all("nobody there" in letter.last_error for letter in waiting)

    for hours in (1, 3, 9, 27):
        later = now + dt.timedelta(hours=hours)
        with time_machine.travel(later, tick=False):
            run_jobs(later)
    assert [letter.state for letter in Letter.objects.order_by("pk")] == [
        Letter.State.SENT for _letter in waiting
    ]
    # Each once, to whom it was written, and not a word of what was said.
    assert sorted(message.to[0] for message in mail.outbox) == sorted(
        letter.to for letter in waiting
    )
    assert not any("compteur" in str(message.body) for message in mail.outbox)
    assert Message.objects.count() == 2
