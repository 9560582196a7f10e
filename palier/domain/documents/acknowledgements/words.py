"""One set of words for the page, the e-mail and the PDF of an acknowledgement."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings as django_settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from palier.domain.documents.acknowledgements.models import Acknowledgement
from palier.domain.landlord.queries import Settings
from palier.foundation import pdf
from palier.foundation.dates import NO_BREAK_SPACE, long_date
from palier.foundation.sentences import read_again

TEMPLATE = Path(__file__).resolve().parent / "typst" / "acknowledgement.typ"
FINGERPRINT_GROUP = 8


@dataclass(frozen=True, slots=True)
class Fact:
    term: str
    text: str


@dataclass(frozen=True, slots=True)
class ReceivedFile:
    """One file: what people call it, how long it is, and its SHA-256 in groups of eight."""

    name: str
    pages: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class AcknowledgementWords:
    """Every word of an acknowledgement, in reading order."""

    title: str
    number_label: str
    number: str
    facts: tuple[Fact, ...]
    declared_title: str
    declared: tuple[Fact, ...]
    files_title: str
    files: tuple[ReceivedFile, ...]
    fingerprint_label: str
    promise: str
    not_a_decision: str


def words_of(acknowledgement: Acknowledgement) -> AcknowledgementWords:
    """Compose the acknowledgement in the reader's language."""
    facts = [
        Fact(_("Reçu"), read_again(acknowledgement.what)),
        Fact(_("Le"), moment(acknowledgement.received_at)),
        Fact(_("De la part de"), acknowledgement.depositor),
        Fact(_("Référence client"), acknowledgement.tenant_account.customer_reference),
        Fact(_("Déposé"), str(acknowledgement.get_channel_display())),
    ]
    if acknowledgement.filed_by is not None:
        facts.append(Fact(_("Enregistré par"), str(acknowledgement.filed_by.user)))
    return AcknowledgementWords(
        title=_("Accusé de réception"),
        number_label=_("Numéro"),
        number=acknowledgement.number,
        facts=tuple(facts),
        declared_title=_("Ce que vous avez indiqué"),
        declared=tuple(
            Fact(read_again(label), read_again(value)) for label, value in acknowledgement.shown
        ),
        files_title=_("Les fichiers reçus"),
        files=tuple(_file(each) for each in acknowledgement.files),
        fingerprint_label=_("Empreinte (SHA-256)"),
        promise=_promise(acknowledgement),
        not_a_decision=_(
            "Cet accusé prouve que nous avons reçu votre dépôt. Il ne dit pas encore qu’il est "
            "accepté."
        ),
    )


def acknowledgement_pdf(acknowledgement: Acknowledgement, settings: Settings) -> bytes:
    """Draw the acknowledgement, in French; the same row gives the same bytes."""
    with translation.override("fr"):
        words = asdict(words_of(acknowledgement))
    form = f", {settings['legal_form']}" if settings["legal_form"] else ""
    words["landlord"] = {
        "name": settings["name"],
        "address_lines": settings["address_lines"],
        "colour": settings["colours"].get("accent", ""),
        "legal_line": f"{settings['name']}{form}",
    }
    return pdf.render(TEMPLATE, words, stamped_at=acknowledgement.received_at)


def letter_of(acknowledgement: Acknowledgement) -> dict[str, Any]:
    """Give the e-mail's words: what, when, which number and hashes; nothing that was declared."""
    with translation.override(acknowledgement.language):
        return {
            "what": read_again(acknowledgement.what),
            "number": acknowledgement.number,
            "moment": moment(acknowledgement.received_at),
            "files": [asdict(_file(each)) for each in acknowledgement.files],
            "promise": _promise(acknowledgement),
            "path": f"/accuses/{acknowledgement.code}/",
        }


def moment(instant: dt.datetime) -> str:
    """Write an instant by the landlord's clock: ``24 novembre 2026 à 10 h 42 min 07 s``."""
    local = instant.astimezone(ZoneInfo(django_settings.PALIER_TIME_ZONE))
    clock = NO_BREAK_SPACE.join(
        (str(local.hour), "h", f"{local.minute:02d}", "min", f"{local.second:02d}", "s")
    )
    return _("%(day)s à %(clock)s") % {"day": long_date(local.date()), "clock": clock}


def _file(each: dict[str, Any]) -> ReceivedFile:
    count = each.get("pages")
    pages = ngettext("%(n)d page", "%(n)d pages", count) % {"n": count} if count else ""
    sha256 = str(each["sha256"])
    groups = [
        sha256[start : start + FINGERPRINT_GROUP]
        for start in range(0, len(sha256), FINGERPRINT_GROUP)
    ]
    return ReceivedFile(
        read_again(str(each["name"])), pages.replace(" ", NO_BREAK_SPACE), " ".join(groups)
    )


def _promise(acknowledgement: Acknowledgement) -> str:
    if acknowledgement.promised_on is None:
        return ""
    return _("Nous vous répondons au plus tard le %(day)s.") % {
        "day": long_date(acknowledgement.promised_on)
    }
