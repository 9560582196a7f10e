"""Every component in every state, with invented content; served in sample mode only."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from palier.foundation.doors import public
from palier.ui import gallery_samples
from palier.ui.parts import Link

TEMPLATES = Path(__file__).parent / "templates" / "ui"
COMPONENTS = TEMPLATES / "components"
CONTRACT = re.compile(r"\A{% comment %}\n(.+?){% endcomment %}", re.DOTALL)
BASES = {"portail": "portal", "public": "public", "agence": "office"}
ERRORS = ("400", "403", "404", "500", "503", "csrf")


@dataclass(frozen=True, slots=True)
class Component:
    name: str
    contract: str
    sample_template: str


def components() -> tuple[Component, ...]:
    """List the components with the contract that opens each file.

    Raises:
        ValueError: a file does not open with its contract.
    """
    return tuple(_read(path) for path in sorted(COMPONENTS.glob("*.html")))


def _read(path: Path) -> Component:
    found = CONTRACT.match(path.read_text(encoding="utf-8"))
    if found is None:
        raise ValueError(f"{path.name} does not open with a contract comment")
    return Component(path.stem, found[1].rstrip(), f"ui/gallery/{path.name}")


@public
def index(request: HttpRequest) -> HttpResponse:
    """Show the gallery inside one of the three frames (``?cadre=``)."""
    asked = request.GET.get("cadre", "portail")
    if asked not in BASES:
        raise Http404
    labels = {"portail": _("Portail"), "public": _("Page publique"), "agence": _("Agence")}
    return render(
        request,
        "ui/gallery/index.html",
        {
            "base": f"ui/base_{BASES[asked]}.html",
            "bases": tuple(Link(labels[k], f"?cadre={k}", current=k == asked) for k in BASES),
            "components": components(),
            "sample": gallery_samples.Samples(),
            "site": gallery_samples.SITE,
            "frame": None if asked == "public" else gallery_samples.frame(office=asked == "agence"),
        },
    )


@public
def error_page(request: HttpRequest, name: str) -> HttpResponse:
    """Show an error page as it would be, with its own status."""
    if name not in ERRORS:
        raise Http404
    status = 403 if name == "csrf" else int(name)
    context = {"site": gallery_samples.SITE}
    return render(request, f"ui/errors/{name}.html", context, status=status)
