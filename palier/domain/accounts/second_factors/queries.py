"""Reads of second factors."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass

from allauth.mfa.models import Authenticator

from palier.domain.accounts.models import User
from palier.foundation.errors import NotYours

_CODE = 16


@dataclass(frozen=True, slots=True)
class Passkey:
    """One passkey, under the name its owner gave it."""

    code: str
    name: str
    added_at: dt.datetime
    used_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class Factors:
    """Everything a person can show besides the password."""

    passkeys: tuple[Passkey, ...]
    application_since: dt.datetime | None
    application_used_at: dt.datetime | None
    recovery_codes_left: int | None
    """``None``: no recovery codes were ever made."""

    @property
    def count(self) -> int:
        """Count the true factors; recovery codes alone are none."""
        return len(self.passkeys) + (self.application_since is not None)

    @property
    def ways_back(self) -> int:
        """Count what still opens the account once one factor is lost."""
        return max(self.count - 1, 0) + bool(self.recovery_codes_left)


def second_factors_of(user: User) -> Factors:
    """Give the second factors of ``user``, in one query."""
    rows = list(Authenticator.objects.filter(user=user).order_by("created_at"))
    application = next((row for row in rows if row.type == Authenticator.Type.TOTP), None)
    recovery = next((row for row in rows if row.type == Authenticator.Type.RECOVERY_CODES), None)
    return Factors(
        passkeys=tuple(
            Passkey(code_of(row), str(row), row.created_at, row.last_used_at)
            for row in rows
            if row.type == Authenticator.Type.WEBAUTHN
        ),
        application_since=application.created_at if application else None,
        application_used_at=application.last_used_at if application else None,
        recovery_codes_left=len(recovery.wrap().get_unused_codes()) if recovery else None,
    )


def passkey_for(user: User, code: str) -> Authenticator:
    """Find a passkey of ``user`` by its public reference.

    Raises:
        NotYours: there is none, or it is somebody else's.
    """
    rows = Authenticator.objects.filter(user=user, type=Authenticator.Type.WEBAUTHN)
    found: Authenticator | None = next((row for row in rows if code_of(row) == code), None)
    if found is None:
        raise NotYours()
    return found


def code_of(passkey: Authenticator) -> str:
    """Give the public reference of a passkey: it follows from the credential, not from a key."""
    credential = str(passkey.data.get("credential", {}).get("id", passkey.pk))
    return hashlib.sha256(credential.encode()).hexdigest()[:_CODE]
