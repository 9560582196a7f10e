"""Drafts as their owner may see them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from palier.domain.accounts.models import User
from palier.domain.documents.intake import shelf
from palier.domain.documents.intake.limits import LIMITS, Limits
from palier.domain.documents.intake.models import Draft
from palier.domain.documents.intake.rules import is_slug
from palier.foundation.errors import NotYours


@dataclass(frozen=True, slots=True)
class Tray:
    """Where one person puts files for one purpose; ``about`` tells two of them apart."""

    owner: User
    purpose: str
    about: str = ""
    limits: Limits = LIMITS

    def __post_init__(self) -> None:
        if not is_slug(self.purpose) or (self.about and not is_slug(self.about)):
            raise NotYours()


def waiting_in(tray: Tray) -> list[Draft]:
    """Give the drafts of a tray, in the order they came."""
    return list(
        Draft.objects.filter(owner=tray.owner, purpose=tray.purpose, about=tray.about).order_by(
            "pk"
        )
    )


def chosen_in(tray: Tray, codes: Iterable[str]) -> list[Draft]:
    """Give the drafts of a tray that ``codes`` name, in the order of ``codes``.

    Codes that name nothing (or another's draft) are left out: compare the lengths.
    """
    wanted = list(dict.fromkeys(codes))
    found = {draft.code: draft for draft in waiting_in(tray)}
    return [found[code] for code in wanted if code in found]


def draft_for(user: User, code: str) -> Draft:
    """Give the draft of that code.

    Raises:
        NotYours: there is none, or it is another person's.
    """
    draft = Draft.objects.filter(owner=user, code=code).first()
    if draft is None:
        raise NotYours()
    return draft


def thumbnail_of(draft: Draft) -> bytes:
    """Give the small image (JPEG) of a draft.

    Raises:
        NotYours: it is gone.
    """
    content = shelf.read(shelf.draft_places(draft.code)[1])
    if content is None:
        raise NotYours()
    return content
