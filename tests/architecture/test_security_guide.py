"""``docs/security.md`` names files and tests that exist, and leaves no requirement out."""

from __future__ import annotations

import re

from tests.architecture.source import ROOT, text_of

GUIDE = "docs/security.md"
PLACES = ("palier/", "tests/", "docs/", "deploy/", "requirements/", "bench/", "pyproject.toml")
# Sections of the standard at levels 1 and 2: chapter.section, and its last such requirement.
# Read off version 5.0.0 as published; a number missing in between is of level 3.
WANTED: dict[str, tuple[int, ...]] = {
    "1.1": (1, 2),
    "1.2": (1, 2, 3, 4, 5, 6, 7, 8, 9),
    "1.3": (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11),
    "1.4": (1, 2, 3),
    "1.5": (1, 2),
    "2.1": (1, 2, 3),
    "2.2": (1, 2, 3),
    "2.3": (1, 2, 3, 4),
    "2.4": (1,),
    "3.2": (1, 2),
    "3.3": (1, 2, 3, 4),
    "3.4": (1, 2, 3, 4, 5, 6),
    "3.5": (1, 2, 3, 4, 5),
    "3.7": (1, 2),
    "4.1": (1, 2, 3),
    "4.2": (1,),
    "5.1": (1,),
    "5.2": (1, 2, 3),
    "5.3": (1, 2),
    "5.4": (1, 2, 3),
    "6.1": (1, 2, 3),
    "6.2": tuple(range(1, 13)),
    "6.3": (1, 2, 3, 4),
    "6.4": (1, 2, 3, 4),
    "6.5": (1, 2, 3, 4, 5),
    "6.6": (1, 2, 3),
    "6.8": (1, 2, 3, 4),
    "7.1": (1, 2, 3),
    "7.2": (1, 2, 3, 4),
    "7.3": (1, 2),
    "7.4": (1, 2, 3, 4, 5),
    "7.5": (1, 2),
    "7.6": (1, 2),
    "8.1": (1, 2),
    "8.2": (1, 2, 3),
    "8.3": (1,),
    "8.4": (1,),
    "9.1": (1, 2, 3),
    "9.2": (1, 2, 3, 4),
    "10.1": (1, 2),
    "10.2": (1, 2),
    "10.5": (1, 2, 3, 4, 5),
    "11.1": (1, 2),
    "11.2": (1, 2, 3),
    "11.3": (1, 2, 3),
    "11.4": (1, 2, 3, 4),
    "11.5": (1,),
    "11.6": (1,),
    "12.1": (1, 2, 3),
    "12.2": (1, 2),
    "12.3": (1, 2, 3, 4),
    "13.1": (1,),
    "13.2": (1, 2, 3, 4, 5),
    "13.3": (1, 2),
    "13.4": (1, 2, 3, 4, 5),
    "14.1": (1, 2),
    "14.2": (1, 2, 3, 4),
    "14.3": (1, 2, 3),
    "15.1": (1, 2, 3),
    "15.2": (1, 2, 3),
    "15.3": (1, 2, 3, 4, 5, 6, 7),
    "16.1": (1,),
    "16.2": (1, 2, 3, 4, 5),
    "16.3": (1, 2, 3, 4),
    "16.4": (1, 2, 3),
    "16.5": (1, 2, 3),
}
WHOLE_SECTIONS = {"4.3", "4.4", "10.3", "10.4", "10.6", "10.7", "17.1", "17.2", "17.3"}
STANDINGS = {"met", "partly", "not met", "operator"}
QUOTED = re.compile(r"`([^`]+)`")
NUMBER = re.compile(r"(?<![\w.])(\d{1,2})\.(\d)\.(\d{1,2})(?![\w.]*\d)")
RANGE = re.compile(r"(\d{1,2}\.\d)\.(\d{1,2}) to \1\.(\d{1,2})")


def named() -> list[str]:
    return [name for name in QUOTED.findall(text_of(GUIDE)) if name.startswith(PLACES)]


def test_every_file_and_every_test_it_names_exists() -> None:
    missing = []
    for name in named():
        path, _colons, test = name.partition("::")
        gone = not (ROOT / path).exists()
        if gone or (test and f"def {test}(" not in text_of(path)):
            missing.append(name)
    assert not missing, "\n".join(missing)


def test_no_requirement_is_left_out() -> None:
    text = text_of(GUIDE)
    said = {f"{a}.{b}.{c}" for a, b, c in NUMBER.findall(text)}
    for section, first, last in RANGE.findall(text):
        said |= {f"{section}.{number}" for number in range(int(first), int(last) + 1)}
    silent = [
        f"{section}.{number}"
        for section, numbers in WANTED.items()
        for number in numbers
        if f"{section}.{number}" not in said
    ]
    assert not silent
    assert not [section for section in WHOLE_SECTIONS if f"{section} " not in text]


def test_every_line_says_where_it_stands() -> None:
    rows = [line for line in text_of(GUIDE).splitlines() if re.match(r"\| \d", line)]
    assert rows
    for row in rows:
        _what, standing, how = (part.strip(" |") for part in row.split(" | "))
        assert standing in STANDINGS, row
        assert how, row
