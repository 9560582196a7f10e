"""The only file that speaks to the landlord's directory (OpenID Connect provider).

Code flow with PKCE, state and nonce. The signature of the identity is always verified
against the directory's published keys, although it came over TLS.
"""

from __future__ import annotations

import hmac
import logging
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

import jwt
import requests
from django.core.cache import cache
from django.utils.translation import gettext as _

from palier.domain.accounts.single_sign_on.rules import (
    ALGORITHMS,
    Identity,
    Started,
    challenge_of,
    identity_of,
)
from palier.foundation.errors import DomainError

log = logging.getLogger(__name__)

_TIMEOUT = 8
_KEPT_SECONDS = 15 * 60
_LEEWAY_SECONDS = 60
_LOCAL = {"localhost", "127.0.0.1", "::1"}


class SignOnRefused(DomainError):
    """The directory's answer does not hold; ``reason`` is a word for the trail."""

    def __init__(self, reason: str) -> None:
        super().__init__(
            _(
                "Votre compte professionnel n’a pas pu être vérifié. Recommencez ; si cela "
                "continue, prévenez un administrateur."
            )
        )
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Directory:
    """How to reach the landlord's directory, from the settings of the installation."""

    issuer: str
    client_id: str
    client_secret: str
    identifier: str


def new_start() -> Started:
    """Draw what one way to the directory and back is recognised by."""
    return Started(
        state=secrets.token_urlsafe(32),
        nonce=secrets.token_urlsafe(32),
        verifier=secrets.token_urlsafe(64),
    )


def authorization_url(
    directory: Directory, *, started: Started, back_to: str, again: bool = False
) -> str:
    """Give where to send the browser; ``again`` asks the directory to look at them anew.

    Raises:
        SignOnRefused: the directory does not answer, or is not the one of the settings.
    """
    asked = {
        "response_type": "code",
        "client_id": directory.client_id,
        "redirect_uri": back_to,
        "scope": "openid email profile",
        "state": started.state,
        "nonce": started.nonce,
        "code_challenge": challenge_of(started.verifier),
        "code_challenge_method": "S256",
    }
    if again:
        asked |= {"prompt": "login", "max_age": "0"}
    endpoint = _described(directory)["authorization_endpoint"]
    return f"{endpoint}{'&' if '?' in endpoint else '?'}{urlencode(asked)}"


def identity_from(
    directory: Directory, *, code: str, issuer_said: str, started: Started, back_to: str
) -> Identity:
    """Exchange ``code`` for an identity, and check everything that is said about it.

    ``issuer_said`` is the ``iss`` of the answer, empty when there is none (RFC 9207).

    Raises:
        SignOnRefused: anything at all does not hold.
    """
    described = _described(directory)
    expects_issuer = described.get("authorization_response_iss_parameter_supported") is True
    if (issuer_said or expects_issuer) and issuer_said != directory.issuer:
        raise SignOnRefused("issuer")
    token = _exchanged(directory, described, code=code, started=started, back_to=back_to)
    claims = _verified(directory, described, token)
    said = claims.get("nonce")
    if not isinstance(said, str) or not hmac.compare_digest(said, started.nonce):
        raise SignOnRefused("nonce")
    identity = identity_of(claims, identifier=directory.identifier, id_token=token)
    if identity is None:
        raise SignOnRefused("identifier")
    return identity


def end_session_url(directory: Directory, *, id_token: str, back_to: str) -> str:
    """Give where to sign out of the directory as well; empty when it has no such page.

    Source: OpenID Connect RP-Initiated Logout 1.0.
    """
    try:
        endpoint = _described(directory).get("end_session_endpoint")
    except SignOnRefused:
        return ""
    if not endpoint:
        return ""
    asked = {
        "id_token_hint": id_token,
        "client_id": directory.client_id,
        "post_logout_redirect_uri": back_to,
    }
    return f"{endpoint}{'&' if '?' in endpoint else '?'}{urlencode(asked)}"


