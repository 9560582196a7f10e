"""What is wrong with a file is explained: where, what, and what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from palier.exchange.manifest import KindFile
from palier.exchange.problems import Problem, Problems
from palier.exchange.reading import inspect_bytes, read_chunks
from palier.exchange.records import kind_of
from palier.exchange.records.columns import Value

HEADER = "compte;date;solde\n"


def read(
    folder: Path,
    content: bytes | str,
    *,
    kind: str = "closing_balances",
    rows: int | None = None,
    encoding: str = "utf-8",
) -> tuple[list[tuple[Value, ...]], list[Problem]]:
    path = folder / f"{kind}.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    announced = KindFile(kind, path.name, "full", rows, "")
    problems, found = Problems(), []
    if inspect_bytes(path, encoding, problems):
        for chunk in read_chunks(path, kind_of(kind), announced, encoding, problems):
            found += chunk.rows
    return found, problems.shown


def test_a_file_is_read_with_or_without_its_bom_in_any_order_of_columns(tmp_path: Path) -> None:
    text = "date;solde;compte\n05/11/2026;-412,37;C1\n2026-11-06;0.05;C2\n\n"
    expected = [("C1", "2026-11-05", -41_237), ("C2", "2026-11-06", 5)]
    assert read(tmp_path, text) == (expected, [])
    assert read(tmp_path, b"\xef\xbb\xbf" + text.encode()) == (expected, [])


def test_a_declared_windows_1252_file_is_read(tmp_path: Path) -> None:
    text = "identifiant;nom_naissance;prenoms\nP1;Lefèvre;Zoé — œuvre\n".encode("cp1252")
    rows, problems = read(tmp_path, text, kind="persons", encoding="windows-1252")
    assert not problems
    assert rows[0][2] == "Lefèvre"
    assert rows[0][4] == "Zoé — œuvre"


def test_an_undeclared_windows_1252_file_is_recognised_and_explained(tmp_path: Path) -> None:
    text = "identifiant;nom_naissance;prenoms\nP1;Durand;Ana\nP2;Lefèvre;Zoé\n".encode("cp1252")
    rows, [problem] = read(tmp_path, text, kind="persons")
    assert not rows
    assert problem.line == 3
    assert "Windows-1252" in problem.reason
    assert "« è »" in problem.reason
    assert '"encoding": "windows-1252"' in problem.remedy


def test_a_file_declared_in_the_wrong_encoding_is_not_taken_in_garbled(tmp_path: Path) -> None:
    text = "identifiant;nom_naissance;prenoms\nP2;Lefèvre;Zoé\n"
    rows, [problem] = read(tmp_path, text, kind="persons", encoding="windows-1252")
    assert not rows
    assert "en UTF-8 alors que" in problem.reason


def test_a_letter_lost_in_a_conversion_is_told(tmp_path: Path) -> None:
    text = "identifiant;nom_naissance;prenoms\nP2;Lef\ufffdvre;Zoé\n"
    _rows, [problem] = read(tmp_path, text, kind="persons")
    assert problem.column == "nom_naissance"
    assert "perdu" in problem.reason


@pytest.mark.parametrize(
    ("content", "line", "column", "reason"),
    [
        (b"", None, "", "vide"),
        (HEADER + "C1;2026-11-05;41\x002,00\n", 2, "", "octet nul"),
        ("compte,date,solde\nC1,2026-11-05,1.00\n", 1, "", "la virgule"),
        ("compte\tdate\tsolde\nC1\t2026-11-05\t1.00\n", 1, "", "la tabulation"),
        ("C1;2026-11-05;1,00\n", 1, "", "pas l’en-tête attendu"),
        ("compte;solde\nC1;1,00\n", 1, "date", "obligatoire manque"),
        ("compte;date;solde;ville\nC1;2026-11-05;1,00;x\n", 1, "ville", "n’existe pas"),
        ("compte;date;solde;solde\nC1;2026-11-05;1,00;1,00\n", 1, "solde", "deux fois"),
        (HEADER + "C1;2026-11-05\n", 2, "", "2 cases au lieu de 3"),
        (HEADER + "C1;2026-11-05;1,00;;\n", 2, "", "5 cases au lieu de 3"),
        (HEADER + 'C1;2026-11-05;"1,00\n', 2, "", "pas comme du CSV"),
        (HEADER + ";2026-11-05;1,00\n", 2, "compte", "obligatoire"),
        (HEADER + "C 1;2026-11-05;1,00\n", 2, "compte", "identifiant"),
        (HEADER + "C1;2026-02-30;1,00\n", 2, "date", "n’existe pas dans le calendrier"),
        (HEADER + "C1;5/11/26;1,00\n", 2, "date", "pas une date"),
        (HEADER + "C1;0226-11-05;1,00\n", 2, "date", "invraisemblable"),
        (HEADER + "C1;2026-11-05;412\n", 2, "solde", "deux décimales"),
        (HEADER + "C1;2026-11-05;412,371\n", 2, "solde", "deux décimales"),
        (HEADER + "C1;2026-11-05;1 412,37\n", 2, "solde", "deux décimales"),
        (HEADER + "C1;2026-11-05;412,37 €\n", 2, "solde", "deux décimales"),
        (HEADER + "C1;2026-11-05;1e3,00\n", 2, "solde", "deux décimales"),
    ],
)
def test_a_mistake_is_told_with_its_place_and_its_remedy(
    tmp_path: Path, content: bytes | str, line: int | None, column: str, reason: str
) -> None:
    _rows, problems = read(tmp_path, content)
    assert len(problems) == 1
    assert (problems[0].line, problems[0].column) == (line, column)
    assert reason in problems[0].reason
    assert problems[0].remedy
    assert problems[0].sentence.startswith("closing_balances.csv")


@pytest.mark.parametrize(
    ("kind", "content", "column", "remedy"),
    [
        ("leases", "identifiant;compte;type;duree;date_effet\nB;C;villa;determinee;2020-01-01\n",
         "type", "logement, stationnement"),
        ("persons", "identifiant;nom_naissance;prenoms;courriel\nP;A;B;a@b\n", "courriel", "vide"),
        ("persons", "identifiant;nom_naissance;prenoms;mobile\nP;A;B;six\n", "mobile", "06 12"),
        ("dwellings",
         "identifiant;residence;type;adresse;code_postal;commune;etage\n"
         "L;R;appartement;1 rue;93;V;deuxième\n", "etage", "sans décimale"),
        ("dwellings",
         "identifiant;residence;type;adresse;code_postal;commune;surface\n"
         "L;R;appartement;1 rue;93;V;64 m2\n", "surface", "64,50"),
        ("persons", "identifiant;nom_naissance;prenoms\nP;A\x0bB;C\n", "nom_naissance", "contrôle"),
        ("persons", f"identifiant;nom_naissance;prenoms\nP;{'A' * 121};C\n",
         "nom_naissance", "120"),
        ("persons", 'identifiant;nom_naissance;prenoms\nP;"A\nB";C\n', "nom_naissance", "retour"),
    ],
)  # fmt: skip
def test_each_type_of_column_says_what_to_write(
    tmp_path: Path, kind: str, content: str, column: str, remedy: str
) -> None:
    _rows, [problem] = read(tmp_path, content, kind=kind)
    assert problem.column == column
    assert remedy in problem.remedy


def test_all_mistakes_of_a_file_are_told_at_once_and_the_rest_is_read(tmp_path: Path) -> None:
    text = HEADER + "C1;hier;1,00\nC2;2026-11-05;2,00\nC3;2026-13-01;un euro\n"
    rows, problems = read(tmp_path, text)
    assert rows == [("C2", "2026-11-05", 200)]
    assert [(one.line, one.column) for one in problems] == [
        (2, "date"), (4, "date"), (4, "solde"),
    ]  # fmt: skip


def test_lines_are_counted_through_texts_of_several_lines(tmp_path: Path) -> None:
    text = (
        "identifiant;compte;type;duree;date_effet;conditions_particulieres\n"
        'B1;C1;logement;indeterminee;2020-01-01;"Un.\n\nDeux."\n'
        "B2;C1;logement;indeterminee;jamais;\n"
    )
    rows, [problem] = read(tmp_path, text, kind="leases")
    assert rows[0][-2] == "Un.\n\nDeux."
    assert problem.line == 5


def test_a_thousand_mistakes_of_one_sort_are_counted_and_shown_a_few_times(tmp_path: Path) -> None:
    path = tmp_path / "closing_balances.csv"
    path.write_text(HEADER + "C1;hier;1,00\n" * 1_000)
    announced = KindFile("closing_balances", path.name, "full", 1_000, "")
    problems = Problems()
    list(read_chunks(path, kind_of("closing_balances"), announced, "utf-8", problems))
    assert problems.total == 1_000
    assert len(problems.shown) == 20
    assert "980" in problems.report()[-2]
    assert "1000 fois" in problems.report()[-1]


def test_a_file_cut_short_is_not_taken_for_a_whole_one(tmp_path: Path) -> None:
    _rows, [problem] = read(tmp_path, HEADER + "C1;2026-11-05;1,00\n", rows=2)
    assert "1 lignes et le manifeste en annonce 2" in problem.reason
