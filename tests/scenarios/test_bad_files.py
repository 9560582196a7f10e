"""Files that cannot be taken, sent as a browser sends them: a sentence each, and nothing left."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from palier.domain.documents.intake.models import Draft
from palier.domain.documents.models import StoredFile
from palier.domain.papers.models import Paper
from tests.cast import Cast
from tests.domain.documents.intake import samples
from tests.domain.documents.intake.conftest import files

__all__ = ["files"]
ADDRESS = "/pieces/deposer/"
NAMED = ("empty", "eicar", "bomb", "polyglot", "pdf_500_pages", "jpeg_truncated", "pdf_truncated",
         "pdf_protected", "pdf_script_at_opening", "zip")  # fmt: skip


@pytest.fixture
def awa(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.awa_user)
    return client


def sent(awa: Client, content: bytes, name: str = "piece.pdf") -> tuple[int, str]:
    typed = {"kind": "other", "precision": "Attestation CAF", "shared": ""}
    file = SimpleUploadedFile(name, content, "application/pdf")
    answer = awa.post(ADDRESS, typed | {"files": file})
    return answer.status_code, unescape(answer.content.decode())


def left(files: Path) -> list[str]:
    return [str(found) for found in files.rglob("*") if found.is_file()]


def bad(name: str) -> bytes:
    if name in samples.BAD:
        return samples.BAD[name][1]()
    return b"MZ" + b"\x90" * 600 + samples.pdf()


def test_each_has_its_own_sentence_and_harms_nothing(awa: Client, files: Path) -> None:
    sentences = {}
    for name in NAMED:
        status, page = sent(awa, bad(name))
        assert status == 200, name
        found = re.search(r"« piece\.pdf »[^<]+", page.replace("\u00a0", " "))
        assert found, name
        sentences[name] = found[0]
        assert "Attestation CAF" in page
    assert len(set(sentences.values())) == len(NAMED), sentences
    assert not Paper.objects.exists()
    assert not StoredFile.objects.exists()
    assert not Draft.objects.exists()
    assert left(files) == []


@settings(
    max_examples=25,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    head=st.sampled_from(
        (b"", b"%PDF-1.7\n", b"\xff\xd8\xff\xe1", b"\x89PNG\r\n\x1a\n", b"PK\3\4")
    ),
    body=st.binary(max_size=1_500),
    name=st.text(max_size=40).map(lambda text: (text.replace("\0", "") or "x") + ".pdf"),
)
def test_random_files_under_random_names_never_fail_the_server(
    awa: Client, files: Path, head: bytes, body: bytes, name: str
) -> None:
    status, _page = sent(awa, head + body, name)
    assert status in {200, 302}
    # Each file has its row, each row its file.
    rows = set(StoredFile.objects.values_list("sha256", flat=True))
    kept = {Path(found).name for found in left(files) if "vault" in found}
    assert kept == rows
