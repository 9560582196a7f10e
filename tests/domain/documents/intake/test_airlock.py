"""What comes out of the airlock, tried in this process (its bounds are tried in test_gate)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pikepdf import Name
from PIL import Image

from palier.domain.documents.intake.airlock import child, photos
from palier.domain.documents.intake.refusals import BY_KIND
from tests.domain.documents.intake import samples


def cleaned(content: bytes, folder: Path) -> dict[str, Any]:
    (folder / "source").write_bytes(content)
    return child.answer_to(
        folder,
        {
            "task": "clean",
            "source": str(folder / "source"),
            "target": "target",
            "thumbnail": "thumbnail",
            "most_pages": 50,
        },
    )


def opened(path: Path) -> Image.Image:
    with Image.open(path) as image:
        image.load()
        return image


@pytest.mark.parametrize("name", samples.GOOD)
def test_a_good_file_comes_out_clean_with_a_small_image(name: str, tmp_path: Path) -> None:
    answer = cleaned(samples.GOOD[name](), tmp_path)
    assert "done" in answer, answer
    assert max(opened(tmp_path / "thumbnail").size) <= 480
    if answer["done"]["kind"] == "photo":
        photo = opened(tmp_path / "target")
        assert photo.format == "JPEG"
        assert photo.size == (answer["done"]["width"], answer["done"]["height"])
        assert not photo.getexif()
        assert {"exif", "icc_profile", "comment", "xmp"}.isdisjoint(photo.info)
        assert b"<?php" not in (tmp_path / "target").read_bytes()
    else:
        with pikepdf.open(tmp_path / "target") as pdf:
            assert len(pdf.pages) == answer["done"]["pages"]
            assert not pdf.is_encrypted
        assert b"<?php" not in (tmp_path / "target").read_bytes()
        assert (tmp_path / "target").read_bytes().startswith(b"%PDF-")


@pytest.mark.parametrize("name", samples.BAD)
def test_a_bad_file_is_refused_by_its_own_name(name: str, tmp_path: Path) -> None:
    kind, make = samples.BAD[name]
    answer = cleaned(make(), tmp_path)
    assert answer.get("refused") == kind, answer
    assert kind in BY_KIND


@pytest.mark.parametrize(
    ("orientation", "corner"),
    [(1, (0, 0)), (3, (1, 1)), (6, (1, 0)), (8, (0, 1)), (2, (1, 0)), (5, (0, 0)), (7, (1, 1))],
)
def test_a_photo_is_turned_upright(
    orientation: int, corner: tuple[int, int], tmp_path: Path
) -> None:
    cleaned(samples.turned_jpeg(orientation), tmp_path)
    photo = opened(tmp_path / "target")
    assert (photo.width > photo.height) == (orientation < 5)
    spot = (corner[0] * (photo.width - 9) + 4, corner[1] * (photo.height - 9) + 4)
    red, green, _blue = photo.getpixel(spot)  # type: ignore[misc]
    assert red > 150
    assert green < 110


@pytest.mark.parametrize(
    ("size", "kept"),
    [
        ((4000, 3000), (2400, 1800)),
        ((3000, 4000), (1800, 2400)),
        ((800, 600), (800, 600)),
        ((12_000, 3000), (4899, 1225)),
        ((1, 1), (1, 1)),
        ((30_000, 10), (6000, 2)),
    ],
)
def test_a_photo_is_bounded_and_never_enlarged(
    size: tuple[int, int], kept: tuple[int, int]
) -> None:
    assert photos.bounded_size(*size) == kept


def test_what_is_see_through_becomes_white(tmp_path: Path) -> None:
    cleaned(samples.see_through_png(), tmp_path)
    photo = opened(tmp_path / "target")
    assert min(photo.getpixel((photo.width // 2, 1))) > 235  # type: ignore[arg-type, type-var]


def test_a_form_of_an_insurer_keeps_its_look_and_loses_its_life(tmp_path: Path) -> None:
    answer = cleaned(samples.pdf(1, samples.insurer_form), tmp_path)
    assert answer["done"]["signed"] is True
    assert "scripts" in answer["done"]["taken"]
    with pikepdf.open(tmp_path / "target") as pdf:
        assert Name.AcroForm not in pdf.Root
        assert Name.OpenAction not in pdf.Root
        links = [each.A.URI for each in pdf.pages[0].Annots if Name.A in each]
        assert [str(link) for link in links] == ["https://assureur.example/"]
    shown = opened(tmp_path / "thumbnail")
    green = shown.getpixel((shown.width * 100 // 595, shown.height * 120 // 842))
    assert green[1] > green[0] + 60  # type: ignore[index, operator]


def test_an_invoice_loses_its_data_and_stays(tmp_path: Path) -> None:
    answer = cleaned(samples.pdf(1, samples.attached("factur-x.xml")), tmp_path)
    assert answer["done"]["taken"] == ["invoice_data"]
    with pikepdf.open(tmp_path / "target") as pdf:
        assert not pdf.attachments


def test_photos_become_one_tagged_pdf_in_order(tmp_path: Path) -> None:
    for name, size in (("a", (600, 800)), ("b", (800, 600))):
        (tmp_path / name).write_bytes(samples.jpeg(*size))
    asked = {
        "task": "bind",
        "sources": [["photo", str(tmp_path / "a")], ["photo", str(tmp_path / "b")]],
        "target": "bound",
        "title": "Attestation d’assurance",
        "language": "fr",
        "figure": "Photo {number} sur {count}",
        "most_pages": 50,
    }
    assert child.answer_to(tmp_path, asked)["done"] == {"kind": "pdf", "pages": 2}
    first = (tmp_path / "bound").read_bytes()
    with pikepdf.open(tmp_path / "bound") as pdf:
        boxes = [tuple(round(float(edge)) for edge in page.mediabox) for page in pdf.pages]
        assert boxes == [(0, 0, 595, 842), (0, 0, 842, 595)]
        assert pdf.Root.MarkInfo.Marked is True
        assert str(pdf.Root.Lang) == "fr"
        assert str(pdf.docinfo.Title) == "Attestation d’assurance"
        figures = pdf.Root.StructTreeRoot.K.K
        assert [str(each.Alt) for each in figures] == ["Photo 1 sur 2", "Photo 2 sur 2"]
    child.answer_to(tmp_path, asked)
    assert (tmp_path / "bound").read_bytes() == first


def test_photos_and_pdfs_are_bound_together_within_the_bound_of_pages(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(samples.jpeg())
    (tmp_path / "b").write_bytes(samples.pdf(3))
    asked = {
        "task": "bind",
        "sources": [["photo", str(tmp_path / "a")], ["pdf", str(tmp_path / "b")]],
        "target": "bound",
        "title": "Pièces",
        "language": "fr",
        "figure": "Photo {number} sur {count}",
        "most_pages": 50,
    }
    assert child.answer_to(tmp_path, asked)["done"]["pages"] == 4
    refused = child.answer_to(tmp_path, asked | {"most_pages": 3})
    assert refused == {"refused": "too_many_pages", "facts": {"pages": 4, "limit": 3}}


def test_a_page_is_drawn_within_its_bound(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(samples.pdf(2))
    asked = {"task": "page", "source": str(tmp_path / "a"), "target": "page", "longest": 900}
    assert child.answer_to(tmp_path, asked | {"number": 2})["done"]["height"] in (899, 900)
    assert child.answer_to(tmp_path, asked | {"number": 3})["refused"] == "no_such_page"
