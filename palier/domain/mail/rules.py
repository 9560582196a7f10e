"""From the text of a letter to its HTML twin: the same words, readable by any reader.

A letter is written as plain text: its first line is the subject, a blank line ends a
paragraph, a line that starts with ``- `` is a list item, an address alone on its line is
the link to follow, and a line of four spaces and a code is shown large.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape

_LINK = re.compile(r"https?://[^\s<>]+[^\s<>.,;:!?»)]")
_INDENT = "    "


@dataclass(frozen=True, slots=True)
class Composed:
    """A letter as the template wrote it."""

    subject: str
    body: str


def split_subject(written: str) -> Composed:
    """Take the first line as the subject, and tidy the blank lines of the rest.

    Raises:
        ValueError: there is no subject or nothing under it.
    """
    subject, _, body = written.strip().partition("\n")
    tidy = re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip() for line in body.splitlines()))
    if not subject.strip() or not tidy.strip():
        raise ValueError("a letter needs a subject, then a text")
    return Composed(subject=re.sub(r"[ \t]+", " ", subject).strip()[:200], body=tidy.strip("\n"))


def as_html(body: str) -> str:
    """Turn the text of a letter into paragraphs, lists, links and codes."""
    return "\n".join(_block(block) for block in body.split("\n\n") if block.strip())


def _block(block: str) -> str:
    lines = block.split("\n")
    if all(line.startswith("- ") for line in lines):
        items = "".join(f"<li>{_linked(line[2:])}</li>" for line in lines)
        return f"<ul>{items}</ul>"
    if all(line.startswith(_INDENT) for line in lines):
        return f'<p class="code">{escape(block.strip())}</p>'
    return f"<p>{'<br>'.join(_linked(line) for line in lines)}</p>"


def _linked(line: str) -> str:
    parts: list[str] = []
    position = 0
    for found in _LINK.finditer(line):
        address = escape(found[0])
        parts += [escape(line[position : found.start()]), f'<a href="{address}">{address}</a>']
        position = found.end()
    return "".join([*parts, escape(line[position:])])
