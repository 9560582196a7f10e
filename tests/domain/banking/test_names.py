from __future__ import annotations

import pytest

from palier.domain.banking.rules.names import owner_agrees


@pytest.mark.parametrize(
    "typed",
    [
        "Awa Diallo",
        "DIALLO AWA",
        "Mme Awa DIALLO",
        "M. ou Mme Diallo",
        "Diallo",
        "diallo a.",
        "M. ou Mme Diallo Awa et Moussa",
    ],
)
def test_a_kind_clerk_knows_awa(typed: str) -> None:
    assert owner_agrees(typed, family_names=("Diallo", ""), given_names="Awa Marie")


@pytest.mark.parametrize("typed", ["Fatou Diallo", "Awa Traoré", "SCI DIALLO", "Awa", ""])
def test_another_person_is_never_taken_for_her(typed: str) -> None:
    assert not owner_agrees(typed, family_names=("Diallo", ""), given_names="Awa Marie")


@pytest.mark.parametrize(
    "typed", ["Jeanne LE GUEN", "Jeanne d'Artagnan", "DARTAGNAN JEANNE", "Artagnan Jeanne"]
)
def test_birth_and_usage_names_both_count(typed: str) -> None:
    known = ("Le Guen", "d’Artagnan")
    assert owner_agrees(typed, family_names=known, given_names="Jeanne")