def _described(directory: Directory) -> Mapping[str, Any]:
    """Give what the directory publishes about itself."""
    found = _fetched(f"{directory.issuer.rstrip('/')}/.well-known/openid-configuration")
    if found.get("issuer") != directory.issuer:
        raise SignOnRefused("issuer")
    for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
        if not _is_safe(found.get(name)):
            raise SignOnRefused("endpoint")
    return found


def _is_safe(address: object) -> bool:
    where = urlsplit(address) if isinstance(address, str) else urlsplit("")
    return where.scheme == "https" or (where.scheme == "http" and where.hostname in _LOCAL)


def _fetched(address: str, *, fresh: bool = False) -> Mapping[str, Any]:
    place = f"single-sign-on:{address}"
    found: Mapping[str, Any] | None = None if fresh else cache.get(place)
    if found is None:
        try:
            answer = requests.get(address, timeout=_TIMEOUT, allow_redirects=False)
            found = answer.json() if answer.status_code == requests.codes.ok else None
        except (requests.RequestException, ValueError) as failure:
            log.warning("the directory does not answer at %s: %s", address, failure)
            raise SignOnRefused("unreachable") from failure
        if not isinstance(found, dict):
            raise SignOnRefused("unreachable")
        cache.set(place, found, _KEPT_SECONDS)
    return found


def _exchanged(
    directory: Directory,
    described: Mapping[str, Any],
    *,
    code: str,
    started: Started,
    back_to: str,
) -> str:
    sent = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": back_to,
        "client_id": directory.client_id,
        "code_verifier": started.verifier,
    }
    methods = described.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
    by_header = "client_secret_basic" in methods
    if not by_header:
        sent["client_secret"] = directory.client_secret
    try:
        answer = requests.post(
            described["token_endpoint"],
            data=sent,
            auth=(directory.client_id, directory.client_secret) if by_header else None,
            timeout=_TIMEOUT,
            allow_redirects=False,
        )
        given = answer.json() if answer.status_code == requests.codes.ok else {}
    except (requests.RequestException, ValueError) as failure:
        raise SignOnRefused("unreachable") from failure
    token = given.get("id_token") if isinstance(given, dict) else None
    if not isinstance(token, str):
        raise SignOnRefused("code")
    return token


def _verified(directory: Directory, described: Mapping[str, Any], token: str) -> Mapping[str, Any]:
    """Check signature, issuer, audience and dates of an identity token."""
    try:
        header = jwt.get_unverified_header(token)
        algorithm = header.get("alg")
        if algorithm not in ALGORITHMS:
            raise SignOnRefused("unsigned")
        claims: Mapping[str, Any] = jwt.decode(
            token,
            _key(described["jwks_uri"], header.get("kid")),
            algorithms=[algorithm],
            audience=directory.client_id,
            issuer=directory.issuer,
            leeway=_LEEWAY_SECONDS,
            options={"require": ["iss", "sub", "aud", "exp", "iat"]},
        )
    except jwt.ExpiredSignatureError as fault:
        raise SignOnRefused("expired") from fault
    except jwt.InvalidIssuerError as fault:
        raise SignOnRefused("issuer") from fault
    except jwt.InvalidAudienceError as fault:
        raise SignOnRefused("audience") from fault
    except jwt.PyJWTError as fault:
        raise SignOnRefused("signature") from fault
    several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
    if (several or "azp" in claims) and claims.get("azp") != directory.client_id:
        raise SignOnRefused("audience")
    return claims


def _key(address: str, named: object) -> Any:
    """Find the directory's key ``named``; keys just renewed are fetched again, once."""
    for fresh in (False, True):
        keys = jwt.PyJWKSet.from_dict(dict(_fetched(address, fresh=fresh))).keys
        signing = [key for key in keys if key.public_key_use in (None, "sig")]
        found = [key for key in signing if key.key_id == named]
        if found:
            return found[0].key
        if named is None and len(signing) == 1:
            return signing[0].key
    raise SignOnRefused("signature")
