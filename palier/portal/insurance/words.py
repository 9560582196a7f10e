"""What each state of the insurance means to a person, and what to do about it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from palier.domain.insurance.models import Certificate
from palier.domain.insurance.queries import Insurance
from palier.domain.insurance.rules.cover import Cover, Situation
from palier.ui.french import NBSP, long_date
from palier.ui.parts import Status, Task


@dataclass(frozen=True, slots=True)
class Glance:
    """The answer the reader came for: a big word, a sentence, what to do."""

    label: str
    value: str
    sentence: str
    tone: str
    action: str
    """Label of the button that deposits; empty when nothing is asked."""


def big_date(day: dt.date | None) -> str:
    """Write a date that may break before its year: big letters, narrow phones."""
    return " ".join(long_date(day).rsplit(NBSP, 1)) if day else ""


def glance_of(cover: Cover, *, is_former: bool = False) -> Glance:
    """Say at a glance where the insurance stands."""
    until = long_date(cover.until) if cover.until else ""
    ended = {"day": long_date(cover.ended_on) if cover.ended_on else ""}
    renew = _("Déposer la nouvelle attestation")
    file_one = _("Déposer mon attestation")
    label = _("Mon assurance habitation")
    match cover.situation:
        case Situation.COVERED:
            sentence = _("Vous n’avez rien à faire.")
            if cover.waiting:
                sentence = _("Votre nouvelle attestation est en cours de vérification.")
            if cover.refused:
                sentence = _("La dernière attestation déposée n’a pas été acceptée.")
            return Glance(
                _("Logement assuré jusqu’au"), big_date(cover.until), sentence, "success",
                "" if is_former or cover.waiting else _("Déposer une autre attestation"),
            )  # fmt: skip
        case Situation.UNDER_REVIEW:
            sentence = _("Nous avons bien reçu votre attestation. L’agence la vérifie.")
            if until:
                sentence = _(
                    "L’agence vérifie votre nouvelle attestation. Celle d’avant vous couvre "
                    "jusqu’au %(day)s."
                ) % {"day": until}
            return Glance(label, _("En cours de vérification"), sentence, "info", "")
        case Situation.REFUSED:
            sentence = _("Votre dernière attestation n’a pas pu être acceptée.")
            if until:
                sentence = _(
                    "Votre dernière attestation n’a pas pu être acceptée. Celle d’avant vous "
                    "couvre jusqu’au %(day)s."
                ) % {"day": until}
            return Glance(label, _("À déposer de nouveau"), sentence, "warning", file_one)
        case Situation.TO_RENEW:
            sentence = _("Votre assureur peut déjà vous donner la nouvelle attestation.")
            return Glance(
                _("À renouveler avant le"), big_date(cover.until), sentence, "warning", renew
            )
        case Situation.EXPIRED:
            sentence = _(
                "L’attestation que nous avons s’est terminée le %(day)s. Il nous faut la nouvelle."
            )
            return Glance(label, _("À renouveler"), sentence % ended, "warning", renew)
        case Situation.LATER:
            day = big_date(cover.begins_on)
            sentence = _("Il nous manque l’attestation de la période en cours.")
            return Glance(_("Logement assuré à partir du"), day, sentence, "warning", file_one)
    sentence = _(
        "Nous n’avons pas encore d’attestation d’assurance pour ce logement. La loi demande à "
        "chaque locataire d’être assuré, et de le prouver chaque année."
    )
    return Glance(label, _("Attestation manquante"), sentence, "warning", file_one)


def status_of(certificate: Certificate) -> Status:
    """Say where one deposit stands, in a few words."""
    tones = {
        Certificate.State.UNDER_REVIEW: (_("En cours de vérification"), "info"),
        Certificate.State.ACCEPTED: (_("Acceptée"), "success"),
        Certificate.State.REFUSED: (_("Pas acceptée"), "warning"),
        Certificate.State.REPLACED: (_("Remplacée par un autre dépôt"), "neutral"),
        Certificate.State.STOPPED: (_("Fichier arrêté par l’antivirus"), "warning"),
    }
    label, tone = tones[Certificate.State(certificate.state)]
    return Status(label, tone)


def span_of(certificate: Certificate) -> str:
    """Write the days a certificate covers: « du 1er janvier 2026 au 31 décembre 2026 »."""
    first, last = certificate.covers_from, certificate.covers_to
    if first and last:
        return _("du %(first)s au %(last)s") % {
            "first": long_date(first),
            "last": long_date(last),
        }
    if last:
        return _("jusqu’au %(day)s") % {"day": long_date(last)}
    if first:
        return _("à partir du %(day)s") % {"day": long_date(first)}
    return _("dates non précisées")


def updated_at(now: dt.datetime) -> str:
    """Say when the page was last right: « mis à jour à 10 h 42 »."""
    local = timezone.localtime(now)
    clock = f"{local.hour}{NBSP}h{NBSP}{local.minute:02d}"
    return _("Mis à jour à %(clock)s.") % {"clock": clock}


def home_line(insurance: Insurance) -> str:
    """Name the dwelling: its address on one line."""
    home = insurance.lease.dwelling
    return f"{home.address}, {home.postcode} {home.town}" if home else ""


def insurance_tasks(cover: Cover | None) -> tuple[Task, ...]:
    """Give what the home page says of the insurance: what to do, or what the agency is doing."""
    if cover is None:
        return ()
    url = reverse("portal:insurance")
    to_do = Status(_("À faire"), "warning")
    day = {"day": long_date(cover.until) if cover.until else ""}
    match cover.situation:
        case Situation.COVERED:
            return ()
        case Situation.UNDER_REVIEW:
            status = Status(_("En cours de vérification"), "info")
            hint = _("L’agence vérifie l’attestation que vous avez déposée.")
            return (Task(_("Attestation d’assurance"), status, url, hint),)
        case Situation.REFUSED:
            hint = _("Elle n’a pas pu être acceptée : voyez pourquoi et quoi faire.")
            return (Task(_("Attestation d’assurance à déposer de nouveau"), to_do, url, hint),)
        case Situation.TO_RENEW:
            hint = _("Votre logement est assuré jusqu’au %(day)s.") % day
            return (Task(_("Attestation d’assurance à renouveler"), to_do, url, hint),)
        case Situation.EXPIRED:
            hint = _("L’attestation que nous avons est terminée.")
            return (Task(_("Attestation d’assurance à renouveler"), to_do, url, hint),)
    hint = _("Un PDF ou une photo suffit.")
    return (Task(_("Attestation d’assurance à déposer"), to_do, url, hint),)
