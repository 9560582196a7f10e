from __future__ import annotations

import contextlib
import datetime as dt
import errno
import io
import os
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, transaction
from pytest_django import DjangoCaptureOnCommitCallbacks

from palier.domain.documents import vault
from palier.domain.documents.intake import actions, gate, gateway, pages, queries, refusals, shelf
from palier.domain.documents.intake.gateway import Verdict
from palier.domain.documents.intake.limits import MEGABYTE, Limits
from palier.domain.documents.intake.models import Draft
from palier.domain.documents.intake.queries import Tray
from palier.domain.documents.models import StoredFile
from palier.foundation.errors import NotYours
from tests.cast import Cast
from tests.domain.documents.intake import samples

DAY = dt.timedelta(days=1)


def keep(tray: Tray, content: bytes, now: dt.datetime, name: str = "piece.pdf") -> Draft:
    return actions.keep_draft(tray=tray, name=name, content=io.BytesIO(content), now=now)


def everything(files: Path) -> list[str]:
    return sorted(str(path.relative_to(files)) for path in files.rglob("*") if path.is_file())


@pytest.fixture
def verdict(monkeypatch: pytest.MonkeyPatch) -> Callable[[Verdict], None]:
    def set_to(wanted: Verdict) -> None:
        monkeypatch.setattr(gateway, "scan", lambda _path: wanted)

    return set_to


def test_a_draft_is_kept_for_its_owner_alone(
    tray: Tray, cast: Cast, now: dt.datetime, files: Path
) -> None:
    draft = keep(tray, samples.pdf(3), now, "C:\\Users\\awa\\Mon attestation\u202e.pdf")
    assert (draft.name, draft.kind, draft.pages) == ("Mon attestation.pdf", "pdf", 3)
    assert queries.waiting_in(tray) == [draft]
    assert queries.thumbnail_of(draft).startswith(b"\xff\xd8")
    assert everything(files) == [f"drafts/{draft.code}", f"drafts/{draft.code}.jpg"]
    with pytest.raises(NotYours):
        queries.draft_for(cast.yanis_user, draft.code)
    assert queries.chosen_in(Tray(cast.yanis_user, "insurance", tray.about), [draft.code]) == []


def test_the_same_bytes_sent_again_give_the_same_draft(tray: Tray, now: dt.datetime) -> None:
    assert keep(tray, samples.pdf(), now) == keep(tray, samples.pdf(), now, "encore.pdf")
    elsewhere = Tray(tray.owner, "papers")
    assert keep(elsewhere, samples.pdf(), now) not in queries.waiting_in(tray)


def test_limits_are_held_with_their_own_sentences(
    tray: Tray, now: dt.datetime, files: Path
) -> None:
    small = Tray(tray.owner, "small", limits=Limits(files=2, bytes_each=MEGABYTE, pages=4))
    with pytest.raises(refusals.TooHeavy, match="1\u00a0Mo par fichier"):
        keep(small, b"%PDF-" + bytes(MEGABYTE), now)
    with pytest.raises(refusals.Empty):
        keep(small, b"", now)
    keep(small, samples.pdf(2), now)
    with pytest.raises(refusals.TooManyPages, match="5 pages"):
        keep(small, samples.pdf(3), now)
    keep(small, samples.jpeg(), now)
    with pytest.raises(refusals.TooManyFiles, match="2 fichiers"):
        keep(small, samples.png(), now)
    assert len(everything(files)) == 4


