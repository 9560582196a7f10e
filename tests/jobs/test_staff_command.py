"""``palier staff`` as an operator runs it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from django.test import Client

from palier.domain.accounts.models import StaffMember
from palier.domain.mail.models import Letter
from palier.jobs import cli
from tests.cast import Cast


def test_a_new_member_chooses_a_password_by_a_link(
    cast: Cast, client: Client, now: dt.datetime, run_jobs: Callable[[dt.datetime], int]
) -> None:
    command = ["staff", "add", "lou@plaine.example", "--name", "Lou Petit", "--role", "advisor"]

    assert cli.run([*command, "--agency", "AG1"]) == 0
    run_jobs(now)
    member = StaffMember.objects.get(user__email="lou@plaine.example")
    assert [scope.agency_id for scope in member.scopes.all()] == ["AG1"]
    letter = Letter.objects.get(to="lou@plaine.example")
    assert letter.template == "mail/staff_invited"
    assert "espace agence" in letter.subject
    link = next(line for line in letter.text.splitlines() if "/nouveau/" in line)
    assert client.get(urlsplit(link).path, follow=True).status_code == 200


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--agency", "AG9"], "AG1 (Agence du Nord)"),
        ([], "--every-agency"),
    ],
)
def test_a_member_sees_an_agency_that_exists(
    cast: Cast, capsys: pytest.CaptureFixture[str], options: list[str], said: str
) -> None:
    command = ["staff", "add", "lou@plaine.example", "--name", "Lou", "--role", "advisor"]

    assert cli.run([*command, *options]) == 1
    assert said in capsys.readouterr().err
    assert not StaffMember.objects.filter(user__email="lou@plaine.example").exists()


def test_an_address_serves_one_person_only(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    email = cast.north_advisor.user.email
    command = ["staff", "add", email, "--name", "Lou", "--role", "advisor", "--every-agency"]

    assert cli.run(command) == 1
    assert "déjà ouvert" in capsys.readouterr().err


def test_somebody_who_leaves_is_listed_as_gone(
    cast: Cast, capsys: pytest.CaptureFixture[str]
) -> None:
    email = cast.north_advisor.user.email

    assert cli.run(["staff", "end", email]) == 0
    assert cli.run(["staff", "list"]) == 0
    assert f"{email}  Nora Benali  conseiller  agences : AG1 · fermé" in capsys.readouterr().out
    assert cli.run(["staff", "end", "personne@plaine.example"]) == 1
