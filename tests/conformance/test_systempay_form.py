"""SystemPay form v2: what we post, checked with a signature of independent code."""

from __future__ import annotations

import datetime as dt
import logging

import pytest

from palier.domain.payments.gateway import BankUnreachable, NotFromTheBank, Order
from palier.domain.payments.gateway.systempay import SystemPay
from palier.domain.payments.rules.guards import Doubt, doubts_about
from palier.domain.payments.rules.meanings import Meaning
from tests.conformance.bank_signature import KEY, SITE, answer, sign

SHOP = SystemPay(site_id=SITE, key=KEY, mode="TEST", url="https://banque.example/paiement/")
ORDER = Order(
    code="ABCDEFGH2345",
    trans_id="A1b2C3",
    amount_cents=41237,
    started_at=dt.datetime(2026, 11, 24, 10, 30, 15, tzinfo=dt.timezone(dt.timedelta(hours=1))),
    email="awa@exemple.fr",
    label="Loyer L/1234567",
    return_url="https://compte.example/paiements/ABCDEFGH2345/retour/",
    notification_url="https://compte.example/api/banque/",
)
EXPECTED = SHOP.expected(order=ORDER.code, trans_id=ORDER.trans_id, amount_cents=41237)


def test_form_carries_amount_in_cents_order_and_utc_date() -> None:
    page = SHOP.open(ORDER)
    assert page.url == "https://banque.example/paiement/"
    assert page.fields["vads_amount"] == "41237"
    assert page.fields["vads_currency"] == "978"
    assert page.fields["vads_order_id"] == ORDER.code
    assert page.fields["vads_trans_id"] == "A1b2C3"
    assert page.fields["vads_trans_date"] == "20261124093015"
    assert page.fields["vads_ctx_mode"] == "TEST"
    assert page.fields["vads_site_id"] == SITE
    assert page.fields["vads_url_check"] == ORDER.notification_url
    assert page.fields["vads_page_action"] == "PAYMENT"


def test_form_is_signed_with_hmac_sha256_as_the_bank_reckons_it() -> None:
    fields = dict(SHOP.open(ORDER).fields)
    assert fields.pop("signature") == sign(fields)


def test_form_asks_for_a_return_by_get_without_fields() -> None:
    """A POST from the bank's site would come without the session's SameSite cookie."""
    assert SHOP.open(ORDER).fields["vads_return_mode"] == "NONE"


def test_form_sends_neither_name_nor_e_mail_of_the_person() -> None:
    fields = SHOP.open(ORDER).fields
    assert not [name for name in fields if name.startswith(("vads_cust_e", "vads_cust_n"))]


@pytest.mark.parametrize("cents", [100, 101, 1_99, 29, 57, 9_999_999, 1_234_567])
def test_form_writes_every_amount_exactly(cents: int) -> None:
    import dataclasses

    page = SHOP.open(dataclasses.replace(ORDER, amount_cents=cents))
    assert page.fields["vads_amount"] == str(cents)


def test_a_true_answer_is_read_and_raises_no_doubt() -> None:
    report = SHOP.read_notification(answer())
    assert report.meaning is Meaning.MONEY_IN
    assert report.transaction == "5b158f084502428499b2d34ad074df05"
    assert report.happened_at == dt.datetime(2026, 11, 24, 9, 32, 15, tzinfo=dt.UTC)
    assert report.raw["vads_cust_name"] == "Éloïse d’Été & Cie + filles"
    assert doubts_about(report, EXPECTED) == ()


@pytest.mark.parametrize(
    "body",
    [
        answer(signature="bm90IHRoZSBiYW5r"),
        answer(key="8877665544332211"),
        answer().replace("41237", "1"),
        answer().replace("AUTHORISED", "CAPTURED"),
        answer() + "&vads_amount=1",
        answer() + "&vads_extra=1",
        answer(ctx_mode="PRODUCTION"),
        answer(ctx_mode="algo"),
        answer(ctx_mode=None),
        "signature=x",
        "",
        "&".join(f"a{n}=1" for n in range(500)),
    ],
)
def test_a_forged_answer_is_refused(body: str) -> None:
    with pytest.raises(NotFromTheBank):
        SHOP.read_notification(body)


