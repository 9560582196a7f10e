from __future__ import annotations

import pytest

from palier.domain.accounts.single_sign_on.rules import (
    challenge_of,
    identity_of,
    shows_second_factor,
)


def test_the_challenge_is_that_of_the_standard() -> None:
    """The example of RFC 7636, appendix B."""
    verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
    assert challenge_of(verifier) == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"


@pytest.mark.parametrize(
    ("claims", "expected"),
    [
        ({"amr": ["pwd", "mfa"]}, True),
        ({"amr": ["pwd"]}, False),
        ({"amr": "mfa"}, False),
        ({"acr": "https://refeds.org/profile/mfa"}, True),
        ({"acr": ["https://refeds.org/profile/mfa"]}, False),
        ({}, False),
    ],
)
def test_only_the_words_of_the_settings_count(claims: dict, expected: bool) -> None:
    accepted = ["amr:mfa", "acr:https://refeds.org/profile/mfa"]
    assert shows_second_factor(claims, accepted) is expected
    assert not shows_second_factor(claims, [])


@pytest.mark.parametrize("named", [None, "", "  ", True, ["agent"]])
def test_an_identity_without_a_name_is_nobody(named: object) -> None:
    assert identity_of({"sub": named}, identifier="sub", id_token="") is None
