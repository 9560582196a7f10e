from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from palier.domain.accounts.models import User
from palier.domain.audit.actor import Actor
from palier.domain.billing import actions as billing
from palier.domain.tenancy.actions import confirm_details
from palier.foundation.periods import Period
from tests.cast import NOW, Cast
from tests.domain.billing.delivery import deliver_notice
from tests.domain.casework.making import hardship
from tests.domain.insurance.making import accept, deposit
from tests.domain.ledger.delivery import MONTH_CENTS, deliver_entry, deliver_months

OCTOBER, NOVEMBER = Period(2026, 10), Period(2026, 11)
DUE = "samedi 5\u00a0décembre\u00a02026"


@pytest.fixture
def vault(settings: Any, tmp_path: Path) -> Path:
    """Keep deposits in a folder of the test's own."""
    disk = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(tmp_path)},
    }
    settings.STORAGES = {**settings.STORAGES, "default": disk}
    return tmp_path


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def text_of(client: Client, path: str = "/") -> str:
    """Give what a reader reads: no tags, blanks folded, no-break spaces kept."""
    page = client.get(path).content.decode()
    return re.sub(r"[ \n\t]+", " ", re.sub(r"<[^>]+>", " ", page.partition("<main")[2]))


def publish(cast: Cast, period: Period = NOVEMBER) -> None:
    deliver_notice(cast.account, period)
    billing.publish_period(period=period, actor=Actor.system(), now=NOW)


@pytest.fixture
def awa(cast: Cast) -> Client:
    return signed_in(cast.awa_user)


def test_a_stranger_reads_how_to_enter(client: Client, cast: Cast):
    page = text_of(client)
    assert "Me connecter" in page
    assert "Ouvrir mon compte" in page


def test_a_rent_not_yet_due_is_shown_with_its_last_day(awa: Client, cast: Cast):
    deliver_months(cast.account, OCTOBER, NOVEMBER, unpaid=[NOVEMBER])
    publish(cast)
    page = text_of(awa)
    assert f"À payer au plus tard le {DUE}" in page
    assert "340,70\u00a0€" in page
    assert MONTH_CENTS == 34_070
    assert "passée" not in page


def test_an_older_debt_is_told_month_by_month_without_shaming(awa: Client, cast: Cast):
    deliver_months(cast.account, OCTOBER, NOVEMBER, unpaid=[OCTOBER, NOVEMBER])
    publish(cast)
    page = text_of(awa)
    assert "Reste à payer 681,40\u00a0€" in page
    assert "octobre 2026 340,70\u00a0€ La date limite est passée." in page
    assert "novembre 2026 340,70\u00a0€ À payer au plus tard le 5\u00a0décembre\u00a02026." in page
    assert "Je ne peux pas payer ce mois-ci" in page
    for word in ("impayé", "dette", "retard", "huissier"):
        assert word not in page


def test_nothing_owed_and_nothing_missing_asks_for_nothing(awa: Client, cast: Cast, vault: Path):
    deliver_months(cast.account, OCTOBER, NOVEMBER)
    covered = (dt.date(2026, 11, 1), dt.date(2027, 10, 31))
    certificate = deposit(cast, NOW, span=covered).certificate
    accept(certificate, cast.north_advisor, NOW, covered)
    page = text_of(awa)
    assert "Votre compte est à jour" in page
    assert "Payer maintenant" not in page
    assert "Je ne peux pas payer" not in page
    assert "Vous n’avez rien à faire pour le moment." in page


def test_a_credit_is_shown_as_one(awa: Client, cast: Cast):
    deliver_entry(cast.account, "payment", -12_345, dt.date(2026, 11, 20))
    page = text_of(awa)
    assert "En votre faveur 123,45\u00a0€" in page
    assert "Nous avons reçu votre paiement de 123,45\u00a0€" in page


def test_a_direct_debit_asks_for_nothing_before_its_day(awa: Client, cast: Cast):
    type(cast.account).objects.filter(pk=cast.account.pk).update(
        payment_means="direct_debit", debit_day=5
    )
    deliver_months(cast.account, NOVEMBER, NOVEMBER, unpaid=[NOVEMBER])
    publish(cast)
    page = text_of(awa)
    assert "Sera prélevé sur votre compte" in page
    assert "le 5 du mois" in page
    assert "Payer maintenant" not in page


def test_a_payment_refused_by_the_bank_is_said(awa: Client, cast: Cast):
    deliver_entry(cast.account, "rejected", 34_070, dt.date(2026, 11, 10))
    assert "a été refusé par la banque" in text_of(awa)


def test_saying_one_cannot_pay_is_remembered_with_the_promised_day(
    awa: Client, cast: Cast, now: dt.datetime
):
    deliver_months(cast.account, NOVEMBER, NOVEMBER, unpaid=[NOVEMBER])
    hardship(cast, now)
    page = text_of(awa)
    assert "Votre agence vous répond au plus tard le 27\u00a0novembre\u00a02026" in page
    assert "Je ne peux pas payer ce mois-ci" not in page


def test_the_yearly_question_is_asked_after_a_year_and_not_before(
    awa: Client, cast: Cast, now: dt.datetime
):
    question = "Ces informations sont-elles toujours exactes"
    assert question not in text_of(awa)
    confirm_details(person=cast.awa, actor=Actor.system(), now=now - dt.timedelta(days=367))
    assert question in text_of(awa)
    awa.post("/mon-profil/")
    assert question not in text_of(awa)


def test_a_former_tenant_sees_no_later_line_and_no_reminder(cast: Cast):
    deliver_entry(cast.former_account, "rent", 10_000, dt.date(2025, 10, 1))
    page = text_of(signed_in(cast.remi_user))
    assert "Ce compte n’est plus le vôtre" in page
    assert "100,00\u00a0€" in page


def test_somebody_without_a_proven_account_is_shown_the_next_step(cast: Cast):
    page = text_of(signed_in(cast.stranger_user))
    assert "Il reste une étape" in page
    assert "€" not in page


def test_another_account_in_the_address_is_not_found(awa: Client, cast: Cast):
    assert awa.get(f"/?compte={cast.arrears_account.code}").status_code == 404


def test_the_page_asks_the_database_few_questions_whatever_the_account(
    awa: Client, cast: Cast, at_most_queries, now: dt.datetime
):
    awa.get("/")
    confirm_details(person=cast.awa, actor=Actor.system(), now=now)
    with at_most_queries(12):
        awa.get("/")
    deliver_months(cast.account, Period(2024, 1), NOVEMBER, unpaid=[OCTOBER, NOVEMBER])
    publish(cast)
    with at_most_queries(12):
        awa.get("/")


def test_the_yearly_question_fits_in_the_same_questions(
    awa: Client, cast: Cast, at_most_queries, now: dt.datetime
):
    confirm_details(person=cast.awa, actor=Actor.system(), now=now - dt.timedelta(days=400))
    awa.get("/")
    with at_most_queries(12):
        assert "toujours exactes" in awa.get("/").content.decode()


def test_a_debit_to_come_is_told_with_its_day_and_nothing_is_asked(
    awa: Client, cast: Cast, at_most_queries
):
    from tests.domain.banking import making

    making.landlord_debits()
    making.signed(cast.awa_user, dt.datetime(2026, 9, 14, 9, tzinfo=dt.UTC))
    making.owe(cast, cast.account, 41_237)
    awa.get("/")
    with at_most_queries(12):
        page = awa.get("/").content.decode()
    assert "Sera prélevé sur votre compte" in page
    assert "lundi 7\u00a0décembre" in page
    assert "À payer au plus tard" not in page
