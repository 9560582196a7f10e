"""Palier's own settings, on a database that lives as long as the tests."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path

for name in [name for name in os.environ if name.startswith("PALIER_")]:
    # A developer's own installation must not leak into the tests.
    if not name.startswith(("PALIER_TEST_", "PALIER_SOAK_", "PALIER_CHROMIUM")):
        del os.environ[name]

_home = Path(tempfile.mkdtemp(prefix="palier-tests-"))
atexit.register(shutil.rmtree, _home, ignore_errors=True)
os.environ["PALIER_HOME"] = str(_home)
(_home / "static").mkdir()  # whitenoise warns where there is none

from palier.config.settings import *  # noqa: E402, F403
from palier.config.settings import DATABASES, STORAGES  # noqa: E402

ENGINE = os.environ.get("PALIER_TEST_DATABASE", "sqlite")

if ENGINE == "postgresql":
    from tests.rig.postgres import server

    DATABASES["default"] = {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "postgres",
        "USER": "postgres",
        "HOST": server(),
        "TEST": {"NAME": "palier_tests"},
    }
elif ENGINE == "sqlite":
    # A file, not memory: threads that race need the locks of the real thing.
    DATABASES["default"]["TEST"] = {"NAME": str(_home / "tests.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"
else:
    raise ValueError(f"PALIER_TEST_DATABASE is sqlite or postgresql, not {ENGINE!r}")

STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
# The true one is slow on purpose.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Tests have their own guard (pytest-socket), and suppliers of their own at addresses drawn.
PALIER_OUTGOING_HELD = False
