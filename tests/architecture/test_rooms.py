from __future__ import annotations

import ast
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db.models import Field, ForeignObjectRel

from tests.architecture.source import ROOT, domain_floors, modules, rooms, text_of

FLOOR_OF = {
    room: height for height, floor in enumerate(reversed(domain_floors())) for room in floor
}


def own_models() -> list[type]:
    return [m for m in apps.get_models() if m.__module__.startswith("palier.")]


def test_every_room_says_what_it_is_for() -> None:
    silent = [
        room
        for room in rooms()
        if not ast.get_docstring(ast.parse(text_of(f"palier/domain/{room}/__init__.py")))
    ]
    assert not silent


def test_every_room_is_on_the_map() -> None:
    the_map = text_of("docs/architecture.md")
    missing = [room for room in rooms() if room not in the_map]
    assert not missing


def test_every_folder_of_the_domain_is_a_room_with_a_floor() -> None:
    folders = {p.parent.name for p in (ROOT / "palier" / "domain").glob("*/__init__.py")}
    assert folders <= set(FLOOR_OF)


def test_every_relation_points_downwards() -> None:
    """The import linter does not see foreign keys given as strings."""
    upward = []
    for model in own_models():
        for field in model._meta.get_fields():  # type: ignore[attr-defined]
            if isinstance(field, ForeignObjectRel) or not isinstance(field, Field):
                continue
            target = field.related_model
            if target is None or isinstance(target, str):
                continue
            here, there = model._meta.app_label, target._meta.app_label  # type: ignore[attr-defined]
            if here == there or there not in FLOOR_OF or here not in FLOOR_OF:
                continue
            if FLOOR_OF[there] >= FLOOR_OF[here]:
                upward.append(f"{here}.{model.__name__}.{field.name} → {there}")
    assert not upward


def test_models_hold_no_behaviour_of_their_own() -> None:
    strays = []
    for module in modules():
        if "models" not in module.parts:
            continue
        for node in ast.walk(module.tree):
            if isinstance(node, ast.FunctionDef) and node.name in {
                "save",
                "delete",
                "clean",
                "full_clean",
            }:
                strays.append(f"{module.at(node)} overrides {node.name}")
            if isinstance(node, ast.keyword) and node.arg == "validators":
                strays.append(f"{module.path}:{node.value.lineno} has validators")
            if isinstance(node, ast.ClassDef) and node.name == "Meta":
                strays += [
                    f"{module.at(line)} orders implicitly"
                    for line in node.body
                    if isinstance(line, ast.Assign) and ast.unparse(line.targets[0]) == "ordering"
                ]
    assert not strays


def test_no_room_listens_to_signals() -> None:
    """An upper room or a job pulls; allauth's own signals end at its adapter in accounts."""
    listeners = [
        module.at(node)
        for module in modules()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ImportFrom)
        and (node.module or "")
        in {"django.dispatch", "django.db.models.signals", "django.db.models"}
        and {alias.name for alias in node.names}
        & {"receiver", "Signal", "post_save", "pre_save", "signals"}
    ]
    assert not listeners


def test_no_admin_site() -> None:
    assert not apps.is_installed("django.contrib.admin")
    assert not [m.path for m in modules() if Path(m.path).name == "admin.py"]


@pytest.mark.django_db
def test_migrations_say_what_the_models_say() -> None:
    said = StringIO()
    try:
        call_command("makemigrations", check=True, dry_run=True, interactive=False, stdout=said)
    except SystemExit:
        pytest.fail(said.getvalue())
