"""In which frame these pages stand: the desk's for staff, the tenants' for everybody else."""

from __future__ import annotations

from django.http import HttpRequest

from palier.domain.accounts.queries import is_staff

_KNOWN = "_works_here"


def works_here(request: HttpRequest) -> bool:
    """Tell whether the reader is staff, asked once a request."""
    known: bool | None = getattr(request, _KNOWN, None)
    if known is None:
        known = is_staff(request.user)
        setattr(request, _KNOWN, known)
    return known


def base_template(request: HttpRequest) -> str:
    return "ui/base_office.html" if works_here(request) else "ui/base_portal.html"
