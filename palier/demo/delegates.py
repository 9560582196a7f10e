"""People who help: a social worker at work, a daughter sent away, a guardian to validate."""

from __future__ import annotations

import datetime as dt

from django.contrib.auth.hashers import make_password

from palier.demo.accounts import DELEGATE, TENANT_PASSWORD, sign_ins
from palier.demo.deposits import paper_of
from palier.demo.insurance import ADVISORS
from palier.domain.access.actions.delegations import (
    accept_as_newcomer,
    end_delegation,
    invite_delegate,
)
from palier.domain.access.models import Delegation
from palier.domain.access.queries import AccountView, tenant_accounts_for
from palier.domain.accounts.models import StaffMember, User
from palier.domain.accounts.queries import actor_of
from palier.domain.documents.intake.actions import assemble
from palier.domain.landlord.queries import today
from palier.domain.papers.actions.guardians import record_guardian_with_judgment

DAY = dt.timedelta(days=1)


def get_people_helped(*, now: dt.datetime) -> int:
    """Invite, accept and take back; give how many delegations there are."""
    helped, other = _holders(today(now))
    social = _invited(helped, now - 12 * DAY, "social_worker", DELEGATE.name,
                      DELEGATE.organisation, DELEGATE.email, ["papers", "payment"])  # fmt: skip
    accept_as_newcomer(
        delegation=social,
        password=TENANT_PASSWORD,
        password_hash=make_password(TENANT_PASSWORD),
        language="fr",
        now=now - 11 * DAY,
    )
    daughter = _invited(helped, now - 40 * DAY, "relative", "Inès Morvan", "",
                        "ines.morvan@exemple.example", ["messages"])  # fmt: skip
    end_delegation(
        delegation=daughter, ending="withdrawn", actor=actor_of(helped[0]), now=now - 38 * DAY
    )
    _guardian(other, now - 2 * DAY)
    return Delegation.objects.count()


def _holders(day: dt.date) -> list[tuple[User, AccountView]]:
    found: list[tuple[User, AccountView]] = []
    for who in sign_ins():
        if who.role == "holder" and len(found) < 2:
            user = User.objects.get(email=who.email)
            found.append((user, tenant_accounts_for(user, day)[0]))
    return found


def _invited(
    helped: tuple[User, AccountView],
    when: dt.datetime,
    kind: str,
    name: str,
    organisation: str,
    email: str,
    scopes: list[str],
) -> Delegation:
    user, view = helped
    return invite_delegate(
        view=view, user=user, kind=kind, name=name, organisation=organisation, email=email,
        scopes=scopes, ends_on=today(when) + 300 * DAY, actor=actor_of(user), now=when,
    )  # fmt: skip


def _guardian(helped: tuple[User, AccountView], when: dt.datetime) -> None:
    _user, view = helped
    email = ADVISORS[view.tenant_account.agency.erp_id]
    staff = StaffMember.objects.select_related("user").get(user__email=email)
    words = [view.person.full_name, "Jugement d’essai : il ne prouve rien."]
    draft = paper_of(staff.user, "guardian", "Jugement", words, when)
    record_guardian_with_judgment(
        person=view.person,
        tenant_account=view.tenant_account,
        name="Hélène Carpentier",
        organisation="Association tutélaire des Rives",
        email="helene.carpentier@tutelle.example",
        scopes=["papers", "payment"],
        ends_on=today(when) + 900 * DAY,
        bundle=assemble(drafts=[draft], title="Jugement"),
        staff=staff,
        now=when,
    )
