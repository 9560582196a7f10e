"""A delivery taken in, from its folder to what people see."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from django.db.models import Sum

from palier.domain.billing.models import BillingLine, NoticeHeader
from palier.domain.documents import vault
from palier.domain.documents.models import Document
from palier.domain.landlord.models import Delivery
from palier.domain.landlord.queries import current_delivery_number
from palier.domain.mail.models import Letter
from palier.domain.tenancy.models import AccountHolder, Lease, Person, TenantAccount
from palier.exchange.importing import Outcome, import_folder
from palier.exchange.problems import DeliveryRefused
from palier.exchange.records.papers import DocumentRecord
from palier.exchange.records.tenancy import PersonRecord
from tests.cast import link, make_user
from tests.exchange.deliveries import Records, announce, changed, small, without, write

pytestmark = pytest.mark.django_db


def take(folder: Path, records: Records, now: dt.datetime, **more: Any) -> Outcome:
    write(folder, records, **more)
    return import_folder(folder, now=now, sleep=False)


def balance(account: str) -> int:
    entries = TenantAccount.objects.get(erp_id=account).entries
    return entries.aggregate(sum=Sum("amount_cents"))["sum"] or 0


def test_a_first_delivery_fills_every_room(tmp_path: Path, now: dt.datetime) -> None:
    outcome = take(tmp_path, small(), now)
    assert outcome.state == "applied"
    assert current_delivery_number() == outcome.number == 1
    assert Delivery.objects.get().state == Delivery.State.CURRENT
    assert Delivery.objects.get().produced_at == dt.datetime(2026, 11, 20, 3, tzinfo=dt.UTC)
    account = TenantAccount.objects.get(erp_id="C1")
    assert account.reference_key == "10417"
    assert len(account.code) == 12
    assert (balance("C1"), balance("C2")) == (22_237, 39_999)
    assert account.entries.filter(kind="opening").get().amount_cents == 1_000
    assert account.stated_balances.get().amount_cents == 22_237
    assert Lease.objects.get(erp_id="B3").annex.number == "12"
    person = Person.objects.get(erp_id="P3")
    assert person.family_name == "d’Artagnan"
    assert "le guen" in person.search_key
    assert person.language == "fr"
    head = NoticeHeader.objects.get()
    assert head.net_cents == 22_237
    assert list(BillingLine.objects.order_by("position").values_list("column", "header")) == [
        ("debit", head.pk),
        ("credit", head.pk),
    ]


def test_a_dry_run_checks_everything_and_writes_nothing(tmp_path: Path, now: dt.datetime) -> None:
    write(tmp_path, small())
    outcome = import_folder(tmp_path, now=now, dry_run=True)
    assert outcome.state == "checked"
    assert outcome.counts["persons"]["new"] == 3
    assert not Delivery.objects.exists()
    assert not Person.objects.exists()


def test_the_same_files_twice_change_nothing_and_say_so(tmp_path: Path, now: dt.datetime) -> None:
    take(tmp_path, small(), now)
    outcome = import_folder(tmp_path, now=now)
    assert outcome.state == "unchanged"
    assert outcome.changes == 0
    assert Delivery.objects.count() == 1


def test_other_files_under_a_manifest_without_hashes_are_not_taken_for_the_same(
    tmp_path: Path, now: dt.datetime
) -> None:
    write(tmp_path, small())
    announce(tmp_path, sha256="")
    import_folder(tmp_path, now=now, sleep=False)
    path = tmp_path / "agencies.csv"
    path.write_text(path.read_text().replace("Canal", "Port"))
    assert import_folder(tmp_path, now=now, sleep=False).changes == 1


def test_the_same_rows_in_another_order_and_writing_change_nothing(
    tmp_path: Path, now: dt.datetime
) -> None:
    take(tmp_path / "1", small(), now)
    records = small()
    for rows in records.values():
        rows.reverse()
    write(tmp_path / "2", records)
    path = tmp_path / "2" / "ledger_lines.csv"
    path.write_text(path.read_text().replace("412,37", "412.37"))
    announce(tmp_path / "2", sha256="")
    outcome = import_folder(tmp_path / "2", now=now, sleep=False)
    assert outcome.state == "applied"
    assert outcome.changes == 0
    assert balance("C1") == 22_237
    assert NoticeHeader.objects.count() == 1


def test_a_changed_row_takes_its_new_content_and_keeps_its_key(
    tmp_path: Path, now: dt.datetime
) -> None:
    take(tmp_path / "1", small(), now)
    before = Person.objects.get(erp_id="P1")
    records = small()
    changed(records, "persons", "P1", usage_name="Bâ", email="Awa@Example.org")
    outcome = take(tmp_path / "2", records, now)
    after = Person.objects.get(erp_id="P1")
    assert outcome.counts["persons"] == {
        "rows": 3, "new": 0, "changed": 1, "absent": 0, "reversed": 0, "replaced": 0,
    }  # fmt: skip
    assert (after.pk, after.usage_name, after.email) == (before.pk, "Bâ", "awa@example.org")
    assert after.search_key.startswith("ba ")
    assert [one.state for one in Delivery.objects.order_by("number")] == ["superseded", "current"]


def test_a_row_absent_from_a_full_file_is_ended_never_deleted(
    tmp_path: Path, now: dt.datetime
) -> None:
    take(tmp_path / "1", small(), now)
    records = small()
    without(records, "roles", "T2")
    take(tmp_path / "2", records, now)
    ended = AccountHolder.objects.get(erp_id="T2")
    assert ended.absent_since == ended.ends_on == now.date()
    trace = TenantAccount.objects.get(erp_id="C1")
    assert _traces(trace) == [("tenancy.holding_ended", "Yanis N’Guessan")]
    take(tmp_path / "3", small(), now)
    back = AccountHolder.objects.get(erp_id="T2")
    assert (back.absent_since, back.ends_on) == (None, None)


def _traces(account: TenantAccount) -> list[tuple[str, str]]:
    from palier.domain.audit.models import Trace

    rows = Trace.objects.filter(tenant_account_id=account.pk)
    return [(row.event, row.facts["person"]) for row in rows]


def test_a_holder_whom_the_landlord_no_longer_names_is_told(
    tmp_path: Path, now: dt.datetime
) -> None:
    take(tmp_path / "1", small(), now)
    user = make_user("yanis@example.org", "Yanis")
    link(user, Person.objects.get(erp_id="P2"))
    records = small()
    without(records, "roles", "T2")
    take(tmp_path / "2", records, now)
    letter = Letter.objects.get(to="yanis@example.org")
    assert "L/0010417 depuis le 24 novembre 2026" in letter.text


def test_a_row_absent_from_a_delta_stays(tmp_path: Path, now: dt.datetime) -> None:
    take(tmp_path / "1", small(), now)
    delta = {"persons": [PersonRecord(erp_id="P9", birth_name="Noël", given_names="Ève")]}
    outcome = take(tmp_path / "2", delta, now, delta=["persons"])
    assert outcome.counts["persons"]["new"] == 1
    assert Person.objects.filter(absent_since=None).count() == 4


def test_a_full_file_that_would_end_too_much_is_suspect(tmp_path: Path, now: dt.datetime) -> None:
    records = small()
    records["persons"] += [
        PersonRecord(erp_id=f"P{rank}", birth_name="Noël", given_names="Ève")
        for rank in range(10, 90)
    ]
    take(tmp_path / "1", records, now)
    write(tmp_path / "2", small())
    with pytest.raises(DeliveryRefused) as raised:
        import_folder(tmp_path / "2", now=now)
    [problem] = raised.value.problems.shown
    assert "80 lignes connues sur 83" in problem.reason
    assert "--accept-absences" in problem.remedy
    import_folder(tmp_path / "2", now=now, accept=["absences"], sleep=False)
    assert Person.objects.filter(absent_since=now.date()).count() == 80


@pytest.mark.parametrize(
    ("facts", "doubt", "reason"),
    [
        ({"landlord": "Un autre bailleur"}, "landlord", "celle de « Bailleur d’essai »"),
        ({"produced_at": "2026-11-19T04:00:00+01:00"}, "older", "produite après, le 20/11/2026"),
    ],
)
def test_a_delivery_of_elsewhere_or_of_the_past_is_doubted(
    tmp_path: Path, now: dt.datetime, facts: dict[str, str], doubt: str, reason: str
) -> None:
    take(tmp_path / "1", small(), now)
    write(tmp_path / "2", _with_a_new_agency_name(small()))
    announce(tmp_path / "2", **facts)
    with pytest.raises(DeliveryRefused) as raised:
        import_folder(tmp_path / "2", now=now)
    [problem] = raised.value.problems.shown
    assert reason in problem.reason
    assert f"--accept-{doubt}" in problem.remedy
    assert import_folder(tmp_path / "2", now=now, accept=[doubt], sleep=False).changes == 1


def test_a_renumbered_person_and_account_keep_their_row_and_past(
    tmp_path: Path, now: dt.datetime
) -> None:
    take(tmp_path / "1", small(), now)
    person, account = Person.objects.get(erp_id="P1"), TenantAccount.objects.get(erp_id="C1")
    records = small()
    changed(records, "persons", "P1", erp_id="N1", replaces="P1")
    for role in ("T1", "T4"):
        changed(records, "roles", role, person="N1")
    changed(records, "household_members", "F1", person="N1")
    changed(records, "tenant_accounts", "C1", erp_id="K1", replaces="C1")
    for kind in ("leases", "roles", "ledger_lines", "rent_notices"):
        records[kind] = [_moved(record, "tenant_account", "C1", "K1") for record in records[kind]]
    for kind in ("opening_balances", "closing_balances"):
        changed(records, kind, "C1", tenant_account="K1")
    outcome = take(tmp_path / "2", records, now)
    person.refresh_from_db()
    account.refresh_from_db()
    assert (person.erp_id, account.erp_id) == ("N1", "K1")
    assert Person.objects.count() == 3
    assert outcome.counts["ledger_lines"]["reversed"] == 0
    assert account.entries.count() == 3
    assert balance("K1") == 22_237
    assert NoticeHeader.objects.count() == 1
    again = take(tmp_path / "3", _with_a_new_agency_name(records), now)
    assert again.counts["ledger_lines"]["new"] == again.counts["rent_notices"]["new"] == 0
    assert again.counts["persons"]["replaced"] == 0


def _moved(record: Any, field: str, old: str, new: str) -> Any:
    from dataclasses import replace

    return replace(record, **{field: new}) if getattr(record, field) == old else record


def _with_a_new_agency_name(records: Records) -> Records:
    changed(records, "agencies", "AG1", name="Agence des Berges")
    return records


def test_two_persons_made_one_point_at_their_heir(tmp_path: Path, now: dt.datetime) -> None:
    take(tmp_path / "1", small(), now)
    records = small()
    changed(records, "persons", "P3", replaces="P1")
    without(records, "persons", "P1")
    for role in ("T1", "T4"):
        changed(records, "roles", role, person="P3")
    changed(records, "household_members", "F1", person="P3")
    take(tmp_path / "2", records, now)
    old = Person.objects.get(erp_id="P1")
    assert old.replaced_by == Person.objects.get(erp_id="P3")
    assert old.absent_since == now.date()


def test_an_identifier_replaced_and_delivered_at_once_is_refused(
    tmp_path: Path, now: dt.datetime
) -> None:
    records = small()
    changed(records, "persons", "P3", replaces="P1")
    write(tmp_path, records)
    with pytest.raises(DeliveryRefused) as raised:
        import_folder(tmp_path, now=now)
    assert "remplacé et livré à la fois" in raised.value.problems.shown[0].reason


def test_an_avis_with_another_content_is_another_version(tmp_path: Path, now: dt.datetime) -> None:
    take(tmp_path / "1", small(), now)
    records = small()
    records["billing_lines"][0] = _moved(records["billing_lines"][0], "label", "Loyer principal",
                                         "Loyer principal, rectifié")  # fmt: skip
    take(tmp_path / "2", records, now)
    first, second = NoticeHeader.objects.order_by("version")
    assert (first.version, second.version) == (1, 2)
    assert [head.lines.count() for head in (first, second)] == [2, 2]
    assert second.lines.get(position=1).label == "Loyer principal, rectifié"


def test_documents_are_kept_then_withdrawn_when_they_are_absent(
    tmp_path: Path, now: dt.datetime
) -> None:
    first, second = tmp_path / "1", tmp_path / "2"
    for folder in (first, second):
        (folder / "pdf").mkdir(parents=True)
        (folder / "pdf" / "bail.pdf").write_bytes(b"%PDF-1.7 bail")
    records = small()
    records["documents"] = [
        DocumentRecord(
            erp_id="D1", file_name="pdf/bail.pdf", kind="lease", title="Bail",
            issued_on="2019-05-22", tenant_account="C1", lease="B1",
        )
    ]  # fmt: skip
    take(first, records, now)
    document = Document.objects.get()
    assert (document.visibility, document.file_name) == ("holders", "bail.pdf")
    assert vault.read(document.file.sha256) == b"%PDF-1.7 bail"
    records["documents"].clear()
    take(second, records, now)
    document.refresh_from_db()
    assert document.visibility == "staff"


def test_windows_1252_is_taken_in_when_the_manifest_says_so(
    tmp_path: Path, now: dt.datetime
) -> None:
    write(tmp_path, small())
    for path in tmp_path.glob("*.csv"):
        path.write_bytes(path.read_text(encoding="utf-8").encode("cp1252"))
    announce(tmp_path, sha256="", encoding="windows-1252")
    assert import_folder(tmp_path, now=now, sleep=False).state == "applied"
    assert Person.objects.get(erp_id="P2").birth_name == "N’Guessan"
