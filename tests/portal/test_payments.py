"""``/paiements/``: choose, check, leave for the bank, come back; nobody else may look."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from contextlib import AbstractContextManager
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client, override_settings

from palier.domain.accounts.models import User
from palier.domain.documents.models import Document
from palier.domain.payments.models import Attempt
from palier.domain.tenancy.models import TenantAccount
from palier.foundation.models import Job
from tests.cast import Cast
from tests.conformance.bank_signature import sign
from tests.domain.ledger.delivery import deliver_entry
from tests.domain.payments import bank

AtMost = Callable[[int], AbstractContextManager[object]]
State = Attempt.State


@pytest.fixture
def awa(cast: Cast, client: Client) -> Client:
    deliver_entry(cast.account, "rent", 41_237, dt.date(2026, 11, 1))
    client.force_login(cast.awa_user)
    return client


def another(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, response
    return response.content.decode()


def choose(client: Client, **typed: str) -> str:
    """Give the address of the check page that an amount leads to."""
    response = client.post("/paiements/payer/", typed)
    assert response.status_code == 302, response.content.decode()
    return response["Location"]


def hidden(html: str, name: str) -> str:
    return html.split(f'name="{name}" value="')[1].split('"')[0]


def pay(client: Client, address: str, **more: object) -> Attempt:
    key = hidden(page(client, address), "key")
    response = client.post(address, {"key": key, **more})
    assert response.status_code == 302, response.content.decode()
    return Attempt.objects.get(code=response["Location"].split("/")[2])


def test_full_amount_is_what_is_owed(awa: Client) -> None:
    assert "412,37" in page(awa, "/paiements/payer/")
    address = choose(awa, choice="full", amount="")
    assert parse_qs(urlsplit(address).query)["montant"] == ["41237"]


@pytest.mark.parametrize("typed", ["150,5", "150.50", " 150,50 € ", "150,50 euros"])
def test_free_amount_is_read_as_typed(awa: Client, typed: str) -> None:
    address = choose(awa, choice="other", amount=typed)
    assert parse_qs(urlsplit(address).query)["montant"] == ["15050"]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Écrivez le montant que vous voulez payer."),
        ("beaucoup", "Le montant n’est pas lisible."),
        ("0,50", "au moins 1,00"),
        ("-20", "au moins 1,00"),
        ("100000", "ne peut pas dépasser 99"),
    ],
)
def test_amount_that_cannot_be_paid_is_explained(awa: Client, typed: str, sentence: str) -> None:
    response = awa.post("/paiements/payer/", {"choice": "other", "amount": typed})
    html = response.content.decode()
    assert sentence in html
    assert "<title>Erreur" in html
    if typed:
        assert f'value="{typed}"' in html, "what was typed stays"


def test_account_in_credit_may_pay_in_advance(cast: Cast, client: Client) -> None:
    client.force_login(cast.awa_user)
    assert "Vous ne devez rien aujourd’hui" in page(client, "/paiements/payer/")
    assert "montant=5000" in choose(client, amount="50")


def test_check_page_shows_amount_and_account_then_leaves_for_the_bank(awa: Client) -> None:
    address = choose(awa, choice="full")
    html = page(awa, address)
    assert "412,37" in html
    assert "L/0012345" in html
    attempt = pay(awa, address)
    assert attempt.amount_cents == 41237
    assert attempt.state == State.OPENING
    leaving = page(awa, f"/paiements/{attempt.code}/banque/")
    assert 'action="/banque-essai/paiement/"' in leaving
    fields = {
        part.split('" value="')[0]: part.split('" value="')[1].split('"')[0]
        for part in leaving.split('type="hidden" name="')[1:]
    }
    fields = {name: value.replace("&amp;", "&") for name, value in fields.items()}
    from django.conf import settings

    assert fields.pop("signature") == sign(fields, settings.PALIER_SYSTEMPAY["key"])
    assert fields["vads_url_return"] == f"http://testserver/paiements/{attempt.code}/retour/"
    assert fields["vads_url_check"] == "http://testserver/api/banque/systempay/"
    attempt.refresh_from_db()
    assert attempt.state == State.OPEN


@override_settings(PALIER_PAYMENT_GATEWAY="payfip", PALIER_PAYFIP={"numcli": "1", "mode": "T"})
def test_bank_without_a_form_is_left_for_by_a_link(awa: Client) -> None:
    attempt = pay(awa, choose(awa, choice="full"))
    Attempt.objects.filter(pk=attempt.pk).update(bank_reference="0123456789abcdef")
    html = page(awa, f"/paiements/{attempt.code}/banque/")
    assert 'href="https://www.payfip.gouv.fr/tpa/paiementws.web?idop=0123456789abcdef"' in html


def test_double_click_is_one_payment(awa: Client) -> None:
    address = choose(awa, choice="full")
    key = hidden(page(awa, address), "key")
    places = {awa.post(address, {"key": key})["Location"] for _ in range(2)}
    assert len(places) == 1
    assert Attempt.objects.count() == 1


def test_second_tab_must_tick_the_payment_it_names(awa: Client) -> None:
    address = choose(awa, choice="full")
    key = hidden(page(awa, address), "key")  # a tab opened before the first payment
    first = pay(awa, address)
    response = awa.post(address, {"key": key})
    html = response.content.decode()
    assert response.status_code == 200
    assert "Un paiement de 412,37" in html
    assert "Awa Diallo" in html
    assert "puis cochez chaque case" in html
    assert hidden(html, "key") == key
    assert Attempt.objects.count() == 1
    second = pay(awa, address, seen=f"attempt:{first.code}:opening")
    assert second.after == [f"attempt:{first.code}:opening"]


def test_co_tenant_sees_who_is_paying(cast: Cast, awa: Client) -> None:
    pay(awa, choose(awa, choice="full"))
    yanis = another(cast.yanis_user)
    assert "commencé le" in page(yanis, "/paiements/payer/")
    response = yanis.post(choose(yanis, choice="full"), {"key": "k" * 24})
    assert "Awa Diallo" in response.content.decode()
    assert Attempt.objects.count() == 1


def test_direct_debit_is_warned_of(cast: Cast, awa: Client) -> None:
    TenantAccount.objects.filter(pk=cast.account.pk).update(
        payment_means="direct_debit", debit_day=5
    )
    assert "7 décembre 2026, partira même" in page(awa, "/paiements/payer/").replace("\xa0", " ")


@override_settings(PALIER_PAYMENT_GATEWAY="none")
def test_landlord_without_a_bank_says_so(awa: Client) -> None:
    assert "Le paiement par carte n’est pas ouvert" in page(awa, "/paiements/payer/")


def test_return_waits_for_the_bank_and_believes_nothing(cast: Cast, awa: Client) -> None:
    attempt = pay(awa, choose(awa, choice="full"))
    page(awa, f"/paiements/{attempt.code}/banque/")
    answer = awa.get(
        f"/paiements/{attempt.code}/retour/?vads_trans_status=AUTHORISED&vads_result=00"
    )
    assert answer["Location"] == f"/paiements/{attempt.code}/"
    html = page(awa, f"/paiements/{attempt.code}/")
    assert "Nous attendons la réponse de la banque" in html
    assert '<noscript><meta http-equiv="refresh"' in html
    attempt.refresh_from_db()
    assert attempt.state == State.OPEN
    assert Job.objects.filter(name="payments.ask_bank").count() == 1


def test_refresh_without_a_script_ends(awa: Client) -> None:
    attempt = pay(awa, choose(awa, choice="full"))
    assert "essai=20" in page(awa, f"/paiements/{attempt.code}/?essai=19")
    assert "http-equiv" not in page(awa, f"/paiements/{attempt.code}/?essai=20")


def test_return_by_post_comes_again_by_get(awa: Client) -> None:
    """The session's SameSite cookie does not come with a POST of another site."""
    attempt = pay(awa, choose(awa, choice="full"))
    stranger = Client(enforce_csrf_checks=True)
    answer = stranger.post(f"/paiements/{attempt.code}/retour/", {"idop": "x"})
    assert answer.status_code == 303
    assert answer["Location"] == f"/paiements/{attempt.code}/retour/"


