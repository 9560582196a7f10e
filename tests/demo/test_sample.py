"""The sample landlord: its committed files, its people, its sign-ins."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.conf import LazySettings

from palier.demo import loading
from palier.demo.accounts import sign_ins
from palier.demo.generating import generate
from palier.domain.access.queries import leases_for, tenant_accounts_for
from palier.domain.accounts.models import StaffMember, User
from palier.domain.accounts.queries import user_with_email
from palier.domain.billing.models import RentNotice
from palier.domain.landlord.models import CurrentDelivery
from palier.domain.ledger.queries import balance_of
from palier.exchange.manifest import read_manifest
from palier.exchange.problems import Problems
from palier.jobs.cli import palier


def test_the_committed_files_are_those_the_code_writes(tmp_path: Path) -> None:
    written = generate(tmp_path, loading.sample_order(loading.WRITTEN_ON))
    committed = read_manifest(loading.FOLDER, Problems())
    assert committed == written, "run: make sample"


def test_sign_ins_are_listed_for_machines() -> None:
    ran = CliRunner().invoke(palier, ["demo", "accounts", "--json"], standalone_mode=False)
    people = json.loads(ran.output)
    roles = {one["role"] for one in people}
    assert roles >= {
        "holder", "co_holder", "former_tenant", "delegate", "advisor", "administrator",
        "unregistered",
    }  # fmt: skip
    asked = {
        "role",
        "email",
        "password",
        "totp_secret",
        "customer_reference",
        "family_name",
        "agency",
    }
    assert all(asked <= set(one) for one in people)
    assert {one["agency"] for one in people if one["role"] == "advisor"} == {
        "Agence du Canal", "Agence de la Plaine",
    }  # fmt: skip
    strangers = [one for one in people if one["role"] == "unregistered"]
    assert any(one["known_email"] for one in strangers)
    assert any(not one["known_email"] and not one["known_mobile"] for one in strangers)
    assert all(one["totp_secret"] for one in people if one["role"] == "advisor")


@pytest.mark.django_db
def test_the_sample_comes_to_life(now: dt.datetime) -> None:
    loaded = loading.load(now=now)
    assert loaded.folder == loading.FOLDER
    assert RentNotice.objects.count() == loaded.notices > 1_000
    of_the_portal = ("holder", "co_holder", "former_tenant", "delegate")
    readers = [one for one in sign_ins() if one.role in of_the_portal]
    assert User.objects.count() == len(readers) + StaffMember.objects.count()
    today = now.date()
    views = {
        one.email: tenant_accounts_for(user_with_email(one.email), today)[0]
        for one in readers
        if one.role != "delegate"
    }
    owed = {email: balance_of(view.tenant_account.pk) for email, view in views.items()}
    assert owed["aissatou.ndiaye@example.org"] == owed["benoit.lefevre@example.org"] > 0
    assert owed["maria.dossantos@example.org"] < 0
    assert owed["jb.dalmeida@example.org"] > 100_000
    assert owed["thihoa.nguyen@example.org"] == 0
    assert views["remi.carpentier@example.org"].is_former
    leases = leases_for(user_with_email("farid.benkhelifa@example.org"), today)
    assert [lease.kind for lease in leases] == ["dwelling", "parking"]
    fixed = leases_for(user_with_email("zoe.ollivier@example.org"), today)[0]
    assert 0 < (fixed.ends_on - today).days < 100


@pytest.mark.django_db
def test_the_sample_never_joins_a_real_landlord(now: dt.datetime, settings: LazySettings) -> None:
    settings.PALIER_MODE = "production"
    with pytest.raises(loading.NotASample, match="sample"):
        loading.load(now=now)


@pytest.mark.django_db
def test_the_sample_is_loaded_once(now: dt.datetime) -> None:
    CurrentDelivery.objects.create(pk=1, number=1, switched_at=now)
    with pytest.raises(loading.NotASample, match="make reset"):
        loading.load(now=now)


def test_long_after_its_day_the_sample_is_written_up_to_today(
    tmp_path: Path, settings: LazySettings
) -> None:
    settings.PALIER_HOME = tmp_path
    day = dt.date(2027, 3, 9)
    folder = loading.sample_folder(day)
    manifest = read_manifest(folder, Problems())
    assert folder != loading.FOLDER
    assert manifest is not None
    assert manifest.produced_at.startswith("2027-03-09")
    assert loading.sample_folder(loading.WRITTEN_ON) == loading.FOLDER
