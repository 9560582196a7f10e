from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from palier.domain.landlord.catalogue import CATALOGUE
from palier.domain.landlord.models import Setting
from palier.foundation.errors import DomainError


class UnknownSetting(DomainError):
    """A key that the catalogue does not hold, or a value of another type."""


@transaction.atomic
def decide(
    *, values: Mapping[str, Any], valid_from: dt.date, legal_reference: str = ""
) -> list[Setting]:
    """Record what the landlord decides from ``valid_from`` on; the past stays as it was.

    Raises:
        UnknownSetting: a key is not in the catalogue, or its value has another type.
    """
    for key, value in values.items():
        definition = CATALOGUE.get(key)
        if definition is None:
            raise UnknownSetting(
                _("« %(key)s » n’est pas un réglage de Palier. Vérifiez son orthographe.")
                % {"key": key}
            )
        if not isinstance(value, definition.kind):
            raise UnknownSetting(
                _("Le réglage « %(key)s » attend une valeur de type %(kind)s.")
                % {"key": key, "kind": definition.kind.__name__}
            )
    return [
        Setting.objects.update_or_create(
            key=key,
            valid_from=valid_from,
            defaults={"value": value, "legal_reference": legal_reference},
        )[0]
        for key, value in values.items()
    ]
