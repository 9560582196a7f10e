from __future__ import annotations

import datetime as dt
import io

import pytest
from django.test import Client
from django.urls import reverse

from palier.domain.casework.models import Case, CaseFile
from palier.domain.casework.suspicious import NotAnEmail, defanged, read_eml
from palier.domain.documents import vault
from palier.domain.documents.intake.models import Draft
from palier.domain.documents.models import StoredFile
from tests.cast import Cast, make_staff
from tests.domain.documents.intake import samples
from tests.office.desks import at_desk
from tests.portal.test_home import signed_in, text_of
from tests.portal.test_home import vault as vault_folder  # noqa: F401  a fixture

PAGE = "/signaler-un-message/"
EML = b"""From: "Plaine Habitat" <loyer@plaine-habitat.example.evil>
Reply-To: caisse@evil.example
To: awa@exemple.fr
Subject: =?utf-8?q?Votre_loyer_est_impay=C3=A9?=
Date: Mon, 23 Nov 2026 10:00:00 +0100
MIME-Version: 1.0
Content-Type: text/html; charset=utf-8

<html><body><script>steal()</script><p>Payez ici</p>
<a href="https://evil.example/payer?x=1">votre espace</a></body></html>
"""


def file(content: bytes, name: str = "message.eml") -> io.BytesIO:
    sent = io.BytesIO(content)
    sent.name = name
    return sent


def test_a_saved_e_mail_is_read_for_its_words_and_its_links_do_not_open() -> None:
    mail = read_eml(EML)
    assert "Subject: Votre loyer est impayé" in mail.written
    assert "Reply-To: caisse@evil.example" in mail.written
    assert mail.links == ("hxxps://evil[.]example/payer?x=1",)
    assert "steal" not in mail.written
    assert "https://" not in mail.written


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"\x00\xff" * 400, b"hello"])
def test_what_is_no_e_mail_is_refused(content: bytes) -> None:
    with pytest.raises(NotAnEmail):
        read_eml(content)


def test_links_are_written_so_that_nobody_follows_them() -> None:
    assert defanged("voir http://a.example/b.c !") == "voir hxxp://a[.]example/b.c !"


def test_anybody_reports_a_message_and_reads_what_to_do(client: Client, db: None, now) -> None:
    said = {"channel": "email", "text": "Payez sur https://evil.example/x", "saved": file(EML)}
    page = client.post(PAGE, said, follow=True).content.decode()
    case = Case.objects.get()
    assert (case.kind, case.team, case.user) == ("suspicious", "technical_support", None)
    assert "https://" not in case.body
    assert "Votre loyer est impayé" in case.body
    assert case.code in page
    assert "Appelez votre banque" in page


def test_a_page_elsewhere_cannot_send_the_form(db: None, now) -> None:
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post(PAGE, {"channel": "sms", "text": "bonjour", "saved": file(EML)})
    assert answer.status_code == 403
    assert not Case.objects.exists()


def test_nothing_sent_says_what_is_missing(client: Client, db: None, now) -> None:
    page = client.post(PAGE, {"channel": "sms", "text": " "}).content.decode()
    assert "Collez le message" in page
    wrong = client.post(PAGE, {"channel": "email", "saved": file(b"%PDF-1.7", "x.eml")})
    assert "n’est pas un e-mail enregistré" in wrong.content.decode()
    assert not Case.objects.exists()


def test_a_machine_that_fills_the_hidden_box_reports_nothing(client: Client, db: None, now) -> None:
    said = {"channel": "sms", "text": "bonjour", "website": "https://spam.example"}
    assert client.post(PAGE, said).status_code == 302
    assert not Case.objects.exists()


@pytest.mark.usefixtures("vault_folder")
def test_a_tenant_joins_a_picture_that_support_alone_reads(cast: Cast, now: dt.datetime) -> None:
    awa = signed_in(cast.awa_user)
    said = {"channel": "sms", "text": "", "pictures": file(samples.jpeg(), "capture.jpg")}
    assert awa.post(PAGE, said).status_code == 302
    case = Case.objects.get()
    assert (case.person, case.tenant_account) == (cast.awa, cast.account)
    assert CaseFile.objects.get().case == case

    support = at_desk(make_staff("mei@plaine.example", "Mei Zhang", "technical_support"))
    address = reverse("office:case-picture", args=[case.code, 1])
    assert address in support.get(reverse("office:case", args=[case.code])).content.decode()
    answer = support.get(address)
    assert (
        b"".join(answer).startswith(b"%PDF") if answer.streaming else answer.content[:4] == b"%PDF"
    )
    assert at_desk(cast.south_advisor).get(address).status_code == 404
    assert at_desk(cast.accountant).get(address).status_code == 404
    assert awa.get(address).status_code == 404


