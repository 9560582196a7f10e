"""What is read in certificates of many insurers, in many layouts; hints, never refusals."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pypdfium2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from palier.domain.insurance.rules.hints import REASON_OF, SENTENCES, Declared, hints_of, reasons_of
from palier.domain.insurance.rules.reading import (
    Found,
    Home,
    Match,
    Name,
    dates_in,
    read,
    validity_in,
)
from palier.domain.insurance.rules.reading.flat import flat
from tests.domain.insurance.papers import (
    INSURERS,
    LAYOUTS,
    OTHERS,
    Paper,
    draw,
    other_address,
    slashed,
    spoken,
)

TODAY = dt.date(2026, 11, 24)
HOLDERS = (Name("Awa", ("Diallo",)), Name("Yanis", ("N’Guessan",)))
HOME = Home("1 allée des Tilleuls", "93200", "Saint-Denis")
DAYS = st.dates(dt.date(2005, 1, 1), dt.date(2090, 12, 31))


def text_of(pdf: bytes) -> str:
    return "\n".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(pdf))


def read_paper(paper: Paper, layout: str, **more: bool) -> Found:
    return read(text_of(draw(paper, layout, **more)), holders=HOLDERS, home=HOME)


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("insurer", INSURERS)
def test_a_good_certificate_is_read_whole_and_gets_no_hint(insurer: str, layout: str) -> None:
    paper = Paper(insurer=insurer)
    found = read_paper(paper, layout, in_words=len(insurer) % 2 == 0)
    assert found.insurer.startswith(insurer)
    assert found.policy_number == "4123456A"
    assert (found.valid_from, found.valid_to) == (paper.starts, paper.ends)
    assert (found.name, found.home) == (Match.AGREES, Match.AGREES)
    assert "DIALLO" in found.insured.upper()
    assert hints_of(found, Declared(), TODAY) == ()


@pytest.mark.parametrize("kind", OTHERS)
def test_another_paper_is_told_from_a_certificate(kind: str) -> None:
    found = read(text_of(draw(Paper(), "letter", body=OTHERS[kind])), holders=HOLDERS, home=HOME)
    assert hints_of(found, Declared(valid_to=dt.date(2027, 1, 1)), TODAY)[0] == kind


@pytest.mark.parametrize("layout", LAYOUTS)
def test_another_address_and_another_name_are_said(layout: str) -> None:
    elsewhere = read_paper(other_address(Paper()), layout)
    assert elsewhere.home is Match.DIFFERS
    somebody = read_paper(replace(Paper(), insured="M. Paul DURAND"), layout)
    assert somebody.name is Match.DIFFERS
    assert "other_insured" in hints_of(somebody, Declared(), TODAY)


@pytest.mark.parametrize(
    "printed",
    ["M. et Mme DIALLO", "DIALLO Awa", "Mme Awa Diallo-Traoré", "Monsieur Yanis NGUESSAN",
     "YANIS N'GUESSAN"],
)  # fmt: skip
def test_the_ways_a_holder_is_printed_all_agree(printed: str) -> None:
    assert read_paper(replace(Paper(), insured=printed), "table").name is Match.AGREES


@pytest.mark.parametrize(
    "printed",
    [
        "1 ALLEE DES TILLEULS",
        "1, all. des Tilleuls",
        "01 Allée des Tilleuls",
        "1 allée des TilIeuls",
    ],
)
def test_the_ways_an_address_is_printed_never_differ(printed: str) -> None:
    for town in ("93200 SAINT-DENIS", "93 200 St Denis"):
        found = read_paper(replace(Paper(), street=printed, town=town), "letter")
        assert found.home is not Match.DIFFERS


def test_a_neighbour_s_number_in_an_announced_address_differs() -> None:
    assert (
        read_paper(replace(Paper(), street="14 allée des Tilleuls"), "table").home is Match.DIFFERS
    )


def test_an_expired_certificate_is_said_gently_and_suggests_its_reason() -> None:
    paper = Paper(starts=dt.date(2025, 1, 1), ends=dt.date(2025, 12, 31))
    hints = hints_of(read_paper(paper, "letter"), Declared(), TODAY)
    assert hints == ("expired",)
    assert reasons_of(hints) == ("expired",)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    DAYS,
    DAYS,
    st.sampled_from([slashed, spoken, lambda d: f"{d:%d.%m.%Y}", lambda d: f"{d:%d-%m-%y}"]),
)
def test_any_period_is_read_as_written(one: dt.date, other: dt.date, write) -> None:
    first, last = sorted((one, other))
    if first == last:
        return
    for sentence in (
        f"valable du {write(first)} au {write(last)}",
        f"Période : du {write(first)} à 0h00 au {write(last)} à 24h00 inclus",
        f"Né le 12/03/1988. Date d’effet : {write(first)}\nDate d’échéance : {write(last)}",
        f"à compter du {write(first)} et jusqu’au {write(last)}. Fait à Lyon, le 01/02/2020",
    ):
        assert validity_in(flat(sentence)) == (first, last), sentence


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=400))
def test_no_text_troubles_the_reading(text: str) -> None:
    found = read(text, holders=HOLDERS, home=HOME)
    assert Found.of_plain(found.as_plain()) == found
    assert set(hints_of(found, Declared(), TODAY)) <= set(SENTENCES)
    dates_in(flat(text))


def test_every_suggested_reason_is_of_the_catalogue() -> None:
    from palier.domain.casework.reasons import ours

    known = {reason.code for reason in ours("certificate", "fr")}
    own = {"ends_before_start", "other_dates"}
    for code in SENTENCES:
        reason = REASON_OF.get(code, code)
        assert reason in known or (code in own and reason == ""), code
