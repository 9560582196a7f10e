"""Asking somebody to help, and taking it back.

DomainError
├── NothingGranted     no scope chosen
├── TooLong            the end is past, or later than the kind allows
├── TooManyHelpers     enough people help already
├── AlreadyHelping     this address has a living delegation, or it is the person's own
├── NotOneself         whoever accepts is the person to be helped
└── NotBoth            whoever validates a guardian is whoever recorded it
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from palier.domain.access.models import Delegation, PersonLink
from palier.domain.access.password_rule import sentence_about
from palier.domain.access.queries.delegations import acting, invitation_token
from palier.domain.access.queries.views import AccountView
from palier.domain.access.rules.delegating import (
    GRANTED,
    INVITATION_LASTS,
    MOST_HELPERS,
    latest_end,
)
from palier.domain.accounts.actions import create_user
from palier.domain.accounts.models import StaffMember, User
from palier.domain.accounts.queries import actor_of, may_see_agency
from palier.domain.accounts.rules.emails import folded_email
from palier.domain.audit.actions import record
from palier.domain.audit.actor import Actor, ActorKind
from palier.domain.audit.catalogue import Event
from palier.domain.audit.moves import move
from palier.domain.landlord.queries import today
from palier.domain.mail.actions import queue_mail
from palier.domain.tenancy.models import Person, TenantAccount
from palier.foundation.errors import DomainError, NotYours
from palier.foundation.locking import lock, lock_one
from palier.foundation.sentences import in_french


class NothingGranted(DomainError):
    """No scope was chosen."""


class TooLong(DomainError):
    """The end is past, or later than this kind of delegation allows."""


class TooManyHelpers(DomainError):
    """Enough people help this person."""


class AlreadyHelping(DomainError):
    """There is one with this address already, or it is the person's own."""


class NotOneself(DomainError):
    """Whoever accepts is the person to be helped."""


class NotBoth(DomainError):
    """Two different members of staff record and validate a guardian."""


class PasswordTooWeak(DomainError):
    """The password of a new account will not do; the sentence says what to change."""


@transaction.atomic
def invite_delegate(
    *,
    view: AccountView,
    user: User,
    kind: str,
    name: str,
    organisation: str,
    email: str,
    scopes: Sequence[str],
    ends_on: dt.date,
    actor: Actor,
    now: dt.datetime,
) -> Delegation:
    """Ask somebody, by e-mail, to help the person of ``view``; nothing opens before their yes.

    Raises:
        NothingGranted, TooLong, TooManyHelpers, AlreadyHelping
        NotYours: a delegate invites nobody, nor does a former holder; a guardian is recorded by
            the agency.
    """
    if acting(user) is not None or view.is_former or kind == Delegation.Kind.GUARDIAN:
        raise NotYours()
    delegation = _asked(
        view.person, view.tenant_account, kind, name, organisation, email, scopes, ends_on, now
    )
    _send(delegation, actor, now)
    return delegation


@transaction.atomic
def record_guardian(
    *,
    person: Person,
    tenant_account: TenantAccount,
    name: str,
    organisation: str,
    email: str,
    scopes: Sequence[str],
    ends_on: dt.date,
    proof_reference: str,
    staff: StaffMember,
    now: dt.datetime,
) -> Delegation:
    """Write down a guardian, whose judgment is kept under ``proof_reference``.

    Nothing is sent before a second member of staff has seen the judgment.

    Raises:
        NothingGranted, TooLong, TooManyHelpers, AlreadyHelping
        NotYours: the account is outside the agencies of ``staff``.
    """
    if not may_see_agency(staff, tenant_account.agency.erp_id):
        raise NotYours()
    delegation = _asked(
        person, tenant_account, Delegation.Kind.GUARDIAN, name, organisation, email, scopes,
        ends_on, now, proof_reference=proof_reference, recorded_by=staff,
    )  # fmt: skip
    _record(Event.GUARDIAN_RECORDED, delegation, actor_of(staff.user), now)
    return delegation


