"""Who may stand at the desk: a member of staff whose *session* passed a second factor."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from palier.domain.accounts.models import StaffMember
from palier.domain.accounts.queries import has_second_factor, staff_for
from palier.domain.accounts.stages import passed_second_factor
from palier.domain.audit.actor import Actor, ActorKind
from palier.domain.landlord.queries import today
from palier.foundation.errors import DomainError, NotYours
from palier.office.permissions import Permission, may

P = ParamSpec("P")


class SecondFactorWanted(DomainError):
    """The session has not passed a second factor; ``url`` is where it can."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self.url = url


@dataclass(frozen=True, slots=True)
class Desk:
    """Who is at the desk, and the instant of the request."""

    staff: StaffMember
    actor: Actor
    now: dt.datetime
    today: dt.date

    def may(self, permission: Permission) -> bool:
        return may(self.staff, permission)


View = Callable[Concatenate[HttpRequest, Desk, P], HttpResponse]


def staff_of(request: HttpRequest) -> StaffMember:
    """Give the member of staff who makes the request.

    Raises:
        NotYours: it is somebody else; the desk does not exist for them.
        SecondFactorWanted: no second factor, or this session has not passed it.
    """
    staff = staff_for(request.user)
    if not passed_second_factor(request, staff.user):
        page = "mfa_reauthenticate" if has_second_factor(staff.user) else "mfa_activate_totp"
        raise SecondFactorWanted(f"{reverse(page)}?{urlencode({'next': request.get_full_path()})}")
    return staff


def at_desk(permission: Permission) -> Callable[[View[P]], Callable[..., HttpResponse]]:
    """Open a view to the staff whose role allows ``permission``; 404 for everybody else."""

    def guard(view: View[P]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            try:
                desk = desk_of(request)
            except SecondFactorWanted as wanted:
                return HttpResponseRedirect(wanted.url)
            if not desk.may(permission):
                raise NotYours()
            return view(request, desk, *args, **kwargs)

        return guarded

    return guard


def desk_of(request: HttpRequest) -> Desk:
    """Give who is at the desk, found once a request.

    Raises:
        NotYours, SecondFactorWanted: as ``staff_of``.
    """
    known: Desk | None = getattr(request, "desk", None)
    if known is None:
        staff = staff_of(request)
        now = timezone.now()
        known = Desk(staff=staff, actor=_actor(staff), now=now, today=today(now))
        request.desk = known  # type: ignore[attr-defined]
    return known


def _actor(staff: StaffMember) -> Actor:
    """Give the author of the acts of ``staff``, who was found to be staff a moment ago."""
    return Actor(kind=ActorKind.STAFF, reference=str(staff.user_id), name=str(staff.user))
