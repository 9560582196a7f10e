"""What a directory's answer is worth. Pure.

Sources: OpenID Connect Core 1.0 §3.1.3.7, RFC 7636 (PKCE), RFC 8176 (``amr``).
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

# Signed with the directory's own key. « none » and shared secrets (HS…) are no signature here.
ALGORITHMS = frozenset(
    {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"}
)


@dataclass(frozen=True, slots=True)
class Started:
    """What a browser was sent to the directory with; only it can come back with the answer."""

    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True, slots=True)
class Identity:
    """Somebody the directory vouches for, once everything it said was checked."""

    identifier: str
    email: str
    email_is_verified: bool
    claims: Mapping[str, Any]
    id_token: str


def challenge_of(verifier: str) -> str:
    """Give the S256 challenge of a PKCE verifier (RFC 7636 §4.2)."""
    digest = hashlib.sha256(verifier.encode("ascii")).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode("ascii")


def shows_second_factor(claims: Mapping[str, Any], accepted: Collection[str]) -> bool:
    """Tell whether the directory says how a second factor was given, in words we accept.

    ``accepted`` holds ``amr:mfa`` or ``acr:https://refeds.org/profile/mfa``; with none, no
    answer is ever enough and Palier asks for its own.
    """
    methods = claims.get("amr")
    said = {f"amr:{method}" for method in methods} if isinstance(methods, list) else set()
    if isinstance(claims.get("acr"), str):
        said.add(f"acr:{claims['acr']}")
    return bool(said & set(accepted))


def identity_of(claims: Mapping[str, Any], *, identifier: str, id_token: str) -> Identity | None:
    """Read who the checked ``claims`` are about; ``None`` without the ``identifier`` claim."""
    named = claims.get(identifier)
    if not isinstance(named, str | int) or isinstance(named, bool) or not str(named).strip():
        return None
    email = claims.get("email")
    return Identity(
        identifier=str(named).strip(),
        email=email.strip().lower() if isinstance(email, str) else "",
        # « true » as text proves nothing: some directories send it for any address.
        email_is_verified=claims.get("email_verified") is True,
        claims=claims,
        id_token=id_token,
    )
