"""Scans and photos are read by tesseract, in a job, where it is installed."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable

import pypdfium2
import pytest

from palier.domain.documents.intake import actions as intake
from palier.domain.documents.intake import text
from palier.domain.documents.intake.models import Draft
from palier.domain.documents.intake.queries import Tray
from palier.domain.insurance import actions
from palier.domain.insurance.models import Reading
from tests.cast import Cast
from tests.domain.insurance.papers import Paper, draw

pytestmark = pytest.mark.usefixtures("files")


def photo(cast: Cast, now: dt.datetime) -> Draft:
    page = pypdfium2.PdfDocument(draw(Paper(), "letter"))[0]
    out = io.BytesIO()
    page.render(scale=2.6).to_pil().convert("RGB").save(out, "JPEG", quality=88)
    out.seek(0)
    tray = Tray(cast.awa_user, "insurance", cast.lease.code)
    return intake.keep_draft(tray=tray, name="photo.jpg", content=out, now=now)


def test_without_tesseract_a_photo_is_blank_at_once_and_nobody_waits(
    cast: Cast, now: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(text.shutil, "which", lambda _program: None)
    reading = actions.read_drafts(lease=cast.lease, drafts=[photo(cast, now)], now=now)
    assert reading.state == Reading.State.BLANK


def test_a_photo_waits_for_its_job_and_is_then_read(
    cast: Cast,
    now: dt.datetime,
    run_jobs: Callable[[dt.datetime], int],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if not text.sight_is_there():
        words = (
            "MAIF attestation : nous attestons que Mme Awa DIALLO est assurée, contrat n° 4123456A,"
            " logement situé 1 allée des Tilleuls 93200 SAINT-DENIS, du 01/01/2026 au 31/12/2026"
        )
        from palier.domain.insurance.actions import readings

        monkeypatch.setattr(readings, "sight_is_there", lambda: True)
        monkeypatch.setattr(readings, "text_by_sight", lambda *_args, **_more: words)
    drafts = [photo(cast, now)]
    reading = actions.read_drafts(lease=cast.lease, drafts=drafts, now=now)
    assert reading.state == Reading.State.WAITING
    run_jobs(now)
    reading.refresh_from_db()
    assert (reading.state, reading.by_sight) == (Reading.State.DONE, True)
    assert reading.found["insurer"] == "MAIF"
    assert reading.found["valid_to"] == "2026-12-31"
    assert (reading.found["name"], reading.found["home"]) == ("agrees", "agrees")
    again = actions.read_drafts(lease=cast.lease, drafts=drafts, now=now)
    assert again == reading
