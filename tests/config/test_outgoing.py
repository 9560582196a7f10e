"""Every supplier of the settings is on the list of destinations, and nobody else."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings as current
from django.test import override_settings

from palier.config.outgoing import LOOPBACK, outgoing
from palier.foundation.egress import Destination
from palier.jobs.cli import run

NOTHING: dict[str, Any] = {
    "PALIER_SMTP_URL": "",
    "PALIER_PAYMENT_GATEWAY": "none",
    "PALIER_SYSTEMPAY": {"rest_url": "https://api.banque.example/api/"},
    "PALIER_PAYFIP": {"wsdl": ""},
    "PALIER_SSO": {"issuer": ""},
    "PALIER_CLAMD": "",
    "PALIER_OUTGOING_MORE": [],
    "STORAGES": {"default": {"OPTIONS": {"location": "/srv"}}},
    "SAMPLE": False,
}


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http", "https", "all", "ftp"):
        monkeypatch.delenv(f"{name}_proxy", raising=False)
        monkeypatch.delenv(f"{name.upper()}_PROXY", raising=False)


def places(**told: Any) -> set[str]:
    return {str(place) for place in outgoing({**NOTHING, **told})}


def s3(**options: Any) -> dict[str, Any]:
    return {"default": {"OPTIONS": {"bucket_name": "palier", "endpoint_url": None, **options}}}


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({}, set()),
        (
            {"PALIER_SMTP_URL": "smtp://x", "EMAIL_HOST": "smtp.exemple.fr", "EMAIL_PORT": 587},
            {"smtp.exemple.fr:587"},
        ),
        (
            {
                "PALIER_SMTP_URL": "smtp://x",
                "EMAIL_HOST": "mail.fr",
                "EMAIL_PORT": None,
                "EMAIL_USE_SSL": True,
            },
            {"mail.fr:465"},
        ),
        ({"PALIER_PAYMENT_GATEWAY": "systempay"}, {"api.banque.example:443"}),
        ({"PALIER_PAYMENT_GATEWAY": "payfip"}, {"www.payfip.gouv.fr:443"}),
        ({"PALIER_SSO": {"issuer": "https://annuaire.fr:8443/realm"}}, {"annuaire.fr:8443"}),
        ({"PALIER_CLAMD": "clamd:3311"}, {"clamd:3311"}),
        ({"PALIER_CLAMD": "clamd"}, {"clamd:3310"}),
        ({"PALIER_CLAMD": "/run/clamd.sock"}, {"/run/clamd.sock"}),
        ({"PALIER_OUTGOING_MORE": ["a.fr:443", "[::1]:9", "mistyped"]}, {"a.fr:443", "::1:9"}),
        (
            {"STORAGES": s3(endpoint_url="https://s3.exemple.fr")},
            {"s3.exemple.fr:443", "palier.s3.exemple.fr:443"},
        ),
        (
            {"STORAGES": s3(region_name="eu-west-3")},
            {
                "s3.amazonaws.com:443",
                "palier.s3.amazonaws.com:443",
                "s3.eu-west-3.amazonaws.com:443",
                "palier.s3.eu-west-3.amazonaws.com:443",
            },
        ),
        ({"SAMPLE": True}, {f"{host}:*" for host in LOOPBACK}),
    ],
)
def test_each_supplier_is_a_destination(told: dict[str, Any], expected: set[str]) -> None:
    assert places(**told) == expected


def test_a_relay_of_the_environment_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("https_proxy", "http://relais.exemple.fr:3128")
    assert places() == {"relais.exemple.fr:3128"}


def test_the_settings_carry_the_list() -> None:
    assert {place.host for place in current.PALIER_OUTGOING} >= set(LOOPBACK)


@pytest.mark.enable_socket
def test_the_doctor_lists_them_and_says_which_is_silent(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with override_settings(PALIER_OUTGOING=(Destination("127.0.0.1", 9, "Envoi des e-mails"),)):
        assert run(["doctor", "--egress"]) == 1
    said = capsys.readouterr().out
    assert "127.0.0.1:9" in said
    assert "ne répond pas" in said
