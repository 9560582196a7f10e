"""Django's session engine over ``accounts.OpenSession`` (``SESSION_ENGINE``).

Every request reads its session from the database, so a session closed anywhere is closed
everywhere at once. The limits are judged here, on reading: no view can forget them. The
table holds a fingerprint of the key, so a stolen copy of it signs nobody in.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.db import DatabaseError
from django.http import HttpRequest
from django.utils import timezone

from palier.domain.accounts.sessions.rules.limits import (
    SHARED,
    TENANT,
    Limits,
    can_be_kept,
    end_of,
    limits_of,
)
from palier.foundation.codes import new_public_code

if TYPE_CHECKING:  # the engine is loaded before the models
    from palier.domain.accounts.models import User

_VISIT = "palier_visit"
_LONGEST_AGENT = 300


@dataclass(frozen=True, slots=True)
class Ended:
    """A session that reached its limit: whose it was, for what they were typing."""

    user_id: int
    kind: str


def fingerprint(key: str) -> str:
    """Give what the table keeps of a session key."""
    return hashlib.sha256(f"palier.session:{key}".encode()).hexdigest()[:40]


class SessionStore(DatabaseStore):
    """A session, and once signed in its kind, its device and its limits."""

    def __init__(self, session_key: str | None = None) -> None:
        super().__init__(session_key)
        self.ended: Ended | None = None
        self.seen_at: dt.datetime | None = None
        self._owner: User | None = None

    @classmethod
    def get_model_class(cls) -> Any:
        from palier.domain.accounts.models import OpenSession

        return OpenSession

    # --- what the house asks -------------------------------------------------------------

    def begin(self, *, kind: str, agent: str, now: dt.datetime) -> None:
        """Start a signed-in session: a new one in the list of its owner."""
        self[_VISIT] = {
            "code": new_public_code(),
            "kind": kind,
            "agent": agent[:_LONGEST_AGENT],
            "opened_at": now.isoformat(),
        }
        self.seen_at = now

    @property
    def owner(self) -> User | None:
        """Give the user whose session this is, read with it; what the session says is not."""
        self.keys()  # read from the database, unless that was done
        return self._owner

    @property
    def code(self) -> str:
        """Give the public reference of this session; empty before sign-in."""
        return str(self._visit.get("code", ""))

    @property
    def kind(self) -> str:
        return str(self._visit.get("kind", ""))

    @property
    def is_shared(self) -> bool:
        return self.kind == SHARED

    @property
    def ends_at(self) -> dt.datetime | None:
        """Give when this session ends if nothing more is done; ``None`` before sign-in."""
        opened_at = self._opened_at
        if opened_at is None:
            return None
        return end_of(
            opened_at=opened_at, seen_at=self.seen_at or opened_at, limits=self._limits(self.kind)
        )

    def can_be_kept(self, now: dt.datetime) -> bool:
        """Tell whether staying signed in is still possible."""
        opened_at = self._opened_at
        return opened_at is not None and can_be_kept(
            opened_at=opened_at, now=now, limits=self._limits(self.kind)
        )

    # --- what Django asks ----------------------------------------------------------------

    def cycle_key(self) -> None:
        if self._visit:
            # The new row stands beside the old one for an instant: no reference twice.
            self[_VISIT] = {**self._visit, "code": new_public_code()}
        super().cycle_key()

    def exists(self, session_key: str) -> bool:
        return super().exists(fingerprint(session_key))

    def delete(self, session_key: str | None = None) -> None:
        key = session_key or self.session_key
        if key is not None:
            super().delete(fingerprint(key))

    def save(self, must_create: bool = False) -> None:
        if not must_create:
            self.keys()  # read from the database, unless that was done
        known: dict[str, Any] = getattr(self, "_session_cache", {})
        if SESSION_KEY in known and _VISIT not in known:
            # Signed in by something that is not our adapter: the tenants' limits hold.
            self.begin(kind=TENANT, agent="", now=timezone.now())
        if must_create or self.session_key is None:
            super().save(must_create)
            return
        # One statement, complete in itself: the library's opens a transaction around it.
        row = self.create_model_instance(known)
        kept = {
            field.attname: getattr(row, field.attname)
            for field in self.model._meta.concrete_fields
            if not field.primary_key
        }
        try:
            found = self.model.objects.filter(pk=row.pk).update(**kept)
        except DatabaseError as fault:
            raise UpdateError from fault
        if not found:
            raise UpdateError

    def _get_session_from_db(self) -> Any:
        now = timezone.now()
        model: Any = self.get_model_class()
        sessions = model.objects.select_related("user")
        row = sessions.filter(session_key=fingerprint(self.session_key or "")).first()
        if row is None or row.expire_date <= now:
            self._session_key = None
            return None
        if row.user_id is not None:
            limits = self._limits(row.kind)
            if end_of(opened_at=row.opened_at, seen_at=row.seen_at, limits=limits) <= now:
                self.ended = Ended(user_id=row.user_id, kind=row.kind)
                self._session_key = None
                return None
        self.seen_at, self._owner = row.seen_at, row.user
        return row

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        row: Any = super().create_model_instance(data)
        row.session_key = fingerprint(row.session_key)
        visit = data.get(_VISIT)
        if visit and SESSION_KEY in data:
            row.user_id = int(data[SESSION_KEY])
            row.code, row.kind, row.agent = visit["code"], visit["kind"], visit["agent"]
            row.opened_at = dt.datetime.fromisoformat(visit["opened_at"])
            row.seen_at = self.seen_at or row.opened_at
        return row

    @property
    def _visit(self) -> dict[str, Any]:
        found: dict[str, Any] = self.get(_VISIT) or {}
        return found

    @property
    def _opened_at(self) -> dt.datetime | None:
        written = self._visit.get("opened_at")
        return dt.datetime.fromisoformat(written) if written else None

    @staticmethod
    def _limits(kind: str) -> Limits:
        return limits_of(kind, settings.PALIER_SESSION_MINUTES)


def session_of(request: HttpRequest) -> SessionStore:
    """Give the session of a request as what it is: Django's types know the engine's base alone."""
    return cast(SessionStore, request.session)
