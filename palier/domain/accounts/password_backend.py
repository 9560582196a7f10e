"""The library's check of a password, looked up in one question whether the account exists or not.

The library asks a second table when the first knows no such address: one question more, which
a clock can see. Who is signed in is not looked up at all when their session brought their row.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from allauth.account.auth_backends import AuthenticationBackend

from palier.domain.accounts.models import User
from palier.domain.accounts.queries import user_with_email

_at_hand: ContextVar[User | None] = ContextVar("session_owner", default=None)


@contextmanager
def at_hand(owner: User | None) -> Iterator[None]:
    """Offer a row read in this very request to whoever asks the backend for that user."""
    token = _at_hand.set(owner)
    try:
        yield
    finally:
        _at_hand.reset(token)


class PasswordBackend(AuthenticationBackend):
    """Check the password of whoever signs in with an address, whatever its case."""

    def _authenticate_by_email(self, email: str, password: str) -> User | None:
        found: User | None = self._check_password(user_with_email(email), password)
        return found

    def get_user(self, user_id: object) -> User | None:
        """Give the user of a session, unless they may not sign in any more."""
        owner = _at_hand.get()
        if owner is not None and str(owner.pk) == str(user_id):
            return owner if self.user_can_authenticate(owner) else None
        found: User | None = super().get_user(user_id)
        return found