def test_return_without_a_session_reassures_and_shows_nothing(awa: Client) -> None:
    attempt = pay(awa, choose(awa, choice="full"))
    html = page(Client(), f"/paiements/{attempt.code}/retour/")
    assert "votre paiement n’est pas perdu" in html
    assert f"/paiements/{attempt.code}/" in html
    assert "412" not in html
    assert "Diallo" not in html


def test_poll_says_to_load_again_once_the_bank_has_answered(awa: Client, now: dt.datetime) -> None:
    attempt = pay(awa, choose(awa, choice="full"))
    address = f"/paiements/{attempt.code}/etat/"
    assert awa.get(address).status_code == 204
    bank.say(attempt, "AUTHORISED", now)
    answer = awa.get(address)
    assert answer.headers["HX-Refresh"] == "true"


def test_poll_gives_up_after_ten_minutes(awa: Client, now: dt.datetime) -> None:
    attempt = pay(awa, choose(awa, choice="full"))
    Attempt.objects.update(moved_at=now - dt.timedelta(minutes=11))
    assert awa.get(f"/paiements/{attempt.code}/etat/").status_code == 286


def test_paid_page_is_a_receipt_and_its_pdf_is_kept(awa: Client, now: dt.datetime) -> None:
    attempt = pay(awa, choose(awa, choice="full"))
    bank.say(attempt, "AUTHORISED", now)
    html = page(awa, f"/paiements/{attempt.code}/")
    assert "Paiement reçu" in html
    assert "Après ce paiement, le compte était à jour." in html
    assert "pas une quittance" in html
    first = awa.get(f"/paiements/{attempt.code}/recu.pdf").content
    again = awa.get(f"/paiements/{attempt.code}/recu.pdf").content
    assert first[:5] == b"%PDF-"
    assert first == again
    assert Document.objects.filter(kind="acknowledgement").count() == 1


