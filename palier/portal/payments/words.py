"""What each state of a payment means to a person, and what to do next."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from palier.domain.payments.models import Attempt
from palier.domain.payments.queries.concerns import Concern, ConcernKind
from palier.foundation.money import euros
from palier.ui.french import day_and_time, long_date
from palier.ui.parts import Status

State = Attempt.State


@dataclass(frozen=True, slots=True)
class Outcome:
    """The words of one state. ``retry``: paying again is the thing to do."""

    title: str
    tone: str
    sentences: tuple[str, ...]
    retry: bool = False
    waits: bool = False


def status_of(attempt: Attempt) -> Status:
    """Say in a word or two where an attempt stands."""
    tones = {
        State.PAID: "success",
        State.WAITING: "info",
        State.OPEN: "info",
        State.OPENING: "info",
        State.REVIEW: "warning",
    }
    return Status(str(State(attempt.state).label), tones.get(State(attempt.state), "neutral"))


def outcome_of(attempt: Attempt, *, undone: bool = False) -> Outcome:
    """Give the title, the plain sentences and the way on of an attempt."""
    amount = euros(attempt.amount_cents)
    if attempt.state == State.PAID and undone:
        return Outcome(
            _("Paiement rendu"),
            "warning",
            (
                _("Ce paiement de %(amount)s avait été reçu, puis il a été rendu ou repris.")
                % {"amount": amount},
                _("Il n’est plus compté sur votre compte de loyer."),
            ),
        )
    if attempt.state == State.REFUSED:
        return Outcome(
            _("Paiement refusé par la banque"),
            "error",
            (_("Rien n’a été débité."), _refusals().get(attempt.refusal, _refusals()[""])),
            retry=True,
        )
    found = _outcomes(amount)
    return found[State(attempt.state)]


def _outcomes(amount: str) -> dict[State, Outcome]:
    under_way = Outcome(
        _("Nous attendons la réponse de la banque"),
        "info",
        (
            _("Cela prend le plus souvent quelques secondes. Cette page se met à jour seule."),
            _(
                "Si vous avez payé, votre paiement n’est pas perdu, même si vous fermez cette "
                "page : vous recevrez un e-mail. Ne payez pas une seconde fois."
            ),
        ),
        waits=True,
    )
    return {
        State.OPENING: under_way,
        State.OPEN: under_way,
        State.WAITING: Outcome(
            _("La banque n’a pas encore confirmé"),
            "info",
            (
                _(
                    "La banque a bien reçu votre demande de %(amount)s, mais ne l’a pas encore "
                    "acceptée."
                )
                % {"amount": amount},
                _(
                    "Vous n’avez rien à faire : nous l’interrogeons régulièrement, et vous "
                    "recevrez un e-mail. Ne payez pas une seconde fois."
                ),
            ),
        ),
        State.PAID: Outcome(
            _("Paiement reçu"),
            "success",
            (
                _("Merci. La banque a confirmé votre paiement de %(amount)s.") % {"amount": amount},
                _(
                    "Il est déjà compté sur votre compte de loyer, avec la mention « reçu, en "
                    "cours d’enregistrement ». Vous n’avez rien d’autre à faire."
                ),
            ),
        ),
        State.ABANDONED: Outcome(
            _("Paiement abandonné"),
            "warning",
            (
                _("Vous avez quitté la page de la banque avant la fin. Rien n’a été débité."),
                _("Vous pouvez recommencer quand vous voulez."),
            ),
            retry=True,
        ),
        State.EXPIRED: Outcome(
            _("Paiement resté sans suite"),
            "warning",
            (
                _("La banque n’a reçu aucun paiement pour cette demande. Rien n’a été débité."),
                _(
                    "Si votre relevé de banque montre pourtant ce débit, appelez votre agence "
                    "avec la référence ci-dessous."
                ),
            ),
            retry=True,
        ),
        State.CANCELLED: Outcome(
            _("Paiement annulé"),
            "warning",
            (
                _("Ce paiement de %(amount)s a été annulé avant d’être débité.")
                % {"amount": amount},
                _("Il n’est pas compté sur votre compte de loyer. Vous pouvez payer de nouveau."),
            ),
            retry=True,
        ),
        State.REVIEW: Outcome(
            _("Paiement en cours de vérification"),
            "warning",
            (
                _(
                    "La réponse de la banque demande une vérification. Une personne du service "
                    "comptable s’en occupe."
                ),
                _(
                    "Votre argent n’est pas perdu. Ne payez pas une seconde fois ; si vous êtes "
                    "inquiet, appelez votre agence avec la référence ci-dessous."
                ),
            ),
        ),
        State.FAILED: Outcome(
            _("La banque ne répondait pas"),
            "warning",
            (
                _("Le paiement n’a pas pu commencer. Rien n’a été débité."),
                _("Essayez de nouveau dans quelques minutes, ou payez par virement."),
            ),
            retry=True,
        ),
    }


def _refusals() -> dict[str, str]:
    return {
        "over_limit": _(
            "Votre banque dit que la carte a atteint son plafond, ou que le compte n’est pas "
            "assez approvisionné. Vous pouvez payer une partie seulement, ou un autre jour."
        ),
        "expired_card": _("Votre banque dit que la carte n’est plus valable. Prenez-en une autre."),
        "wrong_card_number": _(
            "Le numéro de la carte, sa date ou son code n’étaient pas bons. Vous pouvez "
            "recommencer avec la carte sous les yeux."
        ),
        "blocked_card": _(
            "Votre banque n’autorise plus cette carte. Appelez-la, ou prenez une autre carte."
        ),
        "not_allowed_online": _(
            "Votre banque n’autorise pas cette carte sur internet. Appelez-la, ou prenez une "
            "autre carte."
        ),
        "not_confirmed": _(
            "Vous n’avez pas confirmé le paiement dans l’application de votre banque, ou trop "
            "tard. Vous pouvez recommencer, votre téléphone à portée de main."
        ),
        "bank_silent": _(
            "Votre banque n’a pas répondu à temps. Vous pouvez recommencer dans quelques minutes."
        ),
        "": _(
            "Votre banque ne nous dit pas pourquoi. Vous pouvez essayer avec une autre carte, ou "
            "appeler votre banque."
        ),
    }


def sentence_of(concern: Concern) -> str:
    """Tell one thing that is under way, naming it."""
    amount = euros(concern.amount_cents) if concern.amount_cents else ""
    when = day_and_time(concern.at) if concern.at else ""
    day = long_date(concern.on) if concern.on else ""
    known = {"amount": amount, "when": when, "who": concern.who, "day": day, "what": concern.label}
    match concern.kind:
        case ConcernKind.UNDER_WAY:
            return _("Un paiement de %(amount)s a été commencé le %(when)s par %(who)s.") % known
        case ConcernKind.WAITING:
            return (
                _(
                    "Le paiement de %(amount)s fait le %(when)s par %(who)s n’a pas encore sa "
                    "réponse."
                )
                % known
            )
        case ConcernKind.PAID:
            return (
                _("%(who)s a déjà payé %(amount)s par carte le %(when)s, pour le même mois.")
                % known
            )
        case ConcernKind.BOOKED:
            return _("Votre bailleur a déjà enregistré %(amount)s le %(day)s (%(what)s).") % known
        case ConcernKind.PLANNED_DEBIT:
            return (
                _(
                    "Votre loyer est prélevé. Le prochain prélèvement est prévu le %(day)s : ce "
                    "que vous payez par carte peu avant peut ne pas en être retiré."
                )
                % known
            )
        case ConcernKind.DIRECT_DEBIT if day:
            return (
                _(
                    "Votre loyer est prélevé. Le prochain prélèvement, le %(day)s, partira même "
                    "si vous payez par carte."
                )
                % known
            )
        case _:
            return _(
                "Votre loyer est prélevé. Le prochain prélèvement partira même si vous payez par "
                "carte."
            )
