"""Openings of accounts and lost accesses: answer the mailbox, tell."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext_lazy, gettext_noop

from palier.domain.access import actions, queries
from palier.domain.access.actions.delegations import end_due_delegations as end_delegations
from palier.domain.access.models import Recovery
from palier.domain.audit.actor import Actor
from palier.domain.landlord.queries import today
from palier.domain.messaging.actions import notify
from palier.domain.messaging.models import Topic
from palier.foundation.sentences import Sentence, in_french
from palier.jobs.registry import job

TITLE = gettext_lazy("Votre agence redonne l’accès à votre espace")
GIVES_BACK = Sentence(
    gettext_noop(
        "Le %(day)s, quelqu’un a demandé à votre agence de redonner l’accès à votre espace "
        "(%(means)s). Ce n’était pas vous ? Suivez le lien de l’e-mail que nous venons de vous "
        "envoyer pour tout arrêter, ou appelez votre agence."
    )
)


@job(actions.ANSWER, retries=8, first_delay=dt.timedelta(seconds=20))
def answer_opening(*, now: dt.datetime, opening: int) -> None:
    actions.answer_opening(opening_id=opening, now=now)


@job(actions.ANSWER_EMAIL, retries=8, first_delay=dt.timedelta(seconds=20))
def answer_forgotten_email(*, now: dt.datetime, reference: str, family_name: str) -> None:
    actions.answer_forgotten_email(reference=reference, family_name=family_name, now=now)


@job(actions.TELL)
def tell_recovery(*, now: dt.datetime, recovery: int) -> None:
    """Put what the agency gives in front of the owner who is signed in somewhere."""
    row = queries.recovery_of_key(recovery)
    text = GIVES_BACK.in_french(day=today(row.asked_at), means=Recovery.Means(row.means).label)
    notify(
        tenant_account=row.tenant_account,
        person=row.link.person,
        topic=Topic.OTHER,
        title=in_french(TITLE),
        text=text,
        key=f"recovery:{row.code}:{row.state}",
        letter=False,
        now=now,
        actor=Actor.system(),
        about=row,
    )


@job("access.finish_takeovers")
def finish_takeovers(*, now: dt.datetime) -> None:
    actions.finish_takeovers(now=now)
    actions.forget_dead_recoveries(now=now)


@job("access.end_due_delegations")
def end_due_delegations(*, now: dt.datetime) -> None:
    end_delegations(now=now)
