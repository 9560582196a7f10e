from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from palier.domain.contact_details.rules.addresses import Address, same_address
from palier.domain.contact_details.rules.changes import Echo, Field, echo_of
from palier.domain.contact_details.rules.delivery_file import (
    DeliveredChange,
    read_acknowledgement,
    write_delivery,
)
from palier.domain.contact_details.rules.paperless import Choice, is_paperless
from palier.domain.contact_details.rules.phones import (
    UnreadablePhone,
    is_mobile,
    read_phone,
    same_phone,
)
from palier.foundation.tables import FileRefused

NOVEMBER, DECEMBER = dt.date(2026, 11, 1), dt.date(2026, 12, 1)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("06 12 34 56 78", "+33612345678"),
        ("06.12.34.56.78", "+33612345678"),
        ("06-12-34-56-78", "+33612345678"),
        ("0612345678", "+33612345678"),
        ("612345678", "+33612345678"),
        ("+33 6 12 34 56 78", "+33612345678"),
        ("+33 (0)6 12 34 56 78", "+33612345678"),
        ("(+33) 6 12 34 56 78", "+33612345678"),
        ("0033 6 12 34 56 78", "+33612345678"),
        ("33612345678", "+33612345678"),
        ("06\u00a012\u202f34 56 78", "+33612345678"),
        ("01 99 00 45 67", "+33199004567"),
        ("06 39 98 00 11", "+33639980011"),  # kept for films
        ("0692 12 34 56", "+262692123456"),  # La Réunion
        ("0690 12 34 56", "+590690123456"),  # Guadeloupe
        ("0696 12 34 56", "+596696123456"),  # Martinique
        ("0694 12 34 56", "+594694123456"),  # Guyane
        ("0262 12 34 56", "+262262123456"),
        ("+262 692 12 34 56", "+262692123456"),
        ("+32 475 12 34 56", "+32475123456"),
        ("0032 475 12 34 56", "+32475123456"),
        ("", ""),
        ("   ", ""),
    ],
)
def test_a_number_is_read_however_it_is_typed(typed: str, read: str) -> None:
    assert read_phone(typed) == read


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("06 12 34 56", "Il manque des chiffres"),
        ("06 12 34 56 78 9", "en trop"),
        ("O6 12 34 56 78", "sans lettre"),
        ("pas de téléphone", "sans lettre"),
        ("12 34 56 78", "commence par 0"),
        ("08 99 12 34 56", "numéro spécial ou payant"),
        ("+999 123 456", "code de pays"),
        ("+32 475", "Il manque des chiffres"),
        ("--", "n’est pas un numéro"),
        ("06 12 34 56 78 / 01 99 00 45 67", "un seul numéro"),
    ],
)
def test_what_is_wrong_with_a_number_is_said(typed: str, said: str) -> None:
    with pytest.raises(UnreadablePhone) as trouble:
        read_phone(typed)
    assert said in trouble.value.sentence


@given(st.text(max_size=30))
def test_any_text_is_a_number_or_a_sentence(typed: str) -> None:
    try:
        read = read_phone(typed)
    except UnreadablePhone:
        return
    assert read == "" or read_phone(read) == read


def test_a_landline_is_told_from_a_mobile() -> None:
    assert is_mobile("+33612345678")
    assert is_mobile("+262692123456")
    assert not is_mobile("+33199004567")


def test_two_writings_of_one_number_are_the_same() -> None:
    assert same_phone("06 39 98 00 11", "+33639980011")
    assert not same_phone("06 39 98 00 11", "+33639980012")


def test_addresses_are_compared_as_people_do() -> None:
    one = Address("8, av. des Tilleuls", "", "93200", "Saint-Denis", "")
    other = Address("8 AVENUE DES TILLEULS", "", "93200", "SAINT DENIS", "France")
    assert same_address(one, other)
    assert not same_address(one, Address("9 avenue des Tilleuls", "", "93200", "Saint-Denis"))


def test_the_old_value_undoes_nothing_and_a_third_one_is_news() -> None:
    said, before = "+33639980042", "06 39 98 00 11"
    same = {"said": said, "before": before}
    assert echo_of(Field.MOBILE, **same, delivered="0639980042") == Echo.SAYS_THE_SAME
    assert echo_of(Field.MOBILE, **same, delivered="+33639980011") == Echo.STILL_THE_OLD
    assert echo_of(Field.MOBILE, **same, delivered="0639980099") == Echo.SAYS_ANOTHER


def test_paper_goes_on_until_every_holder_has_agreed() -> None:
    one = [Choice(1, True, NOVEMBER, 1)]
    both = [*one, Choice(2, True, DECEMBER, 2)]
    assert not is_paperless({1, 2}, one, DECEMBER, rule="every_holder")
    assert is_paperless({1, 2}, both, DECEMBER, rule="every_holder")
    assert not is_paperless({1, 2}, both, NOVEMBER, rule="every_holder")
    assert is_paperless({1, 2}, one, NOVEMBER, rule="one_holder")
    assert is_paperless({1}, both, DECEMBER, rule="every_holder")


def test_an_agreement_taken_back_counts_from_its_own_month() -> None:
    said = [Choice(1, True, NOVEMBER, 1), Choice(1, False, DECEMBER, 2)]
    assert is_paperless({1}, said, NOVEMBER, rule="every_holder")
    assert not is_paperless({1}, said, DECEMBER, rule="every_holder")
    assert not is_paperless(set(), [], NOVEMBER, rule="every_holder")


def test_a_delivery_is_the_same_bytes_and_no_formula() -> None:
    row = DeliveredChange(
        change="ABC",
        person="P1",
        tenant_account="C1",
        customer_reference="L/1",
        field="adresse",
        value="",
        address=Address("=1+1 rue X", "", "93200", "Saint-Denis", ""),
        first_period=None,
        recorded_on=dt.date(2026, 11, 24),
        by_agency=False,
    )
    written = write_delivery(3, [row])
    assert written == write_delivery(3, [row])
    assert b";1+1 rue X;" in written
    phone = write_delivery(3, [DeliveredChange(**{**_fields(row), "value": "+33612345678"})])
    assert b";+33612345678;" in phone


def _fields(row: DeliveredChange) -> dict[str, object]:
    return {name: getattr(row, name) for name in DeliveredChange.__slots__}


def test_a_refusal_without_a_reason_is_sent_back() -> None:
    content = b"remise;changement;resultat;message\n1;ABC;refusee;\nx;ABC;acceptee;\n"
    with pytest.raises(FileRefused) as trouble:
        read_acknowledgement(content)
    assert [problem.partition("\u00a0: ")[0] for problem in trouble.value.problems] == [
        "Ligne 2, colonne message, valeur vide",
        "Ligne 3, colonne remise, valeur «\u00a0x\u00a0»",
    ]
