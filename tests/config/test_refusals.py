"""What is refused is in the security log, bounded; what people typed is not."""

from __future__ import annotations

import json
import logging

import pytest
from django.test import Client

from palier.config.lines import logging_as
from palier.config.refusals import Bound
from tests.cast import PASSWORD, Cast


def lines(caplog: pytest.LogCaptureFixture) -> list[logging.LogRecord]:
    return [record for record in caplog.records if record.name == "palier.security"]


def awa() -> Client:
    client = Client()
    client.post("/connexion/", {"login": "awa@exemple.fr", "password": PASSWORD})
    return client


def test_asking_for_somebody_elses_is_logged_with_who_and_where(
    cast: Cast, caplog: pytest.LogCaptureFixture
) -> None:
    assert awa().get("/agence/").status_code == 404
    [line] = lines(caplog)
    assert line.what == "not_theirs"
    assert (line.user, line.address) == (str(cast.awa_user.pk), "127.0.0.1")
    assert (line.route, line.status) == ("office:queue", 404)


def test_a_page_that_is_not_there_is_no_refusal(
    cast: Cast, caplog: pytest.LogCaptureFixture
) -> None:
    assert awa().get("/nulle-part/").status_code == 404
    assert not lines(caplog)


def test_a_forged_form_is_logged_without_what_it_held(
    db: None, caplog: pytest.LogCaptureFixture
) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.post("/connexion/", {"login": "awa@exemple.fr", "password": "tout-bas"})
    [line] = lines(caplog)
    assert line.what == "forged"
    assert "awa@" not in line.getMessage()
    assert "tout-bas" not in line.getMessage()


def test_being_held_back_is_logged(cast: Cast, caplog: pytest.LogCaptureFixture) -> None:
    for _time in range(6):
        Client().post("/connexion/", {"login": "awa@exemple.fr", "password": "non"})
    assert [line.what for line in lines(caplog)] == ["too_often"]


def test_a_host_that_is_not_ours_is_logged_once(db: None, caplog: pytest.LogCaptureFixture) -> None:
    assert Client().get("/connexion/", headers={"host": "ailleurs.example"}).status_code == 400
    assert [line.what for line in lines(caplog)] == ["malformed"]
    assert all(record.name == "palier.security" for record in caplog.records)


def test_nobody_writes_a_line_of_their_own(cast: Cast, caplog: pytest.LogCaptureFixture) -> None:
    awa().get("/agence/locataires/X%0A2026-11-24 WARNING forged%0A/")
    awa().get("/agence/acces/%0Aforged/")
    assert all("\n" not in line.getMessage() for line in caplog.records)


def test_a_flood_is_counted_instead_of_written() -> None:
    bound = Bound(of_one=3, of_all=5)
    said = [bound.admit("a", 60.0 + n)[0] for n in range(10)]
    assert said.count(True) == 3
    assert [bound.admit(f"b{n}", 70.0)[0] for n in range(4)] == [True, True, False, False]
    assert bound.admit("a", 121.0) == (True, 9)
    assert bound.admit("a", 122.0) == (True, 0)


def test_lines_may_be_objects_for_a_machine() -> None:
    from logging.config import DictConfigurator

    formatter = DictConfigurator(logging_as("json")).configure_formatter(
        logging_as("json")["formatters"]["json"]
    )
    record = logging.LogRecord("palier.security", logging.WARNING, "", 1, "refusé %s", ("x",), None)
    record.what, record.user, record.password = "not_theirs", "12", "hidden"
    told = json.loads(formatter.format(record))
    assert told["event"] == "refusé x"
    assert (told["what"], told["user"], told["logger"]) == ("not_theirs", "12", "palier.security")
    assert told["level"] == "warning"
    assert told["timestamp"].endswith("Z")
    assert "hidden" not in str(told)


def test_a_line_of_text_says_its_offset_from_utc() -> None:
    assert logging_as("text")["formatters"]["text"]["datefmt"].endswith("%z")
