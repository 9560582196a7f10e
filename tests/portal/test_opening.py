from __future__ import annotations

import re

import pytest
from django.test import Client

from palier.domain.access.models import Opening, PersonLink
from palier.domain.accounts.models import User
from palier.domain.casework.models import Case
from palier.domain.mail.models import Letter
from tests.cast import NOW, PASSWORD, Cast

START = "/ouvrir-mon-compte/"
IDENTITY = "/ouvrir-mon-compte/identite/"
WHO = {"reference": "L/0012345", "family_name": "Diallo"}


@pytest.fixture
def newcomers(cast: Cast) -> Cast:
    PersonLink.objects.all().delete()
    User.objects.filter(staff_member=None).delete()
    return cast


def fill(client: Client, *, email: str = "awa@exemple.fr", password: str = PASSWORD, **who: str):
    """Go through the three pages as a reader does; give the last answer."""
    answer = client.post(START, WHO | who, follow=True)
    if answer.request["PATH_INFO"] != "/ouvrir-mon-compte/adresse/":
        return answer
    client.post("/ouvrir-mon-compte/adresse/", {"email": email})
    return client.post("/ouvrir-mon-compte/mot-de-passe/", {"password": password}, follow=True)


def link_of(letter: Letter) -> str:
    found = re.search(r"https?://[^/\s]+(/ouvrir-mon-compte/confirmer/\S+)", letter.text)
    assert found is not None
    return found[1]


def test_from_the_paper_avis_to_the_open_account(newcomers: Cast, client: Client, run_jobs) -> None:
    answer = fill(client, reference=" l 12 345", family_name="DIALLO")
    assert answer.request["PATH_INFO"] == "/ouvrir-mon-compte/e-mail/"
    assert "awa@exemple.fr" in answer.content.decode()
    run_jobs(NOW)
    link = link_of(Letter.objects.get())
    assert client.get(link).status_code == 200
    answer = client.post(link, follow=True)
    assert answer.context["user"].person_links.get().state == "proven"
    assert answer.redirect_chain[-1][0] == "/"


def test_looking_at_the_link_does_not_use_it(newcomers: Cast, client: Client, run_jobs) -> None:
    fill(client)
    run_jobs(NOW)
    link = link_of(Letter.objects.get())
    for _ in range(3):
        assert Client().get(link).status_code == 200
        assert Client().head(link).status_code == 200
    assert not User.objects.filter(email="awa@exemple.fr").exists()


def test_another_device_asks_for_the_password(newcomers: Cast, client: Client, run_jobs) -> None:
    fill(client)
    run_jobs(NOW)
    link, phone = link_of(Letter.objects.get()), Client()
    assert "autre appareil" in phone.get(link).content.decode()
    assert phone.post(link, {"password": ""}).status_code == 200
    assert phone.post(link, {"password": "pas-le-bon-du-tout"}).status_code == 200
    assert not User.objects.filter(email="awa@exemple.fr").exists()
    assert phone.post(link, {"password": PASSWORD}).status_code == 302
    assert phone.get(link).content.decode().count("déjà confirmée") == 1


@pytest.mark.parametrize(
    "typed",
    [
        {"reference": "L/0099999"},
        {"family_name": "Personne"},
        {"reference": "L/0099999", "family_name": "Personne"},
        {"reference": "L/0054321"},
    ],
)
def test_wrong_pairs_get_one_page(cast: Cast, client: Client, typed: dict[str, str]) -> None:
    answer = client.post(START, WHO | typed)
    reference = Client().post(START, WHO | {"reference": "L/0088888"})
    assert answer.status_code == reference.status_code == 200
    assert comparable(answer.content.decode()) == comparable(reference.content.decode())


def comparable(page: str) -> str:
    """Take out what was typed and the form's own token."""
    page = re.sub(r'value="[^"]*"', "", page)
    return re.sub(r"csrf[^>]*>", "", page)


