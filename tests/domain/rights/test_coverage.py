"""No table that points at somebody is forgotten by the copy of their data."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.apps import apps
from django.db.models import ForeignKey, Model, OneToOneField

from palier.domain.accounts.models import User
from palier.domain.casework.models import Decision
from palier.domain.rights.content import SECTIONS, reader_of
from palier.domain.rights.content.coverage import LEFT_OUT, TOLD
from tests.cast import Cast
from tests.domain.documents.intake.conftest import files
from tests.domain.household.making import declared, refused
from tests.domain.rights.test_copies import copy_of, told, world
from tests.doors.world import World

__all__ = ["files", "world"]
ROOTS = {"accounts.User", "tenancy.Person", "tenancy.TenantAccount"}
# Of the house, not of somebody: what points at them says nothing of a person.
SHARED = {"accounts.StaffMember", "documents.StoredFile"}
TOLD_ELSEWHERE = {
    "avis_sans_papier",
    "decisions",
    "reponses_aux_demandes",
    "ouvertures_demandees",
    "prelevements_presentes",
    "changements_de_prelevement",
    "foyer",
}
"""Sections that Awa's world leaves empty."""


def parents(model: type[Model]) -> set[str]:
    links = (ForeignKey, OneToOneField)
    return {
        field.related_model._meta.label
        for field in model._meta.local_concrete_fields
        if isinstance(field, links)
    }


def about_somebody() -> set[str]:
    """Give the tables that lead to a person, however far."""
    models = {model._meta.label: parents(model) for model in apps.get_models()}
    found = set(ROOTS)
    while True:
        more = {
            label
            for label, above in models.items()
            if label not in found | SHARED and above & (found - {"accounts.StaffMember"})
        }
        if not more:
            return found - {"accounts.User"}
        found |= more


def test_every_table_about_somebody_is_told_or_left_out_for_a_reason() -> None:
    judged = set(TOLD) | set(LEFT_OUT)
    assert not set(TOLD) & set(LEFT_OUT)
    missing = sorted(about_somebody() - judged)
    assert not missing, f"say in content/coverage.py where these are told: {missing}"
    known = {model._meta.label for model in apps.get_models()}
    assert judged <= known
    assert set(TOLD.values()) <= {section.key for section in SECTIONS}


@pytest.mark.django_db
def test_the_sections_of_what_awa_has_are_filled(world: World, now: dt.datetime) -> None:
    data: dict[str, Any] = told(copy_of(world.cast.awa_user, now))
    empty = {key for key in set(TOLD.values()) if not data[key]}
    assert empty <= TOLD_ELSEWHERE, sorted(empty - TOLD_ELSEWHERE)


def section(key: str, user: User, now: dt.datetime) -> list[dict[str, Any]]:
    [found] = [one for one in SECTIONS if one.key == key]
    return found.records(reader_of(user, now))


@pytest.mark.usefixtures("files")
def test_a_decision_is_told_once_its_reader_has_been_told(cast: Cast, now: dt.datetime) -> None:
    refused(cast, declared(cast, now), now, "unreadable")
    assert not section("decisions", cast.awa_user, now)
    Decision.objects.update(announced_at=now)
    [told_now] = section("decisions", cast.awa_user, now)
    assert told_now["motif"]
    assert "par" not in told_now
    assert not section("decisions", cast.yanis_user, now)
