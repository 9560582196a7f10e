"""Rights in the sample: a copy of data to download, an account that is about to close."""

from __future__ import annotations

import datetime as dt

from palier.domain.accounts.models import User
from palier.domain.accounts.queries import actor_of
from palier.domain.audit.actions import seal
from palier.domain.rights import actions

ASKING = "maria.dossantos@example.org"
LEAVING = "remi.carpentier@example.org"
DAY = dt.timedelta(days=1)


def exercise_rights(*, now: dt.datetime) -> None:
    """Prepare one copy, ask for one closing, and seal the trail of all that came before."""
    asking = User.objects.filter(email=ASKING).first()
    if asking is not None:
        copy = actions.ask_copy(user=asking, actor=actor_of(asking), now=now - DAY)
        actions.prepare_copy(code=copy.code, now=now - DAY)
    leaving = User.objects.filter(email=LEAVING).first()
    if leaving is not None:
        actions.ask_closing(user=leaving, actor=actor_of(leaving), now=now - 2 * DAY)
    while seal(now=now):
        pass
