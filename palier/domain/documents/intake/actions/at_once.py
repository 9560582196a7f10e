"""Take in one file of somebody who has no tray: no draft, straight to the vault."""

from __future__ import annotations

from typing import IO

from django.core.files.base import File

from palier.domain.documents.intake import gate, gateway
from palier.domain.documents.intake.actions.bundles import Bundle, bind, kept_in_vault
from palier.domain.documents.intake.actions.drafts import received
from palier.domain.documents.intake.gateway import Verdict
from palier.domain.documents.intake.limits import Limits
from palier.domain.documents.intake.models import Draft
from palier.domain.documents.intake.refusals import Infected
from palier.domain.documents.intake.rules import readable_name, short_name


def assemble_at_once(
    *, name: str, content: File[bytes] | IO[bytes], title: str, limits: Limits
) -> Bundle:
    """Clean one file and write its bytes to the vault, as one PDF called ``title``; no row yet.

    Call it before the transaction of ``store``. Whoever sends it keeps nothing here: sent
    again, it is cleaned again.

    Raises:
        Refusal: one subclass a reason (``palier.domain.documents.intake.refusals``).
    """
    shown = short_name(readable_name(name))
    with gate.working_folder(shown) as folder:
        source, _digest = received(content, folder / "source", shown, limits)
        verdict = gateway.scan(source)
        if verdict is Verdict.INFECTED:
            raise Infected(shown)
        clean = folder / "target"
        found = gate.ask(
            "clean",
            folder,
            shown=shown,
            source=str(source),
            target=clean.name,
            thumbnail="thumbnail",
            most_pages=limits.pages,
        )
        bound = clean
        if found["kind"] == Draft.Kind.PHOTO:
            bound = folder / "bound"
            bind([(found["kind"], str(clean))], bound, title=title, most_pages=limits.pages)
        held = verdict is Verdict.UNKNOWN
        kept = kept_in_vault(bound, pages=int(found["pages"]), held=held, shown=shown)
    return Bundle((kept,), ())
