from __future__ import annotations

import datetime as dt
import re
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from palier.domain.accounts.models import User
from palier.domain.banking.models import BankAccount, Mandate
from tests.cast import PASSWORD, Cast
from tests.domain.banking import making
from tests.domain.documents.intake.conftest import files

__all__ = ["files"]
pytestmark = pytest.mark.usefixtures("files")
HOME = "/mon-profil/coordonnees-bancaires/"
DEBIT = "/prelevement/"


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def proven(client: Client) -> Client:
    """Type the password again, the way a person does."""
    response = client.post(reverse("account_reauthenticate"), {"password": PASSWORD, "next": HOME})
    assert response.status_code == 302, response.content.decode()[-2000:]
    return client


@pytest.fixture
def awa(cast: Cast, now: dt.datetime) -> Client:
    making.landlord_debits()
    return proven(signed_in(cast.awa_user))


def page(client: Client, address: str) -> str:
    response = client.get(address, follow=True)
    assert response.status_code == 200, address
    return response.content.decode()


def give(client: Client, **more: str) -> Any:
    given = {"iban": making.AWA_IBAN, "owner_name": "Awa Diallo", **more}
    return client.post(f"{HOME}changer/", given)


def test_the_password_is_asked_again_before_anything_is_typed(cast: Cast) -> None:
    client = signed_in(cast.awa_user)
    for response in (client.get(f"{HOME}changer/"), give(client)):
        assert response.status_code == 302
        assert response["Location"].startswith("/connexion/a-nouveau/")
    assert not BankAccount.objects.exists()


def test_an_iban_is_never_left_in_a_session(cast: Cast) -> None:
    give(signed_in(cast.awa_user))
    kept = [session.get_decoded() for session in Session.objects.all()]
    assert "M026" not in str(kept)


def test_signing_in_a_moment_ago_is_not_typing_it_again(cast: Cast) -> None:
    client = signed_in(cast.awa_user)
    session = client.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "password", "at": time.time()}]
    session.save()
    assert give(client).status_code == 302
    assert not BankAccount.objects.exists()


def test_an_account_is_given_then_confirmed_by_the_mailbox(awa: Client, cast: Cast) -> None:
    assert give(awa)["Location"] == HOME
    text = page(awa, HOME)
    assert "À confirmer par e-mail" in text
    assert "0041" not in text
    secret = making.links_in(making.letters("bank_details_confirm")[0])["confirmer"]
    address = f"{HOME}confirmer/{secret}/"
    assert "Oui, c’est mon compte" in page(awa, address)
    assert BankAccount.objects.get().state == "proposed"
    assert awa.post(address)["Location"] == HOME
    text = page(awa, HOME)
    assert "Bientôt en service" in text
    assert "Ce lien ne marche plus" in awa.get(address).content.decode()


def test_what_is_wrong_with_an_iban_is_said_beside_it(awa: Client) -> None:
    text = give(awa, iban="FR76 3000 6000 0112 3456 7890 188").content.decode()
    assert "la clé de contrôle ne va pas" in text
    assert "FR76 3000 6000 0112 3456 7890 188" in text
    text = give(awa, iban="", owner_name="").content.decode()
    assert "Tapez votre IBAN." in text
    assert "Tapez le nom écrit sur le RIB." in text


def test_the_confirm_link_is_nobody_elses(awa: Client, cast: Cast) -> None:
    give(awa)
    secret = making.links_in(making.letters("bank_details_confirm")[0])["confirmer"]
    for user in (cast.yanis_user, cast.jeanne_user):
        response = signed_in(user).get(f"{HOME}confirmer/{secret}/")
        assert response.status_code == 404
    assert Client().get(f"{HOME}confirmer/{secret}/").status_code == 302


def test_it_was_not_me_needs_no_sign_in_and_a_button(awa: Client, cast: Cast) -> None:
    give(awa)
    secret = making.links_in(making.letters("bank_details_confirm")[0])["pas-moi"]
    address = f"{HOME}pas-moi/{secret}/"
    nobody = Client()
    text = nobody.get(address).content.decode()
    assert "bloquer ce compte" in text
    assert "Diallo" not in text
    assert BankAccount.objects.get().state == "proposed"
    assert "Ce compte est bloqué" in nobody.post(address).content.decode()
    assert BankAccount.objects.get().state == "frozen"
    assert awa.get(HOME).status_code == 302, "every session ends"
    assert nobody.get(f"{HOME}pas-moi/x{secret}/").status_code == 404


