"""What allauth asks of the house."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter


class AccountAdapter(DefaultAccountAdapter):
    """Refuse the library's own sign-up: an account opens with a customer reference."""

    def is_open_for_signup(self, request: object) -> bool:
        return False
