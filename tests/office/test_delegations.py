"""``/agence/proches/``: guardians recorded by two, help ended with a reason."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from palier.domain.access.models import Delegation
from palier.domain.audit.models import Trace
from palier.domain.mail.models import Letter
from tests.cast import Cast, make_staff
from tests.domain.access.test_delegations import helping
from tests.domain.documents.intake.conftest import files
from tests.domain.documents.intake.samples import pdf
from tests.office.desks import at_desk

__all__ = ["files"]
AtMost = Callable[[int], AbstractContextManager[object]]


def typed(cast: Cast) -> dict[str, object]:
    return {
        "person": str(cast.awa.pk), "name": "Paul Mercier", "organisation": "UDAF 93",
        "email": "paul@udaf.example", "scopes": ["papers", "payment"], "ends_on_day": "30",
        "ends_on_month": "6", "ends_on_year": "2030",
        "files": SimpleUploadedFile("jugement.pdf", pdf(), "application/pdf"),
    }  # fmt: skip


@pytest.mark.usefixtures("files")
def test_a_guardian_is_recorded_by_one_and_validated_by_another(
    cast: Cast, nora: Client, now: dt.datetime
) -> None:
    place = f"/agence/proches/guichet/{cast.account.code}/"
    assert "Le jugement, en entier" in nora.get(place).content.decode()
    answer = nora.post(place, typed(cast), follow=True)
    page = answer.content.decode()
    assert "Un collègue doit valider" in page
    row = Delegation.objects.get()
    assert (row.kind, row.state) == ("guardian", "recorded")
    address = f"/agence/proches/{row.code}/"
    nora.post(f"{address}valider/")
    row.refresh_from_db()
    assert row.state == "recorded"
    omar = at_desk(make_staff("omar@plaine.example", "Omar Saïd", "advisor", cast.north))
    assert omar.get(f"{address}jugement.pdf").status_code == 200
    assert Trace.objects.filter(event="documents.seen").exists()
    omar.post(f"{address}valider/")
    row.refresh_from_db()
    assert row.state == "invited"
    assert Letter.objects.get(template="mail/delegate_invited").to == "paul@udaf.example"


def test_an_advisor_ends_it_with_a_reason(cast: Cast, nora: Client, now: dt.datetime) -> None:
    row, _lucie = helping(cast, now)
    address = f"/agence/proches/{row.code}/"
    page = nora.post(address).content.decode()
    assert "Accepté le" in page
    assert "Abus signalé" in page
    row.refresh_from_db()
    assert row.state == "active"
    nora.post(address, {"ending": "abuse"})
    row.refresh_from_db()
    assert (row.state, row.ending) == ("ended", "abuse")
    assert Letter.objects.filter(template="mail/delegation_over").exists()


def test_the_tenant_file_says_who_helps(
    cast: Cast, nora: Client, sacha: Client, now: dt.datetime, at_most_queries: AtMost
) -> None:
    row, _lucie = helping(cast, now)
    section = f"/agence/locataires/{cast.account.code}/rubriques/delegates/"
    nora.get(section)
    with at_most_queries(15):
        page = nora.get(section).content.decode()
    assert "Lucie Garnier (Maison des solidarités)" in page
    with at_most_queries(15):
        nora.get(f"/agence/proches/{row.code}/")
    assert sacha.get(f"/agence/proches/{row.code}/").status_code == 404
