"""What is kept in French is read again in the reader's language."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import translation
from django.utils.translation import gettext_lazy, gettext_noop

from palier.foundation.dates import long_date
from palier.foundation.periods import Period
from palier.foundation.sentences import Sentence, in_french, read_again

# Sentences of the catalogue, so that this test needs none of its own.
RENT_OF = Sentence(gettext_noop("Loyer de %(month)s : paiement difficile"))
CERTIFICATE = Sentence(gettext_noop("Attestation d’assurance %(year)d"))


@pytest.fixture(autouse=True)
def an_english_reader():
    with translation.override("en"):
        yield


def test_a_sentence_is_written_in_french_whoever_acts():
    assert RENT_OF.in_french(month="mai 2026") == "Loyer de mai 2026 : paiement difficile"
    assert in_french(gettext_lazy("Mon loyer")) == "Mon loyer"


def test_its_words_are_french_too():
    said = RENT_OF.in_french(month=gettext_lazy("Mon loyer"))
    assert said == "Loyer de Mon loyer : paiement difficile"


def test_it_is_read_in_the_readers_language_with_its_month():
    written = RENT_OF.in_french(month="novembre 2026")
    assert read_again(written) == "Rent for November 2026: trouble paying"


def test_a_number_in_it_stays_a_number():
    written = CERTIFICATE.in_french(year=2026)
    assert read_again(written) == "Insurance certificate (attestation d’assurance) 2026"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Mon loyer", "My rent"),
        ("mon loyer", "my rent"),
        ("1er\u00a0décembre\u00a02026", "1\u00a0December\u00a02026"),
        ("février 2026", "February 2026"),
    ],
)
def test_known_words_days_and_months_are_read_again(written, read):
    assert read_again(written) == read


def test_each_line_is_read_on_its_own():
    assert read_again("Mon loyer\n\nLe robinet fuit.") == "My rent\n\nLe robinet fuit."


@pytest.mark.parametrize(
    "typed", ["", "  ", "Le robinet fuit.", "31 février 2026", "truc 2026", "100 % sûr"]
)
def test_what_people_typed_is_left_alone(typed):
    assert read_again(typed) == typed


def test_a_french_reader_reads_what_was_written():
    with translation.override("fr"):
        assert read_again("Mon loyer") == "Mon loyer"


def test_an_english_reader_reads_months_and_days_in_english():
    assert Period(2026, 11).label == "November 2026"
    assert long_date(dt.date(2026, 12, 1)) == "1\u00a0December\u00a02026"
