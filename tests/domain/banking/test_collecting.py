"""The bank's file: who is in it, for how much, once; and who is not, and why."""

from __future__ import annotations

import datetime as dt
import xml.etree.ElementTree as ET
from typing import Any

import pytest
import xmlschema

from palier.domain.accounts.queries import actor_of
from palier.domain.audit.actor import Actor
from palier.domain.banking import actions, queries
from palier.domain.banking.models import Collection, DebitDelivery, Mandate, SealedFile
from palier.domain.banking.rules.debit_file import SCHEMAS
from palier.domain.ledger.bulk import replace_provisional
from palier.domain.ledger.models import Entry
from palier.domain.ledger.queries import balance_of
from palier.domain.payments.queries.concerns import ConcernKind, concerns_about
from palier.domain.tenancy.models import AccountHolder
from palier.foundation.periods import Period
from tests.cast import Cast
from tests.domain.banking import making
from tests.domain.ledger.delivery import deliver_entry

pytestmark = pytest.mark.usefixtures("files")
DECEMBER = Period(2026, 12)
FILE_DAY = dt.datetime(2026, 12, 3, 8, tzinfo=dt.UTC)
SIGNED = dt.datetime(2026, 9, 14, 9, tzinfo=dt.UTC)
NET = 41_237


@pytest.fixture
def mandate(cast: Cast, now: dt.datetime) -> Mandate:
    """Awa's mandate of September, and an avis of 412,37 € due on 5 December."""
    making.landlord_debits()
    mandate = making.signed(cast.awa_user, SIGNED)
    making.owe(cast, cast.account, NET)
    return mandate


def collected(day: dt.datetime = FILE_DAY, debit_day: int = 5) -> DebitDelivery:
    return actions.collect_debits(
        month=DECEMBER, debit_day=debit_day, actor=Actor.system(), now=day
    )


def tree(delivery: DebitDelivery) -> ET.Element:
    root = ET.fromstring(queries.debit_file_of(delivery))
    for element in root.iter():
        element.tag = element.tag.partition("}")[2]
    return root


def text(root: ET.Element, path: str) -> str:
    found = root.find(f".//{path}")
    assert found is not None, path
    return str(found.text)


def reasons(delivery: DebitDelivery) -> list[str]:
    return [one["reason"] for one in delivery.left_out]


def test_what_is_owed_on_the_avis_is_debited(mandate: Mandate) -> None:
    delivery = collected()
    collection = Collection.objects.get()
    notice = mandate.tenant_account.rent_notices.get()
    assert delivery.collected_on == dt.date(2026, 12, 7)
    assert collection.amount_cents == min(notice.net_cents, NET)
    root = tree(delivery)
    assert text(root, "InstdAmt") == f"{collection.amount_cents / 100:.2f}"
    assert text(root, "MndtId") == mandate.rum
    assert text(root, "DtOfSgntr") == "2026-09-14"
    assert text(root, "ReqdColltnDt") == "2026-12-07"
    assert text(root, "DbtrAcct/Id/IBAN") == making.AWA_IBAN
    assert text(root, "CdtrSchmeId/Id/PrvtId/Othr/Id") == making.ICS
    assert text(root, "EndToEndId") == collection.code
    assert text(root, "SeqTp") == "FRST"
    assert text(root, "GrpHdr/MsgId") == "PALIER-000001"
    assert text(root, "GrpHdr/CreDtTm") == "2026-12-03T09:00:00"


@pytest.mark.parametrize("schema", SCHEMAS)
def test_the_file_follows_the_schema_of_iso_20022(mandate: Mandate, schema: str) -> None:
    import sepaxml

    making.landlord_debits(debit_schema=schema)
    content = queries.debit_file_of(collected())
    xsd = f"{sepaxml.__path__[0]}/schemas/{schema}.xsd"
    xmlschema.XMLSchema(xsd).validate(content.decode())
    assert schema.encode() in content


def test_run_again_it_is_the_same_file_and_nobody_is_debited_twice(mandate: Mandate) -> None:
    first = collected()
    again = collected(FILE_DAY + dt.timedelta(hours=5))
    assert again.pk == first.pk
    assert queries.debit_file_of(again) == queries.debit_file_of(first)
    assert Collection.objects.count() == 1
    assert Entry.objects.filter(rail="direct_debit").count() == 1


