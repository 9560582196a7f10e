"""The true child process, with its bounds."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable

import pytest

from palier.domain.documents.intake import gate, limits, refusals
from palier.domain.documents.intake.refusals import NoRoom, Refusal, TooBusy, TooComplex
from tests.domain.documents.intake import samples


def passed(content: bytes) -> dict[str, object]:
    with gate.working_folder() as folder:
        (folder / "source").write_bytes(content)
        return gate.ask(
            "clean",
            folder,
            shown="attestation.pdf",
            source=str(folder / "source"),
            target="target",
            thumbnail="thumbnail",
            most_pages=50,
        )


def test_the_child_answers_for_a_pdf_and_for_a_photo() -> None:
    assert passed(samples.pdf(2))["pages"] == 2
    assert passed(samples.turned_jpeg())["width"] == 480


def test_a_refusal_of_the_child_becomes_its_own_sentence() -> None:
    with pytest.raises(refusals.ProtectedPdf, match=r"attestation\.pdf.*mot de passe"):
        passed(samples.protected_pdf())
    with pytest.raises(refusals.TooManyPages, match="500 pages"):
        passed(samples.pdf(500))


@pytest.mark.parametrize("bomb", [samples.object_bomb, samples.double_bomb])
def test_a_bomb_costs_the_child_alone(
    bomb: Callable[[], bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "CHILD_MEMORY", 300 * limits.MEGABYTE)
    with pytest.raises(TooComplex):
        passed(bomb())


def test_a_child_out_of_memory_or_time_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "CHILD_MEMORY", 90 * limits.MEGABYTE)
    with pytest.raises(TooComplex):
        passed(samples.heic(2000, 1500))
    monkeypatch.setattr(limits, "CHILD_MEMORY", 720 * limits.MEGABYTE)
    monkeypatch.setattr(limits, "CHILD_WAIT_SECONDS", 0.01)
    with pytest.raises(TooComplex):
        passed(samples.pdf())


def test_a_child_that_writes_without_end_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "CHILD_FILE_BYTES", 200)
    with pytest.raises((TooComplex, NoRoom)):
        passed(samples.jpeg())


def test_whoever_waits_too_long_for_a_child_is_asked_to_come_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(limits, "WAIT_FOR_A_CHILD_SECONDS", 0.01)
    for _child in range(limits.CHILDREN_AT_ONCE):
        assert gate._turn.acquire(blocking=False)
    try:
        with pytest.raises(TooBusy):
            passed(samples.pdf())
    finally:
        for _child in range(limits.CHILDREN_AT_ONCE):
            gate._turn.release()


def test_the_child_knows_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: dict[str, str] = {}

    def spy(*_command: object, env: dict[str, str], **_rest: object) -> object:
        seen.update(env)
        return subprocess.CompletedProcess([], 1)

    monkeypatch.setitem(os.environ, "PALIER_SECRET_KEY", "secret")
    monkeypatch.setattr(subprocess, "run", spy)
    with pytest.raises(TooComplex):
        passed(samples.pdf())
    assert not [name for name in seen if name.startswith("PALIER")]


@pytest.mark.parametrize("kind", refusals.BY_KIND)
def test_every_refusal_says_what_happened_and_what_to_do(kind: str) -> None:
    refusal = refusals.refusal_of(
        kind, "photo.jpg", {"size": "31 Mo", "limit": 25, "pages": 60, "format": "TIFF"}
    )
    assert isinstance(refusal, Refusal)
    assert refusal.kind == kind
    assert refusal.sentence.endswith(".")
    assert "%(" not in refusal.sentence
    assert refusal.sentence.count(".") >= 2
