"""What jobs and the rent accountant see."""

from __future__ import annotations

import datetime as dt

from palier.domain.payments.models import Attempt

ASKED_AT_ONCE = 200


def attempts_to_ask_about(now: dt.datetime) -> list[str]:
    """Give the codes of attempts that the bank is to be asked about, the longest due first."""
    return list(
        Attempt.objects.filter(ask_at__lte=now)
        .order_by("ask_at")
        .values_list("code", flat=True)[:ASKED_AT_ONCE]
    )
