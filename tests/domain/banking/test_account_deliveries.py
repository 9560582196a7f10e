"""Bank accounts handed to the ERP: once in service, once blocked, once over; and its answers."""

from __future__ import annotations

import csv
import datetime as dt
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from palier.domain.accounts.queries import actor_of
from palier.domain.audit.actor import Actor
from palier.domain.banking import actions, queries
from palier.domain.banking.models import AccountDelivery, AccountDeliveryLine, BankAccount
from palier.domain.banking.rules.account_file import AccountStanding, to_tell
from palier.domain.casework.models import Case
from tests.cast import Cast
from tests.domain.banking import making

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("files")]
HOUR = dt.timedelta(hours=1)
SECOND = dt.timedelta(seconds=1)


@pytest.fixture
def account(cast: Cast, now: dt.datetime) -> BankAccount:
    """Confirmed a moment ago: it serves in 72 hours."""
    making.landlord_debits()
    return making.confirmed(cast.awa_user, now)


def delivered(now: dt.datetime) -> AccountDelivery | None:
    return actions.deliver_accounts(actor=Actor.system(), now=now)


def rows(delivery: AccountDelivery | None) -> list[dict[str, str]]:
    assert delivery is not None
    content = queries.erp_file_of(delivery).decode()
    return list(csv.DictReader(io.StringIO(content, newline=""), delimiter=";"))


def told(delivery: AccountDelivery | None) -> list[tuple[str, str]]:
    return [(row["situation"], row["iban"]) for row in rows(delivery)]


def answer(delivery: AccountDelivery, result: str, message: str = "") -> bytes:
    lines = ["remise;compte_bancaire;resultat;message"]
    lines += [
        f"{delivery.number};{row['compte_bancaire']};{result};{message}" for row in rows(delivery)
    ]
    return "\r\n".join(lines).encode()


def test_the_erp_hears_of_it_when_it_serves_and_not_a_second_before(
    account: BankAccount, cast: Cast, now: dt.datetime
) -> None:
    assert delivered(now + 72 * HOUR - SECOND) is None
    delivery = delivered(now + 72 * HOUR)
    (row,) = rows(delivery)
    assert (row["situation"], row["iban"]) == ("en_service", making.AWA_IBAN)
    assert row["reference_client"] == cast.account.customer_reference
    assert row["personne"] == cast.awa.erp_id
    assert row["titulaire_du_compte_bancaire"] == "Awa Diallo"
    assert row["sert_a_partir_du"] == "2026-11-27"
    assert delivered(now + 80 * HOUR) is None


def test_a_blocked_account_is_told_and_told_again_when_it_serves_once_more(
    account: BankAccount, cast: Cast, now: dt.datetime
) -> None:
    later = now + 73 * HOUR
    delivered(later)
    actions.contest(account=account, now=later)
    assert told(delivered(later)) == [("bloque", making.AWA_IBAN)]
    for staff in (cast.north_advisor, cast.accountant):
        actions.accept_account(**making.deciding(staff, account, later))
    assert delivered(later + HOUR) is None
    assert told(delivered(later + 72 * HOUR)) == [("en_service", making.AWA_IBAN)]


def test_blocked_before_it_ever_served_it_is_no_matter_of_the_erp(
    account: BankAccount, now: dt.datetime
) -> None:
    actions.contest(account=account, now=now)
    assert delivered(now + 100 * HOUR) is None


def test_blocked_after_a_mandate_named_it_the_erp_hears_at_once(
    account: BankAccount, cast: Cast, now: dt.datetime
) -> None:
    """An ERP that debits by itself must not take a contested account for its debits."""
    making.signed(cast.awa_user, now, account)
    actions.deliver_mandates(actor=Actor.system(), now=now)
    assert delivered(now) is None
    actions.contest(account=account, now=now)
    assert told(delivered(now)) == [("bloque", making.AWA_IBAN)]


def test_an_account_followed_by_another_is_over(
    account: BankAccount, cast: Cast, now: dt.datetime
) -> None:
    delivered(now + 72 * HOUR)
    later = now + 10 * 24 * HOUR
    making.usable(cast.awa_user, later, iban=making.OTHER_IBAN)
    actions.follow(now=later)
    assert told(delivered(later)) == [
        ("retire", making.AWA_IBAN),
        ("en_service", making.OTHER_IBAN),
    ]


def test_an_account_taken_back_is_over(account: BankAccount, cast: Cast, now: dt.datetime) -> None:
    later = now + 72 * HOUR
    delivered(later)
    actions.withdraw_account(account=account, actor=actor_of(cast.awa_user), now=later)
    assert told(delivered(later)) == [("retire", making.AWA_IBAN)]


def test_the_file_is_under_seal_and_comes_back_the_same(
    account: BankAccount, now: dt.datetime
) -> None:
    delivery = delivered(now + 72 * HOUR)
    assert delivery is not None
    assert making.AWA_IBAN.encode() not in bytes(delivery.file.sealed)
    again = queries.account_delivery_numbered(delivery.number)
    assert queries.erp_file_of(again) == queries.erp_file_of(delivery)


def test_what_the_erp_answers_is_noted_and_a_refusal_goes_to_the_agency(
    account: BankAccount, now: dt.datetime
) -> None:
    delivery = delivered(now + 72 * HOUR)
    assert delivery is not None
    read = {"actor": Actor.erp(), "now": now + 73 * HOUR}
    refused = answer(delivery, "refusee", "Domiciliation inconnue")
    assert actions.acknowledge_accounts(content=refused, **read) == (0, 1)
    assert actions.acknowledge_accounts(content=refused, **read) == (0, 1)
    case = Case.objects.get(kind=Case.Kind.CORRECTION)
    assert case.body == "Domiciliation inconnue"
    assert making.AWA_IBAN not in case.subject
    assert actions.acknowledge_accounts(content=answer(delivery, "acceptee"), **read) == (1, 0)
    assert AccountDeliveryLine.objects.get().state == AccountDeliveryLine.State.ACCEPTED


def test_an_answer_about_nothing_delivered_is_refused(
    account: BankAccount, now: dt.datetime
) -> None:
    delivered(now + 72 * HOUR)
    unknown = b"remise;compte_bancaire;resultat;message\r\n7;AUCUN;acceptee;"
    with pytest.raises(actions.AcknowledgementRefused):
        actions.acknowledge_accounts(content=unknown, actor=Actor.erp(), now=now)


STANDINGS = st.none() | st.sampled_from(AccountStanding)


@given(STANDINGS, STANDINGS, st.booleans())
def test_nothing_is_told_twice_and_nothing_that_the_erp_never_saw(
    standing: AccountStanding | None, known: AccountStanding | None, named: bool
) -> None:
    said = to_tell(standing, known, named=named)
    assert said is None or said is standing
    assert said is None or said is not known
    if known is None and not named and said is not None:
        assert said is AccountStanding.SERVES
    if (known is not None or named) and standing not in (None, known):
        assert said is standing
