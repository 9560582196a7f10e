"""The steps of a sign-in, where ours differ from the library's."""

from __future__ import annotations

from allauth.account.internal.flows.login import (
    get_authentication_records,
    record_authentication,
)
from allauth.mfa.stages import AuthenticateStage
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest

# The methods that sign-in records in the session (allauth's shape: ``{"method": …}``).
DIRECTORY = "directory"
PROVIDER_FACTOR = "provider"


def came_from_directory(request: HttpRequest, user: AbstractBaseUser) -> bool:
    """Tell whether this session was opened through the landlord's directory."""
    records = get_authentication_records(request, user)
    return any(record.get("method") == DIRECTORY for record in records)


def passed_at_directory(request: HttpRequest, user: AbstractBaseUser) -> bool:
    """Tell whether the directory has shown a second factor that this installation accepts."""
    records = get_authentication_records(request, user)
    return any(
        record.get("method") == "mfa" and record.get("type") == PROVIDER_FACTOR
        for record in records
    )


def passed_second_factor(request: HttpRequest, user: AbstractBaseUser) -> bool:
    """Tell whether this session has passed a second factor, ours or the directory's."""
    records = get_authentication_records(request, user)
    return any(record.get("method") == "mfa" for record in records)


def note_second_factor(request: HttpRequest) -> None:
    """Write in the session that its reader has just shown a second factor, by setting it.

    Nobody sets one without having shown a first: the library asks for the factors there are
    at sign-in, and for the password again before a new one.
    """
    record_authentication(request, request.user, method="mfa", type="set", reauthenticated=True)
    request.session.cycle_key()


class SecondFactorStage(AuthenticateStage):
    """Ask for the second factor, unless the directory has just shown one."""

    def _should_handle(self, request: HttpRequest) -> bool:
        if self.login.user is not None and passed_at_directory(request, self.login.user):
            return False
        return bool(super()._should_handle(request))