def test_receipt_of_a_cancelled_payment_is_void_and_the_first_stays(
    awa: Client, now: dt.datetime
) -> None:
    attempt = pay(awa, choose(awa, choice="full"))
    bank.say(attempt, "AUTHORISED", now)
    awa.get(f"/paiements/{attempt.code}/recu.pdf")
    bank.say(attempt, "CANCELLED", now)
    assert "Annulé : ce paiement" in page(awa, f"/paiements/{attempt.code}/")
    awa.get(f"/paiements/{attempt.code}/recu.pdf")
    references = Document.objects.filter(kind="acknowledgement").values_list("reference", flat=True)
    assert sorted(references) == [attempt.code, f"{attempt.code}-A"]


def test_there_is_no_receipt_before_the_money(awa: Client) -> None:
    attempt = pay(awa, choose(awa, choice="full"))
    page(awa, f"/paiements/{attempt.code}/recu.pdf", status=404)


@pytest.mark.parametrize(
    ("status", "code", "words"),
    [
        ("REFUSED", "51", "plafond"),
        ("REFUSED", "54", "n’est plus valable"),
        ("REFUSED", "zz", "ne nous dit pas pourquoi"),
        ("ABANDONED", "", "Paiement abandonné"),
        ("CANCELLED", "00", "Paiement annulé"),
        ("WAITING_AUTHORISATION", "00", "n’a pas encore confirmé"),
        ("SOMETHING_NEW", "00", "en cours de vérification"),
    ],
)
def test_each_end_says_what_it_means_and_what_to_do(
    awa: Client, now: dt.datetime, status: str, code: str, words: str
) -> None:
    attempt = pay(awa, choose(awa, choice="full"))
    bank.say(attempt, status, now, authorisation_code=code)
    html = page(awa, f"/paiements/{attempt.code}/")
    assert words in html
    retry = "Recommencer le paiement" in html
    assert retry == (status in ("REFUSED", "ABANDONED", "CANCELLED"))


@pytest.mark.parametrize("place", ["", "banque/", "etat/", "retour/", "recu.pdf"])
def test_stranger_and_neighbour_find_nothing(
    cast: Cast, awa: Client, now: dt.datetime, place: str
) -> None:
    attempt = pay(awa, choose(awa, choice="full"))
    bank.say(attempt, "AUTHORISED", now)
    for user in (cast.stranger_user, cast.jeanne_user, cast.remi_user, cast.south_advisor.user):
        page(another(user), f"/paiements/{attempt.code}/{place}", status=404)


def test_co_holder_sees_the_payment_but_not_the_bank_s_page(cast: Cast, awa: Client) -> None:
    attempt = pay(awa, choose(awa, choice="full"))
    yanis = another(cast.yanis_user)
    page(yanis, f"/paiements/{attempt.code}/")
    page(yanis, f"/paiements/{attempt.code}/banque/", status=404)


def test_history_lists_payments_of_all_kinds(
    cast: Cast, awa: Client, now: dt.datetime, at_most_queries: AtMost
) -> None:
    deliver_entry(cast.account, "payment", -30_000, dt.date(2026, 10, 5), rail="direct_debit")
    paid = pay(awa, choose(awa, choice="other", amount="50"))
    bank.say(paid, "AUTHORISED", now)
    refused = pay(awa, choose(awa, choice="other", amount="60"), seen=f"attempt:{paid.code}:paid")
    bank.say(refused, "REFUSED", now, transaction="b" * 32)
    with at_most_queries(12):
        html = page(awa, "/paiements/")
    assert "prélèvement" in html
    assert "300,00" in html
    assert f"/paiements/{paid.code}/" in html
    assert "reçu, en cours d’enregistrement" in html
    assert f"/paiements/{refused.code}/" in html
    assert "refusé" in html


def test_pages_ask_little_of_the_database(awa: Client, at_most_queries: AtMost) -> None:
    with at_most_queries(12):
        page(awa, "/paiements/payer/")
    address = choose(awa, choice="full")
    page(awa, address)  # the session remembers the account that the address names
    with at_most_queries(12):
        page(awa, address)
    attempt = pay(awa, address)
    with at_most_queries(12):
        page(awa, f"/paiements/{attempt.code}/")


def test_former_tenant_may_pay_what_is_still_owed(cast: Cast, client: Client) -> None:
    deliver_entry(cast.former_account, "adjustment", 12_000, dt.date(2025, 11, 20))
    client.force_login(cast.remi_user)
    assert pay(client, choose(client, choice="full")).amount_cents == 12_000