@transaction.atomic
def second_guardian(*, delegation: Delegation, staff: StaffMember, now: dt.datetime) -> Delegation:
    """Validate a guardian that a colleague recorded, and send the invitation.

    Raises:
        NotBoth: ``staff`` recorded it.
        NotYours: the account is outside the agencies of ``staff``.
        MoveRefused: it was settled in the meantime.
    """
    row = _locked(delegation)
    if not may_see_agency(staff, row.tenant_account.agency.erp_id):
        raise NotYours()
    if row.recorded_by_id == staff.pk:
        raise NotBoth(_("Un autre agent que celui qui l’a enregistré doit valider ce tuteur."))
    row.seconded_by = staff
    row.save(update_fields=["seconded_by"])
    actor = actor_of(staff.user)
    _record(Event.GUARDIAN_VALIDATED, row, actor, now)
    _send(row, actor, now)
    return row


@transaction.atomic
def accept_delegation(*, delegation: Delegation, user: User, now: dt.datetime) -> Delegation:
    """Begin to help, as ``user``: the link has served.

    Raises:
        NotOneself: the person to be helped, or a co-holder of theirs by the same access.
        AlreadyHelping: ``user`` helps this person already.
        MoveRefused: it was answered or taken back in the meantime.
    """
    row = _locked(delegation)
    links = PersonLink.objects.filter(user=user, state=PersonLink.State.PROVEN)
    if links.filter(person=row.person_id).exists():
        raise NotOneself(_("C’est votre propre dossier : vous n’avez pas besoin d’invitation."))
    living = Delegation.objects.filter(
        person=row.person_id, user=user, state=Delegation.State.ACTIVE
    )
    if living.exists():
        raise AlreadyHelping(_("Vous aidez déjà cette personne avec ce compte."))
    row.user = user
    row.save(update_fields=["user"])
    actor = Actor(ActorKind.DELEGATE, str(user.pk))
    _move(row, Delegation.State.ACTIVE, Event.DELEGATE_ACCEPTED, actor, now)
    _tell_helped(row, "mail/delegate_accepted", now)
    return row


def accept_as_newcomer(
    *, delegation: Delegation, password: str, password_hash: str, language: str, now: dt.datetime
) -> User:
    """Open an account at the invited address, which its reader has just shown, and accept.

    Raises:
        PasswordTooWeak
        palier.domain.accounts.actions.AddressTaken: they sign in with this address already.
        MoveRefused: it was answered or taken back in the meantime.
    """
    weak = sentence_about(password, [delegation.email, delegation.name, delegation.organisation])
    if weak is not None:
        raise PasswordTooWeak(weak)
    with transaction.atomic():
        user = create_user(
            email=delegation.email,
            password_hash=password_hash,
            display_name=delegation.name,
            language=language,
            actor=Actor.visitor(),
            now=now,
        )
        accept_delegation(delegation=delegation, user=user, now=now)
    return user


@transaction.atomic
def renew_delegation(
    *, delegation: Delegation, ends_on: dt.date, actor: Actor, now: dt.datetime
) -> Delegation:
    """Let somebody help longer; a guardian's end is the judgment's and is not moved here.

    Raises:
        TooLong
        NotYours: it is over, or a guardian's.
    """
    row = _locked(delegation)
    if row.kind == Delegation.Kind.GUARDIAN or row.state not in Delegation.LIVE:
        raise NotYours()
    _check_end(row.kind, ends_on, now)
    row.ends_on = ends_on
    row.save(update_fields=["ends_on"])
    _record(Event.DELEGATION_RENEWED, row, actor, now)
    return row


@transaction.atomic
def end_delegation(
    *, delegation: Delegation, ending: str, actor: Actor, now: dt.datetime
) -> Delegation:
    """End it: at the next request nothing opens any more, and both are told.

    Raises:
        MoveRefused: it is over.
    """
    row = _locked(delegation)
    row.ending = ending
    row.save(update_fields=["ending"])
    before = row.state
    _move(row, Delegation.State.ENDED, Event.DELEGATION_ENDED, actor, now)
    if before == Delegation.State.RECORDED:
        return row
    _tell_helped(row, "mail/delegation_ended", now)
    _mail(row, row.email, "mail/delegation_over", now)
    return row


@transaction.atomic
def begin_to_act(*, delegation: Delegation, user: User, now: dt.datetime) -> None:
    """Write down that the delegate has turned to this person's file."""
    _record(Event.DELEGATE_CAME, delegation, Actor(ActorKind.DELEGATE, str(user.pk)), now)


