"""What several tests of the tenants' pages start from."""

from __future__ import annotations

import pytest
from allauth.account.models import EmailAddress

from tests.cast import Cast


@pytest.fixture
def known(cast: Cast) -> Cast:
    """Give the cast, whose tenants have confirmed the addresses they sign in with."""
    for user in (cast.awa_user, cast.jeanne_user):
        EmailAddress.objects.get_or_create(
            user=user, email=user.email, defaults={"verified": True, "primary": True}
        )
    return cast
