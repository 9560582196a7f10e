from __future__ import annotations

import datetime as dt
import io
import re

import pikepdf
import pytest
from django.test import Client

from palier.domain.access.actions import give_proof
from palier.domain.access.models import PersonLink, SecondProof
from palier.domain.accounts.queries import actor_of
from palier.domain.audit.models import Trace
from palier.domain.casework.actions import open_case
from palier.domain.casework.models import Case
from tests.cast import Cast
from tests.office.desks import at_desk

RIGHT = {"birth_date": "right", "lease_start": "right", "phone": "right"}


def address(claim: PersonLink, more: str = "") -> str:
    return f"/agence/identites/{claim.code}/{more}"


@pytest.fixture
def claim_case(cast: Cast, claim: PersonLink, now: dt.datetime) -> Case:
    return open_case(
        kind=Case.Kind.SECOND_PROOF,
        subject="Vérifier l’identité",
        tenant_account=cast.account,
        user=claim.user,
        about=claim,
        live_key=f"second_proof:{claim.code}",
        actor=actor_of(claim.user),
        now=now,
    )


def answered(**answers: str) -> dict[str, str]:
    keys = ("birth_date", "lease_start", "household", "payment_means", "phone", "annex")
    return {"step": "phone", **dict.fromkeys(keys, "not_asked"), **answers}


def test_three_right_answers_open_the_access_and_end_the_case(
    nora: Client, claim: PersonLink, claim_case: Case
) -> None:
    nora.post(address(claim), answered(**RIGHT))
    claim.refresh_from_db()
    claim_case.refresh_from_db()
    assert (claim.state, claim.proof) == ("proven", "advisor")
    assert (claim_case.state, claim_case.closed_reason) == ("closed", "identity_confirmed")
    trace = Trace.objects.get(event="office.identity_check_passed")
    assert (trace.facts["right"], trace.facts["asked"]) == (3, 3)


@pytest.mark.parametrize(
    "answers",
    [
        {"birth_date": "right", "lease_start": "right"},
        {**RIGHT, "annex": "wrong"},
        {"lease_start": "right", "phone": "right", "annex": "right"},
        {**RIGHT, "birth_date": "unknown", "annex": "right"},
    ],
)
def test_weaker_answers_leave_it_closed_and_are_recorded(
    nora: Client, claim: PersonLink, answers: dict[str, str]
) -> None:
    page = nora.post(address(claim), answered(**answers), follow=True).content.decode()
    assert "Ce n’est pas suffisant" in page
    claim.refresh_from_db()
    assert claim.state == "claimed"
    assert Trace.objects.filter(event="office.identity_check_failed").count() == 1


def test_a_third_try_by_telephone_is_refused_whatever_the_answers(
    nora: Client, claim: PersonLink
) -> None:
    for _try in range(2):
        nora.post(address(claim), answered(birth_date="wrong"))
    page = nora.post(address(claim), answered(**RIGHT)).content.decode()
    assert "doit venir à l’agence" in page
    claim.refresh_from_db()
    assert claim.state == "claimed"


def test_a_paper_seen_at_the_counter_opens_the_access(nora: Client, claim: PersonLink) -> None:
    unchecked = nora.post(address(claim), {"step": "counter", "paper": "passport"})
    assert "Comparez la pièce avec le dossier" in unchecked.content.decode()
    nora.post(address(claim), {"step": "counter", "paper": "passport", "same": "on"})
    claim.refresh_from_db()
    assert claim.state == "proven"
    assert Trace.objects.get(event="access.account_opened").facts["checked"] == "passport"


def test_a_refusal_needs_a_reason(nora: Client, claim: PersonLink) -> None:
    nora.post(address(claim), {"step": "refuse", "reason": ""})
    claim.refresh_from_db()
    assert claim.state == "claimed"
    nora.post(address(claim), {"step": "refuse", "reason": "somebody_else"})
    claim.refresh_from_db()
    assert claim.state == "refused"


def test_the_expected_answers_are_not_on_the_avis(nora: Client, claim: PersonLink) -> None:
    page = nora.get(address(claim)).content.decode()
    script = page.partition('value="phone"')[2].partition("</form>")[0]
    assert "2 avril •••" in script
    for hidden in (
        "1988",
        "06\u00a039\u00a098\u00a000\u00a012",
        "mars\u00a02019",
        "carte bancaire",
    ):
        assert hidden not in script
    assert "date de naissance" in script
    assert "L/0012345" not in script
    assert Trace.objects.filter(event="office.identity_check_seen").count() == 1


