"""The repository as the architecture tests read it."""

from __future__ import annotations

import ast
import subprocess
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Module:
    """A Python file of ``palier/``: its path from the root, and its tree."""

    path: str
    tree: ast.Module

    @property
    def parts(self) -> tuple[str, ...]:
        return Path(self.path).with_suffix("").parts

    def is_in(self, *folders: str) -> bool:
        return any(self.path.startswith(folder.rstrip("/") + "/") for folder in folders)

    def at(self, node: ast.AST) -> str:
        return f"{self.path}:{getattr(node, 'lineno', 1)}"


@cache
def files() -> tuple[str, ...]:
    """Give every file that git tracks or would track."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout.splitlines()
    return tuple(sorted(name for name in set(listed) if (ROOT / name).is_file()))


def text_of(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


@cache
def modules() -> tuple[Module, ...]:
    """Give every Python file of ``palier/`` but the migrations."""
    names = [
        name
        for name in files()
        if name.startswith("palier/") and name.endswith(".py") and "/migrations/" not in name
    ]
    return tuple(Module(name, ast.parse(text_of(name), name)) for name in names)


@cache
def domain_floors() -> tuple[tuple[str, ...], ...]:
    """Give the rooms of the domain, floor by floor from the top, as pyproject.toml has them."""
    contracts = tomllib.loads(text_of("pyproject.toml"))["tool"]["importlinter"]["contracts"]
    (layers,) = [c["layers"] for c in contracts if c.get("containers") == ["palier.domain"]]
    return tuple(tuple(room.strip(" ()") for room in layer.split("|")) for layer in layers)


def rooms() -> Iterator[str]:
    """Give the rooms of the domain that are built."""
    for floor in domain_floors():
        for room in floor:
            if (ROOT / "palier" / "domain" / room / "__init__.py").exists():
                yield room


def dotted(node: ast.AST) -> str:
    """Write ``a.b.c`` for a chain of names, calls left out: ``Job.objects.filter.update``."""
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    if isinstance(node, ast.Call):
        return dotted(node.func)
    if isinstance(node, ast.Subscript):
        return dotted(node.value)
    return node.id if isinstance(node, ast.Name) else ""
