"""A real OpenID Connect provider in a process of its own, that can be told to misbehave.

Authlib does the protocol: discovery, keys, codes, PKCE (compulsory here), nonce. ``POST
/_told`` says who is at the keyboard and what to falsify in the next identity.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

CLIENT_ID, CLIENT_SECRET = "palier", "un-secret-de-l-annuaire"


@dataclass(frozen=True)
class RunningDirectory:
    """``issuer`` is its address; ``tell`` says who is there and what goes wrong."""

    issuer: str

    def tell(self, *, fault: str = "", signed_in: bool = True, **claims: Any) -> None:
        said = json.dumps(
            # The tests' clock stands still: the directory goes by theirs.
            {"fault": fault, "signed_in": signed_in, "claims": claims, "at": int(time.time())}
        ).encode()
        request = urllib.request.Request(
            f"{self.issuer}/_told", said, {"Content-Type": "application/json"}
        )
        with urllib.request.urlopen(request, timeout=10):
            pass


@contextmanager
def running_directory(port: int) -> Iterator[RunningDirectory]:
    process = subprocess.Popen(
        [sys.executable, "-W", "ignore", __file__, str(port)],
        env={**os.environ, "AUTHLIB_INSECURE_TRANSPORT": "1"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    directory = RunningDirectory(f"http://localhost:{port}")
    try:
        for _ in range(150):
            try:
                directory.tell(sub="nobody")
                break
            except OSError:
                time.sleep(0.2)
        else:
            raise RuntimeError("the directory did not start")
        yield directory
    finally:
        process.terminate()
        process.wait(10)


def compact(*parts: dict[str, Any]) -> str:
    """Write the parts of a token that is not signed yet."""
    written = [base64.urlsafe_b64encode(json.dumps(part).encode()) for part in parts]
    return ".".join(part.rstrip(b"=").decode() for part in written)


def serve(port: int) -> None:
    from authlib.integrations.flask_oauth2 import AuthorizationServer
    from authlib.oauth2.rfc6749 import grants
    from authlib.oauth2.rfc7636 import CodeChallenge
    from authlib.oidc.core import OpenIDCode, UserInfo
    from flask import Flask, jsonify, request
    from joserfc import jws
    from joserfc.jwk import RSAKey

    issuer = f"http://localhost:{port}"
    key = RSAKey.generate_key(2048, {"kid": "cle-1", "use": "sig", "alg": "RS256"})
    stranger = RSAKey.generate_key(2048, {"kid": "cle-1", "use": "sig", "alg": "RS256"})
    told: dict[str, Any] = {"claims": {"sub": "nobody"}, "fault": "", "signed_in": True}
    codes: dict[str, Any] = {}

    class Client:
        client_id, client_secret = CLIENT_ID, CLIENT_SECRET

        def get_client_id(self) -> str:
            return self.client_id

        def get_default_redirect_uri(self) -> None:
            return None

        def get_allowed_scope(self, scope: str) -> str:
            return scope

        def check_redirect_uri(self, uri: str) -> bool:
            return uri.endswith("/agence/connexion/retour/")

        def check_client_secret(self, secret: str) -> bool:
            return secret == self.client_secret

        def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:
            return method == "client_secret_basic"

        def check_response_type(self, kind: str) -> bool:
            return kind == "code"

        def check_grant_type(self, kind: str) -> bool:
            return kind == "authorization_code"

    class Code:
        def __init__(self, **known: Any) -> None:
            self.__dict__.update(known)

        def get_redirect_uri(self) -> str:
            return self.redirect_uri

        def get_scope(self) -> str:
            return self.scope

        def get_nonce(self) -> str:
            return self.nonce

        def get_auth_time(self) -> int:
            return int(time.time())

        def get_acr(self) -> None:
            return None

        def get_amr(self) -> None:
            return None

    class CodeGrant(grants.AuthorizationCodeGrant):
        def save_authorization_code(self, code: str, request: Any) -> None:
            asked = request.payload.data
            codes[code] = Code(
                code=code,
                redirect_uri=asked["redirect_uri"],
                scope=asked["scope"],
                nonce=asked.get("nonce"),
                code_challenge=asked.get("code_challenge"),
                code_challenge_method=asked.get("code_challenge_method"),
            )

        def query_authorization_code(self, code: str, client: Any) -> Any:
            return codes.get(code)

        def delete_authorization_code(self, code: Any) -> None:
            codes.pop(code.code, None)

        def authenticate_user(self, code: Any) -> dict[str, Any]:
            return dict(told["claims"])

    class Identity(OpenIDCode):
        def exists_nonce(self, nonce: str, request: Any) -> bool:
            return False

        def get_jwt_config(self, grant: Any, client: Any = None) -> dict[str, Any]:
            return {"key": key.as_dict(private=True), "alg": "RS256", "iss": issuer, "exp": 300}

        def generate_user_info(self, user: dict[str, Any], scope: str) -> UserInfo:
            return UserInfo(user)

    def falsified(token: str) -> str:
        """Change what an honest token says, and sign it again (or not at all)."""
        honest = json.loads(jws.extract_compact(token.encode()).payload)
        now, fault = told["at"], told["fault"]
        dates = {"iat": now, "exp": now + 300, "auth_time": now}
        claims = {**honest, **dates, **told["claims"]}
        signer = key
        if fault == "nonce":
            claims["nonce"] = "un-autre"
        elif fault == "no-nonce":
            claims.pop("nonce", None)
        elif fault == "issuer":
            claims["iss"] = "https://pirate.example"
        elif fault == "audience":
            claims["aud"] = ["une-autre-application"]
        elif fault == "two-audiences":
            claims["aud"] = [CLIENT_ID, "une-autre-application"]
            claims["azp"] = "une-autre-application"
        elif fault == "expired":
            claims["iat"], claims["exp"] = now - 900, now - 600
        elif fault == "no-expiry":
            claims.pop("exp")
        elif fault == "stranger":
            signer = stranger
        elif fault == "old-login":
            claims["auth_time"] = now - 3600
        if fault == "none":
            return f"{compact({'alg': 'none'}, claims)}."
        if fault == "shared-secret":
            # The classic mix-up: the public key taken for a secret that both would share.
            signed = compact({"alg": "HS256", "kid": "cle-1"}, claims)
            digest = hmac.new(key.as_pem(private=False), signed.encode(), hashlib.sha256).digest()
            return f"{signed}.{base64.urlsafe_b64encode(digest).rstrip(b'=').decode()}"
        header = {"alg": "RS256", "kid": "cle-1"}
        return jws.serialize_compact(header, json.dumps(claims), signer)

    app = Flask("directory")
    server = AuthorizationServer(
        app,
        query_client=lambda client_id: Client() if client_id == CLIENT_ID else None,
        save_token=lambda token, request: None,
    )
    server.register_grant(CodeGrant, [Identity(require_nonce=True), CodeChallenge(required=True)])

    @app.post("/_told")
    def tell() -> Any:
        told.update(request.get_json())
        return jsonify(ok=True)

    @app.get("/.well-known/openid-configuration")
    def described() -> Any:
        return jsonify(
            issuer=issuer,
            authorization_endpoint=f"{issuer}/autoriser",
            token_endpoint=f"{issuer}/jeton",
            jwks_uri=f"{issuer}/cles",
            end_session_endpoint=f"{issuer}/sortie",
            token_endpoint_auth_methods_supported=["client_secret_basic"],
            code_challenge_methods_supported=["S256"],
            id_token_signing_alg_values_supported=["RS256"],
        )

    @app.get("/cles")
    def keys() -> Any:
        return jsonify(keys=[key.as_dict(private=False)])

    @app.get("/autoriser")
    def authorize() -> Any:
        if not told["signed_in"]:
            back = request.args["redirect_uri"]
            return (
                "",
                302,
                {"Location": f"{back}?error=access_denied&state={request.args['state']}"},
            )
        grant = server.get_consent_grant(end_user=told["claims"])
        return server.create_authorization_response(grant=grant, grant_user=told["claims"])

    @app.post("/jeton")
    def token() -> Any:
        answer = server.create_token_response()
        given = answer.get_json()
        if isinstance(given, dict) and "id_token" in given:
            given["id_token"] = falsified(given["id_token"])
            answer.set_data(json.dumps(given))
        return answer

    app.run("127.0.0.1", port)


if __name__ == "__main__":
    serve(int(sys.argv[1]))
