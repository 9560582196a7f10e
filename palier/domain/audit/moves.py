"""The only assignment of a state in the house."""

from __future__ import annotations

import datetime as dt
from typing import Any, Protocol

from django.db import models
from django.utils.translation import gettext as _

from palier.domain.audit.actions import record
from palier.domain.audit.actor import Actor
from palier.domain.audit.catalogue import Event
from palier.foundation.errors import MoveRefused


class Moving(Protocol):
    """A row with a ``state`` and, beside its model, the table of moves allowed."""

    MOVES: dict[str, frozenset[str]]
    state: str


def move(
    row: models.Model,
    to: str,
    *,
    actor: Actor,
    now: dt.datetime,
    event: Event | None = None,
    tenant_account_id: int | None = None,
    **facts: Any,
) -> None:
    """Move ``row`` to state ``to``, date the move, save it and record ``event``.

    ``row`` is locked by the caller and has ``MOVES``, ``state`` and ``moved_at``.

    Raises:
        MoveRefused: the table beside the model does not allow this move.
    """
    moves: dict[str, frozenset[str]] = row.MOVES  # type: ignore[attr-defined]
    current: str = row.state  # type: ignore[attr-defined]
    if to not in moves.get(current, frozenset()):
        raise MoveRefused(_("Cette étape n’est plus possible : l’élément a déjà changé d’état."))
    row.state = to  # type: ignore[attr-defined]
    row.moved_at = now  # type: ignore[attr-defined]
    row.save(update_fields=["state", "moved_at"])
    if event is not None:
        record(
            event=event,
            actor=actor,
            now=now,
            tenant_account_id=tenant_account_id,
            subject=row,
            before=current,
            after=to,
            **facts,
        )


def answered(
    line: models.Model, *, accepted: bool, message: str, actor: Actor, now: dt.datetime
) -> bool:
    """Move one line of a delivery to what the other program answers; tell whether it moved.

    Read again, the same answer changes nothing; nor does a refusal of what was accepted.
    """
    to = "accepted" if accepted else "refused"
    if line.state in (to, "accepted"):  # type: ignore[attr-defined]
        return False
    line.message = message  # type: ignore[attr-defined]
    line.save(update_fields=["message"])
    move(line, to, actor=actor, now=now)
    return True