@pytest.mark.usefixtures("vault_folder")
@pytest.mark.parametrize(
    ("content", "name"),
    [(samples.jpeg(), "capture.jpg"), (samples.png(), "capture.png"), (samples.pdf(2), "a.pdf")],
)
def test_a_visitor_joins_one_picture_that_comes_in_cleaned(
    client: Client, db: None, now: dt.datetime, content: bytes, name: str
) -> None:
    said = {"channel": "sms", "text": "", "saved": file(content, name)}
    page = client.post(PAGE, said, follow=True).content.decode()
    case = Case.objects.get()
    assert case.code in page
    assert (case.user, case.tenant_account, case.body) == (None, None, "")
    stored = CaseFile.objects.get(case=case).file
    assert stored.media_type == "application/pdf"
    assert vault.read(stored.sha256).startswith(b"%PDF")
    assert not Draft.objects.exists()
    support = at_desk(make_staff("mei@plaine.example", "Mei Zhang", "technical_support"))
    assert support.get(reverse("office:case-picture", args=[case.code, 1])).status_code == 200


@pytest.mark.usefixtures("vault_folder")
@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"MZ" + b"\0" * 500, "photo.jpg", "ni un PDF ni une photo"),
        (samples.pdf(7), "long.pdf", "7 pages"),
        (b"\xff\xd8" + b"x" * (8 * 1024 * 1024), "lourd.jpg", "8 Mo"),
        (b"\xff\xd8" + b"x" * (9 * 1024 * 1024), "trop.jpg", "8 Mo"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "dessin.svg", "dessin.svg"),
        (b"", "vide.png", "vide"),
    ],
)
def test_a_visitors_bad_file_is_refused_and_nothing_is_kept(
    client: Client, db: None, now: dt.datetime, content: bytes, name: str, sentence: str
) -> None:
    answer = client.post(PAGE, {"channel": "sms", "text": "bonjour", "saved": file(content, name)})
    assert answer.status_code == 200
    assert sentence in answer.content.decode().replace("\u00a0", " ")
    assert "bonjour" in answer.content.decode()
    assert not Case.objects.exists()
    assert not StoredFile.objects.exists()


@pytest.mark.usefixtures("vault_folder")
def test_visitors_files_are_few_an_hour_and_words_still_go(
    client: Client, db: None, now: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = []
    monkeypatch.setattr(
        "palier.portal.suspicious.assemble_at_once", lambda **_asked: opened.append(1)
    )

    def sent(number: int, place: str) -> int:
        said = {"channel": "sms", "text": "voir", "saved": file(b"\xff\xd8", f"{number}.jpg")}
        return Client(REMOTE_ADDR=place).post(PAGE, said).status_code

    assert [sent(number, "203.0.113.1") for number in range(6)] == [302] * 5 + [200]
    elsewhere = [sent(number, f"203.0.{number}.2") for number in range(40)]
    assert elsewhere == [302] * 35 + [200] * 5
    assert len(opened) == 40
    assert client.post(PAGE, {"channel": "sms", "text": "sans fichier"}).status_code == 302


def test_too_many_reports_from_one_place_wait(client: Client, db: None, now) -> None:
    for _turn in range(20):
        client.post(PAGE, {"channel": "sms", "text": "encore"})
    assert client.post(PAGE, {"channel": "sms", "text": "encore"}).status_code == 429
    assert Case.objects.count() == 20


def test_the_button_is_on_every_page_and_on_the_page_about_swindlers(
    client: Client, cast: Cast
) -> None:
    for page in ("/", "/aide/", "/est-ce-bien-nous/", "/connexion/"):
        assert PAGE in client.get(page).content.decode()
    assert PAGE in signed_in(cast.awa_user).get("/mon-loyer/").content.decode()
    assert "Vous annoncer un nouvel IBAN par e-mail" in text_of(client, "/est-ce-bien-nous/")
