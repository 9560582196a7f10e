from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db.models import F, Q
from django.utils.translation import gettext as _

from palier.domain.accounts.models import StaffMember, User
from palier.domain.audit.actor import Actor, ActorKind
from palier.domain.audit.queries import TrailLine
from palier.foundation.errors import NotYours


@dataclass(frozen=True, slots=True)
class AgencyScope:
    """The agencies whose files a staff member sees, by their stable ERP identifiers."""

    every_agency: bool
    agency_ids: frozenset[str]

    def __contains__(self, agency_id: object) -> bool:
        return self.every_agency or agency_id in self.agency_ids

    def within(self, path: str) -> Q:
        """Give the condition that keeps rows whose ``path`` names an agency of the scope.

        ``scope.within("tenant_account__agency__erp_id")``
        """
        return Q() if self.every_agency else Q(**{f"{path}__in": self.agency_ids})


def staff_for(user: AbstractBaseUser | AnonymousUser) -> StaffMember:
    """Give the staff row of ``user``, with its scopes at hand.

    Raises:
        NotYours: ``user`` is nobody, inactive, or works here no longer.
    """
    if not user.is_authenticated or not user.is_active:
        raise NotYours()
    rows = list(
        StaffMember.objects.filter(user_id=user.pk, ended_at=None)
        .select_related("user")
        .annotate(one_agency=F("scopes__agency_id"))
    )
    if not rows:
        raise NotYours()
    # One row an agency: every page of the desk begins here, so it asks once.
    member = rows[0]
    member.agency_ids = frozenset(row.one_agency for row in rows if row.one_agency)
    return member


def is_staff(user: AbstractBaseUser | AnonymousUser) -> bool:
    """Tell whether ``user`` works for the landlord today."""
    return (
        user.is_authenticated
        and user.is_active
        and StaffMember.objects.filter(user_id=user.pk, ended_at=None).exists()
    )


def agencies_of(staff: StaffMember) -> AgencyScope:
    """Give the scope of ``staff``: one agency, several, every one; none once they have left."""
    if staff.ended_at is not None:
        return AgencyScope(every_agency=False, agency_ids=frozenset())
    ids = staff.agency_ids
    if ids is None:
        ids = frozenset(scope.agency_id for scope in staff.scopes.all())
    return AgencyScope(every_agency=staff.every_agency, agency_ids=ids)


def may_see_agency(staff: StaffMember, agency_id: str) -> bool:
    """Tell whether the files of the agency ``agency_id`` (ERP identifier) are in scope."""
    return staff.ended_at is None and agency_id in agencies_of(staff)


def has_second_factor(user: AbstractBaseUser) -> bool:
    """Tell whether ``user`` has a TOTP or a passkey; recovery codes alone do not count."""
    from allauth.mfa.models import Authenticator

    factors = Authenticator.objects.filter(
        user_id=user.pk, type__in=[Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    )
    return bool(factors.exists())


def user_with_email(email: str) -> User | None:
    """Find who signs in with ``email``, whatever its case."""
    return User.objects.filter(email__iexact=email.strip()).first()


def actor_of(user: AbstractBaseUser | AnonymousUser) -> Actor:
    """Give the author of an act done by ``user``: staff, tenant, or a visitor."""
    if not user.is_authenticated:
        return Actor.visitor()
    if getattr(user, "acting_as", None) is not None:
        return Actor(ActorKind.DELEGATE, reference=str(user.pk), name=str(user))
    kind = ActorKind.STAFF if is_staff(user) else ActorKind.TENANT
    return Actor(kind=kind, reference=str(user.pk), name=str(user))


def named(lines: Sequence[TrailLine], *, known: Iterable[User | None] = ()) -> list[TrailLine]:
    """Put the names of tenants into lines of the trail, in one query at most.

    Nobody is asked for when all are among ``known``, whom the caller has read already.
    Whoever has closed their account keeps a pseudonym: their acts stay, their name does not.
    """
    wanted = {line.user_reference for line in lines if line.user_reference.isdigit()}
    if not wanted:
        return list(lines)
    users = {str(user.pk): user for user in known if user is not None}
    if wanted - set(users):
        users |= {str(user.pk): user for user in User.objects.filter(pk__in=wanted)}
    return [
        replace(line, who=_name(users.get(line.user_reference), line.user_reference))
        if line.user_reference
        else line
        for line in lines
    ]


def _name(user: User | None, reference: str) -> str:
    if user is None or user.closed_at is not None:
        return _("Personne n° %(reference)s (espace fermé)") % {"reference": reference}
    return str(user)


@dataclass(frozen=True, slots=True)
class StaffSummary:
    """One member of the staff, for a list an operator reads."""

    email: str
    name: str
    role: str
    every_agency: bool
    agency_ids: tuple[str, ...]
    ended_at: dt.datetime | None


def staff_members() -> list[StaffSummary]:
    """List the whole staff, those who left included, by address."""
    members = (
        StaffMember.objects.select_related("user")
        .prefetch_related("scopes")
        .order_by("user__email")
    )
    return [
        StaffSummary(
            email=member.user.email,
            name=str(member.user),
            role=member.get_role_display(),
            every_agency=member.every_agency,
            agency_ids=tuple(sorted(scope.agency_id for scope in member.scopes.all())),
            ended_at=member.ended_at,
        )
        for member in members
    ]


def staff_around(staff: StaffMember) -> list[StaffMember]:
    """Give who works, or worked, on the files that ``staff`` sees, by name, users loaded."""
    members = StaffMember.objects.select_related("user").order_by("user__display_name", "pk")
    scope = agencies_of(staff)
    if not scope.every_agency:
        near = Q(scopes__agency_id__in=scope.agency_ids) | Q(every_agency=True)
        members = members.filter(near).distinct()
    return list(members)


def staff_with_email(email: str) -> StaffMember | None:
    """Find a member of the staff by address, in any case."""
    return StaffMember.objects.filter(user__email__iexact=email).first()
