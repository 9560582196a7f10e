from __future__ import annotations

from typing import Any

from django.test import Client

from palier.domain.casework.models import Reason
from palier.domain.casework.queries import reasons_of

WORDS = {"sentence": "C’est fini.", "remedy": "Demandez-en une autre.", "position": "5"}


def test_the_administrator_rewords_a_reason(adama: Client) -> None:
    assert (
        "Cette attestation est celle d’un véhicule."
        in adama.get("/agence/motifs/").content.decode()
    )
    page = adama.get("/agence/motifs/certificate/expired/").content.decode()
    assert "sa date de fin est passée" in page
    answer = adama.post(
        "/agence/motifs/certificate/expired/", {**WORDS, "active": "on"}, follow=True
    )
    assert "modifié par votre organisme" in answer.content.decode()
    first = reasons_of("certificate")[0]
    assert (first.code, first.sentence) == ("expired", "C’est fini.")


def test_a_reason_is_added_and_another_retired(adama: Client) -> None:
    adama.post("/agence/motifs/paper/nouveau/", {**WORDS, "active": "on"})
    added = Reason.objects.get()
    assert added.code.startswith("own_")
    assert reasons_of("paper")[0].code == added.code
    adama.post(f"/agence/motifs/paper/{added.code}/", WORDS)
    assert added.code not in {reason.code for reason in reasons_of("paper")}
    assert "ajouté par votre organisme" in adama.get("/agence/motifs/").content.decode()


def test_a_reason_is_written_in_another_language_too(adama: Client, settings: Any) -> None:
    settings.LANGUAGES = [("fr", "Français"), ("en", "English")]
    page = adama.get("/agence/motifs/certificate/expired/").content.decode()
    assert "L’écrire dans une autre langue\u00a0: English" in page
    adama.post("/agence/motifs/certificate/expired/?langue=en", {**WORDS, "active": "on"})
    assert "C’est fini." in {row.sentence for row in reasons_of("certificate", "en")}
    assert "date de fin" in next(
        row.sentence for row in reasons_of("certificate") if row.code == "expired"
    )


def test_an_empty_sentence_is_not_kept(adama: Client) -> None:
    page = adama.post("/agence/motifs/certificate/expired/", {**WORDS, "sentence": ""})
    assert "il manque votre réponse" in page.content.decode()
    assert not Reason.objects.exists()


def test_what_does_not_exist_is_not_found(adama: Client) -> None:
    for address in ("certificate/x/", "hardship/nouveau/", "x/nouveau/"):
        assert adama.get(f"/agence/motifs/{address}").status_code == 404
    assert adama.get("/agence/motifs/paper/nouveau/?langue=xx").status_code == 404


def test_an_advisor_words_nothing(nora: Client) -> None:
    assert nora.get("/agence/motifs/").status_code == 404
    assert nora.post("/agence/motifs/certificate/expired/", WORDS).status_code == 404
