from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from contextlib import AbstractContextManager

from django.test import Client

from palier.domain.casework.models import Case
from tests.cast import Cast
from tests.domain.casework.making import contact, hardship

Budget = Callable[[int], AbstractContextManager[object]]


def subjects(page: str) -> list[str]:
    return re.findall(r'/agence/demandes/(\w+)/["?]', page)


def test_the_queue_shows_the_oldest_promise_first(
    cast: Cast, nora: Client, now: dt.datetime
) -> None:
    fresh = contact(now, agency_id="AG1")
    late = hardship(cast, now - dt.timedelta(days=10))
    page = nora.get("/agence/").content.decode()
    assert subjects(page) == [late.code, fresh.code]
    assert "En retard de 7 jours" in page
    assert "1 réponse aurait déjà dû partir." in page


def test_the_filters_are_in_the_address(cast: Cast, nora: Client, now: dt.datetime) -> None:
    asked = contact(now, agency_id="AG1")
    hard = hardship(cast, now)
    assert subjects(nora.get("/agence/?type=contact").content.decode()) == [asked.code]
    assert subjects(nora.get("/agence/?etat=closed").content.decode()) == []
    assert subjects(nora.get("/agence/?vue=retard").content.decode()) == []
    assert subjects(nora.get(f"/agence/?numero={hard.code.lower()}").content.decode()) == [
        hard.code
    ]
    nora.post(f"/agence/demandes/{hard.code}/prendre/", {"revision": 1})
    assert subjects(nora.get("/agence/?vue=moi").content.decode()) == [hard.code]
    assert subjects(nora.get("/agence/?vue=libre").content.decode()) == [asked.code]


def test_nonsense_in_the_address_is_harmless(cast: Cast, nora: Client, case: Case) -> None:
    for query in ("type=x", "etat=%00", "suite=abc", "agence=AG2", "vue=zz", "suite=WzFd"):
        assert nora.get(f"/agence/?{query}").status_code == 200


def test_the_queue_goes_on_page_after_page(cast: Cast, nora: Client, now: dt.datetime) -> None:
    made = [contact(now, agency_id="AG1").code for _ in range(30)]
    first = nora.get("/agence/").content.decode()
    following = re.search(r'href="(\?suite=[^"]+)"', first)
    assert following is not None
    second = nora.get("/agence/" + following[1]).content.decode()
    assert subjects(first) + subjects(second) == made
    assert "Revenir au début" in second


def test_the_queue_asks_as_often_for_one_case_as_for_many(
    cast: Cast, nora: Client, now: dt.datetime, at_most_queries: Budget
) -> None:
    for _ in range(25):
        contact(now, agency_id="AG1")
    hardship(cast, now)
    nora.get("/agence/")
    with at_most_queries(9):
        nora.get("/agence/")
