"""A tenant's pages of deposits and messages ask the database little, however much there is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.test import Client
from django.urls import reverse

from palier.domain.messaging import actions
from tests.cast import Cast
from tests.domain.documents.intake.conftest import files
from tests.domain.household.making import declared, refused
from tests.domain.insurance.making import deposit
from tests.domain.messaging.making import act, thread
from tests.domain.messaging.making import answered as answered_thread
from tests.domain.papers.making import asked, deposited, said

__all__ = ["files"]
pytestmark = pytest.mark.usefixtures("files")
AtMost = Callable[..., AbstractContextManager[object]]
TENANT = 12


@pytest.fixture
def awa(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.awa_user)
    return client


def pages_of(cast: Cast, now: dt.datetime) -> list[str]:
    """Give Awa much of everything; the addresses of what she reads."""
    first = refused(cast, declared(cast, now), now, "unreadable")
    second = refused(cast, declared(cast, now, follows=first), now, "unreadable")
    third = declared(cast, now, follows=second)
    request, other = asked(cast, now), asked(cast, now, kind="caf", precision="")
    paper = deposited(cast, now, request)
    said(cast, now, other)
    certificate = deposit(cast, now).certificate
    for rank in range(1, 8):
        deposit(cast, now)
        deposited(cast, now)
        thread(cast, now + dt.timedelta(minutes=rank), share_with=[cast.yanis])
    talk = answered_thread(cast, now)
    return [
        reverse("portal:messages"),
        reverse("portal:thread", args=[talk.code]),
        reverse("portal:household"),
        reverse("portal:household-declaration", args=[second.code]),
        reverse("portal:household-declaration", args=[third.code]),
        reverse("portal:papers"),
        reverse("portal:papers-asked", args=[request.code]),
        reverse("portal:papers-asked", args=[other.code]),
        reverse("portal:papers-paper", args=[paper.code]),
        reverse("portal:insurance"),
        reverse("portal:insurance-certificate", args=[certificate.code]),
        reverse("portal:insurance-deposit", args=[cast.lease.code]),
        reverse("portal:activity"),
    ]


def test_each_page_of_a_tenant_who_has_much(
    awa: Client, cast: Cast, now: dt.datetime, at_most_queries: AtMost
) -> None:
    for address in pages_of(cast, now):
        with at_most_queries(TENANT, info=address):
            assert awa.get(address).status_code == 200


def test_a_thread_read_for_the_first_time(
    awa: Client, cast: Cast, now: dt.datetime, at_most_queries: AtMost
) -> None:
    found = thread(cast, now)
    address = reverse("portal:thread", args=[found.code])
    awa.get(address)
    later = now + dt.timedelta(minutes=5)
    actions.answer(**act(cast.north_advisor, found, later), text="Voici.")
    with at_most_queries(TENANT):
        assert "Voici." in awa.get(address).content.decode()
