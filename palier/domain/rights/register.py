"""The register of processing (RGPD, art. 30): what is done with personal data, and why.

One typed table, from which the landlord's document is drawn (HTML, PDF, Markdown). Each table
of the database stands in exactly one activity (a test), so a new one has to be given its
purpose before the build passes. Durations are those of ``retention.catalogue``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from palier.domain.landlord.queries import Settings
from palier.domain.rights.activities import ACTIVITIES, SECURITY, Activity
from palier.domain.rights.retention.catalogue import rule_named
from palier.domain.rights.retention.rules import is_in_force
from palier.foundation import pdf

TEMPLATE = Path(__file__).resolve().parent / "typst" / "register.typ"


@dataclass(frozen=True, slots=True)
class Line:
    """One heading of an activity, and what stands under it."""

    term: str
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One activity, ready to be read."""

    name: str
    lines: tuple[Line, ...]


def entries(settings: Settings) -> Iterator[Entry]:
    """Write each activity out, with the durations in force under ``settings``."""
    for activity in ACTIVITIES:
        yield Entry(str(activity.name), tuple(_lines(activity, settings)))


def words(settings: Settings, day: dt.date) -> dict[str, Any]:
    """Give the whole register as plain values, in French: it is a legal document."""
    with translation.override("fr"):
        contact = str(settings["data_protection_contact"]) or _("à désigner par le bailleur")
        return {
            "title": _("Registre des activités de traitement"),
            "landlord": {
                "name": settings["name"],
                "colour": settings["colours"].get("accent", ""),
                "legal_line": settings["name"],
            },
            "lead": _(
                "RGPD, article 30. Portail des locataires, état au %(day)s. Le bailleur y ajoute "
                "ses autres traitements, et le fait relire par son délégué."
            )
            % {"day": f"{day:%d/%m/%Y}"},
            "facts": [
                {"term": _("Responsable du traitement"), "text": str(settings["name"])},
                {"term": _("Délégué à la protection des données"), "text": contact},
                {"term": _("Hébergeur"), "text": str(settings["host"]) or _("à compléter")},
                {"term": _("Transferts hors de l’Union européenne"), "text": _("aucun")},
            ],
            "entries": [
                {
                    "name": entry.name,
                    "lines": [{"term": line.term, "texts": line.texts} for line in entry.lines],
                }
                for entry in entries(settings)
            ],
            "security_title": _("Mesures de sécurité"),
            "security": [str(measure) for measure in SECURITY],
        }


def as_pdf(told: dict[str, Any], *, stamped_at: dt.datetime) -> bytes:
    """Draw the register as a tagged PDF."""
    return pdf.render(TEMPLATE, told, stamped_at=stamped_at)


def as_markdown(told: dict[str, Any]) -> str:
    """Write the register as Markdown, for the guide of those who operate Palier."""
    lines = [f"# {told['title']}", "", told["lead"], ""]
    lines += [f"- **{fact['term']}** : {fact['text']}" for fact in told["facts"]]
    for entry in told["entries"]:
        lines += ["", f"## {entry['name']}", ""]
        for line in entry["lines"]:
            lines += _item(line["term"], line["texts"])
    lines += ["", f"## {told['security_title']}", ""]
    lines += [f"- {measure}" for measure in told["security"]]
    return "\n".join(lines) + "\n"


def _item(term: str, texts: Sequence[str]) -> list[str]:
    if len(texts) == 1:
        return [f"- **{term}** : {texts[0]}"]
    return [f"- **{term}** :", *(f"  - {text}" for text in texts)]


def _lines(activity: Activity, settings: Settings) -> Iterator[Line]:
    yield Line(_("Finalité"), (str(activity.purpose),))
    yield Line(_("Base légale"), (str(activity.basis),))
    yield Line(_("Personnes concernées"), (str(activity.people),))
    yield Line(_("Données"), (str(activity.data),))
    yield Line(_("Destinataires"), (str(activity.recipients),))
    yield Line(_("Durée"), tuple(_durations(activity, settings)))
    yield Line(_("Tables"), (", ".join(activity.tables),))


def _durations(activity: Activity, settings: Settings) -> Iterator[str]:
    for key in activity.rules:
        rule = rule_named(key)
        state = (
            "" if is_in_force(rule, settings) else _(" (effacement à approuver par le bailleur)")
        )
        yield f"{rule.what} : {rule.kept(settings)}{state}. {rule.source}"
    if activity.kept:
        yield str(activity.kept)
