"""The receipt of a payment: tagged, titled, in French, and the same words as its page."""

from __future__ import annotations

import datetime as dt

import pytest

from palier.domain.landlord.queries import settings_on
from palier.domain.payments.models import Attempt
from palier.domain.payments.queries.history import receipt_of
from palier.domain.payments.receipt import receipt_pdf, words_of
from tests.cast import TODAY, Cast
from tests.conformance.pdf_structure import opened, tree_of, untagged_text
from tests.conformance.test_pdf_rent_notice import text_of
from tests.domain.payments import bank


@pytest.fixture
def attempt(cast: Cast, now: dt.datetime) -> Attempt:
    return bank.say(bank.to_the_bank(cast.awa_user, cast.account, now), "AUTHORISED", now)


def drawn(attempt: Attempt) -> bytes:
    receipt = receipt_of(attempt)
    assert receipt is not None
    return receipt_pdf(receipt, settings_on(TODAY))


def test_receipt_says_the_words_of_its_page(attempt: Attempt) -> None:
    receipt = receipt_of(attempt)
    assert receipt is not None
    words = words_of(receipt)
    text = text_of(drawn(attempt))
    facts = [fact.text for fact in words.facts]
    for wanted in (words.title, words.amount, *facts, words.remaining, words.not_a_quittance):
        assert "".join(wanted.split()) in text, wanted


def test_receipt_is_tagged_titled_and_french(attempt: Attempt) -> None:
    with opened(drawn(attempt)) as pdf:
        assert str(pdf.Root.Lang).startswith("fr")
        assert str(pdf.docinfo["/Title"]) == "Reçu de paiement"
        tree = tree_of(pdf)
        assert len(tree.all("H1")) == 1
        assert len(tree.all("Table")) == 1
        assert untagged_text(pdf) == []


def test_same_facts_give_the_same_bytes(attempt: Attempt) -> None:
    assert drawn(attempt) == drawn(attempt)


def test_void_receipt_says_so_first(attempt: Attempt, now: dt.datetime) -> None:
    bank.say(attempt, "CANCELLED", now)
    text = text_of(drawn(attempt))
    assert text.index("Annulé") < text.index("Sommereçue")
