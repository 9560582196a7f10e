"""Who helps whom, and under which delegation a request is made."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.db.models import Q, QuerySet
from django.utils.crypto import constant_time_compare, salted_hmac

from palier.domain.access.models import Delegation
from palier.domain.access.queries.views import Reader, held_by
from palier.domain.access.rules.delegating import INVITATION_LASTS, Scope, allows
from palier.domain.accounts.models import StaffMember, User
from palier.domain.accounts.queries import agencies_of
from palier.domain.tenancy.models import Person
from palier.foundation.errors import NotYours


def act_under(user: User, code: str, today: dt.date) -> Delegation | None:
    """Make ``user`` the delegate of the delegation ``code`` for the length of a request.

    Asked again at every request, so that an end takes effect at once; ``None``: there is no
    such delegation of theirs in force, and they are themselves.
    """
    found = delegations_held(user, today).filter(code=code).first()
    user.acting_as = found
    return found


def acting(user: Reader) -> Delegation | None:
    """Give the delegation this request is made under."""
    found = getattr(user, "acting_as", None)
    return found if isinstance(found, Delegation) else None


def may_act(user: Reader, for_: Scope) -> bool:
    """Tell whether the reader, as themselves or as a delegate, may do what asks for ``for_``."""
    under = acting(user)
    return under is None or allows(under.scopes, for_)


def delegations_held(user: Reader, today: dt.date) -> QuerySet[Delegation]:
    """Give the delegations in force under which ``user`` may act, persons loaded."""
    return (
        Delegation.objects.filter(held_by(user, today))
        .select_related("person__replaced_by", "tenant_account__agency")
        .order_by("person__birth_name", "pk")
    )


def helps_somebody(user: Reader, today: dt.date) -> bool:
    """Tell whether ``user`` may act for anybody."""
    return delegations_held(user, today).exists()


def delegations_given(people: Collection[Person]) -> list[Delegation]:
    """Give what these persons have asked of others: the living first, then the last ended."""
    rows = Delegation.objects.filter(
        Q(person__in=people) | Q(person__replaced_by__in=people)
    ).order_by("-asked_at", "-pk")[:50]
    return sorted(rows, key=lambda row: row.state not in Delegation.LIVE)


def delegation_among(people: Collection[Person], code: str) -> Delegation:
    """Give a delegation that one of these persons gave.

    Raises:
        NotYours: there is none of that code, or somebody else gave it.
    """
    found = next((row for row in delegations_given(people) if row.code == code), None)
    if found is None:
        raise NotYours()
    return found


def delegations_of_accounts(accounts: Collection[int], people: Collection[int]) -> list[Delegation]:
    """Give the delegations about tenant accounts and their holders, by their keys."""
    about = Q(tenant_account__in=accounts) | Q(person__in=people)
    rows = Delegation.objects.filter(about).select_related("person", "recorded_by__user")
    found = list(rows.order_by("-asked_at", "-pk")[:50])
    return sorted(found, key=lambda row: row.state not in Delegation.LIVE)


def delegation_at_desk(staff: StaffMember, code: str) -> Delegation:
    """Give a delegation of the agencies of ``staff``.

    Raises:
        NotYours
    """
    found = (
        Delegation.objects.filter(code=code)
        .select_related("person", "tenant_account__agency", "recorded_by__user", "user")
        .first()
    )
    if found is None or found.tenant_account.agency.erp_id not in agencies_of(staff):
        raise NotYours()
    return found


def invitation_token(delegation: Delegation) -> str:
    """Give the secret part of the link of an invitation: of this sending alone."""
    sent = delegation.invited_at.isoformat() if delegation.invited_at else ""
    message = f"{delegation.code}:{delegation.email}:{sent}"
    return salted_hmac("palier.access.delegation", message, algorithm="sha256").hexdigest()[:32]


def invitation_under(code: str, token: str, now: dt.datetime) -> Delegation:
    """Give the invitation that a link leads to: sent, not answered, not too old.

    Raises:
        NotYours: the link was not made by us, has served, or lasts no longer.
    """
    found = Delegation.objects.filter(code=code).select_related("person", "tenant_account").first()
    if (
        found is None
        or found.state != Delegation.State.INVITED
        or found.invited_at is None
        or not constant_time_compare(invitation_token(found), token)
        or found.invited_at + INVITATION_LASTS <= now
    ):
        raise NotYours()
    return found
