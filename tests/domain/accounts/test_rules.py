from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from palier.domain.accounts.rules.emails import folded_email, meant_address
from palier.domain.accounts.rules.passwords import Weakness, bits_of, weakness_of

ABOUT = ["N’Guessan", "L/0012345", "yanis.nguessan@exemple.fr", "Saint-Denis", "Plaine Habitat"]


@pytest.mark.parametrize(
    ("password", "weakness"),
    [
        ("", Weakness.TOO_SHORT),
        ("kX9#mQ2$vL8", Weakness.TOO_SHORT),
        ("123456789012", Weakness.DIGITS_ONLY),
        ("x" * 129, Weakness.TOO_LONG),
        ("azertyuiop12", Weakness.GUESSABLE),
        ("motdepasse2026!", Weakness.GUESSABLE),
        ("Marseille2024!", Weakness.GUESSABLE),
        ("1234567890123456", Weakness.GUESSABLE),
        ("jetaimejetaime", Weakness.GUESSABLE),
        ("éééééééééééé", Weakness.GUESSABLE),
        ("nguessan-2026!", Weakness.PERSONAL),
        ("L0012345-2026", Weakness.PERSONAL),
        ("Saint-Denis 1998", Weakness.PERSONAL),
        ("plainehabitat93", Weakness.PERSONAL),
        ("Ngu3ss4n!!2026", Weakness.PERSONAL),
        ("nasseugn-2026!", Weakness.PERSONAL),
        ("yanis.nguessan", Weakness.PERSONAL),
    ],
)
def test_a_poor_password_is_told_what_is_wrong(password: str, weakness: Weakness) -> None:
    assert weakness_of(password, about=ABOUT) is weakness


@pytest.mark.parametrize(
    "password",
    [
        "trois chevaux mangent du pain",
        "kX9#mQ2$vL8p",
        "8402917365018265",
        "Tulipe bleue 47 vélo",
        "mot-de-passe-que-personne-ne-connait",
        "пароль-из-трёх-слов",
        "quatre-saisons-et-un-palier",
    ],
)
def test_a_long_password_needs_no_odd_sign(password: str) -> None:
    assert weakness_of(password, about=ABOUT) is None


def test_a_leaked_password_is_refused_whatever_its_case() -> None:
    assert weakness_of("Tulipe Bleue 47 Velo", known={"tulipe bleue 47 velo"}) is Weakness.KNOWN


@given(st.text(max_size=140))
def test_any_password_is_judged_without_failing(password: str) -> None:
    weakness = weakness_of(password, about=ABOUT)
    if weakness is None:
        assert 12 <= len(password) <= 128
        assert bits_of(password) >= 50


@given(st.text(alphabet="0123456789", min_size=12, max_size=15))
def test_fewer_than_sixteen_digits_are_always_refused(password: str) -> None:
    assert weakness_of(password) is Weakness.DIGITS_ONLY


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("jeanne@gmial.com", "jeanne@gmail.com"),
        ("jeanne@gmail.con", "jeanne@gmail.com"),
        ("jeanne@gmail.fr", "jeanne@gmail.com"),
        ("Jeanne@Hotmial.fr", "jeanne@hotmail.fr"),
        ("j.le-guen@orenge.fr", "j.le-guen@orange.fr"),
        ("a@laposte.ney", "a@laposte.net"),
        ("a@yaho.fr", "a@yahoo.fr"),
        ("a@free.fe", "a@free.fr"),
        ("a@gmail,com", "a@gmail.com"),
        ("a@ville-bobigny.con", "a@ville-bobigny.com"),
    ],
)
def test_a_slip_in_the_domain_is_noticed(typed: str, meant: str) -> None:
    assert meant_address(typed) == meant


@pytest.mark.parametrize(
    "typed",
    [
        "a@gmail.com",
        "a@live.be",
        "a@sfr.fr",
        "a@entreprise.fr",
        "a@93habitat.fr",
        "a@gmx.com",
        "sans-arobase",
        "a@",
    ],
)
def test_a_plausible_address_raises_no_question(typed: str) -> None:
    assert meant_address(typed) is None


@given(st.emails())
def test_what_is_proposed_raises_no_further_question(address: str) -> None:
    proposed = meant_address(address)
    if proposed is not None:
        assert meant_address(proposed) is None
        assert proposed.rpartition("@")[0] == folded_email(address).rpartition("@")[0]
