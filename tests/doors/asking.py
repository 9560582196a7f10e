"""Knock at one door as one person, and say in one letter what came back.

o  opens: a page, a file, nothing new        m  not asked this way (405)
r  leads elsewhere (an act done, a start)    b  refuses what was sent (400, 409, 422)
s  leads to the sign-in                      t  later: too often (429)
c  leads to another proof of who                x  there is no such thing (404)
"""

from __future__ import annotations

import functools
import io
import time
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any

import pypdfium2
from allauth.account.internal.flows.login import (
    _AUTHENTICATION_METHODS_USER_SESSION_KEY,
    AUTHENTICATION_METHODS_SESSION_KEY,
)
from allauth.mfa.models import Authenticator
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from palier.portal.acting import ACTING_FOR
from tests.doors.people import Person
from tests.doors.world import World

DENIED = frozenset("xscm")
MAY_WRITE = ("django_session", '"cache"', "accounts_opensession")
_SECOND_FACTOR = ("mfa_reauthenticate", "mfa_activate_totp", "account_reauthenticate")
_LETTERS = {200: "o", 204: "o", 286: "o", 404: "x", 405: "m", 429: "t"}


@dataclass
class Answer:
    """What one person was told at one door.

    ``wrote`` are the tables that were changed, ``asked`` every statement sent to the database.
    """

    letter: str
    status: int
    text: str
    wrote: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)


class Visitor:
    """One person with a browser; what they do is undone before they knock again."""

    def __init__(self, person: Person, world: World) -> None:
        self.person = person
        self._client = Client(raise_request_exception=False)
        user = person.user(world)
        if user is not None:
            self._client.force_login(user)
        if person.at_desk:
            Authenticator.objects.get_or_create(
                user=user, type=Authenticator.Type.TOTP, defaults={"data": {"secret": "sample"}}
            )
        if person.at_desk and person.gave_code:
            session = self._client.session
            session[AUTHENTICATION_METHODS_SESSION_KEY] = [
                {"method": "mfa", "type": "totp", "at": time.time()}
            ]
            session[_AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(user.pk) if user else ""
            session.save()
        if person.acting:
            session = self._client.session
            session[ACTING_FOR] = world.delegations[person.acting].code
            session.save()
        self._cookies = {name: one.value for name, one in self._client.cookies.items()}

    def carries(self, name: str, value: str) -> None:
        """Put a cookie of this name into their browser."""
        self._cookies[name] = value

    def knock(self, method: str, address: str) -> Answer:
        """Ask for ``address`` and take everything back."""
        self._client.cookies.clear()
        for name, value in self._cookies.items():
            self._client.cookies[name] = value
        wrote: list[str] = []
        asked: list[str] = []

        def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
            asked.append(sql)
            verb = sql[:6].upper()
            if verb in {"INSERT", "UPDATE", "DELETE"} and not any(t in sql for t in MAY_WRITE):
                wrote.append(sql.split('"')[1])
            return execute(sql, params, many, context)

        with ExitStack() as stack:
            stack.enter_context(transaction.atomic())
            stack.enter_context(connection.execute_wrapper(watch))
            response = getattr(self._client, method)(address)
            text = text_of(response)
            answer = Answer(letter_of(response), response.status_code, text, wrote, asked)
            transaction.set_rollback(True)
        return answer


def letter_of(response: HttpResponse) -> str:
    """Give the letter of an answer; ``!`` for a fault of the server."""
    status = response.status_code
    if status in {301, 302, 303}:
        where = response["Location"].partition("?")[0]
        if where == reverse("account_login"):
            return "s"
        return "c" if where in {reverse(name) for name in _SECOND_FACTOR} else "r"
    if status >= 500:
        return "!"
    return _LETTERS.get(status, "b")


def text_of(response: Any) -> str:
    """Give the words of an answer: of its page, its PDF, each file of its archive, its address."""
    content = b"".join(response) if response.streaming else response.content
    headers = "\n".join(f"{name}: {value}" for name, value in response.items())
    bound = content.startswith((b"%PDF", b"PK"))
    return "\n".join([headers, *(_read_once(content) if bound else words_in(content))])


@functools.lru_cache(maxsize=1_000)
def _read_once(content: bytes) -> tuple[str, ...]:
    # The same document is handed to many people: it is read once.
    return tuple(words_in(content))


def words_in(content: bytes) -> Iterator[str]:
    """Give the words of a page, of a PDF, of each file of an archive."""
    if content.startswith(b"%PDF"):
        pdf = pypdfium2.PdfDocument(io.BytesIO(content))
        yield from (page.get_textpage().get_text_range() for page in pdf)
        pdf.close()
    elif content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for name in archive.namelist():
                yield name
                yield from words_in(archive.read(name))
    elif not content.startswith((b"\xff\xd8", b"\x89PNG")):
        yield content.decode(errors="replace")
