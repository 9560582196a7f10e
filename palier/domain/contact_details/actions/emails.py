"""Change the address people sign in with: shown to be theirs, and open to objection.

    asked      a link goes to the new address; the same words whether it is used or not
    confirmed  the old address is told, with the link that stops everything
    done       after the landlord's delay (``email_change_hours``), or once a proof is given
               when the old mailbox is dead: the code of a letter, or two members of staff

Until then the old address goes on opening the account.
"""

from __future__ import annotations

import contextlib
import datetime as dt

from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from palier.domain.access.queries import AccountView
from palier.domain.accounts.actions import AddressTaken, change_email, shut_everybody_out
from palier.domain.accounts.models import StaffMember, User
from palier.domain.accounts.queries import user_with_email
from palier.domain.accounts.rules.emails import folded_email
from palier.domain.audit.actor import Actor
from palier.domain.audit.catalogue import Event
from palier.domain.casework.actions import open_case
from palier.domain.casework.models import Case
from palier.domain.contact_details import letters
from palier.domain.contact_details.actions.errors import (
    ChangeUnderWay,
    LinkDead,
    NothingChanged,
)
from palier.domain.contact_details.actions.recording import put_change
from palier.domain.contact_details.actions.steps import EMAIL_SUBJECT, email_moved, email_told
from palier.domain.contact_details.models import EmailChange
from palier.domain.contact_details.rules.changes import Field
from palier.domain.landlord.queries import settings_on, today
from palier.foundation.background import enqueue
from palier.foundation.locking import lock, lock_one

ANSWER = "contact_details.answer_email_change"
LINK_LASTS = dt.timedelta(hours=24)
PROOF_LASTS = dt.timedelta(days=30)
State = EmailChange.State


@transaction.atomic
def ask_email_change(
    *,
    view: AccountView,
    user: User,
    email: str,
    old_is_dead: bool,
    filed_by: StaffMember | None = None,
    checked_by: StaffMember | None = None,
    actor: Actor,
    now: dt.datetime,
) -> EmailChange:
    """Ask for another address; what the mailbox then receives is decided by a job.

    So neither the page nor its time tells whether somebody uses that address already.
    ``old_is_dead``: nobody would read an objection, so a code by letter is wanted. At the
    counter (``filed_by``) two members of staff are.

    Raises:
        NothingChanged: it is the present address.
        ChangeUnderWay: another change is on its way.
    """
    address = folded_email(email)
    [row] = lock(User.objects.filter(pk=user.pk))
    if address == folded_email(row.email):
        raise NothingChanged(_("C’est déjà votre adresse e-mail. Rien n’a changé."))
    proof = EmailChange.Proof.OBJECTION
    if filed_by is not None:
        proof = EmailChange.Proof.ADVISOR
    elif old_is_dead:
        proof = EmailChange.Proof.LETTER
    try:
        with transaction.atomic():
            change = EmailChange.objects.create(
                user=row,
                person=view.person,
                tenant_account=view.tenant_account,
                old_email=row.email,
                new_email=address,
                proof=proof,
                asked_at=now,
                moved_at=now,
                link_expires_at=now + LINK_LASTS,
                filed_by=filed_by,
                checked_by=checked_by,
            )
    except IntegrityError:
        raise ChangeUnderWay(
            _("Un changement d’adresse est déjà en cours. Terminez-le, ou annulez-le d’abord.")
        ) from None
    email_told(change, Event.EMAIL_CHANGE_ASKED, actor, now)
    if checked_by is not None:
        email_told(change, Event.EMAIL_CHANGE_CHECKED, actor, now)
    enqueue(ANSWER, change=change.pk)
    return change


@transaction.atomic
def answer_email_change(*, change_id: int, now: dt.datetime) -> None:
    """Write to the new address: a link, or a kind word when it opens another account."""
    change = EmailChange.objects.select_related("user").get(pk=change_id)
    if change.state != State.ASKED or change.link_expires_at <= now:
        return
    if user_with_email(change.new_email) is not None:
        letters.say_address_is_taken(change, now=now)
        return
    letters.ask_to_confirm(change, now=now)


@transaction.atomic
def confirm_email_change(*, change: EmailChange, actor: Actor, now: dt.datetime) -> EmailChange:
    """Take the yes of whoever reads the new mailbox, and warn the old one.

    Raises:
        LinkDead: it has served, is too old, or the change was stopped.
    """
    row = _locked(change)
    if row.state != State.ASKED or row.link_expires_at <= now or _is_taken(row):
        raise _dead()
    if row.proof == EmailChange.Proof.OBJECTION or row.approved_by_id is not None:
        row.effective_at = now + objection_delay(now)
        row.save(update_fields=["effective_at"])
    email_moved(row, State.CONFIRMED, Event.EMAIL_CHANGE_CONFIRMED, actor, now)
    letters.warn_old_address(row, now=now)
    if row.effective_at is None:
        _ask_agency(row, actor, now)
    return row


