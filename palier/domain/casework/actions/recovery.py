"""A lost access: asked for without an account, given back after a scripted check."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from palier.domain.access.actions import refuse_recovery, start_recovery
from palier.domain.access.models import PersonLink, Recovery
from palier.domain.access.queries import holders_named
from palier.domain.access.rules.names import given_names_agree
from palier.domain.accounts.models import StaffMember
from palier.domain.accounts.queries import actor_of
from palier.domain.audit.actor import Actor
from palier.domain.audit.catalogue import Event
from palier.domain.audit.queries import count_since
from palier.domain.casework.actions.identity import ComeInPerson
from palier.domain.casework.actions.requester import open_case
from palier.domain.casework.actions.steps import moved
from palier.domain.casework.identity_check import (
    MOST_FAILURES_A_DAY,
    Answer,
    Outcome,
    Paper,
    Question,
    outcome_of,
)
from palier.domain.casework.models import Case
from palier.foundation.background import enqueue
from palier.foundation.locking import lock
from palier.foundation.sentences import Sentence, in_french

ASK = "casework.answer_lost_access"


class Wish(StrEnum):
    """How somebody who lost the way in would like it back."""

    LETTER = "letter"
    CALL = "call"


SUBJECTS = {
    Wish.LETTER: gettext_lazy("Accès perdu : envoyer une lettre avec un code"),
    Wish.CALL: gettext_lazy("Accès perdu : rappeler la personne"),
}
SAID_REFERENCE = Sentence(gettext_noop("Référence donnée : %(said)s"))
SAID_NAME = Sentence(gettext_noop("Nom donné : %(said)s"))
SAID_PHONE = Sentence(
    gettext_noop("Téléphone donné : %(said)s. Rappelez d’abord celui du dossier.")
)


@dataclass(frozen=True, slots=True)
class Given:
    """What a check led to: the recovery, its code shown this once, the worth of the answers."""

    recovery: Recovery | None
    secret: str
    outcome: Outcome | None = None


@transaction.atomic
def ask_recovery(
    *,
    reference: str,
    family_name: str,
    given_name: str,
    wish: str,
    phone: str,
    actor: Actor,
    now: dt.datetime,
) -> None:
    """Ask the agency for an access; a job finds which agency, so that no page tells."""
    enqueue(
        ASK,
        reference=reference[:40],
        family_name=family_name[:80],
        given_name=given_name[:80],
        wish=wish,
        phone=phone[:30],
    )


@transaction.atomic
def answer_lost_access(
    *, reference: str, family_name: str, given_name: str, wish: str, phone: str, now: dt.datetime
) -> Case:
    """Open a case at the agency of the reference; what was typed stays *said*, not proven.

    One case an access while it waits. The account itself is not attached: whoever asks may
    be anybody. Whatever matches nothing goes to the tenant-relations centre.
    """
    matched = holders_named(reference, family_name)
    people = [
        person
        for person in (matched.people if matched else ())
        if given_names_agree(given_name, person.given_names)
    ]
    link = (
        PersonLink.objects.filter(person__in=people, state=PersonLink.State.PROVEN).first()
        if len(people) == 1
        else None
    )
    said = [
        SAID_REFERENCE.in_french(said=reference),
        SAID_NAME.in_french(said=f"{given_name} {family_name}"),
    ]
    if phone:
        said.append(SAID_PHONE.in_french(said=phone))
    return open_case(
        kind=Case.Kind.LOST_ACCESS,
        subject=in_french(SUBJECTS[Wish(wish)]),
        body="\n".join(said),
        agency_id=matched.tenant_account.agency.erp_id if matched else "",
        contact_name=f"{given_name} {family_name}",
        contact_phone=phone,
        facts={"said_reference": reference, "wish": wish},
        about=link,
        live_key=f"lost_access:{link.code}" if link else "",
        actor=Actor.visitor(),
        now=now,
    )


def give_after_questions(
    *,
    link: PersonLink,
    means: Recovery.Means,
    cause: Recovery.Cause,
    answers: Mapping[str, Answer],
    questions: tuple[Question, ...],
    staff: StaffMember,
    now: dt.datetime,
) -> Given:
    """Judge answers given over the telephone; give the access back when they are enough.

    What came of it is kept either way, in a transaction that holds even when it fails. A
    code by hand is for whoever stands at the counter.

    Raises:
        ComeInPerson: two checks failed in the last day.
        NotYours, NotToThem: as for ``access.actions.start_recovery``.
    """
    if means == Recovery.Means.HAND:
        raise ComeInPerson(_("Un code se remet à l’accueil seulement, devant la pièce d’identité."))
    with transaction.atomic():
        lock(PersonLink.objects.filter(pk=link.pk))
        failed = count_since(link, Event.RECOVERY_REFUSED, now - dt.timedelta(days=1))
        if failed >= MOST_FAILURES_A_DAY:
            raise ComeInPerson(
                _(
                    "Deux vérifications par téléphone ont échoué aujourd’hui. La personne doit "
                    "venir à l’agence avec une pièce d’identité."
                )
            )
        outcome = outcome_of(answers, questions)
        if not outcome.enough:
            refused = refuse_recovery(
                link=link, means=means, cause=cause, right=outcome.right, asked=outcome.asked,
                staff=staff, now=now,
            )  # fmt: skip
            return Given(refused, "", outcome)
        given, secret = start_recovery(
            link=link, means=means, cause=cause, checked="questions", staff=staff, now=now
        )
        _finish(link, staff, now)
    return Given(given, secret, outcome)


@transaction.atomic
def give_after_paper(
    *,
    link: PersonLink,
    means: Recovery.Means,
    cause: Recovery.Cause,
    paper: Paper,
    staff: StaffMember,
    now: dt.datetime,
) -> Given:
    """Give an access back to somebody who showed ``paper`` at the counter.

    Raises:
        NotYours, NotToThem: as for ``access.actions.start_recovery``.
    """
    given, secret = start_recovery(
        link=link, means=means, cause=cause, checked=paper.value, staff=staff, now=now
    )
    _finish(link, staff, now)
    return Given(given, secret)


def _finish(link: PersonLink, staff: StaffMember, now: dt.datetime) -> None:
    """Close the case in which the owner asked for it, if one waits."""
    for case in lock(
        Case.objects.filter(live_key=f"lost_access:{link.code}").exclude(state=Case.State.CLOSED)
    ):
        case.closed_reason = Case.Ending.ACCESS_RESTORED
        case.live_key = None
        case.answered_at = case.answered_at or now
        moved(
            case,
            Case.State.CLOSED,
            Event.CASE_CLOSED,
            actor_of(staff.user),
            now,
            reason=in_french(Case.Ending.ACCESS_RESTORED.label),
        )
