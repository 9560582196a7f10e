"""Quittances, reçus and décomptes as PDF/UA asks (checked by us; veraPDF has not run)."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pikepdf
import pytest

from palier.domain.billing.facts import AgencyContact, Sender
from palier.domain.billing.receipts.facts import FactPayment, FactSum, ReceiptFacts
from palier.domain.billing.receipts.rendering import receipt_pdf
from tests.conformance.pdf_structure import opened, tree_of, untagged_text
from tests.conformance.test_pdf_rent_notice import squeezed, text_of

STAMP = dt.datetime(2026, 11, 24, 9, tzinfo=dt.UTC)
QUITTANCE = ReceiptFacts(
    kind="quittance",
    number="Q2026-10-L0012345",
    version=1,
    subject="2026-10",
    issued_on="2026-11-24",
    dated_on="2026-11-04",
    customer_reference="L/0012345",
    holders=("Mme Awa Diallo", "M. Yanis N’Guessan"),
    addressee_lines=("Mme Awa Diallo", "1 allée des Tilleuls", "93200 Saint-Denis"),
    dwelling="Appartement n° 001",
    dwelling_address_lines=("1 allée des Tilleuls", "93200 Saint-Denis"),
    annexes=("Parking n° P12",),
    landlord=Sender("Plaine Habitat", ("1 place du Marché", "93200 Saint-Denis"), "Plaine Habitat"),
    agency=AgencyContact("Agence du Nord", ("12 place du Marché",), "01 99 00 10 01"),
    received_cents=34_070,
    sums=(
        FactSum("Loyer principal", "rent", 38_712),
        FactSum("Loyer parking", "rent", 4_250),
        FactSum("Provisions pour charges", "charges", 14_741),
    ),
    help_cents=23_633,
    payments=(FactPayment("E7", "2026-11-04", "Virement", 34_070),),
)
FACTS = {
    "quittance": QUITTANCE,
    "quittance of a corrected month": replace(QUITTANCE, version=2, credit_cents=1_000),
    "reçu": replace(
        QUITTANCE, kind="recu", subject="E7", number="R-E7", sums=(), payments=(), help_cents=0,
        received_cents=20_000, settled=(("2026-09", 5_000), ("2026-10", 10_000)),
        balance_after_cents=14_070,
    ),
    "reçu of an indemnity": replace(
        QUITTANCE, kind="recu", subject="E7", number="R-E7", sums=(), payments=(), help_cents=0,
        occupation=True,
    ),
}  # fmt: skip
VOIDS = {"": None, "returned": {"returned_on": "2026-11-12"}}


@pytest.fixture(
    scope="module",
    params=[(name, void) for name in FACTS for void in VOIDS],
    ids=lambda made: f"{made[0]} {made[1]}".strip(),
)
def content(request: pytest.FixtureRequest) -> bytes:
    name, void = request.param
    return receipt_pdf(FACTS[name], stamped_at=STAMP, void_reason=void, void_facts=VOIDS[void])


@pytest.fixture(scope="module")
def pdf(content: bytes) -> pikepdf.Pdf:
    return opened(content)


def test_it_is_tagged_titled_and_in_french(pdf: pikepdf.Pdf) -> None:
    assert bool(pdf.Root.MarkInfo.Marked)
    assert str(pdf.Root.Lang).startswith("fr")
    assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
    with pdf.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
        assert metadata["dc:title"]


def test_headings_and_tables_are_in_the_tree_and_no_text_is_left_out(pdf: pikepdf.Pdf) -> None:
    kinds = [tag.kind for tag in tree_of(pdf).walk()]
    assert kinds.count("H1") == 1
    assert "Table" in kinds
    assert "TH" in kinds
    assert untagged_text(pdf) == []


def test_the_same_facts_give_the_same_bytes() -> None:
    assert receipt_pdf(QUITTANCE, stamped_at=STAMP) == receipt_pdf(QUITTANCE, stamped_at=STAMP)


def test_a_void_one_says_so_before_any_amount() -> None:
    drawn = text_of(
        receipt_pdf(
            QUITTANCE, stamped_at=STAMP, void_reason="returned", void_facts=VOIDS["returned"]
        )
    )  # fmt: skip
    assert drawn.upper().index(squeezed("n’a plus de valeur").upper()) < drawn.index("340,70")


def test_an_indemnity_never_calls_itself_a_quittance() -> None:
    drawn = text_of(receipt_pdf(FACTS["reçu of an indemnity"], stamped_at=STAMP))
    assert squeezed("indemnité d’occupation") in drawn
    assert squeezed("ne vaut ni bail ni quittance") in drawn
