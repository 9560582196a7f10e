from __future__ import annotations

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from palier.domain.accounts.models import StaffMember
from palier.domain.audit.models import Trace
from palier.domain.casework.models import Case
from palier.domain.landlord.queries import settings_on
from palier.domain.mail.models import Letter
from palier.domain.messaging import queries
from palier.domain.messaging.models import Attachment, Draft, Message, Thread, Topic
from tests.cast import TODAY, Cast, make_staff
from tests.domain.documents.intake.samples import pdf
from tests.domain.messaging.making import thread
from tests.office.desks import at_desk


@pytest.fixture
def found(cast: Cast, now: dt.datetime) -> Thread:
    return thread(cast, now)


def address(found: Thread, verb: str = "") -> str:
    return f"/agence/messages/{found.code}/{verb}{'/' if verb else ''}"


def read(client: Client, place: str) -> str:
    answer = client.get(place)
    assert answer.status_code == 200, place
    return answer.content.decode()


WRITTEN = {"revision": 1, "text": "Le compteur a été remplacé.", "kind": "message"}


def test_the_queue_leads_to_the_thread(nora: Client, found: Thread) -> None:
    assert "Eau chaude" in read(nora, "/agence/?type=message")
    assert found.case is not None
    answer = nora.get(f"/agence/demandes/{found.case.code}/")
    assert answer.headers["Location"] == address(found)
    page = read(nora, address(found))
    for words in ("provision d’eau chaude", "Awa Diallo", "Réponse promise", found.number):
        assert words in page


def test_an_answer_reaches_the_tenant_and_says_when_it_was_read(
    nora: Client, cast: Cast, found: Thread
) -> None:
    page = nora.post(address(found, "repondre"), WRITTEN, follow=True).content.decode()
    assert "C’est enregistré dans la conversation." in page
    assert "Pas encore lu par le locataire" in page
    assert Letter.objects.filter(template="mail/message_waiting").count() == 1
    awa = Client()
    awa.force_login(cast.awa_user)
    assert "Le compteur a été remplacé." in read(awa, f"/messages/{found.code}/")
    assert "Lu par l’agence le" in read(awa, f"/messages/{found.code}/")
    assert "Lu par le locataire le" in read(nora, address(found))


def test_a_call_is_noted_on_its_day(nora: Client, found: Thread) -> None:
    noted = WRITTEN | {
        "kind": "call", "held_on_day": "23", "held_on_month": "11", "held_on_year": "2026",
        "pending": "on",
    }  # fmt: skip
    page = nora.post(address(found, "repondre"), noted, follow=True).content.decode()
    assert "Appel du 23\u00a0novembre\u00a02026" in page
    assert Case.objects.get().state == "open"
    tomorrow = noted | {"held_on_day": "25", "revision": 2}
    answer = nora.post(address(found, "repondre"), tomorrow)
    assert answer.status_code == 422
    assert "pas encore passé" in answer.content.decode()


def test_a_reply_text_is_put_into_the_answer_filled_in(nora: Client, found: Thread) -> None:
    typed = {"revision": 1, "text": "Un mot à moi.", "model": "call-us", "kind": "message",
             "insert": "1"}  # fmt: skip
    page = nora.post(address(found, "repondre"), typed).content.decode()
    assert "Un mot à moi." in page
    assert "Bonjour Awa Diallo," in page
    assert "01 99 00 10 01" in page
    assert "Nora Benali, Agence du Nord" in page
    assert Message.objects.count() == 1


def test_two_advisors_never_answer_over_one_another(
    nora: Client, cast: Cast, found: Thread
) -> None:
    colleague = at_desk(make_staff("lea@plaine.example", "Léa Roux", "advisor", cast.north))
    nora.post(address(found, "repondre"), WRITTEN)
    answer = colleague.post(
        address(found, "repondre"), WRITTEN | {"text": "Une réponse longue et soignée."}
    )
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Quelqu’un a travaillé sur cette demande" in page
    assert "Une réponse longue et soignée." in page
    assert Message.objects.filter(from_agency=True).count() == 1


