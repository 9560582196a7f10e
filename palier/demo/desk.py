"""What waits on the agencies' desk in the sample, and what was answered these last weeks.

Everything goes through the actions that a tenant, a visitor or an advisor goes through; what
the other features file is written beside them.
"""

from __future__ import annotations

import datetime as dt

from palier.demo.accounts import AGENCY_IDS, sign_ins
from palier.demo.cast import CANAL
from palier.domain.access.queries import AccountView, tenant_accounts_for
from palier.domain.accounts.models import StaffMember, User
from palier.domain.accounts.queries import actor_of
from palier.domain.audit.actor import Actor
from palier.domain.casework import actions
from palier.domain.casework.models import Case
from palier.domain.landlord.queries import today
from palier.foundation.periods import Period

IN_ARREARS = "jb.dalmeida@example.org"
"""Left without a demand, so that whoever tries the sample can say they cannot pay."""
ADVISOR = "camille.roussel@rives-ourcq.example"


def bring_the_desk_to_life(*, now: dt.datetime) -> int:
    """File a few demands of the last weeks and answer the older ones; give how many there are."""
    tenants = _tenants(today(now))
    advisor = StaffMember.objects.select_related("user").get(user__email=ADVISOR)
    for turn, (user, view) in enumerate(tenants):
        asked = now - dt.timedelta(days=26 - 3 * turn, hours=turn)
        in_hardship = turn % 2 and user.email != IN_ARREARS
        case = _hardship(user, view, asked) if in_hardship else _correction(user, view, asked)
        agency = view.tenant_account.agency.erp_id
        if turn < len(tenants) - 3 and agency == AGENCY_IDS[CANAL]:
            _answer(case, advisor, asked + dt.timedelta(days=1 + turn % 4, hours=2))
    _visitor(now - dt.timedelta(days=2))
    return Case.objects.count()


def _tenants(day: dt.date) -> list[tuple[User, AccountView]]:
    found = []
    for who in sign_ins():
        if who.role not in ("holder", "co_holder"):
            continue
        user = User.objects.get(email=who.email)
        views = tenant_accounts_for(user, day)
        if views:
            found.append((user, views[0]))
    return found


def _hardship(user: User, view: AccountView, now: dt.datetime) -> Case:
    return actions.open_hardship(
        tenant_account=view.tenant_account,
        person=view.person,
        user=user,
        period=Period.of(today(now)),
        can_pay_cents=20_000,
        can_pay_on=today(now) + dt.timedelta(days=12),
        wants_call=False,
        phone="",
        body="Mes heures ont baissé ce mois-ci. Je peux payer une partie tout de suite.",
        actor=actor_of(user),
        now=now,
    )


def _correction(user: User, view: AccountView, now: dt.datetime) -> Case:
    return actions.open_case(
        kind=Case.Kind.CORRECTION,
        subject="Mon numéro de téléphone a changé",
        body="Mon ancien numéro ne marche plus. Le nouveau est le 06 39 98 00 42.",
        tenant_account=view.tenant_account,
        person=view.person,
        user=user,
        contact_email=user.email,
        actor=actor_of(user),
        now=now,
    )


def _answer(case: Case, advisor: StaffMember, now: dt.datetime) -> None:
    actions.answer_case(
        case=case,
        revision=case.revision,
        text="Bonjour, c’est noté. Votre dossier est à jour.",
        channel="portal",
        close=True,
        staff=advisor,
        actor=actor_of(advisor.user),
        now=now,
    )


def _visitor(now: dt.datetime) -> None:
    actions.open_case(
        kind=Case.Kind.CONTACT,
        subject="Je ne trouve pas ma référence client",
        body="Je viens d’emménager et je n’ai pas encore reçu d’avis. Où trouver ma référence ?",
        contact_name="Pauline Marchand",
        contact_email="pauline.marchand@exemple.example",
        actor=Actor.visitor(),
        now=now,
    )
