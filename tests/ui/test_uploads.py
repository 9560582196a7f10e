"""The upload field and its addresses, without a browser."""

from __future__ import annotations

import datetime as dt
import errno
import re
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from palier.domain.documents.intake import actions, limits
from palier.domain.documents.intake.models import Draft
from palier.domain.documents.intake.refusals import TooBusy
from palier.ui.uploads import receiving
from tests.cast import Cast
from tests.domain.documents.intake import samples
from tests.domain.documents.intake.conftest import files

__all__ = ["files"]
pytestmark = pytest.mark.urls("tests.ui.upload_page")
PAGE = "/attestation/"


@pytest.fixture
def awa(cast: Cast, files: Path, client: Client, now: dt.datetime) -> Client:
    client.force_login(cast.awa_user)
    return client


def a_pdf(name: str = "attestation.pdf", pages: int = 1) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, samples.pdf(pages), "application/pdf")


def text(answer: HttpResponse) -> str:
    return answer.content.decode()


def codes(answer: HttpResponse) -> list[str]:
    return re.findall(r'name="files-kept" value="(\w+)"', text(answer))


def test_limits_are_told_before_choosing(awa: Client) -> None:
    page = text(awa.get(PAGE))
    assert "10 fichiers au plus, 25\u00a0Mo chacun, 50 pages en tout" in page
    assert 'enctype="multipart/form-data"' in page
    assert re.search(r'<input type="file" name="files" multiple accept="[^"]+heic', page)
    assert page.index('aria-hidden="true"></button>') < page.index("files-add")


def test_a_complete_form_gives_the_drafts_in_order(awa: Client) -> None:
    sent = {"insurer": "MACIF", "files": [a_pdf("a.pdf"), a_pdf("b.pdf", 2)]}
    assert "Reçu : a.pdf, b.pdf" in text(awa.post(PAGE, sent))


def test_good_files_stay_when_another_answer_is_missing(awa: Client) -> None:
    first = awa.post(PAGE, {"files": [a_pdf()]})
    assert "il manque votre réponse" in text(first)
    assert "attestation.pdf" in text(first)
    second = awa.post(PAGE, {"insurer": "MAIF", "files-kept": codes(first)})
    assert "Reçu : attestation.pdf" in text(second)


def test_good_files_stay_beside_the_sentence_of_a_bad_one(awa: Client) -> None:
    bad = SimpleUploadedFile("virus.pdf", b"", "application/pdf")
    answer = awa.post(PAGE, {"insurer": "MAIF", "files": [a_pdf(), bad]})
    assert "«\u00a0virus.pdf\u00a0» est vide" in text(answer)
    assert len(codes(answer)) == 1


def test_a_form_without_a_file_says_so(awa: Client) -> None:
    assert "Ajoutez au moins un fichier" in text(awa.post(PAGE, {"insurer": "MAIF"}))


def test_adding_and_removing_judge_nothing_else(awa: Client) -> None:
    added = awa.post(PAGE, {"files-add": "1", "files": [a_pdf("a.pdf"), a_pdf("b.pdf", 2)]})
    assert "il manque" not in text(added)
    assert len(codes(added)) == 2
    removed = awa.post(PAGE, {"files-kept": codes(added), "files-remove": codes(added)[0]})
    assert codes(removed) == codes(added)[1:]
    assert "Le fichier a été retiré." in text(removed)
    assert Draft.objects.count() == 1


def test_files_left_on_the_page_are_there_on_coming_back(awa: Client) -> None:
    awa.post(PAGE, {"files-add": "1", "files": [a_pdf()]})
    assert len(codes(awa.get(PAGE))) == 1


def test_a_file_that_expired_meanwhile_is_told(awa: Client, now: dt.datetime) -> None:
    answer = awa.post(PAGE, {"insurer": "MAIF", "files-kept": ["QQQQQQQQQQQQ"], "files": [a_pdf()]})
    assert "n’est plus là" in text(answer)
    assert len(codes(answer)) == 1


def test_another_persons_draft_cannot_be_sent_seen_or_removed(
    awa: Client, cast: Cast, files: Path
) -> None:
    code = codes(awa.post(PAGE, {"files-add": "1", "files": [a_pdf()]}))[0]
    assert awa.get(f"/fichiers/{code}/apercu/")["Content-Type"] == "image/jpeg"
    other = Client()
    other.force_login(cast.yanis_user)
    assert other.get(f"/fichiers/{code}/apercu/").status_code == 404
    assert other.post(f"/fichiers/{code}/retirer/").status_code == 404
    answer = other.post(PAGE, {"insurer": "MAIF", "files-kept": [code]})
    assert "n’est plus là" in text(answer)
    assert Draft.objects.count() == 1


