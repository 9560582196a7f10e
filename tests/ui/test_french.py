import datetime as dt

import pytest
from django.utils import timezone, translation

from palier.ui import french


@pytest.fixture(autouse=True)
def in_french():
    with translation.override("fr"):
        yield


def test_the_first_of_a_month_is_an_ordinal():
    assert french.long_date(dt.date(2026, 12, 1)) == "1er\u00a0décembre\u00a02026"
    assert french.long_date(dt.date(2026, 12, 5)) == "5\u00a0décembre\u00a02026"


def test_a_weekday_comes_first():
    assert (
        french.long_date(dt.date(2026, 12, 5), weekday=True) == "samedi 5\u00a0décembre\u00a02026"
    )


def test_an_instant_is_told_in_the_local_zone():
    instant = dt.datetime(2026, 11, 30, 23, 30, tzinfo=dt.UTC)
    with timezone.override("Europe/Paris"):
        assert french.day_and_time(instant) == "1er\u00a0décembre\u00a02026 à 0\u00a0h\u00a030"


@pytest.mark.parametrize(
    ("typed", "shown", "address"),
    [
        ("0148965050", "01\u00a048\u00a096\u00a050\u00a050", "tel:+33148965050"),
        ("01.48.96.50.50", "01\u00a048\u00a096\u00a050\u00a050", "tel:+33148965050"),
        ("+33 1 48 96 50 50", "01\u00a048\u00a096\u00a050\u00a050", "tel:+33148965050"),
        ("3939", "3939", "tel:3939"),
        ("+44 20 7946 0958", "+44\u00a020\u00a07946\u00a00958", "tel:+442079460958"),
    ],
)
def test_a_number_is_shown_in_pairs_and_can_be_called(typed: str, shown: str, address: str):
    assert french.phone_number(typed) == shown
    assert french.phone_link(typed) == address


def test_clock_times_never_break():
    assert french.unbroken_hours("de 8 h 30 à 12 h, 9h-18h30") == (
        "de 8\u00a0h\u00a030 à 12\u00a0h, 9\u00a0h-18\u00a0h\u00a030"
    )


@pytest.mark.parametrize(
    ("size", "shown"), [(90, "1\u00a0Ko"), (48_213, "48\u00a0Ko"), (1_240_000, "1,2\u00a0Mo")]
)
def test_a_size_is_written_as_telephones_count(size: int, shown: str):
    assert french.file_size(size) == shown
