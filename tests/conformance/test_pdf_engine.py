"""What the PDF engine must do whatever the template."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest

from palier.foundation import pdf
from tests.conformance.test_pdf_rent_notice import text_of

STAMP = dt.datetime(2026, 12, 1, tzinfo=dt.UTC)
TITLED = '#import "/foundation/pdf_assets/palier.typ": *\n#show: sheet.with(title: facts.title)\n'


@pytest.fixture
def template() -> Iterator[Path]:
    """Give a scratch template inside the root the engine may read."""
    path = pdf.ASSETS / "scratch_of_a_test.typ"
    yield path
    path.unlink(missing_ok=True)
    pdf._compiler.cache_clear()


def test_facts_are_text_and_never_markup(template: Path) -> None:
    template.write_text(TITLED + "= #facts.title\n#facts.name", encoding="utf-8")
    name = '#panic() *fort* $x$ @ref \\ // "guillemets"'
    content = pdf.render(template, {"title": "T", "name": name}, stamped_at=STAMP)
    assert "".join(name.split()) in text_of(content).replace("“", '"').replace("”", '"')


@pytest.mark.parametrize(
    ("given", "printed"),
    [
        ("Cœur efficace, flûte à 12 €", "Cœurefficace,flûteà12€"),
        ("Nguyễn Thị Ánh, Şahin, Łukasz, Ɓintou Ọlá", "NguyễnThịÁnh,Şahin,Łukasz,ƁintouỌlá"),
        ("e\u0301te\u0301", "été"),
        ("Ж ا 文", "???"),
        ("a\u200fb\ufeffc\u0007d", "abcd"),
        ("２０２６", "2026"),
    ],
)
def test_names_of_all_origins_are_drawn_or_written_plainly(
    template: Path, given: str, printed: str
) -> None:
    template.write_text(TITLED + "= T\n#facts.name", encoding="utf-8")
    content = pdf.render(template, {"title": "T", "name": given}, stamped_at=STAMP)
    assert text_of(content).startswith(f"T{printed}")


def test_an_error_names_the_template_and_quotes_the_engine(template: Path) -> None:
    template.write_text(TITLED + "= T\n#facts.absent", encoding="utf-8")
    with pytest.raises(pdf.PdfFailed) as failed:
        pdf.render(template, {"title": "T"}, stamped_at=STAMP)
    assert template.name in str(failed.value)
    assert "absent" in str(failed.value)


def test_a_document_without_a_title_is_refused(template: Path) -> None:
    template.write_text("Bonjour", encoding="utf-8")
    with pytest.raises(pdf.PdfFailed, match="title"):
        pdf.render(template, {}, stamped_at=STAMP)


def test_a_stamp_without_a_zone_is_refused(template: Path) -> None:
    with pytest.raises(ValueError, match="aware"):
        pdf.render(template, {}, stamped_at=dt.datetime(2026, 12, 1))  # noqa: DTZ001


def test_threads_that_share_a_template_get_their_own_facts(template: Path) -> None:
    template.write_text(TITLED + "= #facts.title", encoding="utf-8")
    found: dict[int, str] = {}

    def draw(number: int) -> None:
        content = pdf.render(template, {"title": f"Avis{number}"}, stamped_at=STAMP)
        found[number] = text_of(content)

    threads = [Thread(target=draw, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(found[number].startswith(f"Avis{number}") for number in range(8))


def test_a_child_forked_after_a_document_is_refused_instead_of_waiting_for_ever(
    template: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    template.write_text(TITLED + "= T", encoding="utf-8")
    pdf.render(template, {"title": "T"}, stamped_at=STAMP)
    monkeypatch.setattr("os.getpid", lambda: -1)
    with pytest.raises(pdf.PdfFailed, match="forked"):
        pdf.render(template, {"title": "T"}, stamped_at=STAMP)