def test_photos_and_a_pdf_are_deposited_as_one_file(
    tray: Tray,
    now: dt.datetime,
    files: Path,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    drafts = [keep(tray, content, now) for content in (samples.jpeg(), samples.pdf(2))]
    bundle = actions.assemble(drafts=drafts, title="Attestation d’assurance")
    with django_capture_on_commit_callbacks(execute=True):
        (stored,) = actions.store(bundle=bundle, now=now)
    assert (stored.media_type, stored.pages, stored.state) == ("application/pdf", 3, "clean")
    with pikepdf.open(io.BytesIO(vault.read(stored.sha256))) as pdf:
        assert len(pdf.pages) == 3
    assert not Draft.objects.exists()
    assert [path for path in everything(files) if path.startswith("drafts")] == []


def test_files_kept_apart_join_only_photos_that_follow_one_another(
    tray: Tray, now: dt.datetime
) -> None:
    contents = (samples.jpeg(), samples.png(), samples.pdf(2), samples.deep_png())
    drafts = [keep(tray, content, now) for content in contents]
    bundle = actions.assemble(drafts=drafts, title="Photos de la fuite", together=False)
    assert [bound.pages for bound in bundle.files] == [2, 2, 1]


def test_two_clicks_deposit_once(tray: Tray, now: dt.datetime) -> None:
    drafts = [keep(tray, samples.pdf(), now)]
    first = actions.assemble(drafts=drafts, title="Pièce")
    second = actions.assemble(drafts=drafts, title="Pièce")
    actions.store(bundle=first, now=now)
    with pytest.raises(refusals.AlreadySent):
        actions.store(bundle=second, now=now)
    assert StoredFile.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_deposit_that_fails_keeps_the_drafts_and_leaves_only_bytes_to_sweep(
    tray: Tray, now: dt.datetime
) -> None:
    draft = keep(tray, samples.pdf(), now)
    bundle = actions.assemble(drafts=[draft], title="Pièce")
    with contextlib.suppress(ZeroDivisionError), transaction.atomic():
        actions.store(bundle=bundle, now=now)
        assert StoredFile.objects.exists()
        raise ZeroDivisionError
    assert queries.waiting_in(tray) == [draft]
    assert not StoredFile.objects.exists()
    assert shelf.read(shelf.draft_places(draft.code)[0]) is not None
    with transaction.atomic():
        actions.store(bundle=bundle, now=now)
    assert StoredFile.objects.count() == 1


def full(*_anything: object, **_more: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def test_a_full_disk_is_a_sentence_and_leaves_nothing(
    tray: Tray, now: dt.datetime, files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = keep(tray, samples.jpeg(), now)
    before = everything(files)
    with monkeypatch.context() as patch:
        patch.setattr(default_storage, "save", full)
        with pytest.raises(refusals.NoRoom, match="Vos autres réponses"):
            keep(tray, samples.pdf(), now)
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(refusals.NoRoom):
            actions.assemble(drafts=[kept], title="Pièce")
    with monkeypatch.context() as patch:
        patch.setattr(gate.tempfile, "TemporaryDirectory", full)
        with pytest.raises(refusals.NoRoom):
            keep(tray, samples.png(), now)
    assert everything(files) == before
    assert queries.waiting_in(tray) == [kept]


@pytest.mark.parametrize(
    ("failure", "seen"),
    [
        (RuntimeError("the process is stopping"), RuntimeError),
        (OperationalError("database or disk is full"), refusals.NoRoom),
    ],
)
def test_a_row_that_cannot_be_written_leaves_no_bytes(
    failure: Exception,
    seen: type[Exception],
    tray: Tray,
    now: dt.datetime,
    files: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken(*_anything: object, **_more: object) -> None:
        raise failure

    monkeypatch.setattr(Draft, "save", broken)
    with pytest.raises(seen):
        keep(tray, samples.pdf(), now)
    assert everything(files) == []


def test_an_infected_file_is_refused(
    tray: Tray, now: dt.datetime, files: Path, verdict: Callable[[Verdict], None]
) -> None:
    verdict(Verdict.INFECTED)
    with pytest.raises(refusals.Infected, match="antivirus"):
        keep(tray, samples.pdf(), now)
    assert everything(files) == []


@pytest.mark.parametrize(("later", "state"), [("clean", "clean"), ("infected", "refused")])
def test_a_file_is_held_back_while_the_antivirus_is_away(
    later: str,
    state: str,
    tray: Tray,
    now: dt.datetime,
    verdict: Callable[[Verdict], None],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    verdict(Verdict.UNKNOWN)
    draft = keep(tray, samples.pdf(), now)
    assert draft.held
    bundle = actions.assemble(drafts=[draft], title="Pièce")
    (stored,) = actions.store(bundle=bundle, now=now)
    assert stored.state == "held"
    with pytest.raises(vault.FileHeld):
        pages.page_image(stored, 1)
    assert actions.check_held(now=now) == []
    verdict(Verdict(later))
    with django_capture_on_commit_callbacks(execute=True):
        refused = actions.check_held(now=now + DAY)
    stored.refresh_from_db()
    assert (stored.state, stored.moved_at) == (state, now + DAY)
    assert refused == ([stored] if state == "refused" else [])
    assert vault.holds(stored.sha256) == (state == "clean")
    if state == "refused":
        with pytest.raises(refusals.Infected):
            actions.store(bundle=actions.Bundle(bundle.files, ()), now=now)


def test_what_was_never_sent_is_swept_after_a_day(
    tray: Tray,
    now: dt.datetime,
    files: Path,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    keep(tray, samples.pdf(), now)
    orphan = files / "drafts" / "ORPHAN"
    orphan.write_bytes(b"left by a process that was killed")
    for path in files.rglob("*"):
        os.utime(path, (now.timestamp(), now.timestamp()))
    assert actions.sweep(now=now + DAY / 2) == 0
    with django_capture_on_commit_callbacks(execute=True):
        assert actions.sweep(now=now + 3 * DAY) >= 2
    assert everything(files) == []


def test_a_page_image_is_drawn_once(
    tray: Tray, now: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    bundle = actions.assemble(drafts=[keep(tray, samples.pdf(2), now)], title="Pièce")
    (stored,) = actions.store(bundle=bundle, now=now)
    drawn = pages.page_image(stored, 2, longest=1000)
    assert drawn.startswith(b"\xff\xd8")
    with pytest.raises(refusals.NoSuchPage):
        pages.page_image(stored, 3)
    monkeypatch.setattr(gate, "ask", full)
    assert pages.page_image(stored, 2, longest=1080) == drawn


def test_a_file_django_keeps_on_the_disk_is_not_copied(tray: Tray, now: dt.datetime) -> None:
    sent = SimpleUploadedFile("photo.heic", samples.heic(), "text/plain")
    draft = actions.keep_draft(tray=tray, name="photo.heic", content=sent, now=now)
    assert draft.kind == "photo"


def test_a_tray_takes_only_plain_words(cast: Cast) -> None:
    for purpose, about in (("../etc", ""), ("insurance", "a b"), ("", "")):
        with pytest.raises(NotYours):
            Tray(cast.awa_user, purpose, about)
