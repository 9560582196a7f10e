"""No table holds personal data without a line of the register that says why and how long."""

from __future__ import annotations

from collections import Counter

import pytest
from django.apps import apps

from palier.domain.rights.activities import ACTIVITIES
from palier.domain.rights.retention.catalogue import RULES
from tests.architecture.source import ROOT
from tools.write_register import GUIDE, guide


def placed(label: str) -> int:
    app, _dot, _name = label.partition(".")
    return sum(name in (label, f"{app}.*") for activity in ACTIVITIES for name in activity.tables)


def test_every_table_stands_in_one_activity() -> None:
    labels = [model._meta.label for model in apps.get_models()]
    astray = {label: placed(label) for label in labels if placed(label) != 1}
    assert not astray


def test_every_activity_and_every_table_it_names_exists() -> None:
    known = {model._meta.label for model in apps.get_models()}
    known |= {f"{model._meta.app_label}.*" for model in apps.get_models()}
    named = Counter(name for activity in ACTIVITIES for name in activity.tables)
    assert set(named) <= known
    assert max(named.values()) == 1


def test_every_rule_of_retention_stands_in_one_activity() -> None:
    named = Counter(key for activity in ACTIVITIES for key in activity.rules)
    assert named == Counter(rule.key for rule in RULES)


def test_every_activity_says_how_long() -> None:
    assert all(activity.rules or activity.kept for activity in ACTIVITIES)


def test_the_guide_s_register_is_fresh() -> None:
    assert (ROOT / GUIDE).read_text(encoding="utf-8") == guide(), "run make docs"


@pytest.mark.django_db
def test_the_register_is_written_as_a_page_and_as_a_tagged_pdf(tmp_path: object) -> None:
    from click.testing import CliRunner

    from palier.jobs.cli import palier

    folder = ROOT.__class__(str(tmp_path))
    ran = CliRunner().invoke(palier, ["register", str(folder)], standalone_mode=False)
    assert ran.exception is None, ran.exception
    page = (folder / "registre.html").read_text()
    assert all(str(activity.name) in page.replace("&#x27;", "'") for activity in ACTIVITIES)
    assert b"StructTreeRoot" in (folder / "registre.pdf").read_bytes()