def test_the_file_is_kept_under_seal(mandate: Mandate) -> None:
    collected()
    assert making.AWA_IBAN.encode() not in bytes(SealedFile.objects.get().sealed)


def test_the_debit_is_pending_on_the_account_until_the_erps_line(
    mandate: Mandate, cast: Cast, now: dt.datetime
) -> None:
    before = balance_of(cast.account.pk)
    collected()
    collection = Collection.objects.get()
    assert balance_of(cast.account.pk) == before - collection.amount_cents
    entry = Entry.objects.get(portal_payment_reference=collection.code)
    assert (entry.kind, entry.rail, entry.source) == ("payment", "direct_debit", "portal")
    deliver_entry(
        cast.account,
        "payment",
        -collection.amount_cents,
        dt.date(2026, 12, 7),
        rail="direct_debit",
        portal_payment_reference=collection.code,
    )
    assert replace_provisional(delivery_no=1, now=FILE_DAY) == 1
    assert balance_of(cast.account.pk) == before - collection.amount_cents
    assert queries.debits_of(cast.account, dt.date(2026, 12, 8)).under_way is None


def test_whoever_pays_by_card_is_told_of_the_debit(mandate: Mandate, cast: Cast) -> None:
    period = Period(2026, 11)
    (planned,) = concerns_about(cast.account, period=period, now=FILE_DAY)
    assert (planned.kind, planned.on) == (ConcernKind.PLANNED_DEBIT, dt.date(2026, 12, 7))
    assert planned.amount_cents is None
    collected()
    (asked,) = concerns_about(cast.account, period=period, now=FILE_DAY)
    assert asked.kind is ConcernKind.DIRECT_DEBIT
    assert asked.amount_cents == Collection.objects.get().amount_cents


def test_what_was_paid_since_is_not_debited_again(mandate: Mandate, cast: Cast) -> None:
    notice = cast.account.rent_notices.get()
    paid = balance_of(cast.account.pk) - 5_000
    deliver_entry(cast.account, "payment", -paid, dt.date(2026, 12, 1))
    collected()
    assert Collection.objects.get().amount_cents == min(notice.net_cents, 5_000)


def test_nothing_owed_is_nothing_debited(mandate: Mandate, cast: Cast) -> None:
    deliver_entry(cast.account, "payment", -balance_of(cast.account.pk), dt.date(2026, 12, 1))
    delivery = collected()
    assert reasons(delivery) == ["nothing_owed"]
    assert delivery.file is None
    assert queries.debit_file_of(delivery) == b""


def test_a_paused_mandate_is_left_out(mandate: Mandate, now: dt.datetime) -> None:
    actions.pause_debits(mandate=mandate, actor=actor_of(mandate.user), now=now)
    assert reasons(collected()) == ["paused"]


def test_a_blocked_account_is_left_out(mandate: Mandate, now: dt.datetime) -> None:
    actions.contest(account=mandate.bank_account, now=now)
    assert reasons(collected()) == ["account_blocked"]
    assert not Entry.objects.filter(rail="direct_debit").exists()


def test_a_row_that_was_altered_is_left_out(mandate: Mandate) -> None:
    account = mandate.bank_account
    broken = bytearray(bytes(account.sealed))
    broken[-1] ^= 1
    type(account).objects.filter(pk=account.pk).update(sealed=bytes(broken))
    assert reasons(collected()) == ["unsealed_not"]


def test_who_left_is_left_out(mandate: Mandate, cast: Cast) -> None:
    AccountHolder.objects.filter(person=cast.awa).update(ends_on=dt.date(2026, 11, 30))
    assert reasons(collected()) == ["no_longer_holder"]


def test_a_late_avis_announces_nothing(mandate: Mandate) -> None:
    making.landlord_debits(debit_notice_days=30)
    assert reasons(collected()) == ["notice_too_late"]


def test_an_erp_that_debits_by_itself_is_not_doubled(mandate: Mandate, cast: Cast) -> None:
    cast.account.payment_means = "direct_debit"
    cast.account.save()
    assert reasons(collected()) == ["debited_by_erp"]


def test_an_erp_that_echoes_our_mandate_is_no_obstacle(
    mandate: Mandate, cast: Cast, now: dt.datetime
) -> None:
    actions.deliver_mandates(actor=Actor.system(), now=now)
    cast.account.payment_means = "direct_debit"
    cast.account.save()
    assert reasons(collected()) == []


