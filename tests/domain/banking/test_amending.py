"""Another account under the same mandate: signed, told to the bank once, never a month lost."""

from __future__ import annotations

import csv
import datetime as dt
import io
import xml.etree.ElementTree as ET

import pytest

from palier.domain.accounts.queries import actor_of
from palier.domain.audit.actor import Actor
from palier.domain.audit.models import Trace
from palier.domain.banking import actions, evidence, queries
from palier.domain.banking.models import (
    Amendment,
    BankAccount,
    Collection,
    DebitDelivery,
    Mandate,
    SigningCode,
)
from palier.domain.banking.queries.collecting import mandates_to_debit
from palier.domain.banking.rules.debit_file import SCHEMAS
from palier.domain.documents.queries import content_of
from palier.foundation.errors import NotYours
from palier.foundation.periods import Period
from tests.cast import Cast
from tests.conformance.pdf_structure import opened, tree_of, untagged_text
from tests.conformance.test_pdf_rent_notice import text_of
from tests.domain.banking import making
from tests.domain.ledger.delivery import deliver_entry

pytestmark = pytest.mark.usefixtures("files")
SIGNED = dt.datetime(2026, 9, 14, 9, tzinfo=dt.UTC)
FILE_DAY = dt.datetime(2026, 12, 3, 8, tzinfo=dt.UTC)
DECEMBER = Period(2026, 12)
NET = 41_237


@pytest.fixture
def mandate(cast: Cast) -> Mandate:
    making.landlord_debits()
    mandate = making.signed(cast.awa_user, SIGNED)
    making.owe(cast, cast.account, NET)
    return mandate


@pytest.fixture
def other(mandate: Mandate, cast: Cast, now: dt.datetime) -> BankAccount:
    """Another account of Awa's, in Germany, in service."""
    return making.usable(cast.awa_user, now, iban=making.OTHER_IBAN)


def debited_before(mandate: Mandate, account: BankAccount) -> Collection:
    """Let the bank have been asked once already, in October."""
    delivery = DebitDelivery.objects.create(
        number=90,
        month=dt.date(2026, 10, 1),
        debit_day=5,
        collected_on=dt.date(2026, 10, 5),
        schema="pain.008.001.02",
        line_count=1,
        total_cents=NET,
        made_at=SIGNED,
    )
    return Collection.objects.create(
        delivery=delivery,
        position=1,
        mandate=mandate,
        tenant_account=mandate.tenant_account,
        bank_account=account,
        month=delivery.month,
        collected_on=delivery.collected_on,
        notice_number="A0",
        amount_cents=NET,
        sequence="FRST",
    )


def debit_file() -> ET.Element:
    delivery = actions.collect_debits(
        month=DECEMBER, debit_day=5, actor=Actor.system(), now=FILE_DAY
    )
    root = ET.fromstring(queries.debit_file_of(delivery))
    for element in root.iter():
        element.tag = element.tag.partition("}")[2]
    return root


def test_the_reference_stays_and_the_paper_is_signed_as_a_mandate_is(
    mandate: Mandate, other: BankAccount, cast: Cast, now: dt.datetime
) -> None:
    amendment = making.amended(cast.awa_user, now, other)
    mandate.refresh_from_db()
    assert (mandate.state, mandate.bank_account) == (Mandate.State.ACTIVE, other)
    change = mandate.changes.get(kind="account")
    assert (change.amendment, change.bank_account, change.debit_day) == (amendment, other, 5)
    assert change.effective_on == dt.date(2026, 12, 7)
    assert amendment.facts_sha256 == evidence.fingerprint_of(amendment.facts)
    assert amendment.facts["rum"] == mandate.rum
    assert amendment.evidence is not None
    text = text_of(content_of(amendment.evidence))
    for said in ("Avenantaumandat", mandate.rum, "14septembre2026", "Comptedébitéjusqu’ici"):
        assert said in text
    assert making.OTHER_IBAN not in text


def test_its_pdf_is_tagged(
    mandate: Mandate, other: BankAccount, cast: Cast, now: dt.datetime
) -> None:
    amendment = making.amended(cast.awa_user, now, other)
    assert amendment.evidence is not None
    document = opened(content_of(amendment.evidence))
    assert tree_of(document)
    assert not untagged_text(document)


