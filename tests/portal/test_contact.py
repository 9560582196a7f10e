from __future__ import annotations

from django.test import Client

from palier.domain.casework.models import Case
from tests.cast import Cast

PAGE = "/ecrire-a-mon-agence/"
SAID = {
    "subject": "opening",
    "message": "Je ne trouve pas ma référence.",
    "name": "Awa Diallo",
    "email": "awa@exemple.fr",
    "phone": "",
    "reference": "l 12345",
    "website": "",
}


def test_a_message_without_an_account_reaches_the_desk(cast: Cast, client: Client) -> None:
    answer = client.post(PAGE, SAID, follow=True)
    case = Case.objects.get(kind="contact")
    assert case.code in answer.content.decode()
    assert case.agency_id == cast.north.erp_id
    assert (case.contact_email, case.body) == ("awa@exemple.fr", SAID["message"])
    assert (case.tenant_account, case.person) == (None, None)


def test_a_wrong_reference_gets_the_same_answer(cast: Cast, client: Client) -> None:
    answer = client.post(PAGE, SAID | {"reference": "L/9999999"}, follow=True)
    assert answer.status_code == 200
    assert Case.objects.get(kind="contact").agency_id == ""


def test_an_answer_needs_somewhere_to_go(cast: Cast, client: Client) -> None:
    answer = client.post(PAGE, SAID | {"email": "", "phone": ""})
    assert answer.status_code == 200
    assert SAID["message"] in answer.content.decode()
    assert client.post(PAGE, SAID | {"email": "", "phone": "06 39 98 00 11"}).status_code == 302


def test_a_machine_is_thanked_and_opens_nothing(cast: Cast, client: Client) -> None:
    answer = client.post(PAGE, SAID | {"website": "https://spam.example"}, follow=True)
    assert answer.status_code == 200
    assert not Case.objects.exists()


def test_the_trap_is_hidden_from_people_and_screen_readers(cast: Cast, client: Client) -> None:
    page = client.get(PAGE).content.decode()
    assert '<div class="visually-hidden" aria-hidden="true"><label for="id_website">' in page
    assert 'name="website" tabindex="-1"' in page


def test_writing_again_and_again_is_slowed(cast: Cast, client: Client) -> None:
    statuses = [client.post(PAGE, SAID).status_code for _ in range(6)]
    assert statuses == [302] * 5 + [429]