def test_the_page_is_the_same_whether_an_account_exists(cast: Cast) -> None:
    new = fill(Client(), reference="54321", family_name="le guen", email="nouveau@exemple.fr")
    taken = fill(Client(), reference="54321", family_name="le guen", email="jeanne@exemple.fr")
    other = fill(Client(), reference="12345", family_name="diallo", email="jeanne@exemple.fr")
    pages = {
        comparable(answer.content.decode().replace("nouveau@", "jeanne@"))
        for answer in (new, taken, other)
    }
    assert len(pages) == 1
    assert {answer.status_code for answer in (new, taken, other)} == {200}
    assert Opening.objects.count() == 3


def test_a_typo_in_the_address_is_asked_once(newcomers: Cast, client: Client) -> None:
    client.post(START, WHO)
    page = "/ouvrir-mon-compte/adresse/"
    answer = client.post(page, {"email": "awa@gmial.com"})
    assert "awa@gmail.com" in answer.content.decode()
    assert answer.status_code == 200
    kept = client.post(page, {"email": "awa@gmial.com", "as_typed": "awa@gmial.com"})
    assert kept.status_code == 302
    assert client.session["opening"]["email"] == "awa@gmial.com"


def test_a_weak_password_is_told_in_one_sentence(newcomers: Cast, client: Client) -> None:
    answer = fill(client, password="diallo-diallo-93")
    assert answer.status_code == 200
    assert "en vous connaissant" in answer.content.decode()
    assert "diallo-diallo-93" not in answer.content.decode()
    opinion = client.post("/ouvrir-mon-compte/mot-de-passe/avis/", {"password": PASSWORD})
    assert opinion.json()["good"] is True


def test_the_password_never_waits_in_the_session(newcomers: Cast, client: Client) -> None:
    fill(client)
    assert PASSWORD not in str(dict(client.session))
    assert set(client.session["opening"]) == {"email", "code"}


def test_pages_out_of_order_lead_to_the_first(cast: Cast, client: Client) -> None:
    for page in ("adresse/", "mot-de-passe/", "e-mail/"):
        answer = client.get(START + page, follow=True)
        assert answer.request["PATH_INFO"] == START


def test_wrong_references_are_slowed_and_the_owner_gets_in_later(
    newcomers: Cast, client: Client, now, run_jobs
) -> None:
    for _ in range(8):
        assert client.post(START, WHO | {"family_name": "Personne"}).status_code == 200
    slowed = client.post(START, WHO)
    assert slowed.status_code == 429
    assert int(slowed["Retry-After"]) > 0
    assert "demain" not in slowed.content.decode()
    assert "à 11\u00a0h\u00a000" in slowed.content.decode()
    other = Client(REMOTE_ADDR="203.0.113.7")
    assert (
        other.post(START, WHO | {"reference": "54321", "family_name": "le guen"}).status_code == 302
    )


def use_up(reference: str, tries: int = 40) -> list[int]:
    """Try wrong names for one reference, each from a network of its own."""
    return [
        Client(REMOTE_ADDR=f"198.51.{number}.7")
        .post(START, {"reference": reference, "family_name": "Personne"})
        .status_code
        for number in range(tries)
    ]


def test_strangers_who_know_a_reference_never_keep_its_tenant_out(newcomers: Cast) -> None:
    use_up(WHO["reference"])
    tenant = Client(REMOTE_ADDR="203.0.113.7")
    assert tenant.post(START, WHO | {"family_name": "Dialo"}).status_code == 200
    assert tenant.post(START, WHO).url == "/ouvrir-mon-compte/adresse/"


def test_one_network_gets_no_more_names_of_a_reference_than_everybody(newcomers: Cast) -> None:
    statuses = [
        Client(REMOTE_ADDR=f"203.0.113.{number}")
        .post(START, WHO | {"family_name": "Personne"})
        .status_code
        for number in range(20)
    ]
    assert statuses == [200] * 8 + [429] * 12
    # The right pair is not looked at either: what waits tells nothing.
    assert Client(REMOTE_ADDR="203.0.113.200").post(START, WHO).status_code == 429
    use_up(WHO["reference"])
    assert Client(REMOTE_ADDR="203.0.113.200").post(START, WHO).status_code == 429


