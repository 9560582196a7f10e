"""Loggers that may not speak.

eopayment logs the key at DEBUG; zeep and urllib3 log whole exchanges. Whoever turns DEBUG on
to understand a failure would write the bank's secret into the journal. So eopayment is given
a logger that swallows everything, and the network libraries are held at WARNING or above.
"""

from __future__ import annotations

import logging


class _Mute(logging.Logger):
    """A logger that no level, handler or configuration can make speak."""

    def isEnabledFor(self, level: int) -> bool:  # noqa: N802  the library's own name
        return False

    def handle(self, record: logging.LogRecord) -> None:
        return None


def mute() -> logging.Logger:
    """Give eopayment a logger that says nothing, whatever the configuration."""
    return _Mute("palier.payments.mute")


def hush(*names: str) -> None:
    """Hold the named loggers at ERROR even when the root logger is at DEBUG."""
    for name in names:
        logging.getLogger(name).setLevel(logging.ERROR)
