"""Conversations of the sample: one that waits, one answered, one finished, one for the support."""

from __future__ import annotations

import datetime as dt
from typing import Any

from palier.demo.accounts import AGENCY_IDS, sign_ins
from palier.demo.cast import CANAL, PLAINE
from palier.domain.access.queries import AccountView, tenant_accounts_for
from palier.domain.accounts.models import StaffMember, User
from palier.domain.accounts.queries import actor_of
from palier.domain.landlord.queries import today
from palier.domain.messaging import actions
from palier.domain.messaging.models import Thread, Topic

ADVISORS = {
    AGENCY_IDS[CANAL]: "ibrahim.sacko@rives-ourcq.example",
    AGENCY_IDS[PLAINE]: "ines.vasseur@rives-ourcq.example",
}
DAY = dt.timedelta(days=1)

CHARGES = "Bonjour, la provision d’eau chaude a augmenté depuis septembre. Savez-vous pourquoi ?"
METER = (
    "Bonjour,\n\nLe compteur de votre immeuble a été remplacé en août : la provision suit "
    "maintenant la consommation réelle. Elle sera revue à la régularisation.\n\n"
    "Si vous voulez le détail, répondez ici."
)
LEAK = "Il y a une trace d’humidité au plafond de la salle de bain. Elle grandit depuis lundi."
RENT = "Bonjour, la CAF me demande une attestation de loyer pour octobre. Pouvez-vous l’envoyer ?"
SENT = "Bonjour, nous l’avons envoyée à la CAF ce matin. Vous n’avez plus rien à faire."
THANKS = "Merci beaucoup, c’est réglé !"
BLANK = "Quand j’ouvre mon avis de loyer sur mon téléphone, la page reste blanche."
CALL = "Nous avons parlé du bruit dans la cour. Le gardien passera samedi et vous rappellera."


def write_to_one_another(*, now: dt.datetime) -> int:
    """Hold a few conversations of the last weeks; give how many."""
    tenants = _tenants(today(now))
    if len(tenants) < 5:
        return 0
    first = _asked(*tenants[0], Topic.CHARGES, "Eau chaude plus chère", CHARGES, now - 5 * DAY)
    _answered(first, METER, now - 2 * DAY)
    _asked(*tenants[0], Topic.REPAIRS, "Plafond de la salle de bain", LEAK, now - 1 * DAY)
    paper = _asked(*tenants[1], Topic.PAPERS, "Attestation pour la CAF", RENT, now - 9 * DAY)
    _answered(paper, SENT, now - 8 * DAY)
    _settled(paper, tenants[1][0], now - 7 * DAY)
    _asked(*tenants[2], Topic.PORTAL, "Page blanche", BLANK, now - 1 * DAY)
    _asked(*tenants[3], Topic.REPAIRS, "Humidité au plafond", LEAK, now - 8 * DAY)
    _called(tenants[4][1], now - 3 * DAY)
    return Thread.objects.count()


def _tenants(day: dt.date) -> list[tuple[User, AccountView]]:
    found = []
    for who in sign_ins():
        if who.role == "holder":
            user = User.objects.get(email=who.email)
            views = tenant_accounts_for(user, day)
            found += [(user, views[0])] if views else []
    return found


def _asked(
    user: User, view: AccountView, topic: str, title: str, text: str, now: dt.datetime
) -> Thread:
    return actions.send(
        tenant_account=view.tenant_account,
        person=view.person,
        user=user,
        topic=topic,
        title=title,
        text=text,
        actor=actor_of(user),
        now=now,
    )


def _answered(thread: Thread, text: str, now: dt.datetime) -> None:
    advisor = _advisor(thread.tenant_account.agency.erp_id)
    fresh = _fresh(thread)
    assert fresh.case is not None
    actions.mark_read(thread=fresh, user=advisor.user, read_at=None, now=now, at_desk=True)
    actions.answer(
        thread=fresh,
        revision=fresh.case.revision,
        text=text,
        staff=advisor,
        actor=actor_of(advisor.user),
        now=now,
    )


def _settled(thread: Thread, user: User, now: dt.datetime) -> None:
    done: dict[str, Any] = {"user": user, "actor": actor_of(user), "now": now}
    actions.reply(thread=_fresh(thread), text=THANKS, **done)
    actions.settle(thread=_fresh(thread), **done)
    actions.mark_read(thread=_fresh(thread), user=user, read_at=None, now=now)


def _called(view: AccountView, now: dt.datetime) -> None:
    advisor = _advisor(view.tenant_account.agency.erp_id)
    actions.start(
        tenant_account=view.tenant_account,
        person=view.person,
        topic=Topic.NEIGHBOURS,
        title="Bruit dans la cour",
        text=CALL,
        kind="call",
        held_on=today(now),
        staff=advisor,
        actor=actor_of(advisor.user),
        now=now,
    )


def _advisor(agency_id: str) -> StaffMember:
    return StaffMember.objects.select_related("user").get(user__email=ADVISORS[agency_id])


def _fresh(thread: Thread) -> Thread:
    rows = Thread.objects.select_related("case", "person", "tenant_account__agency")
    return rows.get(pk=thread.pk)
