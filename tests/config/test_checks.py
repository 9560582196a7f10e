from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from palier.config import environment
from palier.config.settings import SAMPLE_BANK_KEYS
from palier.foundation.readiness import faults, refuse_to_start
from tests.cast import make_user

SOUND: dict[str, Any] = {
    "PALIER_MODE": "production",
    "SAMPLE": False,
    "DEBUG": False,
    "SECRET_KEY": "k" * 64,
    "PALIER_BANK_KEYS": ["prod:" + "QUJD" * 11],
    "ALLOWED_HOSTS": ["compte.exemple.fr"],
    "PALIER_ADDRESS": "https://compte.exemple.fr",
    "PALIER_TRUSTED_PROXIES": 1,
    "PALIER_MACHINES": 1,
    "PALIER_SMTP_URL": "smtp+tls://a:b@smtp.exemple.fr:587",
    "DEFAULT_FROM_EMAIL": "ne-pas-repondre@exemple.fr",
    "PALIER_PAYMENT_GATEWAY": "systempay",
    "PALIER_SYSTEMPAY": {
        "site_id": "87654321",
        "key": "AbCdEfGhIjKlMnOp",
        "mode": "PRODUCTION",
        "url": "https://paiement.systempay.fr/vads-payment/",
        "rest_url": "https://api.systempay.fr/api-payment/",
        "rest_password": "prodpassword_x",
    },
    "ROOT_URLCONF": "tests.config.production_urls",
}

DIRECTORY = {
    "issuer": "https://annuaire.exemple.fr",
    "client_id": "palier",
    "client_secret": "secret",
    "second_factor": ["amr:mfa"],
}


@pytest.fixture
def production(settings: Any) -> Any:
    for name, value in SOUND.items():
        setattr(settings, name, value)
    return settings


def ids(*, with_database: bool = False) -> set[str]:
    return {str(message.id) for message in faults(with_database=with_database)}


def test_a_sound_production_has_no_fault(production: Any) -> None:
    assert ids() == set()


@pytest.mark.parametrize(
    ("name", "value", "fault"),
    [
        ("PALIER_MODE", "prod", "palier.E001"),
        ("DEBUG", True, "palier.E010"),
        ("SECRET_KEY", "short", "palier.E011"),
        ("PALIER_BANK_KEYS", [], "palier.E016"),
        ("PALIER_BANK_KEYS", ["prod:QUJD"], "palier.E016"),
        ("PALIER_BANK_KEYS", SAMPLE_BANK_KEYS, "palier.E017"),
        ("ALLOWED_HOSTS", [], "palier.E012"),
        ("ALLOWED_HOSTS", ["*"], "palier.E012"),
        ("PALIER_ADDRESS", "http://compte.exemple.fr", "palier.E013"),
        ("PALIER_ADDRESS", "", "palier.E013"),
        ("PALIER_ADDRESS", "https://autre.exemple.fr", "palier.E014"),
        ("PALIER_TRUSTED_PROXIES", 0, "palier.E015"),
        ("PALIER_SESSION_MINUTES", {"tenant": (0, 60)}, "palier.E070"),
        ("PALIER_SESSION_MINUTES", {"tenant": (90, 60)}, "palier.E070"),
        ("PALIER_STAFF_LOCAL_SIGN_IN", False, "palier.E071"),
        ("PALIER_SSO", {**DIRECTORY, "issuer": "http://annuaire.exemple.fr"}, "palier.E072"),
        ("PALIER_SSO", {**DIRECTORY, "client_secret": ""}, "palier.E073"),
        ("PALIER_SSO", {**DIRECTORY, "second_factor": ["mfa"]}, "palier.E074"),
        ("PALIER_SMTP_URL", "", "palier.E030"),
        ("DEFAULT_FROM_EMAIL", "ne-pas-repondre@palier.invalid", "palier.E031"),
        ("PALIER_PAYMENT_GATEWAY", "paypal", "palier.E040"),
        ("PALIER_PAYMENT_GATEWAY", "payfip", "palier.E043"),
        ("ROOT_URLCONF", "tests.config.sample_urls", "palier.E050"),
    ],
)
def test_production_names_each_mistake(production: Any, name: str, value: Any, fault: str) -> None:
    setattr(production, name, value)

    assert fault in ids()


@pytest.mark.parametrize(
    ("name", "value", "fault"),
    [
        ("key", "", "palier.E041"),
        ("url", "http://127.0.0.1:8000/banque/", "palier.E042"),
        ("rest_url", "https://localhost/api/", "palier.E042"),
        ("mode", "TEST", "palier.W040"),
    ],
)
def test_production_wants_the_landlords_bank(
    production: Any, name: str, value: str, fault: str
) -> None:
    production.PALIER_SYSTEMPAY = {**SOUND["PALIER_SYSTEMPAY"], name: value}

    assert fault in ids()


def test_several_machines_want_a_shared_database_and_shared_files(production: Any) -> None:
    production.PALIER_MACHINES = 2
    engine = production.DATABASES["default"]["ENGINE"]

    assert "palier.E021" in ids()
    assert ("palier.E020" in ids()) == engine.endswith("sqlite3")


def test_a_variable_that_nothing_reads_is_named_with_the_nearest(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PALIER_MACHINE", "2")

    (fault,) = faults(with_database=False)
    assert "PALIER_MACHINES" in str(fault.hint)


def test_a_number_that_is_none_is_said_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PALIER_MACHINES", "deux")

    with pytest.raises(ImproperlyConfigured, match="n’est pas un nombre entier"):
        environment.number("PALIER_MACHINES")


@pytest.mark.django_db
@pytest.mark.parametrize("email", ["awa@plaine.example", "awa@example.org"])
def test_production_refuses_to_start_beside_sample_people(
    production: Any, now: object, email: str
) -> None:
    make_user(email, "Awa Diallo")

    with pytest.raises(ImproperlyConfigured, match=r"1 connexion.s. du bailleur d’essai"):
        refuse_to_start()


@pytest.mark.django_db
def test_a_sound_production_starts(production: Any) -> None:
    refuse_to_start()


@pytest.mark.django_db
def test_sample_mode_starts_as_it_is() -> None:
    refuse_to_start()
