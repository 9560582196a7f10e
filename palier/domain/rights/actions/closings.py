"""Closing an account: asked, a delay to change one's mind, then nobody is left to sign in.

What concerns the lease stays with the landlord: the rent account, payments, documents, demands,
mandates. What goes is the way in and what was only the person's: identity of sign-in, sessions,
second factors, drafts, copies, the portal's own e-mails.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from palier.domain.access.actions.delegations import end_delegation
from palier.domain.access.models import Delegation, Opening, PersonLink, SecondProof
from palier.domain.access.queries import AccountView, people_of, tenant_accounts_for
from palier.domain.accounts.actions import close_user
from palier.domain.accounts.models import User
from palier.domain.accounts.queries import is_staff
from palier.domain.audit.actions import record
from palier.domain.audit.actor import Actor
from palier.domain.audit.catalogue import Event
from palier.domain.audit.moves import move
from palier.domain.billing.queries import last_billed_period
from palier.domain.billing.receipts.actions import decline
from palier.domain.billing.receipts.queries import agreement_of
from palier.domain.contact_details.actions import choose_delivery, stop_email_change
from palier.domain.contact_details.models import DeliveryChoice
from palier.domain.contact_details.queries import live_email_change_of
from palier.domain.documents.intake.actions import discard
from palier.domain.documents.intake.models import Draft as FileDraft
from palier.domain.household.models import AnswersDraft
from palier.domain.landlord.queries import settings_on, today
from palier.domain.mail.actions import queue_mail
from palier.domain.mail.models import Letter, Refusal
from palier.domain.messaging.models import Draft
from palier.domain.rights.actions.copies import forget_old_copies
from palier.domain.rights.models import Closing
from palier.domain.rights.queries import cancel_token, closing_of
from palier.foundation.errors import DomainError, MoveRefused
from palier.foundation.locking import lock, lock_one
from palier.foundation.periods import Period

CLOSE_DUE = "rights.close_due"
State = Closing.State


class StaffKept(DomainError):
    """A member of staff does not close their own access: an administrator does."""


class ClosingOver(DomainError):
    """The closing was cancelled, or is done."""


@transaction.atomic
def ask_closing(*, user: User, actor: Actor, now: dt.datetime) -> Closing:
    """Have the account of ``user`` closed once the delay is over; asking twice is asking once.

    Raises:
        StaffKept: ``user`` works for the landlord.
    """
    lock(User.objects.filter(pk=user.pk))
    if is_staff(user):
        raise StaffKept(
            _("Votre accès est celui d’un agent : demandez sa fermeture à un administrateur.")
        )
    known = closing_of(user)
    if known is not None:
        return known
    days = int(settings_on(today(now))["closing_delay_days"])
    due_at = now + dt.timedelta(days=days)
    closing = Closing.objects.create(user=user, asked_at=now, moved_at=now, due_at=due_at)
    _tell_trail(closing, Event.CLOSING_ASKED, actor, now, due_on=today(due_at).isoformat())
    queue_mail(
        to=user.email,
        template="mail/closing_asked",
        context={
            "day": today(due_at),
            "due_at": due_at,
            "code": closing.code,
            "token": cancel_token(closing),
        },
        now=now,
        language=user.language,
        holds_secret=True,
    )
    return closing


@transaction.atomic
def cancel_closing(*, closing: Closing, actor: Actor, now: dt.datetime) -> Closing:
    """Take a closing back, by its link or on the page.

    Raises:
        ClosingOver: it was cancelled already, or is done.
    """
    row = lock_one(Closing.objects.select_related("user").filter(pk=closing.pk))
    try:
        move(row, State.CANCELLED, actor=actor, now=now)
    except MoveRefused as over:
        raise ClosingOver(
            _("Cette fermeture n’est plus en attente : elle a été annulée ou elle est faite.")
        ) from over
    _tell_trail(row, Event.CLOSING_CANCELLED, actor, now)
    queue_mail(
        to=row.user.email,
        template="mail/closing_cancelled",
        context={},
        now=now,
        language=row.user.language,
    )
    return row


def close_due_accounts(*, now: dt.datetime) -> int:
    """Close the accounts whose delay is over, each in a transaction of its own."""
    due = Closing.objects.filter(state=State.ASKED, due_at__lte=now).order_by("pk")
    keys = list(due.values_list("pk", flat=True))
    for key in keys:
        _close(closing_id=key, now=now)
    return len(keys)


@transaction.atomic
def _close(*, closing_id: int, now: dt.datetime) -> None:
    closing = lock_one(Closing.objects.filter(pk=closing_id))
    if closing.state != State.ASKED or closing.due_at > now:
        return
    user = User.objects.get(pk=closing.user_id)
    if is_staff(user):
        # Somebody who was hired meanwhile; an administrator decides.
        move(closing, State.CANCELLED, actor=Actor.system(), now=now)
        return
    views = tenant_accounts_for(user, today(now))
    _back_to_paper(user, views, now)
    _tell_trail(closing, Event.ACCOUNT_CLOSED, Actor.system(), now)
    # Composed before the address is erased, sent after: the last letter to it.
    last = queue_mail(
        to=user.email,
        template="mail/closing_done",
        context={},
        now=now,
        language=user.language,
        must_arrive=True,
    )
    _forget_what_was_theirs(user, keep=last, now=now)
    for link in lock(PersonLink.objects.filter(user=user)):
        if link.state == PersonLink.State.PROVEN:
            move(link, PersonLink.State.ENDED, actor=Actor.system(), now=now)
        elif link.state == PersonLink.State.CLAIMED:
            move(link, PersonLink.State.REFUSED, actor=Actor.system(), now=now)
    close_user(user=user, now=now)
    move(closing, State.DONE, actor=Actor.system(), now=now)


def _back_to_paper(user: User, views: list[AccountView], now: dt.datetime) -> None:
    """Let what came online come by post again: nobody will read it there."""
    actor = Actor.system()
    said = _("Espace fermé : ce qui n’arrivait qu’en ligne revient sur papier.")
    for view in views:
        if view.is_former:
            continue
        mine = DeliveryChoice.objects.filter(
            tenant_account=view.tenant_account, person=view.person
        ).order_by("-pk")
        latest = mine.first()
        if latest is not None and latest.online:
            last = last_billed_period(view.tenant_account)
            choose_delivery(
                view=view,
                user=user,
                online=False,
                wording=said,
                wording_version="closing",
                first_period=last.next() if last else Period.of(today(now)),
                actor=actor,
                now=now,
            )
        agreement = agreement_of(view)
        if agreement is not None and agreement.agreed:
            decline(view=view, user=user, wording=said, actor=actor, now=now)


def _forget_what_was_theirs(user: User, *, keep: Letter, now: dt.datetime) -> None:
    live = live_email_change_of(user)
    if live is not None:
        stop_email_change(change=live, why="closing", shut_out=False, actor=Actor.system(), now=now)
    _end_delegations(user, now)
    forget_old_copies(now=now, user=user)
    Draft.objects.filter(user=user).delete()
    AnswersDraft.objects.filter(user=user).delete()
    discard(drafts=FileDraft.objects.filter(owner=user))
    for proof in lock(SecondProof.objects.filter(link__user=user)):
        if proof.state in (SecondProof.State.REQUESTED, SecondProof.State.ISSUED):
            move(proof, SecondProof.State.DEAD, actor=Actor.system(), now=now)
    Opening.objects.filter(email__iexact=user.email).delete()
    Opening.objects.filter(user=user).delete()
    Letter.objects.filter(to__iexact=user.email).exclude(pk=keep.pk).delete()
    Refusal.objects.filter(address__iexact=user.email).delete()


def _end_delegations(user: User, now: dt.datetime) -> None:
    """End what they did for others, and what others did for them."""
    live = Delegation.objects.filter(state__in=Delegation.LIVE)
    for delegation in live.filter(user=user):
        end_delegation(
            delegation=delegation, ending=Delegation.Ending.LEFT, actor=Actor.system(), now=now
        )
    # A guardian stays: a judge decides, not the person.
    given = live.filter(person__in=people_of(user)).exclude(kind=Delegation.Kind.GUARDIAN)
    for delegation in given:
        end_delegation(
            delegation=delegation, ending=Delegation.Ending.WITHDRAWN, actor=Actor.system(), now=now
        )


def _tell_trail(
    closing: Closing, event: Event, actor: Actor, now: dt.datetime, **facts: Any
) -> None:
    """Write on each account of the person, so that the agency reads it in their file."""
    views = [view for view in tenant_accounts_for(closing.user, today(now)) if not view.is_former]
    if not views:
        record(event=event, actor=actor, now=now, subject=closing.user, **facts)
    for view in views:
        record(
            event=event,
            actor=actor,
            now=now,
            tenant_account_id=view.tenant_account.pk,
            person_id=view.person.pk,
            subject=closing.user,
            **facts,
        )
