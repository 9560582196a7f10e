from __future__ import annotations

import datetime as dt
import io
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from palier.domain.accounts.models import User
from palier.domain.accounts.queries import actor_of
from palier.domain.documents.acknowledgements.models import Acknowledgement
from palier.domain.insurance import actions
from palier.domain.insurance.models import Certificate
from tests.cast import Cast
from tests.domain.documents.intake.conftest import files
from tests.domain.insurance.making import accept, deposit, refuse
from tests.domain.insurance.papers import OTHERS, Paper, draw, other_address

__all__ = ["files"]
ADDRESS = "/assurance/"
NBSP = "\u00a0"


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def awa(cast: Cast, files: Path) -> Client:
    return signed_in(cast.awa_user)


def sent_file(paper: Paper | None = None, *, body: str = "") -> io.BytesIO:
    content = io.BytesIO(draw(paper or Paper(), "letter", body=body))
    content.name = "attestation.pdf"
    return content


def choose(awa: Client, cast: Cast, file: io.BytesIO) -> str:
    answer = awa.post(f"/assurance/deposer/{cast.lease.code}/", {"files": file})
    assert answer.status_code == 302, answer.content.decode()
    return answer["Location"]


def answers(**more: str) -> dict[str, str]:
    return {
        "insurer": "MAIF", "policy_number": "4123456A",
        "valid_from_day": "1", "valid_from_month": "1", "valid_from_year": "2026",
        "valid_to_day": "31", "valid_to_month": "12", "valid_to_year": "2026", "seen": "",
    } | more  # fmt: skip


def text(response: Any) -> str:
    return response.content.decode()


def test_nothing_deposited_asks_for_it_here_and_on_the_home_page(awa: Client) -> None:
    assert "Attestation manquante" in text(awa.get(ADDRESS))
    assert "Attestation d’assurance à déposer" in text(awa.get("/"))


def test_a_deposit_from_the_file_to_its_acknowledgement(awa: Client, cast: Cast) -> None:
    check = choose(awa, cast, sent_file())
    page = text(awa.get(check))
    assert 'value="MAIF"' in page
    assert 'value="4123456A"' in page
    assert "Regardez ceci" not in page
    answer = awa.post(check, answers(), follow=True)
    certificate = Certificate.objects.get()
    receipt = Acknowledgement.objects.get()
    assert answer.redirect_chain[-1][0] == f"/assurance/{certificate.code}/"
    page = text(answer)
    assert receipt.number in page
    assert f"4{NBSP}décembre 2026" in page
    twin = text(awa.get(f"/accuses/{receipt.code}/"))
    assert receipt.number in twin
    assert receipt.files[0]["sha256"][:8] in twin
    pdf = awa.get(f"/accuses/{receipt.code}/accuse.pdf")
    assert pdf.content.startswith(b"%PDF")
    assert pdf.content == awa.get(f"/accuses/{receipt.code}/accuse.pdf").content
    file = awa.get(f"/assurance/{certificate.code}/attestation.pdf")
    assert file.content.startswith(b"%PDF")
    assert "En cours de vérification" in text(awa.get("/"))


def test_problems_are_said_before_sending_and_never_stop_it(awa: Client, cast: Cast) -> None:
    check = choose(awa, cast, sent_file(other_address(Paper())))
    page = text(awa.get(check))
    assert "L’adresse que nous lisons" in page
    assert "Envoyer quand même" in page
    past = answers(valid_to_year="2025", valid_from_year="2025", seen="other_address")
    again = awa.post(check, past)
    assert "La date de fin est déjà passée" in text(again)
    assert not Certificate.objects.exists()
    told = "expired other_dates other_address"
    awa.post(check, {**past, "seen": told})
    assert set(Certificate.objects.get().hints) == set(told.split())


def test_a_quote_is_told_from_a_certificate(awa: Client, cast: Cast) -> None:
    check = choose(awa, cast, sent_file(body=OTHERS["quote"]))
    assert "ressemble à un devis" in text(awa.get(check))


def test_an_empty_deposit_is_asked_again(awa: Client, cast: Cast) -> None:
    answer = awa.post(f"/assurance/deposer/{cast.lease.code}/", {})
    assert "Ajoutez votre attestation" in text(answer)
    assert awa.get(f"/assurance/deposer/{cast.lease.code}/verifier/").status_code == 302