def end_due_delegations(*, now: dt.datetime) -> int:
    """End those whose last day is over and the invitations left without an answer."""
    due = Q(ends_on__lt=today(now)) & Q(state__in=Delegation.LIVE)
    stale = Q(state=Delegation.State.INVITED, invited_at__lte=now - INVITATION_LASTS)
    count = 0
    for row in Delegation.objects.filter(due | stale).order_by("pk")[:500]:
        over = row.ends_on < today(now)
        ending = Delegation.Ending.EXPIRED if over else Delegation.Ending.UNANSWERED
        end_delegation(delegation=row, ending=ending, actor=Actor.system(), now=now)
        count += 1
    return count


def _asked(
    person: Person,
    tenant_account: TenantAccount,
    kind: str,
    name: str,
    organisation: str,
    email: str,
    scopes: Sequence[str],
    ends_on: dt.date,
    now: dt.datetime,
    **more: Any,
) -> Delegation:
    granted = [scope.value for scope in GRANTED if scope.value in scopes]
    if not granted:
        raise NothingGranted(_("Choisissez au moins une chose que cette personne pourra faire."))
    _check_end(kind, ends_on, now)
    lock_one(Person.objects.filter(pk=person.pk))
    living = list(Delegation.objects.filter(person=person, state__in=Delegation.LIVE))
    if len(living) >= MOST_HELPERS:
        raise TooManyHelpers(
            _("Cinq personnes vous aident déjà. Retirez-en une avant d’en inviter une autre.")
        )
    address = folded_email(email)
    own = PersonLink.objects.filter(person=person, state=PersonLink.State.PROVEN)
    if any(row.email == address for row in living) or own.filter(user__email=address).exists():
        raise AlreadyHelping(_("Cette adresse e-mail est déjà la vôtre, ou déjà invitée."))
    return Delegation.objects.create(
        person=person,
        tenant_account=tenant_account,
        kind=kind,
        name=name.strip(),
        organisation=organisation.strip(),
        email=address,
        scopes=granted,
        ends_on=ends_on,
        state=Delegation.State.RECORDED,
        asked_at=now,
        moved_at=now,
        **more,
    )


def _check_end(kind: str, ends_on: dt.date, now: dt.datetime) -> None:
    day = today(now)
    if not day < ends_on <= latest_end(kind, day):
        raise TooLong(
            _("Choisissez une date à venir, dans un an au plus.")
            if kind != Delegation.Kind.GUARDIAN
            else _("Choisissez une date à venir, dans cinq ans au plus.")
        )


def _send(delegation: Delegation, actor: Actor, now: dt.datetime) -> None:
    delegation.invited_at = now
    delegation.save(update_fields=["invited_at"])
    _move(delegation, Delegation.State.INVITED, Event.DELEGATE_INVITED, actor, now)
    _mail(
        delegation, delegation.email, "mail/delegate_invited", now,
        token=invitation_token(delegation), code=delegation.code,
    )  # fmt: skip


def _move(row: Delegation, to: str, event: Event, actor: Actor, now: dt.datetime) -> None:
    move(row, to, actor=actor, now=now, event=event, **_facts(row))


def _record(event: Event, row: Delegation, actor: Actor, now: dt.datetime) -> None:
    record(event=event, actor=actor, now=now, subject=row, **_facts(row))


def _facts(row: Delegation) -> dict[str, Any]:
    return {
        "tenant_account_id": row.tenant_account_id,
        "person_id": row.person_id,
        "until": row.ends_on.strftime("%d/%m/%Y"),
        "ending": in_french(Delegation.Ending(row.ending).label) if row.ending else "",
    }


def _locked(delegation: Delegation) -> Delegation:
    lock(Delegation.objects.filter(pk=delegation.pk))
    return Delegation.objects.select_related("person", "tenant_account__agency").get(
        pk=delegation.pk
    )


def _tell_helped(row: Delegation, template: str, now: dt.datetime) -> None:
    links = PersonLink.objects.filter(person=row.person_id, state=PersonLink.State.PROVEN)
    for link in links.select_related("user"):
        _mail(row, link.user.email, template, now, language=link.user.language)


def _mail(
    row: Delegation, to: str, template: str, now: dt.datetime, *, language: str = "fr", **more: Any
) -> None:
    context = {
        "helped": row.person.full_name,
        "helper": str(row),
        "until": row.ends_on.strftime("%d/%m/%Y"),
        "days": INVITATION_LASTS.days,
        "why": Delegation.Ending(row.ending).label if row.ending else "",
        **more,
    }
    queue_mail(
        to=to, template=template, context=context, now=now, language=language,
        holds_secret="token" in more, must_arrive=True,
    )  # fmt: skip
