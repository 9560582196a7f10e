from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from palier.domain.access.rules import (
    folded,
    given_names_agree,
    looks_like_dwelling_number,
    looks_like_full_name,
    names_agree,
    reference_key,
)

digits = st.text(alphabet="0123456789", min_size=5, max_size=12).filter(
    lambda text: text.strip("0")
)
letters = st.characters(categories=["Lu", "Ll"], max_codepoint=0x24F)
names = st.text(alphabet=letters, min_size=2, max_size=20)


@pytest.mark.parametrize(
    "typed",
    [
        "L/0042137",
        "L 0042 137",
        "l-42137",
        "0042137",
        "42137",
        " L.0042.137 ",
        "LO042137",
        "Loo42137",
        "L/OO42l37",
        "L0042137A",
        "Ｌ００４２１３７",
        "n° L 42137",
    ],
)
def test_a_reference_is_read_however_it_was_copied(typed: str) -> None:
    assert reference_key(typed) == "42137"


@given(digits, st.sampled_from(["", "L", "l", "CLI"]), st.integers(0, 4), st.data())
def test_letter_zeros_and_separators_never_change_a_reference(
    number: str, letter: str, zeros: int, data: st.DataObject
) -> None:
    signs = list(letter + "0" * zeros + number)
    for position in data.draw(st.lists(st.integers(0, len(signs)), max_size=5)):
        signs.insert(position, data.draw(st.sampled_from(" -/.\u00a0")))
    assert reference_key("".join(signs)) == number.lstrip("0")


@given(st.text(max_size=60))
@example("0A0")
@example("1" * 29 + "A1")
def test_any_text_gives_a_key_that_fits_its_column(typed: str) -> None:
    key = reference_key(typed)
    assert len(key) <= 30
    assert key == key.upper()
    assert reference_key(key) == key


def test_references_that_differ_by_a_digit_stay_apart() -> None:
    assert reference_key("L/0042137") != reference_key("L/0042138")
    assert reference_key("0420") != reference_key("042")


@pytest.mark.parametrize(
    "typed", ["0123-04-0567", "12 B 304", "appt 12", "304", "logement 7", "93.001.2"]
)
def test_a_dwelling_number_is_recognised_by_its_shape(typed: str) -> None:
    assert looks_like_dwelling_number(typed)


@pytest.mark.parametrize(
    "typed", ["L/0042137", "L 0042 137", "0042137", "LO042137", "42137", "", "Diallo"]
)
def test_a_reference_is_not_taken_for_a_dwelling_number(typed: str) -> None:
    assert not looks_like_dwelling_number(typed)


@pytest.mark.parametrize(
    ("typed", "known"),
    [
        ("DALMEIDA", "D’Almeïda"),
        ("d almeida", "D'Almeida"),
        ("N’GUESSAN", "Nʼguessan"),
        ("ndiaye", "N'Diaye"),
        ("latour", "de La Tour"),
        ("De la Tour", "Tour"),
        ("LE GUEN", "Leguen"),
        ("martin dupont", "Martin-Dupont"),
        ("Mme Benali", "BENALI"),
        ("Durand née Martin", "Martin"),
        ("Durand née Martin", "Durand"),
        ("ben youssef", "Benyoussef"),
        ("Oeuvrard", "Œuvrard"),
        ("Nguyen", "Nguyễn"),
        ("Isik", "Işık"),
        ("Le", "Lê"),
    ],
)
def test_a_family_name_is_the_same_name_in_another_spelling(typed: str, known: str) -> None:
    assert names_agree(typed, [known])


@pytest.mark.parametrize(
    ("typed", "known"),
    [
        ("Diallo", "Diarra"),
        ("", "Diallo"),
        ("de", "Diallo"),
        ("Awa Diallo", "Diallo"),
        ("—", "Diallo"),
    ],
)
def test_another_name_stays_another_name(typed: str, known: str) -> None:
    assert not names_agree(typed, [known, ""])


@given(names, st.sampled_from(["upper", "lower", "title"]), st.booleans())
def test_case_and_accents_never_matter(name: str, case: str, bare: bool) -> None:
    typed = getattr(name, case)()
    if bare:
        spread = unicodedata.normalize("NFKD", typed)
        typed = "".join(sign for sign in spread if not unicodedata.combining(sign))
    if folded(typed) == folded(name):
        assert names_agree(typed, [name]) == bool(folded(name))


@given(st.text(max_size=40))
def test_folding_twice_changes_nothing(name: str) -> None:
    assert folded(folded(name)) == folded(name)


@pytest.mark.parametrize(
    "typed", ["Awa Diallo", "DIALLO AWA", "Jean-Pierre Martin", "Mamadou Ba", "Karim Ben Youssef"]
)
def test_a_first_name_typed_as_well_is_noticed(typed: str) -> None:
    assert looks_like_full_name(typed)


@pytest.mark.parametrize(
    "typed", ["Diallo", "de La Tour", "Le Goff", "M. Dupont", "Durand née Martin", "N’Diaye", ""]
)
def test_a_family_name_alone_raises_no_remark(typed: str) -> None:
    assert not looks_like_full_name(typed)


def test_a_first_name_is_found_among_given_names() -> None:
    assert given_names_agree("jean", "Jean-Pierre, Marie")
    assert given_names_agree("Jean Pierre", "Jean-Pierre")
    assert given_names_agree("ANAIS", "Anaïs")
    assert not given_names_agree("Paul", "Jean-Pierre")
    assert not given_names_agree("", "Jean")
