"""What every template knows: the landlord, in one query a request."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from palier.domain.landlord.queries import settings_on, today


def site(request: HttpRequest) -> dict[str, Any]:
    """Give ``site``: the landlord's settings of today, read when first used."""
    return {
        "site": SimpleLazyObject(lambda: settings_on(today(timezone.now()))),
        "sample": settings.SAMPLE,
    }