def test_a_draft_is_kept_for_its_author(nora: Client, cast: Cast, found: Thread) -> None:
    nora.post(address(found, "repondre"), WRITTEN | {"save": "1"})
    assert Draft.objects.get().user == cast.north_advisor.user
    assert "Le compteur a été remplacé.</textarea>" in read(nora, address(found))
    colleague = at_desk(make_staff("lea@plaine.example", "Léa Roux", "advisor", cast.north))
    assert "Le compteur" not in read(colleague, address(found))
    kept = nora.post(address(found, "brouillon"), {"text": "Autrement."})
    assert "Brouillon gardé" in kept.content.decode()
    nora.post(address(found, "repondre"), WRITTEN)
    assert not Draft.objects.exists()


def test_files_go_both_ways_and_a_look_is_recorded(nora: Client, cast: Cast, found: Thread) -> None:
    paper = SimpleUploadedFile("Décompte 2025.pdf", pdf(), "application/pdf")
    nora.post(address(found, "repondre"), WRITTEN | {"files": [paper]})
    sent = Attachment.objects.get()
    assert sent.title == "Décompte 2025.pdf"
    answer = nora.get(f"/agence/messages/piece/{sent.code}/")
    assert answer.content.startswith(b"%PDF")
    assert Trace.objects.filter(event="messaging.attachment_seen").count() == 1
    awa = Client()
    awa.force_login(cast.awa_user)
    assert awa.get(f"/messages/piece/{sent.code}/").status_code == 200


def test_the_thread_goes_whole_to_another_agency(
    nora: Client, sacha: Client, found: Thread
) -> None:
    assert sacha.get(address(found)).status_code == 404
    nora.post(address(found, "transferer"), {"revision": 1, "agency": "AG2"})
    page = read(sacha, address(found))
    assert "provision d’eau chaude" in page
    assert "Agence du Sud" in page
    assert "repondre_text" in page
    assert "repondre_text" not in read(nora, address(found))
    assert nora.post(address(found, "repondre"), WRITTEN).status_code == 404


def test_technical_support_gets_it_and_gives_it_back(
    nora: Client, cast: Cast, found: Thread
) -> None:
    mei = at_desk(make_staff("mei@plaine.example", "Mei Zhang", "technical_support"))
    assert mei.get(address(found)).status_code == 404
    nora.post(address(found, "transferer"), {"revision": 1, "agency": "technical_support"})
    assert "provision d’eau chaude" in read(mei, address(found))
    assert "Agence du Nord" in read(mei, address(found))
    mei.post(address(found, "transferer"), {"revision": 2, "agency": "AG1"})
    case = Case.objects.get()
    assert (case.team, case.agency_id) == ("", "AG1")
    assert mei.get(address(found)).status_code == 404


def test_closing_and_reopening(nora: Client, found: Thread) -> None:
    nora.post(address(found, "terminer"), {"revision": 1, "reason": "duplicate"})
    page = read(nora, address(found))
    assert "déjà traitée dans une autre demande" in page
    assert "repondre_text" not in page
    nora.post(address(found, "rouvrir"), {"revision": 2})
    assert Case.objects.get().state == "open"


def test_taking_releasing_and_giving_away(cast: Cast, found: Thread, nora: Client) -> None:
    nora.post(address(found, "prendre"), {"revision": 1})
    assert Case.objects.get().assigned_to == cast.north_advisor
    nora.post(address(found, "remettre"), {"revision": 2})
    assert nora.post(address(found, "confier"), {"revision": 3}).status_code == 404
    chief = at_desk(make_staff("chef@plaine.example", "Hélène", "manager", cast.north))
    answer = chief.post(
        address(found, "confier"), {"revision": 3, "colleague": cast.north_advisor.pk}
    )
    assert answer.status_code == 302
    assert Case.objects.get().assigned_to == cast.north_advisor