@pytest.mark.parametrize("schema", SCHEMAS)
def test_the_next_debit_says_once_that_the_account_is_another(
    mandate: Mandate, other: BankAccount, cast: Cast, now: dt.datetime, schema: str
) -> None:
    """The writer validates against the schema before anything is kept."""
    making.landlord_debits(debit_schema=schema)
    debited_before(mandate, mandate.bank_account)
    making.amended(cast.awa_user, now, other)
    root = debit_file()
    assert root.findtext(".//DbtrAcct/Id/IBAN") == making.OTHER_IBAN
    assert root.findtext(".//MndtRltdInf/MndtId") == mandate.rum
    assert root.findtext(".//MndtRltdInf/DtOfSgntr") == "2026-09-14"
    assert root.findtext(".//MndtRltdInf/AmdmntInd") == "true"
    path = ".//MndtRltdInf/AmdmntInfDtls/OrgnlDbtrAcct/Id/Othr/Id"
    assert root.findtext(path) == "SMNDA"
    assert root.findtext(".//SeqTp") == "RCUR"
    (january,) = mandates_to_debit(Period(2027, 1), 5, dt.date(2027, 1, 5))
    assert (january.amended, january.bank_account) == (False, other)


def test_an_amended_debit_that_bounced_says_it_again(
    mandate: Mandate, other: BankAccount, cast: Cast, now: dt.datetime
) -> None:
    debited_before(mandate, mandate.bank_account)
    making.amended(cast.awa_user, now, other)
    debit_file()
    deliver_entry(
        cast.account,
        "rejected",
        NET,
        dt.date(2026, 12, 9),
        rail="direct_debit",
        portal_payment_reference=Collection.objects.get(month=DECEMBER.first_day).code,
    )
    (january,) = mandates_to_debit(Period(2027, 1), 5, dt.date(2027, 1, 5))
    assert january.amended


def test_a_mandate_that_never_debited_has_nothing_to_amend_at_the_bank(
    mandate: Mandate, other: BankAccount, cast: Cast, now: dt.datetime
) -> None:
    making.amended(cast.awa_user, now, other)
    root = debit_file()
    assert root.findtext(".//AmdmntInd") is None
    assert root.findtext(".//SeqTp") == "FRST"
    assert root.findtext(".//DbtrAcct/Id/IBAN") == making.OTHER_IBAN


def test_after_the_cut_off_the_account_known_before_is_debited_once_more(
    mandate: Mandate, other: BankAccount, cast: Cast
) -> None:
    late = dt.datetime(2026, 12, 3, 7, tzinfo=dt.UTC)
    making.amended(cast.awa_user, late, other)
    assert mandate.changes.get(kind="account").effective_on == dt.date(2027, 1, 5)
    assert debit_file().findtext(".//DbtrAcct/Id/IBAN") == making.AWA_IBAN
    (january,) = mandates_to_debit(Period(2027, 1), 5, dt.date(2027, 1, 5))
    assert (january.amended, january.bank_account) == (True, other)


def test_an_account_too_young_at_the_cut_off_waits_and_no_month_is_lost(
    mandate: Mandate, cast: Cast
) -> None:
    asked = dt.datetime(2026, 11, 30, 9, tzinfo=dt.UTC)
    young = making.confirmed(cast.awa_user, asked, iban=making.OTHER_IBAN)
    making.amended(cast.awa_user, asked, young)
    assert mandate.changes.get(kind="account").effective_on == dt.date(2027, 1, 5)
    actions.follow(now=FILE_DAY)
    assert debit_file().findtext(".//DbtrAcct/Id/IBAN") == making.AWA_IBAN


def test_the_page_tells_which_account_until_when(
    mandate: Mandate, other: BankAccount, cast: Cast
) -> None:
    from palier.domain.landlord.queries import settings_on

    late = dt.datetime(2026, 12, 3, 7, tzinfo=dt.UTC)
    before = mandate.bank_account.masked
    making.amended(cast.awa_user, late, other)
    day = late.date()
    view = making.view_of(cast.awa_user, day)
    (seen,) = queries.mandates_of(view, day, queries.terms_on(settings_on(day)))
    assert (seen.before, seen.moves_on) == (before, dt.date(2027, 1, 5))


def test_the_account_before_is_not_withdrawn_while_it_is_still_debited(
    mandate: Mandate, other: BankAccount, cast: Cast
) -> None:
    old = mandate.bank_account
    late = dt.datetime(2026, 12, 3, 7, tzinfo=dt.UTC)
    making.amended(cast.awa_user, late, other)
    withdraw = {"account": old, "actor": actor_of(cast.awa_user)}
    with pytest.raises(actions.StillDebited):
        actions.withdraw_account(now=late, **withdraw)
    with pytest.raises(actions.StillDebited):
        actions.withdraw_account(now=late, **{**withdraw, "account": other})
    actions.withdraw_account(now=dt.datetime(2026, 12, 9, 9, tzinfo=dt.UTC), **withdraw)


def test_a_stop_counts_for_the_account_before_too(
    mandate: Mandate, other: BankAccount, cast: Cast, now: dt.datetime
) -> None:
    making.amended(cast.awa_user, now, other)
    stop = actions.stop_debits(mandate=mandate, actor=actor_of(cast.awa_user), now=now)
    assert stop.effective_on == dt.date(2026, 12, 7)
    assert stop.bank_account == other


