from __future__ import annotations

import ast
import re
from pathlib import Path

from tests.architecture.source import ROOT, files, modules, text_of

LONGEST = 400
COUNTED = {".py", ".html", ".css", ".js", ".typ"}
# Written by others, or by a machine.
NOT_OURS = (
    "requirements/",
    "palier/ui/static/ui/vendor/",
    "palier/ui/static/ui/palier.css",
    "LICENSE",
)
FORBIDDEN_FOLDERS = {"utils", "common", "core", "helpers", "misc", "services"}
FORBIDDEN_NAMES = {"data", "info", "obj", "manager", "process", "handle"}
# Words that only the machine a file was written on could explain.
TRACES = re.compile(
    "|".join([r"(?<!\w)/wo" + "rk/", "/ro" + "ot/", "/tmp/" + "brief", "issue" + r" #?\d"])
)


def test_no_file_is_longer_than_a_reader_can_hold() -> None:
    long = {
        name: lines
        for name in files()
        if Path(name).suffix in COUNTED
        and not name.startswith(NOT_OURS)
        and not re.search(r"vendor/|\.min\.|/migrations/0001_", name)
        and (lines := text_of(name).count("\n")) > LONGEST
    }
    assert not long, f"split by noun: {long}"


def test_no_folder_or_file_has_a_name_that_says_nothing() -> None:
    vague = [n for n in files() if FORBIDDEN_FOLDERS & {*Path(n).with_suffix("").parts}]
    assert not vague


def test_no_function_or_class_has_a_name_that_says_nothing() -> None:
    vague = [
        f"{module.at(node)} {node.name}"
        for module in modules()
        for node in module.tree.body
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name.lower() in FORBIDDEN_NAMES
    ]
    assert not vague


def test_no_file_speaks_of_the_machine_it_was_written_on() -> None:
    traces = []
    for name in files():
        if name.startswith(("requirements/", "LICENSE")):
            continue
        try:
            text = text_of(name)
        except UnicodeDecodeError:
            continue
        traces += [f"{name}: {found.group()}" for found in TRACES.finditer(text)]
    assert not traces


def test_every_python_file_parses_without_the_marks_of_a_merge() -> None:
    assert all("<<<<" + "<<<" not in text_of(m.path) for m in modules())
    assert (ROOT / "LICENSE").exists()