def test_a_used_up_reference_looks_the_same_whether_it_exists(newcomers: Cast) -> None:
    pages = []
    for reference in (WHO["reference"], "L/0099999"):
        tries = use_up(reference)
        held = [
            Client(REMOTE_ADDR="198.51.3.9").post(
                START, {"reference": reference, "family_name": "Personne"}
            )
            for _try in range(4)
        ][-1]
        pages.append(
            (tries, held.status_code, held["Retry-After"], comparable(held.content.decode()))
        )
    assert pages[0] == pages[1]
    assert pages[0][1] == 429


def test_many_references_from_one_address_are_slowed(cast: Cast, client: Client) -> None:
    statuses = [
        client.post(START, {"reference": f"L/00{90000 + n}", "family_name": "Diallo"}).status_code
        for n in range(101)
    ]
    assert statuses == [200] * 100 + [429]
    assert Client(REMOTE_ADDR="203.0.113.7").post(START, WHO).status_code == 302


def claimant(client: Client, run_jobs) -> User:
    """Open an account from an address the landlord does not know; stay signed in."""
    fill(client, email="nouvelle@exemple.fr")
    run_jobs(NOW)
    client.post(link_of(Letter.objects.get(template="mail/confirm_address")))
    return User.objects.get(email="nouvelle@exemple.fr")


def test_an_unproven_user_sees_the_waiting_page_only(
    newcomers: Cast, client: Client, run_jobs
) -> None:
    claimant(client, run_jobs)
    page = client.get(IDENTITY).content.decode()
    for secret in ("Awa", "awa@exemple.fr", "Diallo", "Tilleuls", "0012345", "Nord", "639980011"):
        assert secret not in page


def test_the_code_from_the_known_mailbox_opens_the_account(
    newcomers: Cast, client: Client, run_jobs
) -> None:
    user = claimant(client, run_jobs)
    client.post("/ouvrir-mon-compte/identite/e-mail/")
    letter = Letter.objects.get(template="mail/proof_code")
    found = re.search(r"^    (\d{3} \d{3})$", letter.text, re.MULTILINE)
    assert found is not None
    wrong = client.post(IDENTITY, {"typed": "000 000" if found[1] != "000 000" else "111 111"})
    assert wrong.status_code == 200
    assert "Il reste" in wrong.content.decode()
    assert client.post(IDENTITY, {"typed": found[1]}).url == "/"
    assert user.person_links.get().proof == "email_code"
    assert client.get(IDENTITY).url == "/"


def test_a_letter_and_a_call_open_one_case_of_the_agency(
    newcomers: Cast, client: Client, run_jobs
) -> None:
    claimant(client, run_jobs)
    for way in ("lettre", "lettre", "agence"):
        assert client.post(f"/ouvrir-mon-compte/identite/{way}/").status_code == 302
    case = Case.objects.get(kind="second_proof")
    assert case.agency_id == newcomers.north.erp_id


def test_nobody_proves_for_somebody_else(newcomers: Cast, client: Client) -> None:
    for page in ("identite/", "prenom/"):
        answer = client.get(START + page)
        assert answer.status_code == 302
        assert answer.url.startswith("/connexion/")
    client.force_login(newcomers.north_advisor.user)
    assert client.post("/ouvrir-mon-compte/identite/e-mail/").status_code == 404


def test_a_forged_confirmation_is_not_found(newcomers: Cast, client: Client) -> None:
    fill(client)
    code = Opening.objects.get().code
    assert client.get(f"/ouvrir-mon-compte/confirmer/{code}/{'0' * 32}/").status_code == 404
    assert client.post(f"/ouvrir-mon-compte/confirmer/{code}/{'0' * 32}/").status_code == 404


def test_the_link_starts_at_our_address_whatever_the_host_header(
    newcomers: Cast, settings, run_jobs
) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    fill(Client(HTTP_HOST="pirate.example"))
    run_jobs(NOW)
    text = Letter.objects.get().text
    assert "pirate.example" not in text
    assert settings.PALIER_ADDRESS in text
