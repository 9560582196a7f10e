from __future__ import annotations

import datetime as dt
import io
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from palier.domain.insurance.models import Certificate, FormalDemand
from palier.office import insurance_review
from palier.office.reviewing import Agreement, adapter_of
from tests.cast import Cast
from tests.domain.documents.intake.conftest import files
from tests.domain.insurance.making import accept, act, deposit
from tests.domain.insurance.papers import Paper, draw, other_address

__all__ = ["files"]
pytestmark = pytest.mark.usefixtures("files")
assert insurance_review.CertificateReview, "registered by being imported"


def text(response: Any) -> str:
    return response.content.decode()


def test_the_review_compares_and_hints_and_never_decides(cast: Cast, now: dt.datetime) -> None:
    made = deposit(cast, now, paper=other_address(Paper()))
    adapter = adapter_of(made.case)
    assert adapter is not None
    facts = adapter.facts(made.case)
    agreements = {line.label: line.agreement for line in facts.columns}
    assert agreements["Assuré"] is Agreement.AGREES
    assert agreements["Adresse"] is Agreement.DIFFERS
    assert facts.likely_reasons == ("other_address",)
    assert [document.file for document in facts.documents] == [made.certificate.document.file]
    made.certificate.refresh_from_db()
    assert made.certificate.state == Certificate.State.UNDER_REVIEW


def test_the_desk_accepts_through_the_review_screen(
    nora: Client, cast: Cast, now: dt.datetime
) -> None:
    made = deposit(cast, now)
    page = nora.get(f"/agence/demandes/{made.case.code}/")
    assert page.status_code == 200
    assert "Attestation d’assurance" in text(page)
    common = act(made.certificate, cast.north_advisor, now)
    adapter = adapter_of(made.case)
    assert adapter is not None
    initial = {name: field.initial for name, field in adapter.fields(made.case).items()}
    assert initial["valid_to"] == dt.date(2026, 12, 31)
    case = common.pop("case")
    decision = adapter.accept(case, typed=initial, note="", **common)
    undo = {name: common[name] for name in ("staff", "actor", "now")}
    adapter.undo(case, decision=decision, **undo)
    made.certificate.refresh_from_db()
    assert made.certificate.state == Certificate.State.UNDER_REVIEW


def test_the_list_shows_who_is_not_insured_and_nothing_awaits(
    nora: Client, cast: Cast, now: dt.datetime
) -> None:
    assert "Awa Diallo" in text(nora.get("/agence/assurance/"))
    made = deposit(cast, now)
    assert "Awa Diallo" not in text(nora.get("/agence/assurance/"))
    accept(made.certificate, cast.north_advisor, now)
    assert "Awa Diallo" not in text(nora.get("/agence/assurance/"))


def test_a_formal_demand_is_asked_once_more_then_printed_and_cancelled(
    nora: Client, cast: Cast, now: dt.datetime
) -> None:
    code = cast.lease.code
    asked = text(nora.get(f"/agence/assurance/{code}/mettre-en-demeure/"))
    assert "acte juridique" in asked
    assert "conseil juridique" in asked
    answer = nora.post(f"/agence/assurance/{code}/mettre-en-demeure/")
    demand = FormalDemand.objects.get()
    assert answer["Location"] == f"/agence/assurance/mise-en-demeure/{demand.code}/"
    assert "Awa Diallo" in text(nora.get(answer["Location"]))
    assert nora.get(answer["Location"] + "lettre.pdf").content.startswith(b"%PDF")
    nora.post(answer["Location"], {"cause": "settled"})
    demand.refresh_from_db()
    assert demand.state == "cancelled"


def test_no_demand_leaves_while_a_deposit_waits(nora: Client, cast: Cast, now: dt.datetime) -> None:
    deposit(cast, now)
    page = text(nora.get(f"/agence/assurance/{cast.lease.code}/"))
    assert "examinez-la d’abord" in page
    nora.post(f"/agence/assurance/{cast.lease.code}/mettre-en-demeure/")
    assert not FormalDemand.objects.exists()


def test_another_agency_finds_nothing(sacha: Client, cast: Cast, now: dt.datetime) -> None:
    made = deposit(cast, now)
    for address in (
        f"/agence/assurance/{cast.lease.code}/",
        f"/agence/assurance/{cast.lease.code}/mettre-en-demeure/",
        f"/agence/accuses/{made.acknowledgement.code}/",
        f"/agence/accuses/{made.acknowledgement.code}/accuse.pdf",
    ):
        assert sacha.get(address).status_code == 404
        assert sacha.post(address).status_code in {404, 405}


def test_the_acknowledgement_is_printed_at_the_desk(
    nora: Client, cast: Cast, now: dt.datetime
) -> None:
    made = deposit(cast, now)
    page = text(nora.get(f"/agence/accuses/{made.acknowledgement.code}/"))
    assert made.acknowledgement.number in page
    pdf = nora.get(f"/agence/accuses/{made.acknowledgement.code}/accuse.pdf")
    assert pdf.content.startswith(b"%PDF")


def test_the_list_asks_few_questions(nora: Client, cast: Cast, at_most_queries: Any) -> None:
    del cast
    with at_most_queries(15):
        nora.get("/agence/assurance/")


def test_the_tenant_file_tells_the_insurance(
    nora: Client, cast: Cast, now: dt.datetime, files: Path
) -> None:
    deposit(cast, now)
    assert "Assurance du logement" in text(nora.get(f"/agence/locataires/{cast.account.code}/"))
    section = reverse("office:tenant-section", args=[cast.account.code, "insurance"])
    page = text(nora.get(section))
    assert "Attestation à examiner" in page


def test_a_certificate_filed_at_the_counter_is_marked_as_such(
    nora: Client, cast: Cast, now: dt.datetime
) -> None:
    counter = text(nora.get(f"/agence/locataires/{cast.account.code}/guichet/"))
    address = f"/agence/assurance/guichet/{cast.account.code}/"
    assert address in counter
    file = io.BytesIO(draw(Paper(), "table"))
    file.name = "scan.pdf"
    answer = nora.post(address, {"person": str(cast.awa.pk), "files": file, "insurer": "MAIF"})
    certificate = Certificate.objects.get()
    assert certificate.filed_by == cast.north_advisor
    assert certificate.user == cast.awa_user
    page = text(nora.get(answer["Location"]))
    assert "Nora Benali" in page
