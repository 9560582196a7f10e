"""A landlord's declaration is read with all its irregularities. Every row here is invented."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from palier.demo.rpls import NotADeclaration, declared_homes, month_known

COLUMNS = (
    "ROW;DROIT;DEPCOM;CODEPOSTAL;LIBCOM;NUMVOIE;INDREP;TYPVOIE;NOMVOIE;NUMAPPT;ESC;ETAGE;BAT;"
    "LIEUDIT;TYPECONST;NBPIECE;SURFHAB;CONSTRUCT;DPEDATE;DPEENERGIE;result_label"
)
ROWS = """\
1;1;93999;93990;Saint-Ouvrin;21;;RUE;DU CHEMIN BLEU;0001;;0;;;C;3;64;1973;01/1900;;
2;1;93999;93990;Saint-Ouvrin;034;BIS;AV;JEAN JAURES;0002;2;-1;C;;C;2;45,5;1926;04/2016;5;
3;1;93999;93990;L'Abbaye;;;;12 TER ALL DES LILAS;0003;00;4;;;I;NC;0;;01/1900;;
4;1;93999;93990;L'Abbaye;;;RUE;7 DE L'ECLUSE;0004;;;;;E;9;14;3000;;;
5;1;93999;93990;Lions;20;;AV;20;0067;;10;;;C;4;70;1966;01/1900;;20 Avenue Jean Moulin 93990 Lions
6;1;93999;93990;Lions;41;A;RUE;POMMIERS;0042;;-3;;PROLONGEE;C;1;22;1956;00/1900;D;
7;1;93999;93990;Lions;5;;;PLACE SANS TYPE;0043;;1;;LOGT 340;C;1;22;1956;12/1899;9;
"""


@pytest.fixture(params=["plain", "gzip", "bom"])
def declaration(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    content = f"{COLUMNS}\n{ROWS}".encode()
    path = tmp_path / "declaration.csv"
    if request.param == "gzip":
        path.write_bytes(gzip.compress(content))
    else:
        path.write_bytes((b"\xef\xbb\xbf" if request.param == "bom" else b"") + content)
    return path


def test_addresses_are_composed_wherever_the_number_was_written(declaration: Path) -> None:
    homes = list(declared_homes(declaration))
    assert [home.address for home in homes] == [
        "21 rue du Chemin Bleu",
        "34 bis avenue Jean Jaurès",
        "12 ter allée des Lilas",
        "7 rue de l’Écluse",
        "20 avenue Jean Moulin",
        "41A rue Pommiers prolongée",
        "5 Place Sans Type",
    ]
    assert homes[2].town == "L’Abbaye"


def test_values_that_mean_unknown_are_unknown(declaration: Path) -> None:
    homes = list(declared_homes(declaration))
    assert [home.floor for home in homes] == [0, -1, 4, None, 10, -3, 1]
    assert [home.rooms for home in homes] == [3, 2, None, 9, 4, 1, 1]
    assert [home.surface_dm2 for home in homes[:4]] == [6_400, 4_550, None, 1_400]
    assert [home.built_in for home in homes[:4]] == [1973, 1926, None, None]
    assert [home.energy_assessed_on for home in homes] == [
        None, "2016-04-01", None, None, None, None, None,
    ]  # fmt: skip
    assert [home.energy_class for home in homes] == ["", "D", "", "", "", "D", ""]
    assert [home.kind for home in homes[:4]] == ["flat", "flat", "house", "flat"]
    assert homes[1].address_extra == "Bâtiment C, escalier 2"
    assert homes[2].address_extra == ""


@pytest.mark.parametrize("text", ["", "01/1900", "00/1900", "12/1899", "13/2020", "2020", "NC"])
def test_a_month_that_means_nothing_is_unknown(text: str) -> None:
    assert month_known(text) is None


def test_another_file_is_refused_in_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "autre.csv"
    path.write_text("a,b\n1,2\n")
    with pytest.raises(NotADeclaration, match="NOMVOIE"):
        list(declared_homes(path))
    path.write_bytes(f"{COLUMNS}\n{ROWS}".encode("cp1252").replace(b"BLEU", b"BL\xc9U"))
    with pytest.raises(NotADeclaration, match="UTF-8"):
        list(declared_homes(path))
