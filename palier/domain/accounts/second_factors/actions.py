"""Writes to second factors, besides those of the sign-in library's own pages."""

from __future__ import annotations

import datetime as dt

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils.translation import gettext as _

from palier.domain.accounts.models import StaffMember, User
from palier.domain.accounts.second_factors.queries import passkey_for
from palier.domain.accounts.secrets import sealed, unsealed
from palier.domain.accounts.sessions.actions import drop_sessions
from palier.domain.audit.actions import record
from palier.domain.audit.actor import Actor
from palier.domain.audit.catalogue import Event
from palier.domain.mail.actions import queue_mail
from palier.foundation.errors import DomainError
from palier.foundation.locking import lock


class LastFactor(DomainError):
    """A member of staff always keeps a second factor."""


@transaction.atomic
def rename_passkey(*, user: User, code: str, name: str, actor: Actor, now: dt.datetime) -> None:
    """Give a passkey of ``user`` another name.

    Raises:
        NotYours: it is no passkey of theirs.
    """
    lock(User.objects.filter(pk=user.pk))
    passkey = passkey_for(user, code)
    passkey.data["name"] = name
    passkey.save(update_fields=["data"])
    record(event=Event.PASSKEY_RENAMED, actor=actor, now=now, subject=user)


@transaction.atomic
def remove_passkey(*, user: User, code: str, actor: Actor, now: dt.datetime) -> None:
    """Remove a passkey of ``user``, and tell them; recovery codes go with the last factor.

    The caller has seen to it that the person showed who they are a moment ago.

    Raises:
        LastFactor: a member of staff would be left without any (CNIL, 2025-019).
        NotYours: it is no passkey of theirs.
    """
    lock(User.objects.filter(pk=user.pk))
    passkey = passkey_for(user, code)
    others = Authenticator.objects.filter(
        user=user, type__in=[Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    ).exclude(pk=passkey.pk)
    is_last = not others.exists()
    if is_last and StaffMember.objects.filter(user=user, ended_at=None).exists():
        raise LastFactor(
            _("Les agents gardent toujours un second facteur. Ajoutez-en un autre d’abord.")
        )
    passkey.delete()
    if is_last:
        Authenticator.objects.filter(user=user).delete()
    _tell_removed(user, kind="webauthn", actor=actor, now=now)


@transaction.atomic
def forget_second_factors(*, user: User, actor: Actor, now: dt.datetime) -> None:
    """Remove every second factor of somebody who lost them all, after an identity check.

    Their sessions are closed and they are told. A member of staff is led to set a new one.
    """
    lock(User.objects.filter(pk=user.pk))
    Authenticator.objects.filter(user=user).delete()
    drop_sessions(user=user)
    record(event=Event.SECOND_FACTORS_FORGOTTEN, actor=actor, now=now, subject=user)
    _write(user, removed=True, now=now)


@transaction.atomic
def reseal_second_factors(*, actor: Actor, now: dt.datetime) -> int:
    """Seal every application and recovery code under the present SECRET_KEY; gives how many.

    Afterwards the previous key may go from SECRET_KEY_FALLBACKS.

    Raises:
        cryptography.fernet.InvalidToken: no known key opens one; nothing was changed.
    """
    sealed_kinds = [Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES]
    rows = lock(Authenticator.objects.filter(type__in=sealed_kinds))
    for row in rows:
        for name in ("secret", "seed"):
            if name in row.data:
                row.data[name] = sealed(unsealed(row.data[name]))
        if "migrated_codes" in row.data:
            row.data["migrated_codes"] = [
                sealed(unsealed(one)) for one in row.data["migrated_codes"]
            ]
    Authenticator.objects.bulk_update(rows, ["data"])
    record(event=Event.SECOND_FACTORS_RESEALED, actor=actor, now=now, count=len(rows))
    return len(rows)


def _tell_removed(user: User, *, kind: str, actor: Actor, now: dt.datetime) -> None:
    record(event=Event.SECOND_FACTOR_REMOVED, actor=actor, now=now, subject=user, kind=kind)
    _write(user, removed=True, now=now)


def _write(user: User, *, removed: bool, now: dt.datetime) -> None:
    queue_mail(
        to=user.email,
        template="mail/second_factor_changed",
        context={"name": str(user), "removed": removed},
        now=now,
        language=user.language,
    )