def test_without_a_key_nothing_is_believed_and_nothing_is_sent() -> None:
    """An empty key is a key anybody knows; an empty address is the true bank's by default."""
    import dataclasses

    with pytest.raises(NotFromTheBank):
        dataclasses.replace(SHOP, key="").read_notification(answer(key=""))
    for changed in ({"key": ""}, {"url": ""}):
        with pytest.raises(BankUnreachable):
            dataclasses.replace(SHOP, **changed).open(ORDER)


def test_an_answer_signed_with_sha1_is_refused() -> None:
    import hashlib
    from urllib.parse import parse_qsl, urlencode

    fields = {k: v for k, v in parse_qsl(answer()) if k != "signature"}
    content = "+".join(fields[k] for k in sorted(fields)) + f"+{KEY}"
    forged = hashlib.sha1(content.encode()).hexdigest()
    with pytest.raises(NotFromTheBank):
        SHOP.read_notification(urlencode(fields | {"signature": forged}))


@pytest.mark.parametrize(
    ("changed", "doubt"),
    [
        ({"amount": "41236"}, Doubt.OTHER_AMOUNT),
        ({"amount": ""}, Doubt.OTHER_AMOUNT),
        ({"amount": "412,37"}, Doubt.OTHER_AMOUNT),
        ({"currency": "840"}, Doubt.OTHER_CURRENCY),
        ({"site_id": "87654321"}, Doubt.OTHER_SHOP),
        ({"order_id": "ZZZZZZZZ2345"}, Doubt.UNKNOWN_ORDER),
        ({"order_id": None}, Doubt.UNKNOWN_ORDER),
        ({"trans_id": "Z1b2C3"}, Doubt.OTHER_TRANSACTION),
        ({"trans_uuid": None}, Doubt.NO_IDENTIFIER),
        ({"trans_status": "CAPTURE_FAILED"}, Doubt.UNKNOWN_STATUS),
        ({"trans_status": "BRAND_NEW"}, Doubt.UNKNOWN_STATUS),
        ({"operation_type": "CREDIT", "amount": "41238"}, Doubt.REFUND_TOO_LARGE),
    ],
)
def test_a_signed_answer_that_disagrees_with_the_attempt_is_doubted(
    changed: dict[str, str | None], doubt: Doubt
) -> None:
    assert doubt in doubts_about(SHOP.read_notification(answer(**changed)), EXPECTED)


@pytest.mark.parametrize(
    "changed",
    [
        {"operation_type": "CREDIT"},
        {"trans_status": "CANCELLED"},
        {"trans_status": "WAITING_AUTHORISATION"},
        {"trans_status": "AUTHORISED_TO_VALIDATE"},
        {"trans_status": "REFUSED"},
        {"operation_type": "VERIFICATION", "trans_status": "ACCEPTED"},
    ],
)
def test_an_answer_that_the_library_reports_paid_is_not_believed(changed: dict[str, str]) -> None:
    """eopayment says PAID to all of these, which have ``vads_result=00`` and a signature."""
    backend = SHOP._backend("", "")
    assert backend.response(answer(**changed)).is_paid()
    assert SHOP.read_notification(answer(**changed)).meaning is not Meaning.MONEY_IN


def test_the_library_would_believe_a_forged_answer() -> None:
    """The reason of the guard: keep this test when eopayment is upgraded."""
    response = SHOP._backend("", "").response(answer(signature="forged"))
    assert response.is_paid()
    assert not response.signed


def test_the_key_is_never_logged(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    logging.getLogger("eopayment").setLevel(logging.DEBUG)
    SHOP.open(ORDER)
    SHOP.read_notification(answer())
    with pytest.raises(NotFromTheBank):
        SHOP.read_notification(answer(signature="x"))
    assert KEY not in caplog.text
    assert "vads_" not in caplog.text
    assert KEY not in repr(SHOP)
