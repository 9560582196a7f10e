from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.test import Client

from palier.domain.accounts.models import User
from palier.domain.accounts.queries import actor_of
from palier.domain.audit.actions import record
from palier.domain.audit.catalogue import Event
from palier.domain.casework import actions
from palier.domain.casework.models import Case
from tests.cast import Cast
from tests.domain.casework.making import act, certificate, hardship

ADDRESS = "/activite/"
Budget = Callable[[int], AbstractContextManager[object]]


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def case(cast: Cast, now: dt.datetime) -> Case:
    return certificate(cast, now)


def read(user: User, query: str = "") -> str:
    page: str = signed_in(user).get(ADDRESS + query).content.decode()
    return page


def test_the_tenant_reads_who_deposited_looked_and_decided(
    cast: Cast, case: Case, now: dt.datetime
) -> None:
    record(
        event=Event.CASE_SEEN,
        actor=actor_of(cast.north_advisor.user),
        now=now,
        tenant_account_id=cast.account.pk,
        subject=case,
        subject_line=case.subject,
    )
    actions.decide(
        case=case,
        outcome="refused",
        reason_code="expired",
        **act(cast.north_advisor, case, now),
    )
    page = read(cast.awa_user)
    assert "Demande envoyée à l’agence" in page
    assert "Un conseiller a lu votre demande «\u00a0Attestation CERT1\u00a0»." in page
    assert "L’agence n’a pas accepté" in page
    assert "Votre agence" in page
    assert "Vous" in page
    looks = read(cast.awa_user, "?type=consultations")
    assert "a lu votre demande" in looks
    assert "n’a pas accepté" not in looks


def test_a_co_holder_reads_the_account_and_not_the_other_person(
    cast: Cast, case: Case, now: dt.datetime
) -> None:
    record(
        event=Event.PAYMENT_RECEIVED,
        actor=actor_of(cast.awa_user),
        now=now,
        tenant_account_id=cast.account.pk,
    )
    hardship(cast, now)
    page = read(cast.yanis_user)
    assert "Un paiement par carte a été reçu." in page
    assert "Attestation CERT1" in page
    assert "paiement difficile" not in page
    assert "paiement difficile" in read(cast.awa_user)


def test_a_stranger_reads_nothing(cast: Cast, case: Case) -> None:
    assert signed_in(cast.stranger_user).get(ADDRESS).status_code == 302
    assert Client().get(ADDRESS).status_code == 302


def test_the_list_goes_on_and_costs_the_same(
    cast: Cast, now: dt.datetime, at_most_queries: Budget
) -> None:
    for minute in range(70):
        record(
            event=Event.PAYMENT_STARTED,
            actor=actor_of(cast.awa_user),
            now=now + dt.timedelta(minutes=minute),
            tenant_account_id=cast.account.pk,
            gateway="payzen",
        )
    client = signed_in(cast.awa_user)
    client.get(ADDRESS)
    with at_most_queries(15):
        first = client.get(ADDRESS).content.decode()
    following = re.search(r'href="(\?suite=[^"]+)"', first)
    assert following is not None
    assert "Revenir au début" in client.get(ADDRESS + following[1]).content.decode()


def test_nonsense_in_the_address_is_harmless(cast: Cast) -> None:
    for query in ("?type=x", "?suite=abc", "?suite=WzFd", "?type=%00"):
        assert signed_in(cast.awa_user).get(ADDRESS + query).status_code == 200
