"""``/documents/``: by kind and year, searched, page by page, singly or a year at once."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.test import Client

from palier.domain.billing.receipts.models import Receipt
from palier.domain.documents.models import Document
from palier.foundation.periods import Period
from tests.cast import TODAY, Cast
from tests.conformance.test_pdf_receipts import FACTS, receipt_pdf
from tests.domain.billing.receipts.test_following import agree, follow
from tests.domain.billing.settlements.delivery import deliver_settlement
from tests.domain.documents.test_vault import folder, keep
from tests.domain.ledger.delivery import MONTH_CENTS, deliver_entry, deliver_months
from tests.portal.test_rent_account import text

__all__ = ["folder"]
AtMost = Callable[[int], AbstractContextManager[object]]
PAGES = receipt_pdf(FACTS["quittance"], stamped_at=dt.datetime(2026, 11, 4, tzinfo=dt.UTC))


@pytest.fixture
def lease(cast: Cast, now: dt.datetime, client: Client) -> Document:
    client.force_login(cast.awa_user)
    return keep(
        cast, now, PAGES, kind=Document.Kind.LEASE, title="Bail d’habitation — état d’origine",
        issued_on=dt.date(2019, 2, 20), lease=cast.lease,
    )  # fmt: skip


def said(client: Client, address: str = "/documents/") -> str:
    return text(client.get(address).content.decode())


def test_documents_are_grouped_by_kind_and_year(
    cast: Cast, lease: Document, now: dt.datetime, client: Client
) -> None:
    keep(cast, now, b"2", kind=Document.Kind.DIAGNOSTIC, title="DPE", issued_on=TODAY)
    shown = said(client)
    assert (
        shown.index("Bail (1)") < shown.index("2019") < shown.index("Diagnostics du logement (1)")
    )
    assert "Tous les documents de 2019" in shown


def test_quittances_and_regularisations_are_among_them_once(
    cast: Cast, lease: Document, now: dt.datetime, client: Client,
    run_jobs: Callable[[dt.datetime], int],
) -> None:  # fmt: skip
    deliver_months(cast.account, Period(2026, 9), Period(2026, 9))
    agree(cast, now)
    follow(cast, now)
    deliver_settlement(cast.account)
    assert "se préparent" in client.get("/documents/annee/2026.zip").content.decode()
    run_jobs(now)
    shown = said(client)
    assert shown.count("Quittance de loyer, septembre 2026") == 1
    assert shown.count("Régularisation des charges 2025") == 1


@pytest.mark.parametrize("typed", ["etat origine", "BAIL", "février 2019", "2019 bail"])
def test_search_ignores_accents_and_case(lease: Document, client: Client, typed: str) -> None:
    assert lease.title in said(client, f"/documents/?q={typed}")


def test_a_search_that_finds_nothing_says_what_to_try(lease: Document, client: Client) -> None:
    assert "Aucun document ne correspond" in said(client, "/documents/?q=piscine")


def test_a_document_is_read_page_by_page_and_says_how_long_it_is_kept(
    lease: Document, client: Client
) -> None:
    shown = client.get(f"/documents/{lease.code}/").content.decode()
    assert "Page 1 sur 1" in shown
    assert "puis 3 ans après sa fin" in shown.replace("\u00a0", " ")
    picture = client.get(f"/documents/{lease.code}/page/1.jpg")
    assert picture.headers["Content-Type"] == "image/jpeg"
    assert picture.content.startswith(b"\xff\xd8")
    lease.file.refresh_from_db()
    assert lease.file.pages == 1
    assert client.get(f"/documents/{lease.code}/page/9.jpg").status_code == 404


def test_a_damaged_pdf_shows_no_picture_and_stays_downloadable(
    cast: Cast, now: dt.datetime, client: Client
) -> None:
    client.force_login(cast.awa_user)
    broken = keep(cast, now, b"%PDF-1.7 broken", kind=Document.Kind.LEASE)
    assert "n’est pas disponible" in said(client, f"/documents/{broken.code}/")
    assert client.get(f"/documents/{broken.code}/fichier/").content == b"%PDF-1.7 broken"


def test_a_lost_file_is_told_and_not_a_crash(cast: Cast, lease: Document, client: Client) -> None:
    from palier.domain.documents import vault

    vault.forget(lease.file.sha256)
    assert client.get(f"/documents/{lease.code}/").status_code == 200
    answer = client.get(f"/documents/{lease.code}/fichier/", follow=True)
    assert "momentanément indisponible" in answer.content.decode()


def test_a_year_is_prepared_in_the_background_then_downloaded(
    cast: Cast, lease: Document, now: dt.datetime, client: Client,
    run_jobs: Callable[[dt.datetime], int],
) -> None:  # fmt: skip
    deliver_months(cast.account, Period(2026, 8), Period(2026, 9))
    agree(cast, now)
    follow(cast, now)
    deliver_entry(cast.account, "rejected", MONTH_CENTS, dt.date(2026, 10, 12), rail="transfer")
    follow(cast, now)
    deliver_settlement(cast.account)
    waiting = client.get("/documents/annee/2026.zip")
    assert "se préparent" in waiting.content.decode()
    assert Receipt.objects.filter(document=None).count() == 2
    run_jobs(now)
    answer = client.get("/documents/annee/2026.zip")
    archive = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))  # type: ignore[attr-defined]
    names = archive.namelist()
    assert [name for name in names if "quittance" in name] == [
        "2026-09-04-quittance-de-loyer-aout-2026.pdf"
    ]
    assert any("regularisation" in name for name in names)
    assert all(archive.read(name).startswith(b"%PDF") for name in names)


def test_nobody_elses_document_opens(
    cast: Cast, lease: Document, now: dt.datetime, client: Client
) -> None:
    for user in (cast.jeanne_user, cast.remi_user, cast.stranger_user):
        client.force_login(user)
        for tail in ("", "page/1.jpg", "fichier/"):
            assert client.get(f"/documents/{lease.code}/{tail}").status_code == 404


def test_what_a_tenant_deposited_or_the_staff_keeps_is_not_among_them(
    cast: Cast, lease: Document, now: dt.datetime, client: Client
) -> None:
    keep(cast, now, b"3", title="Secret", visibility=Document.Visibility.STAFF)
    keep(cast, now, b"4", title="Mon papier", origin=Document.Origin.TENANT)
    shown = said(client)
    assert "Secret" not in shown
    assert "Mon papier" not in shown


def test_the_list_costs_few_queries(
    cast: Cast, lease: Document, now: dt.datetime, client: Client, at_most_queries: AtMost
) -> None:
    deliver_months(cast.account, Period(2025, 1), Period(2026, 9))
    agree(cast, now)
    follow(cast, now)
    for number in range(30):
        keep(cast, now, str(number).encode(), title=f"Document {number}")
    client.get("/documents/")
    client.get(f"/documents/{lease.code}/")
    with at_most_queries(12):
        client.get("/documents/")
    with at_most_queries(12):
        client.get(f"/documents/{lease.code}/")
