"""A passkey as a browser registers it, without a browser."""

from __future__ import annotations

import hashlib

from allauth.mfa.webauthn.internal.auth import WebAuthn
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import (
    Aaguid,
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

from palier.domain.accounts.models import User
from palier.domain.accounts.second_factors.queries import code_of

_FLAGS = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV | AuthenticatorData.FLAG.AT


def passkey_of(user: User, name: str = "Mon téléphone") -> str:
    """Give ``user`` a passkey; its public reference."""
    key = ES256.from_cryptography_key(ec.generate_private_key(ec.SECP256R1()).public_key())
    identifier = hashlib.sha256(f"{user.pk}-{name}".encode()).digest()
    credential = AttestedCredentialData.create(Aaguid.NONE, identifier, key)
    seen = AuthenticatorData.create(hashlib.sha256(b"testserver").digest(), _FLAGS, 0, credential)
    said = CollectedClientData.create("webauthn.create", b"x" * 32, "https://testserver")
    registered = {
        "id": websafe_encode(identifier),
        "rawId": websafe_encode(identifier),
        "type": "public-key",
        "response": {
            "clientDataJSON": websafe_encode(said),
            "attestationObject": websafe_encode(AttestationObject.create("none", seen, {})),
        },
        "clientExtensionResults": {"credProps": {"rk": True}},
    }
    return code_of(WebAuthn.add(user, name, registered).instance)
