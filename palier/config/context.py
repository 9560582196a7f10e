"""What every template knows: the landlord, the reader, and whether this is the sample."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from palier.portal import frame

OFFICE = "/agence/"
_OFFICE_FRAME = "palier.office.frame"


def site(request: HttpRequest) -> dict[str, Any]:
    """Give ``site`` and ``frame`` (see ``palier.ui``), each read when a page first uses it."""
    return {
        "site": SimpleLazyObject(lambda: frame.site_of(request)),
        "frame": SimpleLazyObject(lambda: _frame(request)),
        "sample": settings.SAMPLE,
    }


def _frame(request: HttpRequest) -> Any:
    if request.path.startswith(OFFICE) and find_spec(_OFFICE_FRAME):
        return import_module(_OFFICE_FRAME).frame_of(request)
    return frame.frame_of(request)
