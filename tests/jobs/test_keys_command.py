"""The secret key is changed without locking anybody out."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from cryptography.fernet import InvalidToken

from palier.domain.accounts.secrets import unsealed
from palier.domain.audit.models import Trace
from palier.jobs import cli
from tests.cast import Cast

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def test_a_new_secret_key_takes_the_second_factors_along(
    cast: Cast, now: dt.datetime, settings: Any
) -> None:
    TOTP.activate(cast.awa_user, SECRET)
    codes = RecoveryCodes.activate(cast.awa_user).generate_codes()
    old, settings.SECRET_KEY = settings.SECRET_KEY, "n" * 64
    settings.SECRET_KEY_FALLBACKS = [old]

    assert cli.run(["keys", "reseal"]) == 0

    settings.SECRET_KEY_FALLBACKS = []
    kept = Authenticator.objects.get(user=cast.awa_user, type="totp")
    assert unsealed(kept.data["secret"]) == SECRET
    again = Authenticator.objects.get(user=cast.awa_user, type="recovery_codes")
    assert RecoveryCodes(again).generate_codes() == codes
    assert Trace.objects.filter(event="accounts.second_factors_resealed").exists()


def test_without_the_old_key_nothing_changes_and_the_remedy_is_said(
    cast: Cast, now: dt.datetime, settings: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    TOTP.activate(cast.awa_user, SECRET)
    before = Authenticator.objects.get(user=cast.awa_user).data
    settings.SECRET_KEY = "n" * 64
    assert cli.run(["keys", "reseal"]) == 1
    assert "PALIER_SECRET_KEY_PREVIOUS" in capsys.readouterr().err
    assert Authenticator.objects.get(user=cast.awa_user).data == before
    with pytest.raises(InvalidToken):
        unsealed(before["secret"])