def test_the_other_day_is_another_file(mandate: Mandate) -> None:
    delivery = collected(dt.datetime(2026, 12, 8, 8, tzinfo=dt.UTC), debit_day=10)
    assert (delivery.line_count, delivery.left_out) == (0, [])


@pytest.mark.parametrize(
    ("day", "word"),
    [(dt.datetime(2026, 12, 2, 20, tzinfo=dt.UTC), "Trop tôt"),
     (dt.datetime(2026, 12, 7, 8, tzinfo=dt.UTC), "Trop tard")],
)  # fmt: skip
def test_it_is_made_after_the_cut_off_and_before_the_debit(
    mandate: Mandate, day: dt.datetime, word: str
) -> None:
    with pytest.raises(actions.NotTheTime) as refused:
        collected(day)
    assert word in refused.value.sentence


@pytest.mark.parametrize(
    "wrong", [{"creditor_identifier": "FR00ZZZ000000"}, {"direct_debit_origin": "erp"}]
)
def test_settings_that_do_not_fit_make_no_file(mandate: Mandate, wrong: dict[str, Any]) -> None:
    making.landlord_debits(**wrong)
    with pytest.raises(actions.NotTheTime):
        collected()


def test_after_a_first_debit_that_went_through_the_next_is_recurrent(
    mandate: Mandate, cast: Cast
) -> None:
    collected()
    from palier.domain.banking.queries.collecting import mandates_to_debit

    january = Period(2027, 1)
    (next_one,) = mandates_to_debit(january, 5, dt.date(2027, 1, 5))
    assert next_one.sequence == "RCUR"
    deliver_entry(
        cast.account,
        "rejected",
        41_237,
        dt.date(2026, 12, 9),
        rail="direct_debit",
        portal_payment_reference=Collection.objects.get().code,
    )
    (next_one,) = mandates_to_debit(january, 5, dt.date(2027, 1, 5))
    assert next_one.sequence == "FRST"
    view = making.view_of(cast.awa_user)
    assert [one.amount_cents for one in queries.rejections_of(view, dt.date(2026, 12, 10))] == [
        41_237
    ]


def test_the_list_of_who_is_left_out_holds_no_iban(mandate: Mandate, now: dt.datetime) -> None:
    actions.contest(account=mandate.bank_account, now=now)
    written = queries.left_out_file_of(collected()).decode()
    assert mandate.rum in written
    assert "bloqué" in written
    assert "M02606" not in written


def test_an_account_debited_this_month_already_is_left_out_not_the_whole_file(
    mandate: Mandate, cast: Cast, now: dt.datetime
) -> None:
    """Should two mandates ever meet in a month, one of them waits; the others are debited."""
    collected(debit_day=5)
    DebitDelivery.objects.get()
    actions.change_debit_day(
        mandate=mandate, debit_day=10, actor=actor_of(mandate.user), now=SIGNED
    )
    again = collected(dt.datetime(2026, 12, 8, 8, tzinfo=dt.UTC), debit_day=10)
    assert reasons(again) == ["debited_already"]


def test_a_debit_only_asked_for_proves_no_receipt(mandate: Mandate, cast: Cast) -> None:
    """The account is settled, so nobody pays twice; the month is not proven paid."""
    from palier.domain.billing.receipts.rules import read
    from palier.domain.ledger.queries import postings_of_account
    from palier.domain.ledger.rules import AllocationOrder

    before = read(postings_of_account(cast.account.pk), AllocationOrder.OLDEST_FIRST)
    collected()
    after = read(postings_of_account(cast.account.pk), AllocationOrder.OLDEST_FIRST)
    assert after == before


def test_the_account_says_what_was_asked_of_the_bank(mandate: Mandate, cast: Cast) -> None:
    from django.test import Client

    from palier.foundation.money import euros

    collected()
    amount = euros(Collection.objects.get().amount_cents)
    client = Client()
    client.force_login(cast.awa_user)
    text = client.get("/mon-loyer/").content.decode()
    assert f"{amount} demandés à votre banque par prélèvement sont déjà comptés" in text
    assert "payés par carte" not in text
    text = client.get("/prelevement/").content.decode()
    assert "Un prélèvement est en cours" in text
    assert amount in text
