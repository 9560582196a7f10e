"""An IBAN as people type it, and the sentence that each mistake gets."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from palier.domain.banking.rules.ibans import (
    IbanFault,
    IbanUnreadable,
    masked,
    read_iban,
    sentence_of,
)

FRENCH = "FR7630006000011234567890189"


@pytest.mark.parametrize(
    "typed",
    [
        FRENCH,
        "FR76 3000 6000 0112 3456 7890 189",
        "fr76 3000 6000 0112 3456 7890 189 ",
        "IBAN: FR76-3000-6000-0112-3456-7890-189",
        "FR76\u00a03000\u202f6000 0112.3456.7890.189",
    ],
)
def test_spaces_and_small_letters_are_accepted(typed: str) -> None:
    read = read_iban(typed)
    assert read.iban == FRENCH
    assert read.bic.startswith("AGRIFRPP")
    assert read.bank == "CREDIT AGRICOLE SA"


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ("", IbanFault.EMPTY),
        ("   ", IbanFault.EMPTY),
        ("bonjour", IbanFault.NOT_AN_IBAN),
        ("FR76é", IbanFault.NOT_AN_IBAN),
        ("30006000011234567890189", IbanFault.RIB),
        ("4970 1012 3456 7890", IbanFault.CARD),
        ("XX76 3000 6000 0112 3456 7890 189", IbanFault.COUNTRY),
        ("FR76 3000 6000 0112 3456 7890 18", IbanFault.LENGTH),
        ("FR76 3000 6000 0112 3456 7890 188", IbanFault.CHECK),
        ("FR77 3000 6000 0112 3456 7890 189", IbanFault.CHECK),
        ("BR18 0036 0305 0000 1000 9795 493C 1", IbanFault.OUTSIDE_SEPA),
    ],
)
def test_each_mistake_has_its_sentence(typed: str, fault: IbanFault) -> None:
    with pytest.raises(IbanUnreadable) as refused:
        read_iban(typed)
    assert refused.value.fault is fault


def test_a_wrong_french_account_key_is_seen_even_when_the_iban_checks() -> None:
    """The IBAN's own digits agree here; the RIB key of the account does not."""
    body = "30006000011234567890190"
    number = int("".join(str(int(sign, 36)) for sign in f"{body}FR00"))
    with pytest.raises(IbanUnreadable) as refused:
        read_iban(f"FR{98 - number % 97:02d}{body}")
    assert refused.value.fault is IbanFault.CHECK


@pytest.mark.parametrize("foreign", ["DE89370400440532013000", "GB29NWBK60161331926819"])
def test_other_sepa_countries_are_welcome(foreign: str) -> None:
    assert read_iban(foreign).country == foreign[:2]


@pytest.mark.parametrize("fault", list(IbanFault))
def test_sentences_are_whole_and_say_what_to_do(fault: IbanFault) -> None:
    sentence = sentence_of(fault)
    assert sentence[0].isupper()
    assert sentence.endswith(".")
    assert "checksum" not in sentence


def test_a_mask_keeps_four_signs_at_each_end() -> None:
    shown = masked(FRENCH)
    assert shown == "FR76\u00a0••••\u00a0…\u00a00189"
    assert "3000" not in shown


@given(st.text(max_size=60))
def test_whatever_is_typed_gives_an_iban_or_a_sentence(typed: str) -> None:
    try:
        found = read_iban(typed).country
    except IbanUnreadable as refused:
        found = sentence_of(refused.fault)
    assert found


@given(st.integers(4, 26), st.sampled_from("0123456789"))
def test_one_wrong_sign_is_always_seen(place: int, sign: str) -> None:
    if FRENCH[place] == sign:
        return
    with pytest.raises(IbanUnreadable):
        read_iban(FRENCH[:place] + sign + FRENCH[place + 1 :])


def test_what_is_read_never_shows_itself() -> None:
    assert FRENCH not in repr(read_iban(FRENCH))
