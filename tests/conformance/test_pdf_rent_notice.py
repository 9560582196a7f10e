"""The avis as PDF/UA asks (checked by us; veraPDF has not run), and equal to its page."""

from __future__ import annotations

import datetime as dt
import io
import itertools
import re

import pikepdf
import pypdfium2
import pytest

from palier.domain.billing.facts import NoticeFacts, Payment
from palier.domain.billing.page import NoticePage, page_of
from palier.domain.billing.rendering import rent_notice_pdf
from palier.domain.billing.rules import DeliveredLine
from palier.foundation.pdf import FONTS
from tests.conformance.pdf_structure import opened, tree_of, untagged_text
from tests.domain.billing.sample_facts import LINES, NOVEMBER, STAMP, lines_of_october, sample_facts

MANY = [
    DeliveredLine("heating", "CHAUFFAGE", NOVEMBER, 100 + index, f"Logement {index}")
    for index in range(60)
]
CASES: dict[str, NoticeFacts] = {
    "usual": sample_facts(last_month=lines_of_october()),
    "direct debit": sample_facts(
        payment=Payment(means="direct_debit", debit_on=dt.date(2026, 12, 5))
    ),
    "in favour": sample_facts(previous_balance_cents=-90_000),
    "corrected": sample_facts(version=2),
    "no line": sample_facts((), net_cents=12_345),
    "two pages": sample_facts([*LINES, *MANY]),
}


@pytest.fixture(scope="module", params=sorted(CASES))
def facts(request: pytest.FixtureRequest) -> NoticeFacts:
    return CASES[request.param]


@pytest.fixture(scope="module")
def content(facts: NoticeFacts) -> bytes:
    return rent_notice_pdf(facts, stamped_at=STAMP)


@pytest.fixture(scope="module")
def pdf(content: bytes) -> pikepdf.Pdf:
    return opened(content)


@pytest.fixture(scope="module")
def text(content: bytes) -> str:
    return text_of(content)


def text_of(content: bytes) -> str:
    return squeezed(spaced_text_of(content))


def spaced_text_of(content: bytes) -> str:
    document = pypdfium2.PdfDocument(io.BytesIO(content))
    pages = [document[index].get_textpage().get_text_range() for index in range(len(document))]
    document.close()
    return " ".join(pages)


def squeezed(text: str) -> str:
    """Take out every space and break: only words and figures are compared."""
    return re.sub(r"[\s\u00a0\u202f\u00ad\ufffe]+", "", text)


def words_of(page: NoticePage) -> list[str]:
    words = [page.reference, page.number, page.headline.label, page.headline.amount]
    words += [page.headline.note, page.correction, page.not_a_receipt, *page.addressee_lines]
    words += [
        part for named in (*page.identity, *page.about) for part in (named.label, named.value)
    ]
    for group in page.groups:
        words.append(group.heading)
        for line in group.lines:
            words += [line.label, line.detail, line.period, line.debit, line.credit]
    for total in page.totals:
        words += [total.label, total.debit, total.credit]
    words += [page.payment.heading, *page.payment.sentences, *page.messages, *page.differences]
    words += [named.value for named in (*page.payment.details, *page.stub)]
    words += [page.agency.name, page.agency.phone, page.agency.email, page.agency.hours]
    return [word for word in words if word]


def test_the_pdf_says_every_word_and_figure_of_the_page(facts: NoticeFacts, text: str) -> None:
    missing = [word for word in words_of(page_of(facts)) if squeezed(word) not in text]
    assert missing == []


def test_the_pdf_has_no_amount_that_the_page_has_not(facts: NoticeFacts, content: bytes) -> None:
    amount = re.compile(r"(?<!\d)\d{1,3}(?:\u202f\d{3})*,\d\d(?=[\u00a0 ]€)")
    shown = {squeezed(found) for found in amount.findall(" | ".join(words_of(page_of(facts))))}
    drawn = {squeezed(found) for found in amount.findall(spaced_text_of(content))}
    assert drawn == shown


def test_the_pdf_declares_tags_language_and_title(pdf: pikepdf.Pdf) -> None:
    assert bool(pdf.Root.MarkInfo.Marked)
    assert str(pdf.Root.Lang).startswith("fr")
    assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
    assert str(pdf.docinfo["/Title"]) == "Avis d’échéance de novembre 2026"
    with pdf.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
        assert metadata["dc:title"] == "Avis d’échéance de novembre 2026"


def test_every_text_is_tagged_or_an_artifact(pdf: pikepdf.Pdf) -> None:
    assert untagged_text(pdf) == []
    assert all(str(page.get("/Tabs", "/S")) == "/S" for page in pdf.pages)


def test_headings_follow_one_another_without_a_gap(pdf: pikepdf.Pdf) -> None:
    levels = [int(tag.kind[1]) for tag in tree_of(pdf).all("H1", "H2", "H3")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_the_table_has_column_headers_that_its_cells_name(pdf: pikepdf.Pdf) -> None:
    (table,) = tree_of(pdf).all("Table")
    headers = table.all("TH")
    assert len(headers) == 4
    assert all(str(header.attributes["Scope"]) == "/Column" for header in headers)
    assert all("Headers" in cell.attributes for cell in table.all("TD"))
    for row in table.all("TR"):
        width = sum(int(cell.attributes.get("ColSpan", 1)) for cell in row.children)
        assert width == 4


def test_every_figure_has_an_alternative(pdf: pikepdf.Pdf) -> None:
    assert all(tag.alternative for tag in tree_of(pdf).all("Figure", "Formula"))


def test_the_reading_order_goes_from_who_to_how_much_to_how(text: str, facts: NoticeFacts) -> None:
    page = page_of(facts)
    milestones = ["Avisd’échéance", page.reference, page.headline.label, "Désignation"]
    milestones += [page.payment.heading]
    places = [text.index(squeezed(word)) for word in milestones]
    assert places == sorted(places)


def test_every_font_is_ours_and_embedded_with_its_letters(pdf: pikepdf.Pdf) -> None:
    fonts = {str(o.BaseFont) for o in pdf.objects if _is_font(o)}
    assert fonts
    assert all("PalierSans" in name for name in fonts)
    assert all("/ToUnicode" in o for o in pdf.objects if _is_font(o) and "/DescendantFonts" in o)


def _is_font(candidate: pikepdf.Object) -> bool:
    return isinstance(candidate, pikepdf.Dictionary) and "/BaseFont" in candidate


def test_the_avis_with_fifteen_lines_fits_on_one_page() -> None:
    fifteen = [*LINES, DeliveredLine("sls", "SLS", NOVEMBER, 1), LINES[0]]
    assert len(opened(rent_notice_pdf(sample_facts(fifteen), stamped_at=STAMP)).pages) == 1


def test_a_long_avis_goes_on_over_pages_with_its_headers() -> None:
    long = rent_notice_pdf(CASES["two pages"], stamped_at=STAMP)
    pages = pypdfium2.PdfDocument(io.BytesIO(long))
    assert len(pages) == 2
    assert all("Désignation" in page.get_textpage().get_text_range() for page in pages)


def test_the_same_facts_give_the_same_bytes(facts: NoticeFacts, content: bytes) -> None:
    read_back = NoticeFacts.from_json(facts.as_json())
    assert rent_notice_pdf(read_back, stamped_at=STAMP) == content


def test_the_file_is_small(content: bytes) -> None:
    assert len(content) < 120_000


def test_the_fonts_come_with_their_licence() -> None:
    assert "SIL OPEN FONT LICENSE" in (FONTS / "OFL.md").read_text(encoding="utf-8")