@transaction.atomic
def stop_email_change(
    *, change: EmailChange, why: str, shut_out: bool, actor: Actor, now: dt.datetime
) -> EmailChange:
    """Stop a change that has not taken effect. ``why`` is a word of the trail.

    ``shut_out``: the reader of the old address says that it was not them. Whoever asked
    knows the password, so every session ends, and a link to choose another is written.

    Raises:
        LinkDead: it has taken effect, or was stopped before.
    """
    row = _locked(change)
    if row.state not in EmailChange.LIVE:
        raise _dead()
    email_moved(row, State.STOPPED, Event.EMAIL_CHANGE_STOPPED, actor, now, why=why)
    if shut_out:
        shut_everybody_out(user=row.user, actor=actor, now=now)
    letters.tell_stopped(row, now=now)
    return row


def apply_due_email_changes(*, now: dt.datetime) -> int:
    """Put in service what nobody stopped in time, and end what stayed without an answer."""
    due = EmailChange.objects.filter(state=State.CONFIRMED, effective_at__lte=now)
    for key in list(due.order_by("pk").values_list("pk", flat=True)):
        apply_email_change(change_id=key, now=now)
    stale = EmailChange.objects.filter(state=State.ASKED, link_expires_at__lte=now) | (
        EmailChange.objects.filter(
            state=State.CONFIRMED, effective_at=None, moved_at__lte=now - PROOF_LASTS
        )
    )
    for key in list(stale.order_by("pk").values_list("pk", flat=True)):
        _expire(key, now)
    return len(due)


@transaction.atomic
def apply_email_change(*, change_id: int, now: dt.datetime) -> None:
    """Make the new address the one that opens the account, and tell the ERP and both addresses."""
    (row,) = lock(EmailChange.objects.filter(pk=change_id).select_related(*_WITH))
    if row.state != State.CONFIRMED or row.effective_at is None or row.effective_at > now:
        return
    actor = Actor.system()
    try:
        change_email(user=row.user, email=row.new_email, actor=actor, now=now)
    except AddressTaken:
        email_moved(row, State.STOPPED, Event.EMAIL_CHANGE_STOPPED, actor, now, why="taken")
        letters.tell_stopped(row, now=now)
        return
    email_moved(row, State.DONE, Event.EMAIL_CHANGE_DONE, actor, now)
    # The ERP may have known it before us: then there is nothing to deliver.
    with contextlib.suppress(NothingChanged):
        put_change(
            person=row.person,
            tenant_account=row.tenant_account,
            field=Field.EMAIL,
            value=row.new_email,
            user=row.user,
            filed_by=row.filed_by,
            actor=actor,
            now=now,
        )
    letters.tell_done(row, now=now)


def objection_delay(now: dt.datetime) -> dt.timedelta:
    """Give how long the old address may object (setting ``email_change_hours``)."""
    return dt.timedelta(hours=int(settings_on(today(now))["email_change_hours"]))


_WITH = ("user", "person", "tenant_account__agency", "filed_by")


def _ask_agency(change: EmailChange, actor: Actor, now: dt.datetime) -> None:
    """Put what the agency has to do in its queue: print the letter, or look a second time."""
    with translation.override("fr"):
        by_letter = change.proof == EmailChange.Proof.LETTER
        subject = (
            _("Adresse e-mail : lettre à imprimer")
            if by_letter
            else _("Adresse e-mail : second accord à donner")
        )
        body = (
            _("L’ancienne boîte est fermée. Imprimez la lettre du code, depuis le dossier.")
            if by_letter
            else _("Un collègue a vérifié l’identité. Relisez la demande, depuis le dossier.")
        )
    open_case(
        kind=Case.Kind.CORRECTION,
        subject=subject,
        body=body,
        tenant_account=change.tenant_account,
        person=change.person,
        subject_kind=EMAIL_SUBJECT,
        subject_reference=change.code,
        live_key=f"email-change:{change.code}",
        actor=actor,
        now=now,
    )


def _locked(change: EmailChange) -> EmailChange:
    return lock_one(EmailChange.objects.filter(pk=change.pk).select_related(*_WITH))


@transaction.atomic
def _expire(key: int, now: dt.datetime) -> None:
    (row,) = lock(EmailChange.objects.filter(pk=key))
    if row.state in EmailChange.LIVE:
        email_moved(row, State.EXPIRED, Event.EMAIL_CHANGE_EXPIRED, Actor.system(), now)


def _is_taken(change: EmailChange) -> bool:
    known = user_with_email(change.new_email)
    return known is not None and known.pk != change.user_id


def _dead() -> LinkDead:
    return LinkDead(
        _("Ce lien ne marche plus : il a déjà servi, il est trop ancien, ou la demande est finie.")
    )
