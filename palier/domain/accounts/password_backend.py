"""The library's check of a password, looked up in one question whether the account exists or not.

The library asks a second table when the first knows no such address: one question more, which
a clock can see.
"""

from __future__ import annotations

from allauth.account.auth_backends import AuthenticationBackend

from palier.domain.accounts.models import User
from palier.domain.accounts.queries import user_with_email


class PasswordBackend(AuthenticationBackend):
    """Check the password of whoever signs in with an address, whatever its case."""

    def _authenticate_by_email(self, email: str, password: str) -> User | None:
        found: User | None = self._check_password(user_with_email(email), password)
        return found
