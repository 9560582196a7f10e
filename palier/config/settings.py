"""Django settings, all read from the environment (``palier.config.environment``)."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ
from csp.constants import NONCE, NONE, SELF  # noqa: F401  (NONCE is for landlords' own pages)

from palier.config import environment as env
from palier.config.lines import logging_as
from palier.config.outgoing import outgoing

BASE_DIR = Path(__file__).resolve().parents[2]
PALIER_MODE = env.text("PALIER_MODE")
SAMPLE = PALIER_MODE == "sample"
PALIER_HOME = env.path("PALIER_HOME", BASE_DIR)
PALIER_HOME.mkdir(parents=True, exist_ok=True)
PALIER_ADDRESS = env.text("PALIER_ADDRESS").rstrip("/") or (
    f"http://127.0.0.1:{env.text('PORT')}" if SAMPLE else ""
)
PALIER_MACHINES = env.number("PALIER_MACHINES")
PALIER_TIME_ZONE = env.text("PALIER_TIME_ZONE")
PALIER_TRUSTED_PROXIES = env.number("PALIER_TRUSTED_PROXIES")

DEBUG = env.flag("PALIER_DEBUG")
SAMPLE_SECRET_KEY = "sample-only-" + "palier" * 8
# "unset" lets the checks run and say so; nothing is served with it.
SECRET_KEY = env.text("PALIER_SECRET_KEY") or (SAMPLE_SECRET_KEY if SAMPLE else "unset")
SECRET_KEY_FALLBACKS = env.listed("PALIER_SECRET_KEY_PREVIOUS")
ALLOWED_HOSTS = env.listed("PALIER_HOSTS") or (
    ["127.0.0.1", "localhost", "[::1]"] if SAMPLE else []
)
CSRF_TRUSTED_ORIGINS = [PALIER_ADDRESS] if PALIER_ADDRESS.startswith("https://") else []

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_htmx",
    "palier.foundation",
    "palier.domain.landlord",
    "palier.domain.audit",
    "palier.domain.mail",
    "palier.domain.accounts",
    "palier.domain.estate",
    "palier.domain.tenancy",
    "palier.domain.access",
    "palier.domain.ledger",
    "palier.domain.documents",
    "palier.domain.documents.intake",
    "palier.domain.documents.acknowledgements",
    "palier.domain.casework",
    "palier.domain.contact_details",
    "palier.domain.messaging",
    "palier.domain.billing",
    "palier.domain.billing.receipts",
    "palier.domain.billing.settlements",
    "palier.domain.insurance",
    "palier.domain.household",
    "palier.domain.papers",
    "palier.domain.banking",
    "palier.domain.payments",
    "palier.domain.rights",
    "palier.exchange",
    "palier.ui",
    "palier.demo",
    "palier.portal",
    "palier.office",
    "palier.jobs",
    "palier.config",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "palier.config.refusals.RefusalsMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "palier.domain.accounts.middleware.AuthenticationMiddleware",
    "palier.config.language.LanguageMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "palier.config.guards.PrivatePagesMiddleware",
    "palier.config.guards.SignInMiddleware",
    "palier.config.full_disk.FullDiskMiddleware",
    "palier.domain.accounts.middleware.StaffSecondFactorMiddleware",
    "palier.domain.accounts.middleware.SessionMiddleware",
    "palier.portal.acting.ActingMiddleware",
    "palier.config.parking.GiveBackMiddleware",
]

ROOT_URLCONF = "palier.config.urls"
WSGI_APPLICATION = "palier.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "palier.config.context.site",
            ],
        },
    }
]

# --- database ---------------------------------------------------------------------------
_url = env.text("PALIER_DATABASE_URL")
if _url:
    DATABASES = {"default": environ.Env.db_url_config(_url)}
    if DATABASES["default"]["ENGINE"].endswith("postgresql"):
        # Persistent connections, one a thread: a pool on top would count them twice.
        DATABASES["default"]["CONN_MAX_AGE"] = 600
        DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
else:
    DATABASES = {
        "default": {"ENGINE": "django.db.backends.sqlite3", "NAME": PALIER_HOME / "palier.sqlite3"}
    }
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"].setdefault("OPTIONS", {}).update(
        {
            # IMMEDIATE: a transaction that will write says so first, so it waits its turn
            # instead of failing half-way. FULL: an acknowledged payment survives a power cut.
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
                "PRAGMA temp_store=MEMORY; PRAGMA cache_size=-32000; PRAGMA mmap_size=268435456;"
            ),
        }
    )
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        # Limits on repeated tries live here: an attack must not push them out.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

# --- people -----------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["palier.domain.accounts.password_backend.PasswordBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [{"NAME": "palier.domain.access.password_rule.PasswordRule"}]
PASSWORD_RESET_TIMEOUT = 60 * 60
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
# Minutes (without a gesture, at most) of each kind of session: accounts.sessions.
PALIER_SESSION_MINUTES = {
    "tenant": (env.number("PALIER_SESSION_IDLE"), env.number("PALIER_SESSION_LONGEST")),
    "staff": (env.number("PALIER_STAFF_SESSION_IDLE"), env.number("PALIER_STAFF_SESSION_LONGEST")),
    "shared": (
        env.number("PALIER_SHARED_SESSION_IDLE"),
        env.number("PALIER_SHARED_SESSION_LONGEST"),
    ),
}
# The landlord's directory, where staff sign in with it: accounts.single_sign_on.
PALIER_SSO: dict[str, Any] = {
    "issuer": env.text("PALIER_SSO_ISSUER"),
    "client_id": env.text("PALIER_SSO_CLIENT_ID"),
    "client_secret": env.text("PALIER_SSO_CLIENT_SECRET"),
    "name": env.text("PALIER_SSO_NAME"),
    "identifier": env.text("PALIER_SSO_IDENTIFIER"),
    "email": env.flag("PALIER_SSO_EMAIL"),
    "second_factor": env.listed("PALIER_SSO_SECOND_FACTOR"),
}
PALIER_STAFF_LOCAL_SIGN_IN = env.flag("PALIER_STAFF_LOCAL_SIGN_IN")
SESSION_ENGINE = "palier.domain.accounts.sessions.store"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
# When a row may be deleted: some hours after the longest session has ended.
SESSION_COOKIE_AGE = 60 * (max(most for _idle, most in PALIER_SESSION_MINUTES.values()) + 360)
CSRF_COOKIE_HTTPONLY = True
MESSAGE_STORAGE = "palier.config.told.ToldStorage"
PALIER_MESSAGES_COOKIE = "messages"
PALIER_DEVICE_COOKIE = "device"
CSRF_FAILURE_VIEW = "palier.config.errors.csrf_failure"

# --- language and time ------------------------------------------------------------------
LANGUAGE_CODE = "fr"
# A language is offered once its catalogue is complete: half a page in each helps nobody.
LANGUAGES = [("fr", "Français"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "language"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LOCALE_PATHS = [BASE_DIR / "palier" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = PALIER_TIME_ZONE

# --- files ------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = PALIER_HOME / "static"
_S3 = env.text("PALIER_FILES_URL")
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": PALIER_HOME / "files"},
    },
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
if _S3:
    _parts = urlsplit(_S3)
    _query = dict(pair.split("=", 1) for pair in _parts.query.split("&") if "=" in pair)
    STORAGES["default"] = {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": _parts.hostname,
            "endpoint_url": _query.get("endpoint"),
            "region_name": _query.get("region"),
            "access_key": _parts.username,
            "secret_key": _parts.password,
            "signature_version": "s3v4",
            "addressing_style": _query.get("addressing", "auto"),
            # A file's name is the hash of its content: written twice, it is the same file.
            "file_overwrite": True,
            "querystring_auth": True,
            "default_acl": None,
        },
    }

# What people send: straight to a temporary file, within bounds (palier.domain.documents.intake).
PALIER_CLAMD = env.text("PALIER_CLAMD")
PALIER_ANCHOR_FOLDER = env.text("PALIER_ANCHOR_FOLDER")
FILE_UPLOAD_HANDLERS = ["palier.ui.uploads.receiving.BoundedUploadHandler"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1_000
DATA_UPLOAD_MAX_NUMBER_FILES = 100

# --- mail -------------------------------------------------------------------------------
DEFAULT_FROM_EMAIL = env.text("PALIER_MAIL_FROM") or "ne-pas-repondre@palier.invalid"
PALIER_SMTP_URL = env.text("PALIER_SMTP_URL")
if PALIER_SMTP_URL:
    vars().update(environ.Env.email_url_config(PALIER_SMTP_URL))
else:
    # The sample keeps its letters readable in the local mailbox and sends nothing.
    EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"

# --- payment ----------------------------------------------------------------------------
PALIER_PAYMENT_GATEWAY = env.text("PALIER_PAYMENT_GATEWAY")
PALIER_SYSTEMPAY = {
    "site_id": env.text("PALIER_SYSTEMPAY_SITE_ID") or ("12345678" if SAMPLE else ""),
    "key": env.text("PALIER_SYSTEMPAY_KEY") or ("sampleSampleKey1" if SAMPLE else ""),
    "mode": env.text("PALIER_SYSTEMPAY_MODE"),
    # The sample's bank is a page of the portal itself, at whatever address it is read.
    "url": env.text("PALIER_SYSTEMPAY_URL") or ("/banque-essai/paiement/" if SAMPLE else ""),
    "rest_url": env.text("PALIER_SYSTEMPAY_REST_URL")
    or (f"http://127.0.0.1:{env.text('PORT')}/banque-essai" if SAMPLE else ""),
    "rest_password": env.text("PALIER_SYSTEMPAY_REST_PASSWORD")
    or ("sample-rest-password" if SAMPLE else ""),
}
PALIER_PAYFIP = {
    "wsdl": env.text("PALIER_PAYFIP_WSDL"),
    "numcli": env.text("PALIER_PAYFIP_NUMCLI"),
    "mode": env.text("PALIER_PAYFIP_MODE"),
}

# --- bank details -----------------------------------------------------------------------
# The first key seals; the others still open what they sealed (``palier keys rotate``).
SAMPLE_BANK_KEYS = ["sample:c2FtcGxlLW9ubHktc2FtcGxlLW9ubHktc2FtcGxlLW8="]
PALIER_BANK_KEYS = env.listed("PALIER_BANK_KEYS") or (SAMPLE_BANK_KEYS if SAMPLE else [])

# --- headers ----------------------------------------------------------------------------
_bank = urlsplit(PALIER_SYSTEMPAY["url"])
_bank_origin = [f"{_bank.scheme}://{_bank.netloc}"] if _bank.netloc else []
_directory = urlsplit(PALIER_SSO["issuer"])
_directory_origin = [f"{_directory.scheme}://{_directory.netloc}"] if _directory.netloc else []
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        # Signing out of the directory is a form of ours that leads there.
        "form-action": [SELF, *_bank_origin, *_directory_origin],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
if PALIER_ADDRESS.startswith("https://"):
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME = "__Host-session"
    CSRF_COOKIE_NAME = "__Host-csrf"
    LANGUAGE_COOKIE_NAME = "__Host-language"
    PALIER_MESSAGES_COOKIE = "__Host-messages"
    PALIER_DEVICE_COOKIE = "__Host-device"
    if PALIER_TRUSTED_PROXIES:
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# --- allauth ----------------------------------------------------------------------------
ACCOUNT_ADAPTER = "palier.domain.accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ALLAUTH_TRUSTED_PROXY_COUNT = PALIER_TRUSTED_PROXIES
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
ACCOUNT_RATE_LIMITS = {
    # Passwords, links asked for and codes of the second factor are limited by the house
    # (accounts.sign_in_limits, accounts.second_factors.limits), which tells owners from strangers.
    # "login_failed" is left for passkeys, which nobody guesses, and for setting an application.
    "login": "",
    "reset_password": "",
    "login_failed": "60/10m/ip,60/10m/key",
    "reset_password_from_key": "100/10m/ip",
    "reauthenticate": "10/10m/user",
}
MFA_ADAPTER = "palier.domain.accounts.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = SAMPLE
MFA_TOTP_ISSUER = "Palier"
# A tenants' hall shares one address.
MFA_RATE_LIMITS = {"webauthn_login": "60/m/ip"}

LOGGING = logging_as(env.text("PALIER_LOG_FORMAT"))

# --- going out ------------------------------------------------------------------------------
# Held from the start by palier.config.apps: whatever is not on the list is refused.
PALIER_OUTGOING_MORE = env.listed("PALIER_OUTGOING")
PALIER_OUTGOING = outgoing(vars())
PALIER_OUTGOING_HELD = True
