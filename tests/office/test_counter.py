from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

from django.test import Client

from palier.domain.access.models import PersonLink
from palier.domain.casework.models import Case
from palier.domain.mail.models import Letter
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
