"""``/mon-loyer/avis/``: the list, each avis as page and PDF, those of a year in one file."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from django.test import Client, override_settings

from palier.domain.audit.actor import Actor
from palier.domain.billing.actions import publish_period
from palier.domain.billing.models import RentNotice
from palier.domain.billing.queries import facts_of
from palier.domain.billing.rules import DeliveredLine
from palier.domain.documents.actions import add_document
from palier.domain.documents.models import Document
from palier.domain.landlord.actions import decide
from palier.foundation.money import euros
from palier.foundation.periods import Period
from tests.cast import Cast
from tests.conformance.test_pdf_rent_notice import squeezed, text_of
from tests.domain.billing.delivery import deliver_notice
from tests.domain.billing.sample_facts import LINES, NOVEMBER
from tests.portal.test_rent_account import text

AtMost = Callable[[int], AbstractContextManager[object]]


@pytest.fixture(autouse=True)
def vault(tmp_path: Path) -> Iterator[None]:
    storages = {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path)},
        },
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    with override_settings(STORAGES=storages):
        yield


def publish(now: dt.datetime, period: Period = NOVEMBER) -> RentNotice:
    publish_period(period=period, actor=Actor.system(), now=now)
    return RentNotice.objects.order_by("pk")[RentNotice.objects.count() - 1]


@pytest.fixture
def notice(cast: Cast, now: dt.datetime, client: Client) -> RentNotice:
    deliver_notice(cast.account)
    client.force_login(cast.awa_user)
    return publish(now)


def address(notice: RentNotice) -> str:
    return f"/mon-loyer/avis/{notice.code}/"


def pdf_address(notice: RentNotice) -> str:
    return f"/mon-loyer/avis/{notice.code}.pdf"


def test_the_list_goes_year_by_year(cast: Cast, now: dt.datetime, client: Client) -> None:
    for period in (Period(2025, 12), Period(2026, 1)):
        deliver_notice(cast.account, period)
        publish(now, period)
    client.force_login(cast.awa_user)
    said = text(client.get("/mon-loyer/avis/").content.decode())
    assert said.index("Janvier 2026") < said.index("Décembre 2025")
    assert "Tous les avis de 2025" in said


def test_the_page_and_the_pdf_show_the_same_figures(notice: RentNotice, client: Client) -> None:
    page = squeezed(text(client.get(address(notice)).content.decode()))
    drawn = text_of(client.get(pdf_address(notice)).content)
    facts = facts_of(notice)
    cents = [line.debit_cents + line.credit_cents for line in facts.lines]
    cents += [facts.month_total_cents, facts.previous_balance_cents, facts.net_cents]
    for amount in map(squeezed, map(euros, cents)):
        assert amount in page
        assert amount in drawn
    for label in (line.label for line in facts.lines):
        assert squeezed(label) in page
        assert squeezed(label) in drawn


def test_each_line_has_its_plain_sentence(notice: RentNotice, client: Client) -> None:
    said = text(client.get(address(notice)).content.decode())
    assert "L’aide de la CAF, versée directement à votre bailleur" in said
    assert "n’est pas une quittance" in said


def test_the_same_bytes_come_back(notice: RentNotice, client: Client) -> None:
    first = client.get(pdf_address(notice))
    assert first.headers["Content-Type"] == "application/pdf"
    assert "attachment" in first.headers["Content-Disposition"]
    assert client.get(pdf_address(notice)).content == first.content
    assert Document.objects.count() == 1


def test_a_corrected_avis_leads_to_the_version_in_force(
    cast: Cast, notice: RentNotice, now: dt.datetime, client: Client
) -> None:
    cheaper = [*LINES, DeliveredLine("rebate", "REMISE", NOVEMBER, -1_000)]
    deliver_notice(cast.account, lines=cheaper, version=2)
    corrected = publish(now)
    old = text(client.get(address(notice)).content.decode())
    new = text(client.get(address(corrected)).content.decode())
    assert "Cet avis a été corrigé" in old
    assert "cette version 2 remplace la version 1" in squeezed_spaces(new)
    assert client.get(pdf_address(notice)).content != client.get(pdf_address(corrected)).content
    listed = text(client.get("/mon-loyer/avis/").content.decode())
    assert "Remplacé" in listed
    assert "Corrigé" in listed


def squeezed_spaces(said: str) -> str:
    return said.replace("\u00a0", " ").replace("\u202f", " ")


@pytest.mark.parametrize("reader", ["jeanne_user", "remi_user", "stranger_user"])
def test_another_persons_avis_is_not_found(
    cast: Cast, notice: RentNotice, client: Client, reader: str
) -> None:
    client.force_login(getattr(cast, reader))
    assert client.get(address(notice)).status_code == 404
    assert client.get(pdf_address(notice)).status_code == 404


def test_both_holders_see_it(cast: Cast, notice: RentNotice, client: Client) -> None:
    client.force_login(cast.yanis_user)
    assert client.get(address(notice)).status_code == 200


def test_a_holder_who_left_does_not_see_what_came_after(
    cast: Cast, notice: RentNotice, client: Client
) -> None:
    cast.account.holders.filter(person=cast.yanis).update(ends_on=dt.date(2026, 10, 15))
    client.force_login(cast.yanis_user)
    assert client.get(address(notice)).status_code == 404
    assert "Novembre 2026" not in text(client.get("/mon-loyer/avis/").content.decode())


def test_the_landlords_own_pdf_is_given_where_it_says_so(
    cast: Cast, notice: RentNotice, now: dt.datetime, client: Client
) -> None:
    decide(values={"rent_notice_pdf": "landlord"}, valid_from=dt.date(2026, 1, 1))
    assert "arrivera bientôt" in text(client.get(address(notice)).content.decode())
    assert client.get(pdf_address(notice)).status_code == 302
    add_document(
        content=b"%PDF-1.7 own", media_type="application/pdf", kind=Document.Kind.RENT_NOTICE,
        title="Avis", visibility=Document.Visibility.HOLDERS, origin=Document.Origin.LANDLORD,
        issued_on=notice.issue_on, reference=notice.number, tenant_account=cast.account,
        actor=Actor.erp(), now=now,
    )  # fmt: skip
    assert client.get(pdf_address(notice)).content == b"%PDF-1.7 own"


def test_the_avis_of_a_year_come_in_one_zip(
    cast: Cast, now: dt.datetime, client: Client, run_jobs: Callable[[dt.datetime], int]
) -> None:
    for period in Period(2026, 9).until(NOVEMBER):
        deliver_notice(cast.account, period)
        publish(now, period)
    client.force_login(cast.awa_user)
    waiting = client.get("/mon-loyer/avis/annee/2026.zip")
    assert "se préparent" in waiting.content.decode()
    run_jobs(now)
    response = client.get("/mon-loyer/avis/annee/2026.zip")
    archive = zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content)))  # type: ignore[attr-defined]
    assert archive.namelist() == [
        "2026-09-AV2026-09-C1.pdf",
        "2026-10-AV2026-10-C1.pdf",
        "2026-11-AV2026-11-C1.pdf",
    ]
    assert all(archive.read(name).startswith(b"%PDF") for name in archive.namelist())
    assert client.get("/mon-loyer/avis/annee/1999.zip").status_code == 404


@pytest.mark.parametrize("months", [1, 24])
def test_the_pages_ask_the_database_as_often_whatever_the_history(
    cast: Cast, now: dt.datetime, client: Client, at_most_queries: AtMost, months: int
) -> None:
    for period in NOVEMBER.shifted(1 - months).until(NOVEMBER):
        deliver_notice(cast.account, period)
        last = publish(now, period)
    client.force_login(cast.awa_user)
    with at_most_queries(12):
        client.get("/mon-loyer/avis/")
    with at_most_queries(12):
        client.get(address(last))
    client.get(pdf_address(last))
    with at_most_queries(12):
        client.get(pdf_address(last))


def test_the_page_is_light(notice: RentNotice, client: Client) -> None:
    assert len(client.get(address(notice)).content) < 60_000