def test_only_the_signers_own_confirmed_account_is_signed_for(
    mandate: Mandate, cast: Cast, now: dt.datetime
) -> None:
    theirs = making.usable(cast.yanis_user, now, iban=making.OTHER_IBAN, name="N’Guessan")
    with pytest.raises(NotYours):
        making.amendment_started(cast.awa_user, now, theirs)
    with pytest.raises(actions.NoMandateHere):
        making.amendment_started(cast.yanis_user, now, theirs)
    only_given = making.proposed(cast.awa_user, now, iban=making.OTHER_IBAN)
    for account in (only_given, mandate.bank_account):
        with pytest.raises(actions.NoMandateHere):
            making.amendment_started(cast.awa_user, now, account)


def test_a_code_for_the_mandate_does_not_sign_its_amendment_and_tries_are_counted(
    mandate: Mandate, other: BankAccount, cast: Cast, now: dt.datetime
) -> None:
    amendment = making.amendment_started(cast.awa_user, now, other)
    right = making.amendment_code(amendment, now)
    sign = {
        "amendment": amendment,
        "view": making.view_of(cast.awa_user),
        "proven_at": now,
        "network_address": "",
        "actor": actor_of(cast.awa_user),
        "now": now,
    }
    with pytest.raises(actions.AskAgain):
        actions.sign_amendment(typed=right, **{**sign, "proven_at": None})
    wrong = "000000" if right != "000 000" else "111111"
    for _try in range(5):
        with pytest.raises(actions.WrongSigningCode):
            actions.sign_amendment(typed=wrong, **sign)
    with pytest.raises(actions.WrongSigningCode):
        actions.sign_amendment(typed=right, **sign)
    mandate.refresh_from_db()
    assert mandate.bank_account != other


def test_a_blocked_account_stops_the_amendment_under_way(
    mandate: Mandate, other: BankAccount, cast: Cast, now: dt.datetime
) -> None:
    amendment = making.amendment_started(cast.awa_user, now, other)
    code = making.amendment_code(amendment, now)
    actions.contest(account=other, now=now)
    amendment.refresh_from_db()
    assert amendment.state == Amendment.State.ABANDONED
    assert not SigningCode.objects.filter(state="sent").exists()
    with pytest.raises(actions.ChangeRefused):
        actions.sign_amendment(
            amendment=amendment,
            view=making.view_of(cast.awa_user),
            typed=code,
            proven_at=now,
            network_address="",
            actor=actor_of(cast.awa_user),
            now=now,
        )


def test_a_second_amendment_begun_puts_the_first_aside(
    mandate: Mandate, other: BankAccount, cast: Cast, now: dt.datetime
) -> None:
    first = making.amendment_started(cast.awa_user, now, other)
    making.amendment_started(cast.awa_user, now, other)
    first.refresh_from_db()
    assert first.state == Amendment.State.ABANDONED


def test_every_mailbox_is_told_and_holders_read_it_without_the_account(
    mandate: Mandate, other: BankAccount, cast: Cast, now: dt.datetime
) -> None:
    cast.awa.email = "awa.ancienne@example.org"
    cast.awa.save()
    making.amended(cast.awa_user, now, other)
    told = making.letters("mandate_amended")
    assert {letter.to for letter in told} == {cast.awa_user.email, "awa.ancienne@example.org"}
    assert other.masked in told[0].text
    recorded = Trace.objects.get(event="banking.mandate_amended")
    assert other.masked not in str(recorded.facts)


def test_the_erp_receives_the_amendment_with_its_own_evidence(
    mandate: Mandate, other: BankAccount, cast: Cast, now: dt.datetime
) -> None:
    actions.deliver_mandates(actor=Actor.system(), now=now)
    amendment = making.amended(cast.awa_user, now, other)
    actions.pause_debits(mandate=mandate, actor=actor_of(cast.awa_user), now=now)
    delivery = actions.deliver_mandates(actor=Actor.system(), now=now)
    assert delivery is not None
    content = queries.erp_file_of(delivery).decode()
    rows = list(csv.DictReader(io.StringIO(content, newline=""), delimiter=";"))
    assert [(row["nature"], row["rum"], row["iban"]) for row in rows] == [
        ("avenant", mandate.rum, making.OTHER_IBAN),
        ("suspension", mandate.rum, making.OTHER_IBAN),
    ]
    assert amendment.evidence is not None
    assert {row["preuve_sha256"] for row in rows} == {amendment.evidence.file.sha256}
    assert rows[0]["compte_a_partir_du"] == "2026-12-07"
