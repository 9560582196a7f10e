"""The words of a mandate: one set for the page that is signed, the PDF that is kept, and its hash.

The mandate follows the wording that the EPC asks of every core mandate (EPC392-08: who may
debit, on what authority, the right to a refund within eight weeks, where rights are explained).
The IBAN is shown by its mask; a salted SHA-256 of the whole IBAN commits to it, so that whoever
holds the keys can show later which account was meant, and the document alone betrays nothing.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from palier.domain.landlord.queries import Settings
from palier.foundation import pdf
from palier.foundation.dates import long_date

TEMPLATE = Path(__file__).resolve().parent / "typst" / "mandate.typ"
WORDING = "2026-2"
"""Version of the words below; a mandate keeps its own in its facts."""


@dataclass(frozen=True, slots=True)
class Named:
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class MandateWords:
    """Every word of a mandate, in reading order. ``signature`` is empty until it is signed."""

    title: str
    paragraphs: tuple[str, ...]
    parties: tuple[Named, ...]
    signature_title: str
    signature: tuple[Named, ...]
    closing: str


@dataclass(frozen=True, slots=True)
class Amended:
    """The mandate that an amendment is about, as it stands: what stays is said again."""

    signed_on: dt.date
    masked: str
    creditor_name: str
    creditor_id: str


def words_of(facts: Mapping[str, Any]) -> MandateWords:
    """Compose a mandate, or its amendment, from its facts, in the reader's language."""
    creditor = facts["creditor_name"]
    days = {"days": facts["notice_days"]}
    amends = facts.get("amends")
    return MandateWords(
        title=_("Avenant au mandat de prélèvement SEPA")
        if amends
        else _("Mandat de prélèvement SEPA"),
        paragraphs=(
            *(_amending(facts) if amends else ()),
            _(
                "En signant ce mandat, vous autorisez %(creditor)s à envoyer à votre banque des "
                "instructions pour débiter votre compte, et votre banque à débiter votre compte "
                "selon les instructions de %(creditor)s."
            )
            % {"creditor": creditor},
            _(
                "Vous avez le droit d’être remboursé par votre banque, selon les conditions de la "
                "convention passée avec elle. La demande de remboursement se fait dans les "
                "8 semaines qui suivent la date du débit, et dans les 13 mois si le prélèvement "
                "n’était pas autorisé. Votre banque peut vous donner un document qui explique "
                "ces droits."
            ),
            _(
                "Chaque prélèvement vous est annoncé par votre avis d’échéance, avec son montant, "
                "au moins %(days)s jours avant."
            )
            % days,
        ),
        parties=(
            Named(_("Référence du mandat (RUM)"), facts["rum"]),
            Named(_("Type de paiement"), _("récurrent")),
            Named(_("Pour"), _("loyer et charges, référence client %s") % facts["reference"]),
            Named(_("Jour du prélèvement"), _("le %s de chaque mois") % facts["debit_day"]),
            Named(_("Votre nom"), facts["debtor"]),
            Named(_("Titulaire du compte bancaire"), facts["owner_name"]),
            *((Named(_("Compte débité jusqu’ici"), amends["masked"]),) if amends else ()),
            Named(
                _("Nouveau compte, en partie caché") if amends else _("IBAN, en partie caché"),
                facts["masked"],
            ),
            Named(_("Banque"), " ".join((facts["bank"], facts["bic"])).strip() or _("non connue")),
            Named(_("Créancier"), creditor),
            Named(_("Adresse du créancier"), facts["creditor_address"]),
            Named(_("Identifiant du créancier (ICS)"), facts["creditor_id"]),
        ),
        signature_title=_("Signature électronique"),
        signature=_signature(facts),
        closing=_(
            "Le mandat vaut jusqu’à ce que vous l’arrêtiez, ou après 36 mois sans prélèvement. "
            "Vous pouvez le suspendre, changer de jour ou l’arrêter dans votre espace locataire."
        ),
    )


