from __future__ import annotations

from palier.domain.mail.models import Letter


def latest_letters(*, to: str = "", limit: int = 100) -> list[Letter]:
    """Give the letters last queued, the newest first, perhaps those to one address."""
    letters = Letter.objects.order_by("-pk")
    return list((letters.filter(to__iexact=to) if to else letters)[:limit])


def letter_numbered(number: int) -> Letter | None:
    """Find one letter by its number."""
    return Letter.objects.filter(pk=number).first()
