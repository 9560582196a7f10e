"""A birth refused twice, then accepted: nothing typed again, nothing of the story lost."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from palier.domain.casework.actions import announce_decision
from palier.domain.casework.models import Case, Decision
from palier.domain.household.models import Declaration
from palier.domain.messaging.actions import tell_decision
from palier.domain.messaging.models import Message
from tests.cast import Cast
from tests.domain.documents.intake import samples
from tests.domain.documents.intake.conftest import files
from tests.domain.household.making import case_of, declared
from tests.office.desks import at_desk

__all__ = ["files"]
pytestmark = pytest.mark.usefixtures("files")
ANNOUNCED = dt.timedelta(minutes=5)


def text(client: Client, address: str) -> str:
    return client.get(address, follow=True).content.decode()


def decide(nora: Client, declaration: Declaration, verb: str, now: dt.datetime, **typed: str):
    """Decide at the desk, and let the time to take it back go by."""
    case = case_of(declaration)
    answer = nora.post(
        reverse("office:case-act", args=[case.code, verb]), {"revision": case.revision} | typed
    )
    assert answer.status_code == 302
    decision = Decision.objects.get(case=case)
    announce_decision(decision_id=decision.pk, now=now + ANNOUNCED)
    tell_decision(decision_id=decision.pk, now=now + ANNOUNCED)


def made_again(awa: Client, refused: Declaration, pages: int) -> Declaration:
    """Take up the refused declaration: only the proof is asked again."""
    started = awa.post(reverse("portal:household-again", args=[refused.code]))
    check = started["Location"]
    question = awa.get(check)["Location"]
    proof = SimpleUploadedFile("acte.pdf", samples.pdf(pages), "application/pdf")
    assert awa.post(question, {"proof": "birth_record", "files": proof}).status_code == 302
    assert "Léa Marie" in text(awa, check)
    assert awa.post(check).status_code == 302
    return Declaration.objects.latest("pk")


def test_a_declaration_refused_twice_then_accepted(cast: Cast, now: dt.datetime) -> None:
    awa, nora = Client(), at_desk(cast.north_advisor)
    awa.force_login(cast.awa_user)
    first = declared(cast, now)
    decide(nora, first, "refuser", now, reason="unreadable", note="La photo est floue.")
    page = text(awa, reverse("portal:household-declaration", args=[first.code]))
    assert "pas lisible" in page
    assert "La photo est floue." in page

    second = made_again(awa, first, pages=2)
    decide(nora, second, "refuser", now, reason="date_differs")
    assert second.follows == first
    assert "refaire" in text(awa, "/mon-foyer/")

    third = made_again(awa, second, pages=3)
    review = text(nora, reverse("office:case", args=[case_of(third).code]))
    assert review.count("refusé\u00a0:") == 2
    decide(nora, third, "accepter", now)
    third.refresh_from_db()
    assert third.state == Declaration.State.ACCEPTED
    assert "Léa Marie Diallo" in text(awa, "/mon-foyer/")
    story = text(awa, reverse("portal:household-declaration", args=[third.code]))
    assert story.count("Déclaration envoyée") == 3
    assert story.count("L’agence n’a pas pu accepter") == 2
    assert story.count("L’agence a accepté le changement") == 1
    assert "La photo est floue." in story
    # Each decision was told in the messages, once; no holder changed by itself.
    assert Message.objects.filter(kind=Message.Kind.NOTICE).count() == 3
    assert Case.objects.filter(state=Case.State.CLOSED).count() == 3
    assert "Léa" not in text(awa, "/mon-bail/").split("Titulaires", 1)[-1][:600]
