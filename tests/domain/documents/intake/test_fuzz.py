"""Random bytes, and good files mangled at random: refused by name, or clean. Nothing else."""

from __future__ import annotations

import functools
import tempfile
from pathlib import Path
from typing import Any

import pikepdf
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from palier.domain.documents.intake.airlock import child
from palier.domain.documents.intake.refusals import BY_KIND
from tests.domain.documents.intake import samples

LIGHT = (
    "jpeg",
    "jpeg_turned",
    "jpeg_progressive",
    "png",
    "png_palette",
    "png_sixteen_bits",
    "heic",
    "pdf",
    "pdf_of_an_insurer",
    "pdf_invoice",
    "pdf_owner_password_only",
)
HEADS = (
    b"",
    b"%PDF-1.7\n",
    b"\xff\xd8\xff\xe1",
    b"\x89PNG\r\n\x1a\n",
    b"\0\0\0\x18ftypheic",
    b"PK\3\4",
)

fuzzed = settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow], database=None
)


@functools.cache
def good(name: str) -> bytes:
    return samples.GOOD[name]()


def outcome(content: bytes) -> None:
    with tempfile.TemporaryDirectory() as opened:
        folder = Path(opened)
        (folder / "source").write_bytes(content)
        asked: dict[str, Any] = {
            "task": "clean",
            "source": str(folder / "source"),
            "target": "target",
            "thumbnail": "thumbnail",
            "most_pages": 50,
        }
        answer = child.answer_to(folder, asked)
        if "refused" in answer:
            assert answer["refused"] in BY_KIND
        elif answer["done"]["kind"] == "photo":
            with Image.open(folder / "target") as photo:
                photo.load()
                assert max(photo.size) <= 6_000
        else:
            with pikepdf.open(folder / "target") as pdf:
                assert 1 <= len(pdf.pages) <= 50
                assert "/OpenAction" not in pdf.Root
                assert "/JavaScript" not in pdf.Root.get("/Names", pikepdf.Dictionary())


@fuzzed
@given(head=st.sampled_from(HEADS), body=st.binary(max_size=2_000))
def test_random_bytes_are_refused_by_name(head: bytes, body: bytes) -> None:
    outcome(head + body)


@st.composite
def mangled(draw: st.DrawFn) -> bytes:
    content = bytearray(good(draw(st.sampled_from(LIGHT))))
    for _change in range(draw(st.integers(1, 6))):
        where = draw(st.integers(0, len(content)))
        match draw(st.sampled_from(("set", "cut", "insert", "repeat", "end"))):
            case "set" if where < len(content):
                content[where] = draw(st.integers(0, 255))
            case "cut":
                del content[where : where + draw(st.integers(1, 400))]
            case "insert":
                content[where:where] = draw(st.binary(min_size=1, max_size=60))
            case "repeat":
                content[where:where] = content[where : where + draw(st.integers(1, 400))]
            case "end":
                del content[max(where, 1) :]
        if not content:
            content = bytearray(b"\0")
    return bytes(content)


@fuzzed
@given(content=mangled())
def test_mangled_files_are_refused_by_name_or_come_out_clean(content: bytes) -> None:
    outcome(content)
