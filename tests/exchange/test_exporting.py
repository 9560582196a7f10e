"""Deliveries to the ERP are numbered, whole, and never change."""

from __future__ import annotations

from pathlib import Path

import pytest

from palier.exchange.exporting import (
    ExportAlreadyWritten,
    read_acknowledgement,
    read_export,
    write_export,
)
from palier.exchange.problems import DeliveryRefused
from palier.exchange.records.outgoing import PAYMENT_OPERATIONS, PaymentOperationRecord


def operation(cents: int) -> PaymentOperationRecord:
    return PaymentOperationRecord(
        reference="7K4M-1",
        kind="capture",
        payment_reference="7K4M",
        tenant_account="C1",
        customer_reference="L/0010417",
        operated_on="2026-11-04",
        amount_cents=cents,
    )


def export(root: Path, number: int, cents: int) -> Path:
    return write_export(
        root,
        number,
        {PAYMENT_OPERATIONS: [operation(cents)]},
        landlord="Bailleur d’essai",
        produced_at="2026-11-05T02:00:00+00:00",
    )


def test_an_export_has_its_number_its_manifest_and_its_records(tmp_path: Path) -> None:
    folder = export(tmp_path, 12, -49_821)
    assert folder.name == "000012"
    assert read_export(folder).kinds["payment_operations"].rows == 1
    lines = (folder / "payment_operations.csv").read_text(encoding="utf-8").splitlines()
    assert lines[1] == "7K4M-1;encaissement;7K4M;C1;L/0010417;2026-11-04;-498,21;;"


def test_writing_a_number_again_gives_the_same_folder(tmp_path: Path) -> None:
    assert export(tmp_path, 1, -100) == export(tmp_path, 1, -100)


def test_a_number_never_takes_another_content(tmp_path: Path) -> None:
    export(tmp_path, 1, -100)
    with pytest.raises(ExportAlreadyWritten):
        export(tmp_path, 1, -200)
    assert [path.name for path in tmp_path.iterdir()] == ["000001"]


def test_the_erps_answer_is_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "accuse.csv"
    path.write_text(
        "numero_remise;reference;etat;motif;reference_ligne\n"
        "12;7K4M-1;accepte;;E2026-1\n12;7K4N-1;rejete;Compte clos;\n"
    )
    accepted, rejected = read_acknowledgement(path)
    assert (accepted.verdict, accepted.source_reference) == ("accepted", "E2026-1")
    assert (rejected.verdict, rejected.reason) == ("rejected", "Compte clos")


def test_a_wrong_answer_is_explained(tmp_path: Path) -> None:
    path = tmp_path / "accuse.csv"
    path.write_text("numero_remise;reference;etat\ndouze;7K4M-1;peut-être\n")
    with pytest.raises(DeliveryRefused) as raised:
        read_acknowledgement(path)
    assert [one.column for one in raised.value.problems.shown] == ["numero_remise", "etat"]
    with pytest.raises(DeliveryRefused):
        read_acknowledgement(tmp_path / "absent.csv")
