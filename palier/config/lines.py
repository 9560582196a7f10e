"""How the process's own lines are written: for eyes, or one JSON object a line.

Instants carry their offset from UTC, or are in UTC: machines of two zones can be read together.
"""

from __future__ import annotations

from typing import Any

import structlog

WITH_OFFSET = "%Y-%m-%dT%H:%M:%S%z"


def logging_as(form: str) -> dict[str, Any]:
    """Give Django's LOGGING for ``form``: ``json``, else text."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "text": {
                "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
                "datefmt": WITH_OFFSET,
            },
            "json": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": [
                    structlog.stdlib.add_log_level,
                    structlog.stdlib.add_logger_name,
                    structlog.stdlib.ExtraAdder(allow=FACTS),
                    structlog.processors.TimeStamper(fmt="iso", utc=True),
                ],
                "processors": [
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    structlog.processors.format_exc_info,
                    structlog.processors.JSONRenderer(ensure_ascii=False),
                ],
            },
        },
        "handlers": {
            "console": {
                "class": "logging.StreamHandler",
                "formatter": "json" if form == "json" else "text",
            }
        },
        # What is refused is told by palier.config.refusals, within bounds; these have none.
        "loggers": {name: {"level": level} for name, level in UNBOUNDED.items()},
        "root": {"handlers": ["console"], "level": "INFO"},
    }


UNBOUNDED = {
    "django.request": "ERROR",
    "django.security.csrf": "ERROR",
    "django.security.DisallowedHost": "CRITICAL",
}
FACTS = ("what", "route", "method", "path", "status", "user", "address", "held_back")
"""What a line of the security log tells apart from its sentence."""
