from __future__ import annotations

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from palier.domain.papers.models import Paper, PaperRequest
from tests.cast import Cast
from tests.domain.documents.intake import samples
from tests.domain.documents.intake.conftest import files
from tests.domain.papers import making
from tests.office.desks import at_desk

__all__ = ["files"]
pytestmark = pytest.mark.usefixtures("files")


def ask_address(cast: Cast) -> str:
    return reverse("office:papers-ask", args=[cast.account.code])


def wish(cast: Cast, **more: str) -> dict[str, str]:
    return {
        "person": str(cast.awa.pk),
        "kind": "caf",
        "precision": "",
        "reason": "housing_aid",
        "note": "",
        "due_on_day": "15",
        "due_on_month": "12",
        "due_on_year": "2026",
        **more,
    }


def test_an_advisor_asks_for_a_paper(nora: Client, cast: Cast, now: dt.datetime) -> None:
    page = nora.get(ask_address(cast)).content.decode()
    assert 'value="15"' in page
    assert nora.post(ask_address(cast), wish(cast)).status_code == 302
    request = PaperRequest.objects.get()
    assert (request.person, request.title) == (cast.awa, "Un document de la CAF ou de la MSA")
    listed = nora.get(reverse("office:papers", args=[cast.account.code])).content.decode()
    assert "À fournir" in listed


def test_asking_of_any_holder_and_mistakes(nora: Client, cast: Cast, now: dt.datetime) -> None:
    past = nora.post(ask_address(cast), wish(cast, due_on_year="2025"))
    assert "jour à venir" in past.content.decode()
    nameless = nora.post(ask_address(cast), wish(cast, kind="other"))
    assert "Écrivez le nom de la pièce" in nameless.content.decode()
    nora.post(ask_address(cast), wish(cast, person="all"))
    assert PaperRequest.objects.get().person is None


def test_nobody_else_asks(sacha: Client, cast: Cast, now: dt.datetime) -> None:
    request = making.asked(cast, now)
    accountant = at_desk(cast.accountant)
    for client in (sacha, accountant):
        assert client.get(ask_address(cast)).status_code == 404
        assert client.post(ask_address(cast), wish(cast)).status_code == 404
        page = reverse("office:papers", args=[cast.account.code])
        assert client.get(page).status_code == 404
        cancel = reverse("office:papers-cancel", args=[request.code])
        assert client.post(cancel).status_code == 404
    request.refresh_from_db()
    assert request.state == "asked"


def test_cancelling_asks_first(nora: Client, cast: Cast, now: dt.datetime) -> None:
    request = making.asked(cast, now)
    address = reverse("office:papers-cancel", args=[request.code])
    assert request.title in nora.get(address).content.decode()
    nora.post(address)
    request.refresh_from_db()
    assert request.state == "cancelled"


def test_a_paper_is_reviewed(nora: Client, cast: Cast, now: dt.datetime) -> None:
    paper = making.deposited(cast, now, making.asked(cast, now))
    case = making.case_of(paper)
    page = nora.get(reverse("office:case", args=[case.code])).content.decode()
    assert "Avis d’imposition 2026" in page
    assert "<img" in page
    act = reverse("office:case-act", args=[case.code, "accepter"])
    assert nora.post(act, {"revision": case.revision}).status_code == 302
    paper.refresh_from_db()
    assert paper.state == "accepted"


def test_an_impediment_is_reviewed(nora: Client, cast: Cast, now: dt.datetime) -> None:
    request = making.asked(cast, now)
    case = making.case_of(making.said(cast, now, request))
    page = nora.get(reverse("office:case", args=[case.code])).content.decode()
    assert "Elle arrive en janvier" in page
    act = reverse("office:case-act", args=[case.code, "accepter"])
    more_time = {"until_day": "20", "until_month": "1", "until_year": "2027"}
    nora.post(act, {"revision": case.revision, **more_time})
    request.refresh_from_db()
    assert (request.state, request.due_on) == ("asked", dt.date(2027, 1, 20))


def test_at_the_counter_the_paper_answers_the_request(
    nora: Client, cast: Cast, now: dt.datetime
) -> None:
    request = making.asked(cast, now)
    address = reverse("office:papers-counter", args=[cast.account.code])
    scan = SimpleUploadedFile("avis.pdf", samples.pdf(), "application/pdf")
    response = nora.post(
        address, {"person": str(cast.awa.pk), "asked": request.code, "files": scan}
    )
    assert response.status_code == 302, response.content.decode()[-2000:]
    paper = Paper.objects.get()
    assert (paper.request, paper.filed_by) == (request, cast.north_advisor)
    section = reverse("office:tenant-section", args=[cast.account.code, "papers"])
    assert "Déposée, à vérifier" in nora.get(section).content.decode()