def test_signed_in_one_blocks_ones_own(awa: Client, cast: Cast, now: dt.datetime) -> None:
    account = making.confirmed(cast.awa_user, now)
    address = reverse("portal:banking-block", args=[account.code])
    assert "bloquer ce compte" in page(awa, address)
    awa.post(address)
    account.refresh_from_db()
    assert account.state == "frozen"
    assert signed_in(cast.yanis_user).post(address).status_code == 404


def test_after_a_new_password_the_page_says_from_when(
    awa: Client, cast: Cast, now: dt.datetime
) -> None:
    User.objects.filter(pk=cast.awa_user.pk).update(email_changed_at=now + dt.timedelta(minutes=-1))
    User.objects.filter(pk=cast.awa_user.pk).update(created_at=now - dt.timedelta(days=90))
    text = page(awa, HOME)
    assert "Pas de changement pour le moment" in text
    assert "Donner mon compte" not in text
    assert "ne peuvent pas changer avant" in give(awa).content.decode()


def test_an_account_is_taken_back(awa: Client, cast: Cast, now: dt.datetime) -> None:
    account = making.confirmed(cast.awa_user, now)
    awa.post(reverse("portal:banking-withdraw", args=[account.code]))
    assert "Vous n’avez donné aucun compte" in page(awa, HOME)


# The direct debit.


def sign_online(client: Client, cast: Cast, now: dt.datetime, day: int = 5) -> Mandate:
    account = making.usable(cast.awa_user, now)
    chosen = client.post(f"{DEBIT}signer/", {"account": account.code, "day": day})
    where = chosen["Location"]
    text = client.get(where).content.decode()
    assert "Recevoir mon code" in text
    assert client.post(where, {"send": "1"}).status_code == 302
    code = re.search(r"\d{3} \d{3}", making.letters("signing_code")[-1].text)
    assert code is not None
    signed = client.post(where, {"secret_code": code[0], "read": "on"})
    assert signed.status_code == 302, signed.content.decode()[-3000:]
    return Mandate.objects.get(state="active")


def test_a_mandate_is_signed_in_three_pages(awa: Client, cast: Cast, now: dt.datetime) -> None:
    mandate = sign_online(awa, cast, now)
    text = page(awa, reverse("portal:mandate", args=[mandate.code]))
    assert mandate.rum in text
    assert mandate.facts_sha256 in text
    assert "13\u00a0mois" in text
    assert making.AWA_IBAN not in text
    pdf = awa.get(reverse("portal:mandate-pdf", args=[mandate.code]))
    assert b"".join(pdf).startswith(b"%PDF") if pdf.streaming else pdf.content.startswith(b"%PDF")
    text = page(awa, DEBIT)
    assert "Votre loyer est prélevé" in text
    assert "5\u00a0janvier\u00a02027" in text


def test_the_signed_mandate_is_among_its_signers_documents(
    awa: Client, cast: Cast, now: dt.datetime
) -> None:
    mandate = making.signed(cast.awa_user, now)
    assert mandate.rum in page(awa, "/documents/")
    assert mandate.rum in page(awa, f"/documents/?q={mandate.rum}")
    assert mandate.rum not in page(signed_in(cast.yanis_user), "/documents/")


def test_signing_asks_for_the_box_and_the_right_code(
    awa: Client, cast: Cast, now: dt.datetime
) -> None:
    account = making.usable(cast.awa_user, now)
    where = awa.post(f"{DEBIT}signer/", {"account": account.code, "day": 5})["Location"]
    awa.post(where, {"send": "1"})
    text = awa.post(where, {"secret_code": "12"}).content.decode()
    assert "Cochez la case" in text
    text = awa.post(where, {"secret_code": "12", "read": "on"}).content.decode()
    assert "Ce n’est pas le bon code" in text
    assert not Mandate.objects.filter(state="active").exists()