def test_an_advisor_writes_first_and_notes_a_visit(nora: Client, cast: Cast) -> None:
    place = f"/agence/messages/nouveau/{cast.account.code}/"
    assert "Awa Diallo" in read(nora, place)
    typed = {"person": cast.awa.pk, "topic": "lease", "title": "Votre cave", "kind": "visit",
             "text": "Elle est venue chercher la clé.", "owes": "on"}  # fmt: skip
    page = nora.post(place, typed, follow=True).content.decode()
    assert "Visite du 24\u00a0novembre\u00a02026" in page
    found = Thread.objects.get()
    assert found.case is not None
    assert found.case.filed_by == cast.north_advisor
    assert not Letter.objects.exists()
    section = read(nora, f"/agence/locataires/{cast.account.code}/rubriques/messages/")
    assert "Votre cave" in section
    assert place in section


def test_another_agency_another_trade_and_tenants_are_told_nothing(
    sacha: Client, cast: Cast, found: Thread
) -> None:
    accountant = at_desk(cast.accountant)
    tenant = Client()
    tenant.force_login(cast.awa_user)
    for client in (sacha, accountant, tenant):
        for place in (address(found), f"/agence/messages/nouveau/{cast.account.code}/"):
            assert client.get(place).status_code == 404, place
        assert client.post(address(found, "repondre"), WRITTEN).status_code == 404
    assert Message.objects.count() == 1


def test_an_administrator_reads_and_writes_nothing(adama: Client, found: Thread) -> None:
    assert "repondre_text" not in read(adama, address(found))
    assert adama.post(address(found, "repondre"), WRITTEN).status_code == 404
    assert queries.read_until(found, at_desk=True) is None


def test_words_are_edited_by_administrators(adama: Client, nora: Client) -> None:
    assert nora.get("/agence/messages/").status_code == 404
    assert "Nous cherchons la réponse" in read(adama, "/agence/messages/")
    typed = {"title": "Cherchons", "body": "Bonjour {prenom}", "active": "on"}
    adama.post("/agence/messages/modeles/being-looked-at/", typed)
    assert "Cherchons" in read(adama, "/agence/messages/")
    wrong = adama.post("/agence/messages/modeles/nouveau/", typed | {"body": "{iban}"})
    assert "{iban}" in wrong.content.decode()
    asked = {"question": "Et la laverie ?", "answer": "Au sous-sol.", "keywords": "laverie"}
    adama.post("/agence/messages/questions/nouveau/", asked | {"active": "on"})
    assert queries.suggestions("la laverie", Topic.OTHER)[0].question == "Et la laverie ?"


def test_a_manager_makes_their_own_copy_and_decides_their_delays(cast: Cast) -> None:
    member = make_staff("chef@plaine.example", "Hélène", StaffMember.Role.MANAGER, cast.north)
    chief = at_desk(member)
    page = read(chief, "/agence/messages/modeles/call-us/")
    assert "en fait une copie pour la vôtre" in page
    typed = {"title": "Appelez le Nord", "body": "Bonjour", "agency": "AG1", "active": "on"}
    chief.post("/agence/messages/modeles/call-us/", typed)
    titles = {kept.title for kept in queries.reply_texts_for(cast.north_advisor)}
    assert {"Appelez le Nord", "Appelez-nous"} <= titles
    assert "Appelez le Nord" not in {
        kept.title for kept in queries.reply_texts_for(cast.south_advisor)
    }
    chief.post("/agence/messages/delais/AG1/", {"every": "6", "rent": "2"})
    assert settings_on(TODAY)["message_delays"]["AG1"] == {"*": 6, "rent": 2}
    for place in ("delais/AG2", "delais/toutes", "questions/nouveau"):
        assert chief.get(f"/agence/messages/{place}/").status_code == 404


def test_the_thread_asks_the_database_little(
    nora: Client, found: Thread, at_most_queries: object
) -> None:
    read(nora, address(found))
    with at_most_queries(25):  # type: ignore[operator]
        read(nora, address(found))