def test_the_letter_shows_its_code_once_and_the_code_works(
    cast: Cast, nora: Client, claim: PersonLink, claim_case: Case, now: dt.datetime
) -> None:
    before = nora.get(address(claim, "lettre/")).content.decode()
    assert "1 allée des Tilleuls" in before
    assert not SecondProof.objects.exists()
    page = nora.post(address(claim, "lettre/")).content.decode()
    found = re.search(r'letter__code">([^<]+)<', page)
    assert found is not None
    secret = found[1]
    for words in ("M. Yanis N’Guessan", "24\u00a0décembre\u00a02026", "i•••@exemple.fr"):
        assert words in page, words
    claim_case.refresh_from_db()
    assert claim_case.closed_reason == "letter_sent"
    assert secret not in nora.get(address(claim)).content.decode()
    assert secret not in nora.get(address(claim, "lettre/")).content.decode()
    give_proof(link=claim, typed=secret.lower(), actor=actor_of(claim.user), now=now)
    claim.refresh_from_db()
    assert (claim.state, claim.proof) == ("proven", "letter_code")


def test_another_letter_kills_the_code_of_the_first(nora: Client, claim: PersonLink) -> None:
    nora.post(address(claim, "lettre/"))
    nora.post(address(claim, "lettre/"))
    states = SecondProof.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == ["dead", "issued"]


def test_the_pdf_is_the_same_letter_tagged(cast: Cast, nora: Client, claim: PersonLink) -> None:
    page = nora.post(address(claim, "lettre/")).content.decode()
    carried = re.search(r'name="carried" value="([^"]+)"', page)
    secret = re.search(r'letter__code">([^<]+)<', page)
    assert carried is not None
    assert secret is not None
    answer = nora.post(address(claim, "lettre.pdf"), {"carried": carried[1]})
    assert answer["Content-Type"] == "application/pdf"
    with pikepdf.open(io.BytesIO(answer.content)) as document:
        assert document.Root.MarkInfo.Marked
        assert str(document.Root.Lang).startswith("fr")
        assert len(document.pages) == 1
    import pypdfium2

    drawn = pypdfium2.PdfDocument(answer.content)
    text = drawn[0].get_textpage()
    assert secret[1] in text.get_text_bounded()
    # The window of the envelope, in millimetres from the left and from the top of the sheet.
    points = 72 / 25.4
    window = text.get_text_bounded(
        left=105 * points, right=200 * points, top=(297 - 46) * points, bottom=(297 - 82) * points
    )
    for line in ("M. Yanis N’Guessan", "1 allée des Tilleuls", "93200 Saint-Denis"):
        assert line in window
    assert "Référence" not in window


def test_a_forged_letter_is_not_drawn(cast: Cast, nora: Client, claim: PersonLink) -> None:
    forged = nora.post(address(claim, "lettre.pdf"), {"carried": "a:b:c"})
    assert forged["Location"] == address(claim, "lettre/")
    page = nora.post(address(claim, "lettre/")).content.decode()
    carried = re.search(r'name="carried" value="([^"]+)"', page)
    assert carried is not None
    somebody_else = at_desk(cast.accountant)
    refused = somebody_else.post(address(claim, "lettre.pdf"), {"carried": carried[1]})
    assert refused.status_code == 404


def test_no_letter_goes_where_nobody_lives(
    cast: Cast, nora: Client, claim: PersonLink, now: dt.datetime
) -> None:
    type(cast.lease).objects.filter(pk=cast.lease.pk).update(terminated_on=now.date())
    page = nora.post(address(claim, "lettre/")).content.decode()
    assert "Aucun logement où écrire" in page
    assert not SecondProof.objects.exists()


def test_the_list_shows_the_claims_of_my_agencies(
    nora: Client, sacha: Client, claim: PersonLink
) -> None:
    assert claim.code in nora.get("/agence/identites/").content.decode()
    assert claim.code not in sacha.get("/agence/identites/").content.decode()
