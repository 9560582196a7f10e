from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from palier.foundation.tables import (
    Answer,
    FileRefused,
    harmless,
    read_answers,
    read_table,
    write_table,
)

CELLS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=12).map(
    str.strip
)


@given(st.lists(st.tuples(CELLS, CELLS), max_size=6))
def test_what_is_written_is_read_back(rows: list[tuple[str, str]]) -> None:
    content = write_table(("nom", "valeur"), rows)
    read = [(row["nom"], row["valeur"]) for _line, row in read_table(content, ("nom", "valeur"))]
    assert read == rows


def test_the_erp_may_answer_in_windows_1252_and_with_other_columns() -> None:
    content = "remise;paiement;resultat;message;note\r\n3;P1;refusee;clé inconnue;\r\n"
    for encoding in ("utf-8", "utf-8-sig", "cp1252"):
        found = read_answers(content.encode(encoding), reference="paiement")
        assert found == [Answer(3, "P1", False, "clé inconnue")]


def test_every_problem_is_told_at_once_with_its_line_column_and_value() -> None:
    content = b"remise;paiement;resultat;message\nx;P1;acceptee;\n1;P2;ok;\n1;;acceptee;\n"
    with pytest.raises(FileRefused) as refused:
        read_answers(content, reference="paiement")
    assert [one.partition("\u00a0: ")[0] for one in refused.value.problems] == [
        "Ligne 2, colonne remise, valeur «\u00a0x\u00a0»",
        "Ligne 3, colonne resultat, valeur «\u00a0ok\u00a0»",
        "Ligne 4, colonne paiement, valeur vide",
    ]


def test_missing_columns_are_named() -> None:
    with pytest.raises(FileRefused, match="Il manque\u00a0: resultat, message"):
        read_answers(b"remise;paiement\n", reference="paiement")


@pytest.mark.parametrize("text", ["=1+1", "+33", "-2", "@SUM(A1)", "\t=1", "\r=1"])
def test_no_text_becomes_a_formula(text: str) -> None:
    assert harmless(text)[:1] not in tuple("=+-@\t\r\n")


@given(st.text())
def test_a_text_that_is_no_formula_stays_as_it_is(text: str) -> None:
    assert harmless("a" + text) == "a" + text
