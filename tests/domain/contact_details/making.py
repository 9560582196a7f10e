"""Changes of contact details as the tests need them, made through the actions."""

from __future__ import annotations

import datetime as dt
from typing import Any

from palier.domain.access.queries import AccountView, tenant_accounts_for
from palier.domain.accounts.models import User
from palier.domain.accounts.queries import actor_of
from palier.domain.contact_details import actions
from palier.domain.contact_details.models import Change, DeliveryChoice, EmailChange
from palier.domain.contact_details.rules.changes import Field
from palier.foundation.periods import Period
from tests.cast import TODAY, Cast

OLD_MOBILE, NEW_MOBILE = "+33639980011", "+33639980042"
NOVEMBER = Period(2026, 11)
NEW_EMAIL = "awa.diallo@exemple.fr"


def view_of(user: User) -> AccountView:
    return tenant_accounts_for(user, TODAY)[0]


def new_mobile(cast: Cast, now: dt.datetime, value: str = NEW_MOBILE, **more: Any) -> Change:
    given: dict[str, Any] = {
        "person": cast.awa,
        "tenant_account": cast.account,
        "field": Field.MOBILE,
        "value": value,
        "user": cast.awa_user,
        "actor": actor_of(cast.awa_user),
        "now": now,
    }
    change = actions.change_detail(**(given | more))
    assert change is not None
    return change


def new_email(cast: Cast, now: dt.datetime, email: str = NEW_EMAIL, **more: Any) -> EmailChange:
    given: dict[str, Any] = {
        "view": view_of(cast.awa_user),
        "user": cast.awa_user,
        "email": email,
        "old_is_dead": False,
        "actor": actor_of(cast.awa_user),
        "now": now,
    }
    return actions.ask_email_change(**(given | more))


def chosen(
    user: User, now: dt.datetime, *, online: bool = True, first: Period = NOVEMBER
) -> DeliveryChoice:
    return actions.choose_delivery(
        view=view_of(user),
        user=user,
        online=online,
        wording="J’accepte.",
        wording_version="2026-11",
        first_period=first,
        actor=actor_of(user),
        now=now,
    )
