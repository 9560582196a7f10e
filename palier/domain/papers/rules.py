"""Kinds of papers, why the agency asks, why a tenant cannot give them, when to remind. Pure.

An agency asks only for what it needs (RGPD, art. 5-1-c): each request says why.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _

from palier.foundation.sentences import in_french


class Kind(StrEnum):
    """What sort of paper it is."""

    CAF = "caf"
    EMPLOYER = "employer"
    TAX_NOTICE = "tax_notice"
    INCOME = "income"
    FAMILY = "family"
    OTHER = "other"


class AskReason(StrEnum):
    """Why the agency asks; each is a sentence the tenant reads."""

    FILE = "file"
    HOUSING_AID = "housing_aid"
    INCOME_SURVEY = "income_survey"
    HOUSEHOLD = "household"
    REPAYMENT = "repayment"
    TRANSFER = "transfer"


class Impeded(StrEnum):
    """Why a tenant cannot give the paper."""

    NOT_RECEIVED = "not_received"
    DO_NOT_HAVE = "do_not_have"
    NOT_CONCERNED = "not_concerned"
    ALREADY_GIVEN = "already_given"
    NEED_HELP = "need_help"


KINDS: Mapping[Kind, tuple[Any, Any]] = {
    Kind.CAF: (
        _("Un document de la CAF ou de la MSA"),
        _("Par exemple : attestation de paiement, notification de droits."),
    ),
    Kind.EMPLOYER: (
        _("Un document de votre employeur"),
        _("Par exemple : bulletin de salaire, attestation, contrat de travail."),
    ),
    Kind.TAX_NOTICE: (
        _("Un avis d’imposition"),
        _("Toutes les pages, même si vous ne payez pas d’impôt."),
    ),
    Kind.INCOME: (
        _("Un autre justificatif de ressources"),
        _("Par exemple : retraite, France Travail, pension, bourse."),
    ),
    Kind.FAMILY: (
        _("Un justificatif de situation"),
        _("Par exemple : livret de famille, carte d’invalidité, certificat de scolarité."),
    ),
    Kind.OTHER: (_("Un autre document"), _("Dites en quelques mots ce que c’est.")),
}

ASK_REASONS: Mapping[AskReason, Any] = {
    AskReason.FILE: _("Nous en avons besoin pour mettre votre dossier à jour."),
    AskReason.HOUSING_AID: _(
        "Nous en avons besoin pour vérifier vos aides au logement (APL, réduction de loyer)."
    ),
    AskReason.INCOME_SURVEY: _(
        "Nous en avons besoin pour l’enquête sur les ressources, obligatoire chaque année."
    ),
    AskReason.HOUSEHOLD: _(
        "Nous en avons besoin pour enregistrer le changement que vous avez déclaré dans votre "
        "foyer."
    ),
    AskReason.REPAYMENT: _(
        "Nous en avons besoin pour préparer avec vous un paiement en plusieurs fois."
    ),
    AskReason.TRANSFER: _(
        "Nous en avons besoin pour étudier votre demande de changement de logement."
    ),
}

IMPEDIMENTS: Mapping[Impeded, Any] = {
    Impeded.NOT_RECEIVED: _("Je ne l’ai pas encore reçue"),
    Impeded.DO_NOT_HAVE: _("Je n’ai pas ce document"),
    Impeded.NOT_CONCERNED: _("Ma situation ne correspond pas"),
    Impeded.ALREADY_GIVEN: _("Je l’ai déjà donnée à l’agence"),
    Impeded.NEED_HELP: _("J’ai besoin d’aide pour l’obtenir"),
}

LONGEST_PRECISION = 300


def reminder_due(due_on: dt.date, day: dt.date, offsets: Sequence[int]) -> int | None:
    """Give which reminder is due on ``day`` for a deadline, the latest passed; ``None`` for none.

    ``offsets`` are days from the deadline, negative before. A run that was missed is made up
    until the next offset; nothing is sent once the last offset is a week past.
    """
    passed = [offset for offset in sorted(offsets) if due_on + dt.timedelta(days=offset) <= day]
    if not passed:
        return None
    last = passed[-1]
    if last < 0:
        return last if day <= due_on else None
    return last if day <= due_on + dt.timedelta(days=last + 7) else None


def reminder_key(due_on: dt.date, offset: int) -> str:
    """Name one reminder of one deadline: ``2026-12-24:-7``."""
    return f"{due_on.isoformat()}:{offset}"


def due_after_refusal(due_on: dt.date, day: dt.date, least_days: int) -> dt.date:
    """Give the deadline after a refusal: the one set, or later so that some days are left."""
    return max(due_on, day + dt.timedelta(days=least_days))


def title_of(kind: str, precision: str) -> str:
    """Name a paper as the desk reads it: what its kind is called, or what was written of it."""
    return precision.strip() or in_french(KINDS[Kind(kind)][0])
