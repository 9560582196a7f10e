"""One Django project for all candidates; the environment names the candidate and the database."""

import os
import sys
from pathlib import Path
from urllib.parse import urlsplit

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))
CANDIDATE = os.environ["TRIAL_CANDIDATE"]

SECRET_KEY = "trial"
USE_TZ = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
INSTALLED_APPS = ["django.contrib.contenttypes"]

if os.environ["TRIAL_ENGINE"] == "sqlite":
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": os.environ["TRIAL_DATABASE"],
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
            },
        }
    }
else:
    where = urlsplit(os.environ["TRIAL_DATABASE"])
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": where.path.lstrip("/"),
            "USER": where.username,
            "HOST": os.environ["TRIAL_SOCKET"],
        }
    }

if CANDIDATE == "django-q2":
    INSTALLED_APPS.append("django_q")
    # Recovery is by "retry" alone: the queue hands out again whatever is not acknowledged by then.
    Q_CLUSTER = {
        "orm": "default",
        "workers": 2,
        "timeout": None,
        "retry": 12,
        "max_attempts": 6,
        "poll": 0.5,
        "save_limit": 0,
        "catch_up": False,
        "name": "trial",
    }
elif CANDIDATE == "django-tasks-db":
    INSTALLED_APPS += ["django_tasks", "django_tasks_db"]
    TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
elif CANDIDATE == "django-db-queue":
    INSTALLED_APPS.append("django_dbq")
    JOBS = {name: {"tasks": [f"candidates.dbq_{name}"]} for name in ("note", "fail", "slow")}
elif CANDIDATE == "procrastinate":
    INSTALLED_APPS.append("procrastinate.contrib.django")
    PROCRASTINATE_IMPORT_PATHS = ["candidates"]
elif CANDIDATE == "palier":
    sys.path.insert(0, str(HERE.parent.parent))
    INSTALLED_APPS.append("palier.foundation")