def test_the_state_page_answers_the_poll(awa: Client, cast: Cast, now: dt.datetime) -> None:
    made = deposit(cast, now)
    page = text(awa.get(ADDRESS))
    assert f"Mis à jour à 10{NBSP}h{NBSP}00." in page
    assert 'hx-trigger="every 15s"' in page
    seen = f"{made.certificate.code}.under_review"
    quiet = awa.get("/assurance/etat/", {"vu": seen})
    assert "Mis à jour" in text(quiet)
    assert "HX-Refresh" not in quiet.headers
    accept(made.certificate, cast.north_advisor, now)
    assert awa.get("/assurance/etat/", {"vu": seen}).headers["HX-Refresh"] == "true"
    page = text(awa.get(ADDRESS))
    assert f"31{NBSP}décembre 2026" in page
    assert "hx-get" not in page


def test_a_refusal_says_why_and_what_to_do(awa: Client, cast: Cast, now: dt.datetime) -> None:
    made = deposit(cast, now)
    decision = refuse(made.certificate, cast.north_advisor, now, "other_address")
    for address in (ADDRESS, f"/assurance/{made.certificate.code}/"):
        page = text(awa.get(address))
        assert decision.sentence in page
        assert decision.remedy in page
    assert "à déposer de nouveau" in text(awa.get("/"))


def test_the_history_keeps_every_deposit_year_by_year(
    awa: Client, cast: Cast, now: dt.datetime
) -> None:
    past = (dt.date(2025, 1, 1), dt.date(2025, 12, 31))
    old = deposit(cast, now, span=past, paper=Paper(policy="1234567A"))
    accept(old.certificate, cast.north_advisor, now, span=past)
    deposit(cast, now)
    page = text(awa.get(ADDRESS))
    assert page.index("Pour 2026") < page.index("Pour 2025")
    assert page.count("attestation") > 2


def test_a_co_holder_sees_it_and_nobody_else_does(
    awa: Client, cast: Cast, now: dt.datetime
) -> None:
    made = deposit(cast, now)
    addresses = [
        f"/assurance/{made.certificate.code}/",
        f"/assurance/{made.certificate.code}/attestation.pdf",
        f"/accuses/{made.acknowledgement.code}/",
        f"/accuses/{made.acknowledgement.code}/accuse.pdf",
    ]
    for address in addresses:
        assert signed_in(cast.yanis_user).get(address).status_code == 200
        for user in (cast.jeanne_user, cast.remi_user, cast.stranger_user):
            assert signed_in(user).get(address).status_code == 404
    deposit_page = f"/assurance/deposer/{cast.lease.code}/"
    assert signed_in(cast.jeanne_user).get(deposit_page).status_code == 404


def test_a_former_tenant_deposits_nothing(cast: Cast, files: Path) -> None:
    remi = signed_in(cast.remi_user)
    assert "/assurance/deposer/" not in text(remi.get(ADDRESS))
    assert remi.get(f"/assurance/deposer/{cast.former_lease.code}/").status_code == 404


def test_a_formal_demand_is_read_on_a_page_and_as_its_letter(
    awa: Client, cast: Cast, now: dt.datetime
) -> None:
    staff = cast.north_advisor
    demand = actions.issue_demand(
        lease=cast.lease, staff=staff, actor=actor_of(staff.user), now=now
    )
    assert f"24{NBSP}décembre{NBSP}2026" in text(awa.get(ADDRESS))
    page = text(awa.get(f"/assurance/mise-en-demeure/{demand.code}/"))
    assert "nous renonçons" in page
    letter = awa.get(f"/assurance/mise-en-demeure/{demand.code}/lettre.pdf")
    assert letter.content.startswith(b"%PDF")
    refused = signed_in(cast.jeanne_user).get(f"/assurance/mise-en-demeure/{demand.code}/")
    assert refused.status_code == 404


def test_the_pages_ask_few_questions(
    awa: Client, cast: Cast, now: dt.datetime, at_most_queries: Any
) -> None:
    for number in range(3):
        deposit(cast, now, paper=Paper(policy=f"777777{number}A"))
    with at_most_queries(17):
        awa.get(ADDRESS)
