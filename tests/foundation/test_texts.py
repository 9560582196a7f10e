"""Codes, folded text, and the cursors of long lists."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from palier.foundation.codes import ALPHABET, grouped, new_code, normalised
from palier.foundation.folding import folded
from palier.foundation.paging import read, written

PLAIN = st.one_of(st.integers(), st.text(max_size=20), st.none())


@given(st.integers(1, 40))
def test_a_code_copied_from_paper_is_the_code(length: int) -> None:
    code = new_code(length)
    assert set(code) <= set(ALPHABET)
    assert normalised(f" {grouped(code).lower()} ") == code


def test_no_sign_of_a_code_is_mistaken_for_another() -> None:
    assert not set(ALPHABET) & set("ILOU01")


@example("𝐀𝕐")
@given(st.text(max_size=60))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert folded(folded(text)) == folded(text)


def test_names_are_found_however_they_are_typed() -> None:
    assert folded("N’Diaye-Lefèvre, 12 bis") == folded("n'diaye LEFEVRE 12 BIS")
    assert folded("Œuvrard") == folded("OEUVRARD")
    assert folded("Yıldız") == "yildiz"


@given(st.lists(PLAIN, max_size=4).map(tuple))
def test_a_cursor_says_where_the_page_ended(key: tuple[object, ...]) -> None:
    assert read(written(key)) == key


@given(st.text(max_size=30))
def test_a_cursor_that_somebody_altered_is_no_fault(cursor: str) -> None:
    found = read(cursor)
    assert found is None or isinstance(found, tuple)
