"""How people are reached in the sample: changes at every step, and a suspicious message.

Everything goes through the actions that a tenant, an advisor or a visitor goes through.
"""

from __future__ import annotations

import datetime as dt

from palier.demo.accounts import sign_ins
from palier.demo.desk import ADVISOR
from palier.domain.access.queries import AccountView, tenant_accounts_for
from palier.domain.accounts.models import StaffMember, User
from palier.domain.accounts.queries import actor_of
from palier.domain.audit.actor import Actor
from palier.domain.billing.queries import last_billed_period
from palier.domain.casework.actions import report_suspicious
from palier.domain.contact_details import actions
from palier.domain.contact_details.rules.addresses import Address
from palier.domain.contact_details.rules.changes import Field
from palier.domain.landlord.queries import settings_on, today
from palier.domain.mail.topics import Topic
from palier.foundation.periods import Period

WORDING = (
    "J’accepte de recevoir mes avis d’échéance de %(landlord)s uniquement en ligne, dans mon "
    "espace locataire, et non plus sur papier. Un e-mail me prévient à chaque avis. Je peux "
    "revenir au papier à tout moment, gratuitement."
)


def reach_people(*, now: dt.datetime) -> None:
    """Let each of the first tenants have a change at another step; one is refused by the ERP."""
    people = _people(today(now))
    if len(people) < 4:
        return
    advisor = StaffMember.objects.select_related("user").get(user__email=ADVISOR)
    first, second, third, fourth = people[:4]
    _change(first, Field.MOBILE, "+33639980141", now - dt.timedelta(days=9))
    _change(second, Field.ADDRESS, _elsewhere(), now - dt.timedelta(days=9))
    refused = _change(third, Field.PHONE, "+33199004599", now - dt.timedelta(days=9))
    delivery = actions.deliver_changes(actor=Actor.system(), now=now - dt.timedelta(days=8))
    if delivery is not None and refused:
        answer = "remise;changement;resultat;message\n"
        answer += f"{delivery.number};{refused};refusee;ce numéro est celui d’un autre dossier\n"
        actions.acknowledge(
            content=answer.encode(), actor=Actor.erp(), now=now - dt.timedelta(days=7)
        )
    _change(fourth, Field.MOBILE, "+262692000142", now - dt.timedelta(days=1), by=advisor)
    user, view = second
    actions.choose_letters(
        address=user.email, refused=[Topic.RECEIPTS], actor=actor_of(user), now=now
    )
    _go_online(first, now - dt.timedelta(days=2))
    user, view = third
    actions.ask_email_change(
        view=view,
        user=user,
        email="nouvelle.adresse@example.org",
        old_is_dead=False,
        actor=actor_of(user),
        now=now - dt.timedelta(hours=2),
    )
    _report(now - dt.timedelta(days=1))


def _people(day: dt.date) -> list[tuple[User, AccountView]]:
    found = []
    for who in sign_ins():
        if who.role in ("holder", "co_holder"):
            user = User.objects.get(email=who.email)
            views = [view for view in tenant_accounts_for(user, day) if not view.is_former]
            found += [(user, view) for view in views[:1]]
    return found


def _change(
    who: tuple[User, AccountView],
    field: Field,
    value: object,
    now: dt.datetime,
    by: StaffMember | None = None,
) -> str:
    user, view = who
    change = actions.change_detail(
        person=view.person,
        tenant_account=view.tenant_account,
        field=field,
        value=value,
        user=None if by else user,
        filed_by=by,
        actor=actor_of(by.user if by else user),
        now=now,
    )
    return change.code if change else ""


def _elsewhere() -> dict[str, str]:
    return Address("8 rue des Lilas", "Chez M. Ferrand", "69003", "Lyon", "").as_json()


def _go_online(who: tuple[User, AccountView], now: dt.datetime) -> None:
    user, view = who
    last = last_billed_period(view.tenant_account)
    actions.choose_delivery(
        view=view,
        user=user,
        online=True,
        wording=WORDING % {"landlord": settings_on(today(now))["name"]},
        wording_version="2026-11",
        first_period=last.next() if last else Period.of(today(now)),
        actor=actor_of(user),
        now=now,
    )


def _report(now: dt.datetime) -> None:
    report_suspicious(
        channel="sms",
        text=(
            "J’ai reçu ce SMS : « Votre loyer est impayé. Réglez aujourd’hui sur "
            "https://rives-ourcq-paiement.example/ pour éviter la coupure. » Je n’ai pas cliqué."
        ),
        contact_email="pauline.marchand@exemple.example",
        actor=Actor.visitor(),
        now=now,
    )
