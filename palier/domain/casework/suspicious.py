"""Read a suspicious e-mail kept as a file: its words and where it leads, nothing that opens.

Nothing of it is kept as it came. Links are written so that no reader follows them by mistake.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from html.parser import HTMLParser

LONGEST_TEXT = 4_000
MOST_LINKS = 20
LARGEST = 5 * 1024 * 1024
_HEADERS = ("From", "Reply-To", "Return-Path", "To", "Subject", "Date")
_LINK = re.compile(r"https?://[^\s<>\"')]+", re.IGNORECASE)


class NotAnEmail(ValueError):
    """The file is not an e-mail saved by a mail program."""


@dataclass(frozen=True, slots=True)
class SuspiciousMail:
    """What an investigator looks at first."""

    headers: tuple[tuple[str, str], ...]
    text: str
    links: tuple[str, ...]

    @property
    def written(self) -> str:
        """Write it as one text for the case."""
        parts = [f"{name}: {value}" for name, value in self.headers]
        if self.links:
            parts += ["", *(f"→ {link}" for link in self.links)]
        return "\n".join([*parts, "", self.text]).strip()


def read_eml(content: bytes) -> SuspiciousMail:
    """Read an e-mail file (RFC 5322).

    Raises:
        NotAnEmail: too heavy, or without a sender and a subject.
    """
    if not content or len(content) > LARGEST:
        raise NotAnEmail
    message = message_from_bytes(content, policy=policy.default)
    assert isinstance(message, EmailMessage), "the default policy makes these"
    headers = tuple((name, _header(message, name)) for name in _HEADERS)
    known = {name: value for name, value in headers if value}
    if "From" not in known and "Subject" not in known:
        raise NotAnEmail
    raw, is_html = _body(message)
    words = _Words()
    if is_html:
        words.feed(raw)
    text = " ".join("".join(words.found).split()) if is_html else raw
    links = dict.fromkeys([*words.links, *_LINK.findall(text)])
    return SuspiciousMail(
        headers=tuple((name, defanged(value)) for name, value in headers if value),
        text=defanged(text)[:LONGEST_TEXT],
        links=tuple(defanged(link)[:300] for link in list(links)[:MOST_LINKS]),
    )


def defanged(text: str) -> str:
    """Write links so that nothing makes them clickable: ``hxxps://x[.]example/``."""
    return _LINK.sub(lambda found: _harmless(found[0]), text)


def _harmless(link: str) -> str:
    scheme, _, rest = link.partition("://")
    host, slash, path = rest.partition("/")
    return f"hxx{scheme[3:]}://{host.replace('.', '[.]')}{slash}{path}"


def _header(message: EmailMessage, name: str) -> str:
    try:
        return " ".join(str(message.get(name, "")).split())[:300]
    except (ValueError, LookupError, AttributeError, TypeError, IndexError):
        # Headers of such messages are broken on purpose; the standard parser may stumble.
        return ""


def _body(message: EmailMessage) -> tuple[str, bool]:
    try:
        part = message.get_body(preferencelist=("plain", "html"))
        if part is None:
            return "", False
        return str(part.get_content()), part.get_content_type() == "text/html"
    except (ValueError, LookupError, AttributeError, TypeError):
        return "", False


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.links: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in ("script", "style")
        self.found.append(" ")
        for name, value in attrs:
            if name in ("href", "action") and value:
                self.links.append(value)

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in ("script", "style") and self._silent > 0

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.found.append(data)