def test_signing_needs_the_password_again(cast: Cast, now: dt.datetime) -> None:
    making.landlord_debits()
    client = signed_in(cast.awa_user)
    account = making.usable(cast.awa_user, now)
    where = client.post(f"{DEBIT}signer/", {"account": account.code, "day": 5})["Location"]
    assert client.get(where)["Location"].startswith("/connexion/a-nouveau/")
    assert client.post(where, {"send": "1"})["Location"].startswith("/connexion/a-nouveau/")
    assert not making.letters("signing_code")


def test_a_co_holder_sees_the_debit_and_nothing_of_the_bank(
    awa: Client, cast: Cast, now: dt.datetime
) -> None:
    mandate = sign_online(awa, cast, now)
    yanis = signed_in(cast.yanis_user)
    text = page(yanis, DEBIT)
    assert "Votre loyer est prélevé" in text
    assert mandate.bank_account.masked not in text
    assert "Arrêter le prélèvement" not in text
    for name in ("portal:mandate", "portal:mandate-pdf"):
        assert yanis.get(reverse(name, args=[mandate.code])).status_code == 404
    for verb in ("suspendre", "jour", "arreter"):
        address = reverse("portal:mandate-instruct", args=[mandate.code, verb])
        assert yanis.post(address).status_code == 404
    mandate.refresh_from_db()
    assert mandate.state == "active"


def test_every_instruction_says_its_dates_before_it_is_given(
    awa: Client, cast: Cast, now: dt.datetime
) -> None:
    mandate = making.signed(cast.awa_user, dt.datetime(2026, 9, 14, 9, tzinfo=dt.UTC))
    for verb, button, state in (
        ("suspendre", "Suspendre", "paused"),
        ("reprendre", "Reprendre", "active"),
        ("jour", "Changer de jour", "active"),
        ("arreter", "Arrêter", "stopped"),
    ):
        address = reverse("portal:mandate-instruct", args=[mandate.code, verb])
        text = page(awa, address)
        assert button in text
        assert "décembre\u00a02026" in text
        assert "jusqu’au" in text
        awa.post(address)
        mandate.refresh_from_db()
        assert mandate.state == state
    assert "prélèvement arrêté" in page(awa, reverse("portal:mandate", args=[mandate.code])).lower()


def test_a_debit_already_prepared_is_announced(awa: Client, cast: Cast, now: dt.datetime) -> None:
    making.landlord_debits(debit_cut_off_days=10)
    mandate = making.signed(cast.awa_user, dt.datetime(2026, 9, 14, 9, tzinfo=dt.UTC))
    text = page(awa, reverse("portal:mandate-instruct", args=[mandate.code, "arreter"]))
    assert "se fera quand même" in text


def test_a_debit_of_the_landlords_own_is_shown(awa: Client, cast: Cast) -> None:
    cast.account.payment_means, cast.account.debit_day = "direct_debit", 10
    cast.account.save()
    text = page(awa, DEBIT)
    assert "Votre loyer est déjà prélevé" in text
    assert "prélevé le 10" in text
    assert "Signer un mandat" not in text


def test_a_former_tenant_is_told_kindly(cast: Cast, now: dt.datetime) -> None:
    client = signed_in(cast.remi_user)
    assert "n’est plus le vôtre" in page(client, DEBIT)
    assert client.get(f"{HOME}changer/").status_code == 302
    assert client.get(f"{DEBIT}signer/").status_code == 302


def test_a_rejected_debit_is_shown_with_its_consequence(awa: Client, cast: Cast) -> None:
    from tests.domain.ledger.delivery import deliver_entry

    deliver_entry(cast.account, "rejected", 41_237, dt.date(2026, 11, 7), rail="direct_debit")
    text = page(awa, DEBIT)
    assert "rejetés par votre banque" in text
    assert "412,37" in text
    assert "de nouveau à payer" in text


@pytest.mark.parametrize("address", [HOME, DEBIT, f"{DEBIT}signer/"])
def test_pages_ask_the_database_twelve_times_at_most(
    awa: Client,
    cast: Cast,
    now: dt.datetime,
    address: str,
    at_most_queries: Callable[[int], AbstractContextManager[object]],
) -> None:
    making.signed(cast.awa_user, now)
    making.usable(cast.awa_user, now, iban=making.OTHER_IBAN)
    awa.get(address)
    with at_most_queries(12):
        assert awa.get(address).status_code == 200


