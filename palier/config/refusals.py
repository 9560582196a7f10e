"""What was refused goes into the security log: who, from where, at which door.

Not into the audit trail: that one is kept for months and sealed, and anybody could fill it. The
log ``palier.security`` is bounded: some lines a minute for one visitor, some more for all; what
is beyond is counted, and the count is said. Nothing that was typed is ever in it.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import Counter
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.encoding import iri_to_uri

from palier.domain.accounts.adapter import client_address

log = logging.getLogger("palier.security")
Answer = Callable[[HttpRequest], HttpResponse]

NOT_THEIRS, FORGED = "not_theirs", "forged"
BY_STATUS = {400: "malformed", 403: "forbidden", 413: "too_heavy", 429: "too_often"}
LINES_OF_ONE, LINES_OF_ALL = 10, 200
MINUTE = 60
LONGEST_PATH = 200
_MARK = "palier_refused"


def mark_not_theirs(request: HttpRequest) -> None:
    """Say that ``request`` asked for what its author may not see; it was answered 404."""
    setattr(request, _MARK, NOT_THEIRS)


def mark_forged(request: HttpRequest) -> None:
    """Say that ``request`` came without the token of our own pages."""
    setattr(request, _MARK, FORGED)


class Bound:
    """Let through so many lines a minute, for one visitor and for all."""

    def __init__(self, of_one: int = LINES_OF_ONE, of_all: int = LINES_OF_ALL) -> None:
        self._of_one, self._of_all = of_one, of_all
        self._minute, self._beyond = -1, 0
        self._told: Counter[str] = Counter()
        self._turn = threading.Lock()

    def admit(self, visitor: str, instant: float) -> tuple[bool, int]:
        """Tell whether a line may be written at ``instant``, and how many the last minute lost."""
        with self._turn:
            lost = 0
            minute = int(instant // MINUTE)
            if minute != self._minute:
                lost, self._minute, self._beyond = self._beyond, minute, 0
                self._told.clear()
            if self._told[visitor] >= self._of_one or self._told.total() >= self._of_all:
                self._beyond += 1
                return False, lost
            self._told[visitor] += 1
            return True, lost


class RefusalsMiddleware:
    """Write a line for each request that was refused."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response
        self.bound = Bound()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        what = getattr(request, _MARK, "") or BY_STATUS.get(response.status_code, "")
        if what:
            self._write(request, response, what)
        return response

    def _write(self, request: HttpRequest, response: HttpResponse, what: str) -> None:
        address = client_address(request)
        may, lost = self.bound.admit(address, time.time())
        if lost:
            log.warning(
                "refused: %s more lines in the last minute", lost, extra={"held_back": lost}
            )
        if not may:
            return
        match = request.resolver_match
        facts = {
            "what": what,
            "route": match.view_name if match else "",
            "method": request.method if request.method in METHODS else "?",
            # Percent-encoded, so that nobody writes a line of their own into the log.
            "path": iri_to_uri(request.path)[:LONGEST_PATH],
            "status": response.status_code,
            "user": _user_of(request),
            "address": address,
        }
        log.warning(
            "refused: %(what)s %(method)s %(path)s status=%(status)s user=%(user)s "
            "address=%(address)s",
            facts,
            extra=facts,
        )


METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"})


def _user_of(request: HttpRequest) -> str:
    """Give the key of who is signed in, where that was looked at; ``-`` for anybody."""
    user = getattr(request, "_cached_user", None)
    return str(user.pk) if user is not None and user.is_authenticated else "-"
