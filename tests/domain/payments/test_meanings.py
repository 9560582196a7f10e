"""One test a row of each bank's table, and none of the rows is guessed."""

from __future__ import annotations

import pytest

from palier.domain.payments.rules.meanings import (
    PAYFIP,
    SYSTEMPAY,
    Meaning,
    meaning_of,
    refusal_reason,
)

DEBIT_ROWS = {
    "AUTHORISED": "money_in",
    "CAPTURED": "money_in",
    "AUTHORISED_TO_VALIDATE": "waiting",
    "INITIAL": "waiting",
    "SUSPENDED": "waiting",
    "UNDER_VERIFICATION": "waiting",
    "WAITING_AUTHORISATION": "waiting",
    "WAITING_AUTHORISATION_TO_VALIDATE": "waiting",
    "WAITING_FOR_PAYMENT": "waiting",
    "REFUSED": "refused",
    "NOT_CREATED": "refused",
    "ABANDONED": "abandoned",
    "CANCELLED": "undone",
    "EXPIRED": "undone",
    "CAPTURE_FAILED": "unknown",
    "ERROR": "unknown",
    "ACCEPTED": "unknown",
    "REFUND_TO_RETRY": "unknown",
    "": "unknown",
    "authorised": "unknown",
}
CREDIT_ROWS = {
    "AUTHORISED": "money_out",
    "CAPTURED": "money_out",
    "AUTHORISED_TO_VALIDATE": "money_out_waiting",
    "INITIAL": "money_out_waiting",
    "REFUND_TO_RETRY": "money_out_waiting",
    "SUSPENDED": "money_out_waiting",
    "UNDER_VERIFICATION": "money_out_waiting",
    "WAITING_AUTHORISATION": "money_out_waiting",
    "WAITING_AUTHORISATION_TO_VALIDATE": "money_out_waiting",
    "ABANDONED": "money_out_undone",
    "CANCELLED": "money_out_undone",
    "EXPIRED": "money_out_undone",
    "NOT_CREATED": "money_out_undone",
    "REFUSED": "money_out_undone",
    "CAPTURE_FAILED": "unknown",
    "ERROR": "unknown",
}
VERIFICATION_ROWS = {
    "ACCEPTED": "no_money",
    "REFUSED": "no_money",
    "CANCELLED": "no_money",
    "UNDER_VERIFICATION": "no_money",
    "AUTHORISED": "unknown",
    "CAPTURED": "unknown",
}
UNSAID_ROWS = {
    "ABANDONED": "abandoned",
    "CANCELLED": "abandoned",
    "NOT_CREATED": "refused",
    "AUTHORISED": "unknown",
    "CAPTURED": "unknown",
}
ROWS = [
    (kind, status, meaning)
    for kind, rows in (
        ("DEBIT", DEBIT_ROWS),
        ("CREDIT", CREDIT_ROWS),
        ("VERIFICATION", VERIFICATION_ROWS),
        ("", UNSAID_ROWS),
    )
    for status, meaning in rows.items()
]
PAYFIP_ROWS = [
    ("P", "money_in"),
    ("V", "money_in"),
    ("R", "refused"),
    ("Z", "undone"),
    ("A", "abandoned"),
    ("", "unknown"),
    ("X", "unknown"),
    ("p", "unknown"),
]


@pytest.mark.parametrize(("kind", "status", "meaning"), ROWS)
def test_systempay_row_means(kind: str, status: str, meaning: str) -> None:
    assert meaning_of(gateway="systempay", kind=kind, status=status) == meaning


@pytest.mark.parametrize(("code", "meaning"), PAYFIP_ROWS)
def test_payfip_code_means(code: str, meaning: str) -> None:
    assert meaning_of(gateway="payfip", kind="DEBIT", status=code) == meaning


def test_every_row_of_the_tables_is_tested_above() -> None:
    tested = {(kind, status) for kind, status, _ in ROWS}
    assert set(SYSTEMPAY) <= tested
    assert {status for _, status in PAYFIP} <= {code for code, _ in PAYFIP_ROWS}


def test_an_unknown_bank_or_word_is_neither_success_nor_failure() -> None:
    assert meaning_of(gateway="other", kind="DEBIT", status="CAPTURED") is Meaning.UNKNOWN
    assert meaning_of(gateway="systempay", kind="GIFT", status="CAPTURED") is Meaning.UNKNOWN


@pytest.mark.parametrize(
    ("code", "reason"), [("51", "over_limit"), ("54", "expired_card"), ("", "bank_said_no")]
)
def test_a_refusal_is_named_by_what_can_be_done(code: str, reason: str) -> None:
    assert refusal_reason(code) == reason