def test_a_page_of_a_mandate_asks_twelve_times_at_most(
    awa: Client,
    cast: Cast,
    now: dt.datetime,
    at_most_queries: Callable[[int], AbstractContextManager[object]],
) -> None:
    mandate = making.signed(cast.awa_user, now)
    for name, args in (
        ("portal:mandate", [mandate.code]),
        ("portal:mandate-instruct", [mandate.code, "arreter"]),
    ):
        awa.get(reverse(name, args=args))
        with at_most_queries(12):
            assert awa.get(reverse(name, args=args)).status_code == 200


def amend_online(client: Client, account: BankAccount) -> None:
    """Change the debited account the way a person does: choose, read, ask for the code, type it."""
    where = client.post(f"{DEBIT}signer/", {"account": account.code})["Location"]
    text = client.get(where).content.decode()
    assert "Avenant au mandat de prélèvement SEPA" in text
    assert "Compte débité jusqu’ici" in text
    assert client.post(where, {"send": "1"}).status_code == 302
    letter = making.letters("signing_code")[-1]
    assert "avenant" in letter.subject
    code = re.search(r"\d{3} \d{3}", letter.text)
    assert code is not None
    signed = client.post(where, {"secret_code": code[0], "read": "on"})
    assert signed.status_code == 302, signed.content.decode()[-3000:]


def test_a_new_account_asks_for_the_amendment_wherever_it_is_shown(
    awa: Client, cast: Cast, now: dt.datetime
) -> None:
    mandate = making.signed(cast.awa_user, now)
    account = making.usable(cast.awa_user, now, iban=making.OTHER_IBAN)
    assert "ancien compte" in making.letters("bank_details_confirmed")[-1].text
    text = page(awa, HOME)
    assert "n’est pas encore prélevé sur ce compte" in text
    assert "Signer l’avenant" in text
    text = page(awa, f"{DEBIT}signer/")
    assert account.masked in text
    assert mandate.bank_account.masked in text
    assert "à partir du prélèvement du 5\u00a0janvier\u00a02027" in text


def test_the_debited_account_is_changed_by_an_amendment(
    awa: Client, cast: Cast, now: dt.datetime
) -> None:
    mandate = making.signed(cast.awa_user, now)
    account = making.usable(cast.awa_user, now, iban=making.OTHER_IBAN)
    amend_online(awa, account)
    assert "Signer l’avenant" not in page(awa, HOME)
    text = page(awa, reverse("portal:mandate", args=[mandate.code]))
    assert "Avenant signé le 24\u00a0novembre\u00a02026" in text
    assert "Un autre compte est débité" in text
    assert making.OTHER_IBAN not in text
    amendment = mandate.amendments.get()
    pdf = awa.get(reverse("portal:amendment-pdf", args=[amendment.code]))
    assert pdf.status_code == 200
    assert mandate.rum in page(awa, "/documents/")
    assert account.masked in page(awa, DEBIT)


def test_without_another_account_the_page_says_what_to_do_first(
    awa: Client, cast: Cast, now: dt.datetime
) -> None:
    making.signed(cast.awa_user, now)
    assert "nouveau compte bancaire" in page(awa, f"{DEBIT}signer/")


def test_an_amendment_is_its_signers_alone(awa: Client, cast: Cast, now: dt.datetime) -> None:
    making.signed(cast.awa_user, now)
    account = making.usable(cast.awa_user, now, iban=making.OTHER_IBAN)
    amendment = making.amended(cast.awa_user, now, account)
    waiting = making.amendment_started(
        cast.awa_user, now, making.usable(cast.awa_user, now, iban=making.THIRD_IBAN)
    )
    yanis = proven(signed_in(cast.yanis_user))
    assert yanis.get(reverse("portal:amendment-pdf", args=[amendment.code])).status_code == 404
    assert yanis.get(reverse("portal:direct-debit-read", args=[waiting.code])).status_code == 404


def test_what_the_landlords_books_know_is_told(awa: Client, cast: Cast, now: dt.datetime) -> None:
    from palier.domain.audit.actor import Actor
    from palier.domain.banking import actions

    making.usable(cast.awa_user, now)
    assert "Dans les comptes du bailleur" not in page(awa, HOME)
    actions.deliver_accounts(actor=Actor.system(), now=now)
    text = page(awa, HOME)
    assert "Dans les comptes du bailleur" in text
    assert "transmis le" in text
