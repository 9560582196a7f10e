from __future__ import annotations

import datetime as dt
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from palier.domain.casework.models import Case
from palier.domain.documents.acknowledgements.models import Acknowledgement
from palier.domain.mail.models import Letter
from palier.domain.messaging import actions, queries
from palier.domain.messaging.models import Attachment, Draft, Message, Share, Thread
from palier.domain.tenancy.models import AccountHolder
from tests.cast import TODAY, Cast
from tests.domain.messaging.making import act, answered, thread

WRITE = "/messages/nouveau/ecrire/"
TYPED = {"topic": "rent", "title": "APL", "text": "Mon APL a baissé.", "key": "K1"}


@pytest.fixture
def awa(cast: Cast, client: Client) -> Client:
    client.force_login(cast.awa_user)
    return client


@pytest.fixture
def yanis(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.yanis_user)
    return client


def read(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_the_first_page_asks_what_it_is_about(awa: Client) -> None:
    page = read(awa, "/messages/nouveau/")
    assert "De quoi s’agit-il" in page
    assert 'action="/messages/nouveau/ecrire/"' in page


def test_the_right_page_is_offered_and_never_forced(awa: Client) -> None:
    page = read(awa, f"{WRITE}?sujet=rent&mots=je ne peux pas payer")
    assert "Peut-être avez-vous déjà la réponse" in page
    assert 'href="/je-ne-peux-pas-payer/"' in page
    assert page.index("je-ne-peux-pas-payer") < page.index("<textarea")
    assert 'value="je ne peux pas payer"' in page
    piece = read(awa, "/messages/nouveau/reponses/?mots=mot de passe")
    assert "mot de passe" in piece
    assert "<html" not in piece


def test_without_a_topic_the_question_is_asked_again(awa: Client) -> None:
    assert "Choisissez de quoi il s’agit" in read(awa, f"{WRITE}?mots=bonjour")


def test_a_message_gets_its_number_and_its_promise(awa: Client, cast: Cast) -> None:
    page = awa.post(WRITE, TYPED, follow=True).content.decode()
    found = Thread.objects.get()
    assert found.number in page
    assert "Réponse au plus tard le" in page
    assert "4\u00a0décembre\u00a02026" in page
    assert "Pas encore lu par l’agence" in page
    assert found.case.user == cast.awa_user  # type: ignore[union-attr]
    letter = Letter.objects.get()
    assert letter.template == "mail/message_received"
    assert "APL" not in letter.subject + letter.text


def test_the_button_pressed_twice_sends_one_message(awa: Client) -> None:
    awa.post(WRITE, TYPED)
    awa.post(WRITE, TYPED)
    assert Message.objects.count() == Case.objects.count() == 1


def test_an_empty_message_keeps_the_rest_of_the_form(awa: Client) -> None:
    page = awa.post(WRITE, TYPED | {"text": ""}).content.decode()
    assert "Écrivez votre message avant de l’envoyer." in page
    assert 'value="APL"' in page
    assert not Thread.objects.exists()


def test_a_photo_goes_with_its_receipt_and_comes_back_as_a_download(
    awa: Client, yanis: Client
) -> None:
    picture = BytesIO()
    Image.new("RGB", (400, 300), "teal").save(picture, "JPEG")
    photo = SimpleUploadedFile("fuite.jpg", picture.getvalue(), "image/jpeg")
    awa.post(WRITE, TYPED | {"files": [photo]})
    sent = Attachment.objects.get()
    assert sent.file.media_type == "application/pdf"
    receipt = Acknowledgement.objects.get()
    assert receipt.files[0]["sha256"] == sent.file.sha256
    assert not receipt.shared
    address = f"/messages/piece/{sent.code}/"
    answer = awa.get(address)
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.content.startswith(b"%PDF")
    assert yanis.get(address).status_code == 404
    assert address in read(awa, f"/messages/{sent.message.thread.code}/")


def test_a_draft_is_kept_without_a_script_and_found_again(awa: Client, cast: Cast) -> None:
    awa.post(WRITE, TYPED | {"text": "Je commence", "save": "1"})
    assert not Thread.objects.exists()
    assert "Commencés, pas encore envoyés" in read(awa, "/messages/")
    assert "Reprendre ce message" in read(awa, "/messages/nouveau/")
    page = read(awa, f"{WRITE}?compte={cast.account.code}")
    assert ">\nJe commence</textarea>" in page
    assert 'value="APL"' in page
    awa.post(WRITE, TYPED)
    assert not Draft.objects.exists()


def test_the_script_keeps_a_draft_of_an_answer_too(
    awa: Client, cast: Cast, now: dt.datetime
) -> None:
    found = answered(cast, now)
    answer = awa.post("/messages/brouillon/", {"thread": found.code, "text": "Merci, mais"})
    assert "Brouillon gardé" in answer.content.decode()
    assert ">\nMerci, mais</textarea>" in read(awa, f"/messages/{found.code}/")
    awa.post(f"/messages/{found.code}/", {"text": "Merci."})
    assert not Draft.objects.exists()


def test_a_draft_is_its_author_s_alone(
    awa: Client, yanis: Client, cast: Cast, now: dt.datetime
) -> None:
    found = answered(cast, now)
    assert yanis.post("/messages/brouillon/", {"thread": found.code}).status_code == 404
    awa.post(WRITE, TYPED | {"save": "1"})
    page = read(yanis, "/messages/")
    assert "APL" not in page
    draft = f"compte-{cast.account.code}"
    yanis.post("/messages/brouillon/supprimer/", {"draft": draft})
    assert Draft.objects.count() == 1
    awa.post("/messages/brouillon/supprimer/", {"draft": draft})
    assert not Draft.objects.exists()


def test_the_answer_is_counted_until_it_is_read(awa: Client, cast: Cast, now: dt.datetime) -> None:
    found = answered(cast, now)
    home = read(awa, "/")
    assert "nav__count" in home
    assert "Votre agence vous a écrit." in home
    page = read(awa, f"/messages/{found.code}/")
    assert "Le compteur a été remplacé." in page
    assert "Nouveau" in page
    assert "Lu par l’agence" not in page
    assert "nav__count" not in read(awa, "/")
    assert "Nouveau" not in read(awa, f"/messages/{found.code}/")


def test_the_tenant_reads_that_the_agency_read(awa: Client, cast: Cast, now: dt.datetime) -> None:
    found = thread(cast, now)
    advisor = cast.north_advisor.user
    actions.mark_read(thread=found, user=advisor, read_at=None, now=now, at_desk=True)
    assert "Lu par l’agence le" in read(awa, f"/messages/{found.code}/")


def test_settled_then_written_again_is_reopened(awa: Client, cast: Cast, now: dt.datetime) -> None:
    found = answered(cast, now)
    awa.post(f"/messages/{found.code}/regle/")
    page = read(awa, f"/messages/{found.code}/")
    assert "Terminée" in page
    assert "Rouvrir la conversation" in page
    awa.post(f"/messages/{found.code}/", {"text": "Cela recommence."})
    assert Case.objects.get().is_waiting


def test_sharing_is_chosen_while_writing_and_can_be_taken_back(
    awa: Client, yanis: Client, cast: Cast
) -> None:
    awa.post(WRITE, TYPED)
    awa.post(WRITE, TYPED | {"key": "K2", "share": "on"})
    alone, shared = Thread.objects.order_by("pk")
    assert [share.thread for share in Share.objects.all()] == [shared]
    assert yanis.get(f"/messages/{alone.code}/").status_code == 404
    page = read(yanis, f"/messages/{shared.code}/")
    assert "Awa Diallo partage cette conversation avec vous." in page
    yanis.post(f"/messages/{shared.code}/", {"text": "Je confirme."})
    assert "Je confirme." in read(awa, f"/messages/{shared.code}/")
    assert yanis.post(f"/messages/{shared.code}/partage/", {"stop": "1"}).status_code == 404
    awa.post(f"/messages/{shared.code}/partage/", {"stop": "1"})
    assert yanis.get(f"/messages/{shared.code}/").status_code == 404
    awa.post(f"/messages/{alone.code}/partage/")
    assert yanis.get(f"/messages/{alone.code}/").status_code == 200


def test_a_late_answer_is_owned_up_to(awa: Client, cast: Cast, now: dt.datetime) -> None:
    found = thread(cast, now - dt.timedelta(days=30))
    page = read(awa, f"/messages/{found.code}/")
    assert "Nous sommes en retard" in page
    assert "01\u00a099\u00a000\u00a010\u00a001" in page


def test_nobody_else_reads_or_acts(cast: Cast, now: dt.datetime) -> None:
    found = answered(cast, now)
    addresses = [f"/messages/{found.code}/", f"/messages/{found.code}/regle/",
                 f"/messages/{found.code}/partage/"]  # fmt: skip
    for user in (cast.yanis_user, cast.jeanne_user, cast.remi_user, cast.stranger_user,
                 cast.north_advisor.user):  # fmt: skip
        client = Client()
        client.force_login(user)
        assert client.get(addresses[0]).status_code == 404
        for address in addresses:
            assert client.post(address, {"text": "x"}).status_code == 404
    assert Client().get(addresses[0]).status_code == 302
    assert Message.objects.count() == 2


def test_a_former_holder_writes_about_their_old_account(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.remi_user)
    page = client.post(WRITE, TYPED | {"title": "Mon dépôt"}, follow=True).content.decode()
    assert "Mon dépôt" in page
    assert Thread.objects.get().tenant_account == cast.former_account


def test_a_co_holder_who_left_cannot_answer_any_more(
    yanis: Client, cast: Cast, now: dt.datetime
) -> None:
    found = thread(cast, now - dt.timedelta(days=2), share_with=[cast.yanis])
    AccountHolder.objects.filter(person=cast.yanis).update(ends_on=TODAY - dt.timedelta(days=1))
    assert "<textarea" not in read(yanis, f"/messages/{found.code}/")
    assert yanis.post(f"/messages/{found.code}/", {"text": "x"}).status_code == 404


def test_who_has_an_account_writes_in_their_messages(awa: Client, cast: Cast) -> None:
    assert awa.get("/ecrire-a-mon-agence/").headers["Location"] == "/messages/nouveau/"
    stranger = Client()
    stranger.force_login(cast.stranger_user)
    assert stranger.get("/ecrire-a-mon-agence/").status_code == 200


def test_writing_again_and_again_is_slowed(awa: Client, cast: Cast) -> None:
    for rank in range(31):
        answer = awa.post(WRITE, TYPED | {"key": f"K{rank}"})
    assert "beaucoup de messages" in answer.content.decode()
    assert Thread.objects.count() == 30


def test_the_pages_ask_the_database_little(
    awa: Client, cast: Cast, now: dt.datetime, at_most_queries: object
) -> None:
    for rank in range(12):
        found = thread(cast, now + dt.timedelta(seconds=rank), title=f"Question {rank}")
    for _round in range(10):
        actions.answer(**act(cast.north_advisor, found, now), text="Bonjour.")
    read(awa, f"/messages/{found.code}/")
    for address, most in (("/messages/", 15), (f"/messages/{found.code}/", 22),
                          (f"{WRITE}?sujet=rent", 18)):  # fmt: skip
        with at_most_queries(most):  # type: ignore[operator]
            read(awa, address)
    assert len(queries.messages_of(found)) == 11
