"""Somebody at the desk, second factor passed, as the library leaves the session."""

from __future__ import annotations

import time

from allauth.account.internal.flows.login import (
    _AUTHENTICATION_METHODS_USER_SESSION_KEY,
    AUTHENTICATION_METHODS_SESSION_KEY,
)
from allauth.mfa.models import Authenticator
from django.test import Client

from palier.domain.accounts.models import StaffMember, User


def signed_in(user: User) -> Client:
    """Give a client whose session passed the password alone."""
    client = Client()
    client.force_login(user)
    return client


def at_desk(staff: StaffMember) -> Client:
    """Give a client whose session passed a second factor."""
    Authenticator.objects.get_or_create(
        user=staff.user, type=Authenticator.Type.TOTP, defaults={"data": {"secret": "sample"}}
    )
    client = signed_in(staff.user)
    session = client.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [
        {"method": "mfa", "type": "totp", "at": time.time()}
    ]
    session[_AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(staff.user_id)
    session.save()
    return client