def test_a_heavy_file_is_dropped_and_the_rest_arrives(
    awa: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "LIMITS", limits.Limits(bytes_each=100_000))
    heavy = SimpleUploadedFile("lourd.pdf", b"%PDF-" + bytes(300_000))
    answer = awa.post(PAGE, {"insurer": "MAIF", "files": [heavy, a_pdf()]})
    assert "«\u00a0lourd.pdf\u00a0» pèse 300\u00a0ko" in text(answer)
    assert "MAIF" in text(answer)
    assert len(codes(answer)) == 1


def test_a_request_over_its_bound_keeps_what_was_typed(
    awa: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "REQUEST_BYTES", 1_000)
    answer = awa.post(PAGE, {"insurer": "MAIF du Nord", "files": [a_pdf(pages=9)]})
    assert "Envoyez vos fichiers en plusieurs fois." in text(answer)
    assert "MAIF du Nord" in text(answer)


def test_a_request_without_end_gets_its_own_page(
    awa: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "REQUEST_BYTES_REFUSED_AT_ONCE", 1_000)
    answer = awa.post(PAGE, {"insurer": "MAIF", "files": [a_pdf(pages=9)]})
    assert answer.status_code == 413
    assert "en plusieurs fois" in text(answer)


def test_a_stranger_writes_nothing_to_the_disk(
    client: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def forbidden(*_anything: object) -> None:
        raise AssertionError("a file was opened for a stranger")

    monkeypatch.setattr(receiving.TemporaryFileUploadHandler, "receive_data_chunk", forbidden)
    answer = client.post("/fichiers/", {"purpose": "insurance", "file": a_pdf()})
    assert answer.status_code == 302


@pytest.mark.parametrize("when", ["new_file", "receive_data_chunk"])
def test_a_full_disk_during_the_upload_is_a_sentence(
    when: str, awa: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_anything: object, **_more: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(receiving.TemporaryFileUploadHandler, when, full)
    answer = awa.post(PAGE, {"insurer": "MAIF", "files": [a_pdf()]})
    assert answer.status_code == 200
    assert "notre serveur manque de place" in text(answer)
    assert not Draft.objects.exists()


def test_the_script_adds_one_file_and_gets_its_line(awa: Client) -> None:
    sent = {"purpose": "insurance", "about": "BAIL1", "name": "files", "file": a_pdf()}
    answer = awa.post("/fichiers/", sent)
    assert answer.status_code == 200
    line = answer.json()["line"]
    assert f'name="files-kept" value="{answer.json()["code"]}"' in line
    assert codes(awa.get(PAGE)) == [answer.json()["code"]]
    again = awa.post("/fichiers/", sent | {"file": a_pdf()})
    assert again.json()["code"] == answer.json()["code"]
    assert awa.post(f"/fichiers/{answer.json()['code']}/retirer/").status_code == 204
    assert not Draft.objects.exists()


def test_the_script_is_told_what_may_pass_later(
    awa: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    empty = SimpleUploadedFile("vide.pdf", b"")
    answer = awa.post("/fichiers/", {"purpose": "insurance", "file": empty})
    assert (answer.status_code, answer.json()["retry"]) == (422, False)

    def busy(**_more: object) -> None:
        raise TooBusy("attestation.pdf")

    monkeypatch.setattr(actions, "keep_draft", busy)
    answer = awa.post("/fichiers/", {"purpose": "insurance", "file": a_pdf()})
    assert (answer.status_code, answer.json()["retry"]) == (422, True)
    assert awa.post("/fichiers/", {"purpose": "../x", "file": a_pdf()}).status_code == 404
    assert awa.get("/fichiers/jeton/").json()["token"]


def test_a_held_file_says_so(
    awa: Client, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.PALIER_CLAMD = str(tmp_path / "absent.sock")
    answer = awa.post(PAGE, {"files-add": "1", "files": [a_pdf()]})
    assert "En cours de vérification par l’antivirus." in text(answer)


def test_files_already_there_cost_one_query_whatever_their_number(awa: Client) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            awa.get(PAGE)
        return len([query for query in asked if "draft" in query["sql"]])

    assert queries() == 1
    awa.post(PAGE, {"files-add": "1", "files": [a_pdf(), a_pdf("b.pdf", 2)]})
    assert queries() == 1
