from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractContextManager

from django.test import Client

from palier.domain.access.models import PersonLink
from palier.domain.casework.models import Case
from palier.domain.mail.models import Letter
from palier.domain.messaging.models import Message
from palier.office import file_sections
from palier.ui.parts import Item, Status
from tests.cast import Cast

Budget = Callable[[int], AbstractContextManager[object]]


def at(cast: Cast, page: str = "") -> str:
    return f"/agence/locataires/{cast.account.code}/guichet/{page}"


def test_what_is_filed_for_somebody_is_marked_and_leaves_a_receipt(
    cast: Cast, nora: Client
) -> None:
    assert "Une demande" in nora.get(at(cast)).content.decode()
    answer = nora.post(
        at(cast, "demande/"),
        {
            "person": cast.awa.pk,
            "what": "hardship",
            "text": "Je paierai la moitié le 10.",
        },
        follow=True,
    )
    case = Case.objects.get()
    assert case.filed_by == cast.north_advisor
    assert case.user == cast.awa_user
    page = answer.content.decode()
    assert answer.redirect_chain[-1][0] == f"/agence/demandes/{case.code}/recu/"
    assert case.code in page
    assert "Enregistrée à l’accueil par" in page
    assert "27\u00a0novembre\u00a02026" in page
    assert Letter.objects.filter(template="mail/case_received").exists()
    assert "déposée à l’accueil" in nora.get("/agence/").content.decode()


def test_somebody_without_an_account_can_be_served(cast: Cast, nora: Client) -> None:
    PersonLink.objects.filter(person=cast.yanis).delete()
    nora.post(
        at(cast, "demande/"),
        {"person": cast.yanis.pk, "what": "correction", "text": "Mon prénom est mal écrit."},
    )
    case = Case.objects.get()
    assert (case.person, case.user, case.kind) == (cast.yanis, None, "correction")


def test_an_empty_form_says_what_is_missing(cast: Cast, nora: Client) -> None:
    page = nora.post(at(cast, "demande/"), {}).content.decode()
    assert "il manque votre réponse" in page
    assert not Case.objects.exists()


def test_neither_another_agency_nor_another_trade_files(
    cast: Cast, sacha: Client, adama: Client
) -> None:
    for client in (sacha, adama):
        assert client.get(at(cast)).status_code == 404
        assert client.post(at(cast, "demande/"), {}).status_code == 404


def test_other_features_have_their_section_on_the_tenant_file(
    cast: Cast, nora: Client, sacha: Client, at_most_queries: Budget
) -> None:
    file_sections.add_section(
        "trial",
        lambda desk, account, file: file_sections.FileSection(
            title="Assurance du logement",
            status=Status("Manquante", "warning"),
            items=(Item("Réclamée le", "3 mars"),),
        ),
        title="Un essai",
    )
    home = f"/agence/locataires/{cast.account.code}/"
    section = f"{home}rubriques/trial/"
    try:
        page = nora.get(home).content.decode()
        assert section in page
        assert "Déposer au guichet" in page
        with at_most_queries(9):
            part = nora.get(section, headers={"HX-Request": "true"}).content.decode()
        assert "Manquante" in part
        assert "<html" not in part
        assert "Réclamée le" in nora.get(section).content.decode()
        assert sacha.get(section).status_code == 404
    finally:
        del file_sections._sections["trial"]
    assert nora.get(section).status_code == 404


def test_a_message_told_at_the_counter_is_the_tenant_s_and_leaves_a_receipt(
    cast: Cast, nora: Client
) -> None:
    page = nora.get(at(cast)).content.decode()
    address = f"/agence/messages/guichet/{cast.account.code}/"
    assert address in page
    assert "Sujet" in nora.get(address).content.decode()
    answer = nora.post(
        address,
        {
            "person": cast.awa.pk,
            "topic": "repairs",
            "title": "Fuite dans la salle de bains",
            "text": "L’eau coule depuis hier.",
        },
        follow=True,
    )
    message = Message.objects.get()
    assert (message.from_agency, message.author_name) == (False, "Awa Diallo")
    assert message.filed_by == cast.north_advisor
    assert message.thread.case is not None
    assert message.thread.case.filed_by == cast.north_advisor
    receipt = answer.content.decode()
    assert "/agence/accuses/" in answer.redirect_chain[-1][0]
    assert "L’eau coule depuis hier." in receipt
    assert "Nora Benali" in receipt
    awa = Client()
    awa.force_login(cast.awa_user)
    read = awa.get(f"/messages/{message.thread.code}/").content.decode()
    assert "Enregistré pour vous à l’agence par Nora Benali" in read
    desk = nora.get(f"/agence/messages/{message.thread.code}/").content.decode()
    assert "Enregistré au guichet par Nora Benali" in desk


def test_a_message_is_written_down_for_somebody_without_an_account(
    cast: Cast, nora: Client, sacha: Client
) -> None:
    PersonLink.objects.filter(person=cast.yanis).delete()
    address = f"/agence/messages/guichet/{cast.account.code}/"
    typed = {"person": cast.yanis.pk, "topic": "other", "text": "Je voudrais un double des clés."}
    assert sacha.post(address, typed).status_code == 404
    nora.post(address, typed)
    message = Message.objects.get()
    assert (message.author, message.thread.person) == (None, cast.yanis)
    assert not Letter.objects.exists()


def test_a_call_or_a_visit_is_noted_from_the_counter(cast: Cast, nora: Client) -> None:
    address = f"/agence/messages/nouveau/{cast.account.code}/?note=visit"
    assert address in nora.get(at(cast)).content.decode()
    page = nora.get(address).content.decode()
    assert re.search(r'value="visit"[^>]*checked', page)
