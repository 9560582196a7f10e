"""Streets leave their capitals and find their accents."""

from __future__ import annotations

import pytest

from palier.demo.spelling import street_name, street_type


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("DU GENERAL DE GAULLE", "du Général de Gaulle"),
        ("DE L'ORME DU CURE", "de l’Orme du Curé"),
        ("DE L.EPARGNE", "de l’Épargne"),
        ("D'ALEMBERT", "d’Alembert"),
        ("JEAN-BAPTISTE CLEMENT", "Jean-Baptiste Clement"),
        ("DU 8 MAI 1945", "du 8 Mai 1945"),
        ("P  VAILLANT-COUTURIER", "P. Vaillant-Couturier"),
        ("FRANCOIS MITTERRAND", "François Mitterrand"),
        ("PIERRE ET MARIE CURIE", "Pierre et Marie Curie"),
        ("Gabriel Péri", "Gabriel Péri"),
        ("de Paris", "de Paris"),
    ],
)
def test_a_street_name_is_written_as_on_its_plate(written: str, expected: str) -> None:
    assert street_name(written) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [("AV", "avenue"), ("Bd", "boulevard"), ("RUE", "rue"), ("CHEM", "chemin"), ("MAIL", "mail")],
)
def test_a_street_type_is_written_out(written: str, expected: str) -> None:
    assert street_type(written) == expected
