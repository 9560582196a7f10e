"""``/boite-aux-lettres/``: the letters of the sample landlord, which sends none for real.

Mounted in sample mode only. A letter opens at ``…/<number>/``, its HTML twin, as a mail
program would show it, at ``…/<number>/html/``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.views.decorators.http import require_safe

from palier.domain.mail.models import Letter
from palier.domain.mail.queries import latest_letters, letter_numbered
from palier.foundation.doors import public
from palier.ui.french import day_and_time

_LETTERS_OWN_STYLES = {"style-src": ["'unsafe-inline'"], "sandbox": ["allow-top-navigation"]}
_LINK = re.compile(r"(https?://[^\s<>]+)")


@dataclass(frozen=True, slots=True)
class Line:
    """A letter in the list."""

    subject: str
    to: str
    when: str
    url: str


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a letter's text: an address to follow, or words."""

    text: str
    is_link: bool


@public
@require_safe
def mailbox(request: HttpRequest) -> HttpResponse:
    to = request.GET.get("a", "").strip()
    letters = tuple(
        Line(
            letter.subject,
            letter.to,
            day_and_time(letter.queued_at),
            reverse("demo:mailbox-letter", args=[letter.pk]),
        )
        for letter in latest_letters(to=to)
    )
    return render(request, "demo/mailbox/list.html", {"letters": letters, "to": to})


@public
@require_safe
def letter(request: HttpRequest, number: int) -> HttpResponse:
    found = _letter(number)
    return render(
        request,
        "demo/mailbox/letter.html",
        {
            "subject": found.subject,
            "to": found.to,
            "when": day_and_time(found.queued_at),
            "parts": [Part(text, bool(_LINK.fullmatch(text))) for text in _LINK.split(found.text)],
            "html_url": reverse("demo:mailbox-html", args=[number]),
        },
    )


@public
@require_safe
def twin(request: HttpRequest, number: int) -> HttpResponse:
    """Show the HTML twin alone: a letter carries its own styles, as mail programs ask."""
    response = HttpResponse(_letter(number).html)
    response._csp_replace = _LETTERS_OWN_STYLES  # type: ignore[attr-defined]
    return response


def _letter(number: int) -> Letter:
    found = letter_numbered(number)
    if found is None:
        raise Http404
    return found


urlpatterns = [
    path("boite-aux-lettres/", mailbox, name="mailbox"),
    path("boite-aux-lettres/<int:number>/", letter, name="mailbox-letter"),
    path("boite-aux-lettres/<int:number>/html/", twin, name="mailbox-html"),
]
