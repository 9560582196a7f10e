"""Some of the sample's people agreed to electronic receipts; their past is receipted at once."""

from __future__ import annotations

import datetime as dt

from palier.domain.access.queries import tenant_accounts_for
from palier.domain.accounts.queries import actor_of, user_with_email
from palier.domain.billing.receipts import actions
from palier.domain.landlord.queries import today

AGREED = (
    "aissatou.ndiaye@example.org",
    "farid.benkhelifa@example.org",
    "thihoa.nguyen@example.org",
    "remi.carpentier@example.org",
)
WORDING = (
    "J’accepte de recevoir mes quittances dans mon espace locataire, et non sur papier. "
    "C’est gratuit, et je peux changer d’avis à tout moment."
)


def agree_and_follow(*, now: dt.datetime) -> None:
    """Write the agreements, then make every receipt that the accounts prove."""
    for email in AGREED:
        user = user_with_email(email)
        if user is None:
            continue
        for view in tenant_accounts_for(user, today(now)):
            actions.agree(view=view, user=user, wording=WORDING, actor=actor_of(user), now=now)
    last: int | None = 0
    while last is not None:
        last = actions.follow_all(after=last, now=now)
