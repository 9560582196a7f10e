"""Read the tags of a PDF: what a screen reader gets, in the order it gets it."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, field

import pikepdf


@dataclass
class Tag:
    """One element of the structure tree."""

    kind: str
    title: str = ""
    alternative: str = ""
    attributes: dict[str, object] = field(default_factory=dict)
    children: list[Tag] = field(default_factory=list)

    def walk(self) -> Iterator[Tag]:
        yield self
        for child in self.children:
            yield from child.walk()

    def all(self, *kinds: str) -> list[Tag]:
        return [tag for tag in self.walk() if tag.kind in kinds]


def opened(content: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(content))


def tree_of(pdf: pikepdf.Pdf) -> Tag:
    root = Tag("Root")
    _read(pdf.Root.StructTreeRoot.K, root)
    return root


def _read(node: pikepdf.Object, parent: Tag) -> None:
    if isinstance(node, pikepdf.Array):
        for inner in node:
            _read(inner, parent)
        return
    if not isinstance(node, pikepdf.Dictionary):
        return
    if "/S" not in node:
        return
    tag = Tag(
        kind=str(node.S).lstrip("/"),
        title=str(node.get("/T", "")),
        alternative=str(node.get("/Alt", "")),
        attributes=_attributes(node.get("/A")),
    )
    parent.children.append(tag)
    if "/K" in node:
        _read(node.K, tag)


def _attributes(found: pikepdf.Object | None) -> dict[str, object]:
    if found is None:
        return {}
    several = found if isinstance(found, pikepdf.Array) else [found]
    merged: dict[str, object] = {}
    for one in several:
        if isinstance(one, pikepdf.Dictionary):
            merged |= {str(name).lstrip("/"): value for name, value in one.items()}
    return merged


def untagged_text(pdf: pikepdf.Pdf) -> list[str]:
    """Give the operators that show text outside every tag and every artifact."""
    loose: list[str] = []
    for page in pdf.pages:
        depth = 0
        for instruction in pikepdf.parse_content_stream(page):
            operator = str(instruction.operator)
            if operator in ("BDC", "BMC"):
                depth += 1
            elif operator == "EMC":
                depth -= 1
            elif operator in ("Tj", "TJ", "'", '"') and depth == 0:
                loose.append(operator)
    return loose
