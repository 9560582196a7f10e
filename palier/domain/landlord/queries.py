from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from palier.domain.landlord.catalogue import CATALOGUE
from palier.domain.landlord.models import CurrentDelivery, Delivery, Setting


def today(now: dt.datetime) -> dt.date:
    """Give the landlord's legal day at instant ``now`` (its zone is a setting)."""
    return now.astimezone(ZoneInfo(settings.PALIER_TIME_ZONE)).date()


def delivered(prefix: str = "") -> Q:
    """Keep the rows that the current delivery makes visible.

    ``prefix`` is a relation path ending in ``__`` for rows reached through another.
    """
    current = Coalesce(Subquery(CurrentDelivery.objects.filter(pk=1).values("number")[:1]), 0)
    return Q(**{f"{prefix}delivery_no__lte": current})


def figures_instant() -> Subquery:
    """Give, as an expression, the instant the ERP produced what the current delivery shows.

    Null before the first delivery; the instant of the switch where the manifest says none.
    """
    produced = Delivery.objects.filter(number=OuterRef("number")).values("produced_at")[:1]
    current = CurrentDelivery.objects.filter(pk=1)
    return Subquery(current.values(at=Coalesce(Subquery(produced), "switched_at"))[:1])


def current_delivery_number() -> int:
    """Give the number of the delivery people see; 0 before the first one."""
    row = CurrentDelivery.objects.filter(pk=1).first()
    return row.number if row else 0


@dataclass(frozen=True, slots=True)
class Settings:
    """The landlord's decisions as they stand on one day; ``settings["agency_delay_days"]``."""

    values: dict[str, Any]

    def __getitem__(self, key: str) -> Any:
        if key not in CATALOGUE:
            raise KeyError(f"{key} is not in landlord/catalogue.py")
        return self.values.get(key, CATALOGUE[key].default)


def settings_on(day: dt.date) -> Settings:
    """Read every setting in force on ``day``, in one query."""
    rows = (
        Setting.objects.filter(valid_from__lte=day)
        .order_by("key", F("valid_from").asc())
        .values_list("key", "value")
    )
    return Settings(values=dict(rows))
