"""What does not hold together between rows and files is refused, and nothing is applied."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from palier.domain.landlord.models import Delivery
from palier.domain.tenancy.models import Person
from palier.exchange.importing import import_folder
from palier.exchange.problems import DeliveryRefused, Problem
from palier.exchange.records.accounting import ClosingBalanceRecord, OpeningBalanceRecord
from palier.exchange.records.papers import DocumentRecord
from tests.exchange import deliveries
from tests.exchange.deliveries import Records, changed, line, small, without, write

pytestmark = pytest.mark.django_db


def refusal(folder: Path, records: Records, now: dt.datetime, **more: Any) -> list[Problem]:
    write(folder, records, **more)
    return refused(folder, now)


def refused(folder: Path, now: dt.datetime) -> list[Problem]:
    with pytest.raises(DeliveryRefused) as raised:
        import_folder(folder, now=now, sleep=False)
    return raised.value.problems.shown


def duplicate(kind: str, key: str) -> Callable[[Records], None]:
    def bend(records: Records) -> None:
        name = deliveries.kind_of(kind).key[0]
        records[kind] += [one for one in records[kind] if getattr(one, name) == key]

    return bend


def bent(kind: str, key: str, **values: Any) -> Callable[[Records], None]:
    return lambda records: changed(records, kind, key, **values)


def lacking(kind: str, *keys: str) -> Callable[[Records], None]:
    return lambda records: without(records, kind, *keys)


CASES: list[tuple[str, Callable[[Records], None], str, str, int | None, str]] = [
    ("duplicate person", duplicate("persons", "P1"), "persons.csv", "identifiant", 5, "ligne 2"),
    ("unknown agency", bent("residences", "R1", agency="AG9"),
     "residences.csv", "agence", 2, "n’existe pas dans agencies.csv"),
    ("unknown dwelling", bent("leases", "B1", dwelling="L9"),
     "leases.csv", "logement", 2, "n’existe pas"),
    ("line of an unknown account", bent("ledger_lines", "E2", tenant_account="C9"),
     "ledger_lines.csv", "compte", 3, "n’existe pas"),
    ("lease without dwelling", bent("leases", "B1", dwelling=""),
     "leases.csv", "logement", 2, "doit nommer son logement"),
    ("parking without annex", bent("leases", "B3", annex=""),
     "leases.csv", "annexe", 4, "doit nommer son annexe"),
    ("fixed term without end", bent("leases", "B1", term="fixed"),
     "leases.csv", "date_fin", 2, "doit avoir une date de fin"),
    ("open-ended with an end", bent("leases", "B1", ends_on="2030-01-01"),
     "leases.csv", "date_fin", 2, "n’a pas de date de fin"),
    ("lease that ends first", bent("leases", "B1", term="fixed", ends_on="2018-01-01"),
     "leases.csv", "date_fin", 2, "avant de commencer"),
    ("role on both", bent("roles", "T1", lease="B1"),
     "roles.csv", "compte", 2, "jamais sur les deux"),
    ("role on none", bent("roles", "T4", lease=""), "roles.csv", "compte", 5, "ni sur aucun"),
    ("guarantor of an account", bent("roles", "T2", role="garant"),
     "roles.csv", "role", 3, "n’existe pas sur un compte"),
    ("role that ends first", bent("roles", "T2", ends_on="2019-01-01"),
     "roles.csv", "fin", 3, "finit avant"),
    ("account nobody holds", lacking("roles", "T3"),
     "tenant_accounts.csv", "identifiant", 3, "aucun titulaire"),
    ("nameless member", bent("household_members", "F2", family_name=""),
     "household_members.csv", "nom", 3, "ni désignée ni nommée"),
    ("references alike", bent("tenant_accounts", "C2", customer_reference="l 10417"),
     "tenant_accounts.csv", "reference_client", 3, "se confond avec celle de la ligne 2"),
    ("line of nothing", lambda records: records["ledger_lines"].append(line("E9", "C1", 0)),
     "ledger_lines.csv", "montant", 5, "ne change rien"),
    ("line before the opening", lambda records: (
        changed(records, "ledger_lines", "E1", effective_on="2026-09-30")),
     "ledger_lines.csv", "date", 2, "précède le solde de départ"),
    ("closing that disagrees", bent("closing_balances", "C1", amount_cents=22_238),
     "closing_balances.csv", "solde", 2, "l’écart est de 0,01"),
    ("lost line", lacking("ledger_lines", "E2"),
     "closing_balances.csv", "solde", 2, "l’écart est de −200,00"),
    ("avis that disagrees", bent("rent_notices", "AV1", net_cents=22_238),
     "rent_notices.csv", "net", 2, "ne tombe pas juste"),
    ("avis without lines", lambda records: records["billing_lines"].clear(),
     "rent_notices.csv", "numero", 2, "aucune ligne"),
    ("lines of no avis", bent("rent_notices", "AV1", number="AV2"),
     "billing_lines.csv", "avis", 2, "n’existe pas"),
    ("due before issue", bent("rent_notices", "AV1", due_on="2026-10-31"),
     "rent_notices.csv", "date_limite", 2, "précède l’émission"),
    ("both columns", bent("billing_lines", "AV1", debit_cents=1, credit_cents=1),
     "billing_lines.csv", "debit", 2, "un débit ou un crédit"),
    ("avis without its kind", lambda records: records.pop("billing_lines"),
     "rent_notices.csv", "", None, "ne va pas sans « billing_lines »"),
    ("kind left out", lambda records: records.pop("agencies"),
     "residences.csv", "agence", 2, "n’en contient pas le fichier"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("bend", "file", "column", "at", "reason"),
    [case[1:] for case in CASES],
    ids=[case[0].replace(" ", "-") for case in CASES],
)
def test_a_delivery_that_does_not_hold_together_is_refused(
    tmp_path: Path,
    now: dt.datetime,
    bend: Callable[[Records], None],
    file: str,
    column: str,
    at: int | None,
    reason: str,
) -> None:
    records = small()
    bend(records)
    told = [one for one in refusal(tmp_path, records, now) if one.file == file]
    assert [problem for problem in told if reason in problem.reason], told
    first = next(problem for problem in told if reason in problem.reason)
    assert (first.column, first.line) == (column, at)
    assert first.remedy
    assert not Person.objects.exists()
    assert Delivery.objects.get().state == Delivery.State.REFUSED


def test_mistakes_of_several_files_are_told_together(tmp_path: Path, now: dt.datetime) -> None:
    records = small()
    changed(records, "residences", "R1", agency="AG9")
    changed(records, "closing_balances", "C2", amount_cents=1)
    changed(records, "roles", "T2", ends_on="2019-01-01")
    files = {problem.file for problem in refusal(tmp_path, records, now)}
    assert files == {"residences.csv", "closing_balances.csv", "roles.csv"}


def test_a_spoilt_row_is_not_told_again_by_every_row_that_names_it(
    tmp_path: Path, now: dt.datetime
) -> None:
    write(tmp_path, small())
    path = tmp_path / "tenant_accounts.csv"
    path.write_text(path.read_text().replace("virement", "troc", 1))
    manifest = json.loads((tmp_path / "manifest.json").read_text())
    manifest["kinds"]["tenant_accounts"]["sha256"] = ""
    (tmp_path / "manifest.json").write_text(json.dumps(manifest))
    [problem] = refused(tmp_path, now)
    assert (problem.file, problem.column) == ("tenant_accounts.csv", "moyen_paiement")


def test_an_opening_must_be_the_balance_known_on_that_day(tmp_path: Path, now: dt.datetime) -> None:
    write(tmp_path / "1", small())
    import_folder(tmp_path / "1", now=now, sleep=False)
    later = small()
    later["opening_balances"] = [
        OpeningBalanceRecord(tenant_account="C1", as_of="2026-11-02", amount_cents=42_238)
    ]
    without(later, "ledger_lines", "E1")
    later["closing_balances"] = [
        ClosingBalanceRecord(tenant_account="C1", as_of="2026-11-20", amount_cents=22_238)
    ]
    told = refusal(tmp_path / "2", later, now)
    assert "vaut 422,37" in told[0].reason
    assert told[0].file == "opening_balances.csv"


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("absent.pdf", None, "introuvable"),
        ("../outside.pdf", b"%PDF-1.7", "hors du dossier"),
        ("empty.pdf", b"", "vide"),
        ("text.pdf", b"bonjour", "pas un PDF"),
    ],
)
def test_a_document_that_is_not_a_pdf_of_the_folder_is_refused(
    tmp_path: Path, now: dt.datetime, name: str, content: bytes | None, reason: str
) -> None:
    folder = tmp_path / "delivery"
    folder.mkdir()
    if content is not None:
        (folder / name).write_bytes(content)
    records = small()
    records["documents"] = [
        DocumentRecord(
            erp_id="D1", file_name=name, kind="lease", title="Bail", issued_on="2019-05-22",
            tenant_account="C1",
        )
    ]  # fmt: skip
    [problem] = refusal(folder, records, now)
    assert reason in problem.reason
    assert problem.column == "fichier"


MANIFESTS: list[tuple[Callable[[dict[str, Any]], None], str]] = [
    (lambda one: one.update(format_version="2"), "version du format"),
    (lambda one: one.update(encoding="utf-16"), "encodage"),
    (lambda one: one.pop("landlord"), "manque"),
    (lambda one: one.update(produced_at="hier"), "date et une heure"),
    (lambda one: one["kinds"].update(tenants={"file": "persons.csv", "mode": "full"}),
     "n’existe pas"),
    (lambda one: one["kinds"]["persons"].update(mode="partial"), "full ou delta"),
    (lambda one: one["kinds"]["persons"].update(file="gone.csv"), "introuvable"),
    (lambda one: one["kinds"]["persons"].update(file="../persons.csv"), "introuvable"),
    (lambda one: one["kinds"]["persons"].pop("rows"), "nombre de lignes"),
    (lambda one: one["kinds"]["persons"].update(sha256="0" * 64), "SHA-256 différent"),
    (lambda one: one.update(kinds={}), "aucun fichier"),
    (lambda one: one.update(kinds=[]), "ne décrit pas"),
]  # fmt: skip


@pytest.mark.parametrize(("bend", "reason"), MANIFESTS)
def test_a_wrong_manifest_is_explained(
    tmp_path: Path, now: dt.datetime, bend: Callable[[dict[str, Any]], None], reason: str
) -> None:
    write(tmp_path, small())
    manifest = json.loads((tmp_path / "manifest.json").read_text())
    bend(manifest)
    (tmp_path / "manifest.json").write_text(json.dumps(manifest))
    told = refused(tmp_path, now)
    assert any(reason in problem.reason for problem in told), told
    assert not Delivery.objects.exists()


@pytest.mark.parametrize(
    ("content", "reason"),
    [(None, "introuvable"), (b"{", "pas du JSON"), (b"\xff", "UTF-8"), (b"[]", "ne décrit pas")],
)
def test_an_unreadable_manifest_is_explained(
    tmp_path: Path, now: dt.datetime, content: bytes | None, reason: str
) -> None:
    if content is not None:
        (tmp_path / "manifest.json").write_bytes(content)
    [problem] = refused(tmp_path, now)
    assert reason in problem.reason