def to_sign(
    *,
    rum: str,
    debit_day: int,
    debtor: str,
    reference: str,
    owner_name: str,
    masked: str,
    bank: str,
    bic: str,
    settings: Settings,
    amends: Amended | None = None,
) -> dict[str, Any]:
    """Give the facts of a mandate, or of an amendment, that waits for its signature."""
    facts: dict[str, Any] = {
        "wording": WORDING,
        "rum": rum,
        "debit_day": debit_day,
        "debtor": debtor,
        "reference": reference,
        "owner_name": owner_name,
        "masked": masked,
        "bank": bank,
        "bic": bic,
        "creditor_name": settings["name"],
        "creditor_address": ", ".join(settings["address_lines"]),
        "creditor_id": settings["creditor_identifier"],
        "notice_days": int(settings["debit_notice_days"]),
    }
    if amends is not None:
        facts["amends"] = {"signed_on": amends.signed_on.isoformat(), "masked": amends.masked}
        facts["creditor_name"], facts["creditor_id"] = amends.creditor_name, amends.creditor_id
    return facts


def commitment_of(iban: str, salt: str) -> str:
    """Give the salted hash by which the evidence names the whole IBAN."""
    return hashlib.sha256(f"{salt}|{iban}".encode()).hexdigest()


def fingerprint_of(facts: Mapping[str, Any]) -> str:
    """Give the SHA-256 of the facts that were signed."""
    written = json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()


def mandate_pdf(
    facts: Mapping[str, Any], fingerprint: str, settings: Settings, *, signed_at: dt.datetime
) -> bytes:
    """Draw the signed mandate, in French; the same facts give the same bytes."""
    with translation.override("fr"):
        words = words_of(facts)
        form = f", {settings['legal_form']}" if settings["legal_form"] else ""
        drawn = {
            "title": words.title,
            "paragraphs": list(words.paragraphs),
            "parties": [[one.label, one.value] for one in words.parties],
            "signature_title": words.signature_title,
            "signature": [[one.label, one.value] for one in words.signature],
            "closing": words.closing,
            "fingerprint_label": _("Empreinte SHA-256 de ce qui a été signé"),
            "fingerprint": fingerprint,
            "columns": [_("Renseignement"), _("Valeur")],
            "landlord": {
                "name": settings["name"],
                "address_lines": settings["address_lines"],
                "colour": settings["colours"].get("accent", ""),
                "legal_line": f"{settings['name']}{form}",
            },
        }
    return pdf.render(TEMPLATE, drawn, stamped_at=signed_at)


def written(moment: dt.datetime) -> str:
    """Write an instant as the facts keep it: UTC, to the second."""
    return moment.astimezone(dt.UTC).replace(microsecond=0).isoformat()


def _amending(facts: Mapping[str, Any]) -> tuple[str, ...]:
    signed_on = dt.date.fromisoformat(facts["amends"]["signed_on"])
    return (
        _(
            "Cet avenant change le compte débité par le mandat %(rum)s, signé le %(day)s. La "
            "référence, le créancier, le jour et vos droits restent les mêmes."
        )
        % {"rum": facts["rum"], "day": long_date(signed_on)},
    )


def _signature(facts: Mapping[str, Any]) -> tuple[Named, ...]:
    signed = facts.get("signature")
    if not signed:
        return ()
    return (
        Named(_("Signé par"), facts["debtor"]),
        Named(_("Signé le"), _moment(signed["signed_at"])),
        Named(
            _("Mot de passe tapé de nouveau"),
            _moment(signed["password_at"]),
        ),
        Named(
            _("Code envoyé par e-mail"),
            _("à %(address)s, %(sent)s ; tapé %(typed)s")
            % {
                "address": signed["code_sent_to"],
                "sent": _moment(signed["code_sent_at"]),
                "typed": _moment(signed["signed_at"]),
            },
        ),
        Named(_("Adresse internet d’origine"), signed["network_address"] or _("non connue")),
        Named(_("Empreinte salée de l’IBAN (SHA-256)"), signed["iban_commitment"]),
    )


def _moment(written: str) -> str:
    """Write an instant of the facts, which is in UTC, to the second."""
    moment = dt.datetime.fromisoformat(written).astimezone(dt.UTC)
    return _("le %(day)s à %(time)s (UTC)") % {
        "day": long_date(moment.date()),
        "time": moment.strftime("%H:%M:%S"),
    }
