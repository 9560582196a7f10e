"""``palier doctor`` sees what Palier stands on, and says what to do."""

from __future__ import annotations

import datetime as dt
import shutil
import socket
import threading
from collections import namedtuple
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from django.core.files.storage import default_storage

from palier.domain.landlord.actions import decide
from palier.foundation.models import ScheduleMark
from palier.jobs import examining
from palier.jobs.cli import palier
from tests.cast import TODAY

Usage = namedtuple("Usage", "total used free")
pytestmark = pytest.mark.django_db


class Answering(threading.Thread):
    """A server that says one thing to whoever comes, on a Unix socket or a local port."""

    def __init__(self, answer: bytes, *, place: Path | None = None, first: bytes = b"") -> None:
        super().__init__(daemon=True)
        self.answer, self.first, self.heard = answer, first, b""
        self.socket = socket.socket(socket.AF_UNIX if place else socket.AF_INET)
        self.socket.bind(str(place) if place else ("127.0.0.1", 0))
        self.socket.listen()
        self.port = 0 if place else self.socket.getsockname()[1]
        self.start()

    def run(self) -> None:
        line, _peer = self.socket.accept()
        with self.socket, line:
            line.sendall(self.first) if self.first else None
            self.heard = line.recv(200)
            line.sendall(self.answer)


def test_a_worker_that_keeps_the_time_is_seen_and_a_silent_one_too(
    now: dt.datetime, settings: Any
) -> None:
    settings.PALIER_MODE = "production"
    never = examining.worker(now)
    assert never is not None
    assert never.is_grave
    mark = ScheduleMark.objects.create(name="intake.check_held", slot=now - dt.timedelta(minutes=2))
    alive = examining.worker(now)
    assert alive == examining.Finding("Travaux de fond\xa0: le processus tourne.")
    mark.slot = now - dt.timedelta(minutes=20)
    mark.save()
    silent = examining.worker(now)
    assert silent is not None
    assert "depuis le" in silent.sentence
    assert "systemctl start palier-worker" in silent.remedy


@pytest.mark.parametrize(
    ("free", "grave", "remedy"),
    [(40 * 1024**3, False, False), (2 * 1024**3, False, True), (100 * 1024**2, True, True)],
)
def test_room_on_the_disk(
    now: dt.datetime, monkeypatch: pytest.MonkeyPatch, free: int, grave: bool, remedy: bool
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _place: Usage(100, 0, free))
    found = examining.room(now)
    assert found is not None
    assert (found.is_grave, bool(found.remedy)) == (grave, remedy)


def test_the_storage_is_tried_and_left_as_it_was(
    now: dt.datetime, settings: Any, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = str(tmp_path)
    found = examining.storage(now)
    assert found is not None
    assert not found.remedy
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_a_storage_that_cannot_be_written_is_grave(
    now: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_asked: object) -> str:
        raise PermissionError(13, "no")

    monkeypatch.setattr(default_storage, "save", refused)
    found = examining.storage(now)
    assert found is not None
    assert found.is_grave
    assert "PermissionError" in found.sentence


@pytest.mark.parametrize(
    ("written", "said"),
    [("", "absent"), ("FR00ZZZ123456", "fausse"), ("FR72ZZZ123456", "juste")],
)
def test_the_creditor_identifier_is_checked(now: dt.datetime, written: str, said: str) -> None:
    decide(values={"creditor_identifier": written}, valid_from=TODAY)
    found = examining.creditor(now)
    assert found is not None
    assert said in found.sentence
    assert not found.is_grave


@pytest.mark.enable_socket
@pytest.mark.parametrize(
    ("answer", "said", "grave"),
    [
        (b"ClamAV 1.0.7/27430/Mon Nov 23 08:53:10 2026\0", "liste du 23/11/2026", False),
        (b"ClamAV 1.0.7/27430/Mon Nov  2 08:53:10 2026\0", "date du 02/11/2026", False),
        (b"ClamAV 1.0.7\0", "il répond.", False),
        (b"", "ne répond pas", True),
    ],
)
def test_the_antivirus_answers_and_its_list_is_fresh(
    now: dt.datetime, settings: Any, tmp_path: Path, answer: bytes, said: str, grave: bool
) -> None:
    settings.PALIER_CLAMD = str(tmp_path / "clamd.sock")
    Answering(answer, place=tmp_path / "clamd.sock")
    found = examining.clamd(now)
    assert found is not None
    assert said in found.sentence
    assert found.is_grave is grave


def test_no_antivirus_is_no_fault(now: dt.datetime, settings: Any, tmp_path: Path) -> None:
    settings.PALIER_CLAMD = ""
    assert examining.clamd(now) is None
    settings.PALIER_CLAMD = str(tmp_path / "absent.sock")
    absent = examining.clamd(now)
    assert absent is not None
    assert "clamav-daemon" in absent.remedy


@pytest.mark.enable_socket
@pytest.mark.parametrize(("first", "grave"), [(b"220 ready\r\n", False), (b"554 no\r\n", True)])
def test_the_mail_server_lets_us_in_or_not(
    now: dt.datetime, settings: Any, first: bytes, grave: bool
) -> None:
    server = Answering(b"250 hello\r\n", first=first)
    settings.EMAIL_BACKEND = examining.SMTP
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_HOST_USER = ""
    found = examining.smtp(now)
    assert found is not None
    assert found.is_grave is grave


def test_the_sample_sends_nothing_and_has_no_mail_server(now: dt.datetime) -> None:
    assert examining.smtp(now) is None


def test_the_doctor_says_what_is_well_too(now: dt.datetime, tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = str(tmp_path)
    ran = CliRunner().invoke(palier, ["doctor"], standalone_mode=False)
    said = ran.output.replace("\xa0", " ")
    assert "✓ Fichiers : on peut y écrire" in said
    assert "Identifiant créancier (ICS) : absent" in said
    assert "→ Votre banque" in said
