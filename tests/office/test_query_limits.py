"""The desk asks the database little at the very first look, however much there is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import Cast
from tests.domain.casework.making import hardship
from tests.domain.documents.intake.conftest import files
from tests.domain.household.making import case_of, declared, refused
from tests.domain.insurance.making import deposit
from tests.domain.messaging.making import answered, thread
from tests.domain.papers.making import asked, deposited, said
from tests.domain.papers.making import case_of as paper_case

__all__ = ["files"]
pytestmark = pytest.mark.usefixtures("files")
AtMost = Callable[[int], AbstractContextManager[object]]
DESK = 15


def a_certificate(cast: Cast, now: dt.datetime) -> str:
    deposit(cast, now)
    return deposit(cast, now).case.code


def a_declaration_refused_twice(cast: Cast, now: dt.datetime) -> str:
    first = refused(cast, declared(cast, now), now, "unreadable")
    second = refused(cast, declared(cast, now, follows=first), now, "unreadable")
    return case_of(declared(cast, now, follows=second)).code


def a_paper(cast: Cast, now: dt.datetime) -> str:
    return paper_case(deposited(cast, now, asked(cast, now))).code


def an_impediment(cast: Cast, now: dt.datetime) -> str:
    return paper_case(said(cast, now, asked(cast, now))).code


def a_hardship(cast: Cast, now: dt.datetime) -> str:
    return hardship(cast, now).code


@pytest.mark.parametrize(
    "making", [a_certificate, a_declaration_refused_twice, a_paper, an_impediment, a_hardship]
)
def test_a_case_of_each_kind(
    nora: Client,
    cast: Cast,
    now: dt.datetime,
    at_most_queries: AtMost,
    making: Callable[[Cast, dt.datetime], str],
) -> None:
    address = reverse("office:case", args=[making(cast, now)])
    with at_most_queries(DESK):
        assert nora.get(address).status_code == 200


def test_a_thread_first_read_and_read_again(
    nora: Client, cast: Cast, now: dt.datetime, at_most_queries: AtMost
) -> None:
    found = answered(cast, now)
    for rank in range(1, 12):
        answered(cast, now + dt.timedelta(minutes=rank))
    address = reverse("office:thread", args=[found.code])
    for _time in ("first", "again"):
        with at_most_queries(DESK):
            assert nora.get(address).status_code == 200


def test_the_queue_and_the_file_ask_no_more_when_there_is_more(
    nora: Client, cast: Cast, now: dt.datetime, at_most_queries: AtMost
) -> None:
    pages = [reverse("office:queue"), reverse("office:tenant", args=[cast.account.code])]
    for rank in range(12):
        deposit(cast, now)
        deposited(cast, now)
        thread(cast, now + dt.timedelta(minutes=rank))
    hardship(cast, now)
    declared(cast, now)
    asked(cast, now)
    for address in pages:
        with at_most_queries(DESK):
            assert nora.get(address).status_code == 200
