"""An access given back by the agency: to its owner, by a link or a code that serves once.

DomainError
├── NotToThem           the file does not allow it: another agency, one's own access
├── RecoveryDead        the link or the code has served, was stopped, or is too old
└── CodeNotYet          the code is right, but its owner still has time to stop it
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import F
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from palier.domain.access.models import PersonLink, Recovery
from palier.domain.access.queries.recoveries import code_hash, live_recovery_of, recovery_token
from palier.domain.accounts.actions import set_password
from palier.domain.accounts.models import StaffMember, User
from palier.domain.accounts.queries import actor_of, may_see_agency
from palier.domain.accounts.second_factors.actions import forget_second_factors
from palier.domain.audit.actions import record
from palier.domain.audit.actor import Actor
from palier.domain.audit.catalogue import Event
from palier.domain.audit.moves import move
from palier.domain.landlord.queries import settings_on, today
from palier.domain.mail.actions import queue_mail
from palier.foundation.background import enqueue
from palier.foundation.codes import grouped, new_code
from palier.foundation.errors import DomainError, NotYours
from palier.foundation.locking import lock, lock_one
from palier.foundation.sentences import in_french

TELL = "access.tell_recovery"
LINK_LASTS = dt.timedelta(hours=1)
LETTER_LASTS = dt.timedelta(days=30)
HAND_LASTS = dt.timedelta(days=7)
CODE_SIGNS = 12
# Of 58 bits: a thousand tries find nothing, and few enough to die of would let a stranger who
# knows the reference kill the letter of its owner.
MOST_TRIES = 1_000


class NotToThem(DomainError):
    """This access cannot be given back this way."""


class RecoveryDead(DomainError):
    """What was given opens nothing any more."""


class CodeNotYet(DomainError):
    """The code will open, but not yet."""


@transaction.atomic
def start_recovery(
    *,
    link: PersonLink,
    means: Recovery.Means,
    cause: Recovery.Cause,
    checked: str,
    staff: StaffMember,
    now: dt.datetime,
) -> tuple[Recovery, str]:
    """Give an access back after a check; tell its owner everywhere; an earlier one dies.

    A link goes to the address the owner signs in with, and nowhere else. A code is given
    once, to be printed at once: it opens nothing before the landlord's delay
    (``recovery_delay_hours``) has passed. Gives the code, or an empty text.

    Raises:
        NotYours: the access belongs to an agency that ``staff`` does not see.
        NotToThem: it is their own, or it is closed.
    """
    owner = _locked_link(link)
    account = owner.tenant_account
    if account is None or not may_see_agency(staff, account.agency.erp_id):
        raise NotYours()
    if owner.user_id == staff.user_id:
        raise NotToThem(_("C’est votre propre espace : demandez à un collègue."))
    if owner.state != PersonLink.State.PROVEN or not owner.user.is_active:
        raise NotToThem(_("Cet espace n’est plus ouvert. La personne peut en ouvrir un autre."))
    actor = actor_of(staff.user)
    end_live(owner, actor, now)
    by_link = means == Recovery.Means.LINK
    secret = "" if by_link else new_code(CODE_SIGNS)
    lasts = {Recovery.Means.LINK: LINK_LASTS, Recovery.Means.HAND: HAND_LASTS}
    recovery = Recovery.objects.create(
        link=owner,
        tenant_account=account,
        means=means,
        cause=cause,
        checked=checked,
        staff=staff,
        state=Recovery.State.OPEN,
        asked_at=now,
        moved_at=now,
        opens_at=now if by_link else now + delay(now),
        expires_at=now + lasts.get(means, LETTER_LASTS),
        secret_hash=code_hash(secret) if secret else "",
    )
    record(
        event=Event.RECOVERY_STARTED,
        actor=actor,
        now=now,
        tenant_account_id=account.pk,
        person_id=owner.person_id,
        subject=recovery,
        means=in_french(Recovery.Means(recovery.means).label),
        cause=in_french(Recovery.Cause(recovery.cause).label),
        checked=in_french(_CHECKED.get(checked, checked)),
    )
    if by_link:
        _send_link(recovery, now)
    tell_owner(recovery, now)
    return recovery, grouped(secret)


@transaction.atomic
def refuse_recovery(
    *,
    link: PersonLink,
    means: Recovery.Means,
    cause: Recovery.Cause,
    right: int,
    asked: int,
    staff: StaffMember,
    now: dt.datetime,
) -> Recovery:
    """Keep that somebody asked for an access and was not recognised.

    Raises:
        NotYours: the access belongs to an agency that ``staff`` does not see.
    """
    account = link.tenant_account
    if account is None or not may_see_agency(staff, account.agency.erp_id):
        raise NotYours()
    recovery = Recovery.objects.create(
        link=link,
        tenant_account=account,
        means=means,
        cause=cause,
        checked="questions",
        staff=staff,
        state=Recovery.State.REFUSED,
        asked_at=now,
        moved_at=now,
    )
    record(
        event=Event.RECOVERY_REFUSED,
        actor=actor_of(staff.user),
        now=now,
        tenant_account_id=account.pk,
        person_id=link.person_id,
        subject=link,
        right=right,
        asked=asked,
    )
    return recovery


@transaction.atomic
def second_recovery(*, recovery: Recovery, staff: StaffMember, now: dt.datetime) -> Recovery:
    """Let a code given by hand open at once: a colleague has seen the person and the paper.

    Raises:
        NotYours: the agency is not one that ``staff`` sees.
        NotToThem: the same member of staff, or not a code given by hand.
        RecoveryDead: it was stopped, or is over.
    """
    row = lock_one(Recovery.objects.filter(pk=recovery.pk))
    check_second(row, staff)
    if row.means != Recovery.Means.HAND:
        raise NotToThem(_("Seul un code remis à l’accueil se confirme à deux."))
    if row.state != Recovery.State.OPEN:
        raise _dead()
    row.seconded_by, row.opens_at = staff, now
    row.save(update_fields=["seconded_by", "opens_at"])
    _noted(row, Event.RECOVERY_SECONDED, actor_of(staff.user), now)
    return row


def check_code(*, recovery: Recovery | None, typed: str, actor: Actor, now: dt.datetime) -> None:
    """Judge a code typed for ``recovery``; a wrong one counts, and is kept.

    The same work is done when nothing was found. A thousand wrong codes end it: its limits
    by account and by address make that last longer than the code itself.

    Raises:
        RecoveryDead: nothing was found, wrong code, served, stopped or too old; one sentence.
        CodeNotYet: right, but it opens later.
    """
    with transaction.atomic():
        found = lock(Recovery.objects.filter(pk=recovery.pk if recovery else 0))
        row = found[0] if found else None
        right = bool(typed) and row is not None and _is_code(row, typed)
        if row is not None and right and row.state == Recovery.State.OPEN:
            if row.opens_at is None or now < row.opens_at:
                raise CodeNotYet(_("Ce code est le bon, mais il n’ouvre pas encore."))
            if _opens(row, now):
                return
        Recovery.objects.filter(pk=row.pk if row else 0).update(tries=F("tries") + 1)
        record(
            event=Event.RECOVERY_CODE_REFUSED,
            actor=actor,
            now=now,
            tenant_account_id=recovery.tenant_account_id if recovery else None,
            person_id=recovery.link.person_id if recovery else None,
        )
        if row is not None and row.tries + 1 >= MOST_TRIES and row.state == Recovery.State.OPEN:
            _moved(row, Recovery.State.DEAD, Event.RECOVERY_DEAD, actor, now)
    raise RecoveryDead(
        _(
            "Cette référence et ce code ne vont pas ensemble, ou le code ne marche plus. Vérifiez "
            "les deux sur le papier."
        )
    )


@transaction.atomic
def use_recovery(*, code: str, password: str, now: dt.datetime) -> User:
    """Give the owner the new password they chose, judged beforehand; it serves once.

    Of two answers at the same instant the second finds it used.

    Raises:
        RecoveryDead: it has served, was stopped, or is too old.
    """
    row = lock_one(Recovery.objects.filter(code=code))
    if row.state != Recovery.State.OPEN or not _opens(row, now):
        raise _dead()
    link = PersonLink.objects.select_related("user").get(pk=row.link_id)
    if link.state != PersonLink.State.PROVEN or not link.user.is_active:
        raise _dead()
    actor = actor_of(link.user)
    _moved(row, Recovery.State.USED, Event.RECOVERY_USED, actor, now)
    if row.cause == Recovery.Cause.FACTOR:
        forget_second_factors(user=link.user, actor=actor, now=now)
    return set_password(user=link.user, password=password, actor=actor, now=now)


@transaction.atomic
def stop_recovery(*, code: str, actor: Actor, now: dt.datetime) -> Recovery:
    """Stop what the agency gives: the owner says it was not them.

    Raises:
        RecoveryDead: it has served, or is over already.
    """
    row = lock_one(Recovery.objects.filter(code=code))
    if row.state not in Recovery.LIVE:
        raise _dead()
    _moved(row, Recovery.State.STOPPED, Event.RECOVERY_STOPPED, actor, now)
    return row


@transaction.atomic
def end_recoveries_of(*, user: User, actor: Actor, now: dt.datetime) -> None:
    """End what was being given back to somebody who found the way in by themselves."""
    for link in lock(PersonLink.objects.filter(user_id=user.pk)):
        live = live_recovery_of(link)
        if live is not None and live.means != Recovery.Means.NEW_ADDRESS:
            end_live(link, actor, now)


@transaction.atomic
def forget_dead_recoveries(*, now: dt.datetime) -> int:
    """End the recoveries that nobody used in time; give how many."""
    late = lock(Recovery.objects.filter(state__in=Recovery.LIVE, expires_at__lte=now))
    for row in late:
        _moved(row, Recovery.State.DEAD, Event.RECOVERY_DEAD, Actor.system(), now)
    return len(late)


def end_live(link: PersonLink, actor: Actor, now: dt.datetime) -> None:
    """End what is being given back of ``link``, in the caller's transaction."""
    for row in lock(Recovery.objects.filter(link_id=link.pk, state__in=Recovery.LIVE)):
        _moved(row, Recovery.State.DEAD, Event.RECOVERY_DEAD, actor, now)


def check_second(row: Recovery, staff: StaffMember) -> None:
    """Refuse the same pair of eyes twice.

    Raises:
        NotYours: the agency is not one that ``staff`` sees.
        NotToThem: the same member of staff.
    """
    agency = row.tenant_account.agency.erp_id
    if not may_see_agency(staff, agency):
        raise NotYours()
    if row.staff_id == staff.pk:
        raise NotToThem(
            _("Il faut un second agent : demandez à un collègue de confirmer à son poste.")
        )


def tell_owner(recovery: Recovery, now: dt.datetime) -> None:
    """Tell the owner everywhere: both mailboxes known, and the portal; with how to stop it."""
    person, user = recovery.link.person, recovery.link.user
    context = {
        "means": recovery.means,
        "code": recovery.code,
        "token": recovery_token(recovery),
        "opens_at": recovery.opens_at,
    }
    for address in sorted({user.email, person.email.lower()} - {""}):
        queue_mail(
            to=address,
            template="mail/recovery_started",
            context=context,
            now=now,
            language=user.language,
            holds_secret=True,
        )
    enqueue(TELL, recovery=recovery.pk)


def delay(now: dt.datetime) -> dt.timedelta:
    """Give the time an owner has to stop what the agency gives."""
    return dt.timedelta(hours=int(settings_on(today(now))["recovery_delay_hours"]))


_CHECKED = {
    "questions": gettext_lazy("questions au téléphone"),
    "identity_card": gettext_lazy("carte nationale d’identité"),
    "passport": gettext_lazy("passeport"),
    "residence_permit": gettext_lazy("titre de séjour"),
    "driving_licence": gettext_lazy("permis de conduire"),
}


def _send_link(recovery: Recovery, now: dt.datetime) -> None:
    user = recovery.link.user
    queue_mail(
        to=user.email,
        template="mail/recovery_link",
        context={"code": recovery.code, "token": recovery_token(recovery)},
        now=now,
        language=user.language,
        holds_secret=True,
    )


def _locked_link(link: PersonLink) -> PersonLink:
    lock(PersonLink.objects.filter(pk=link.pk))
    return PersonLink.objects.select_related("person", "user", "tenant_account__agency").get(
        pk=link.pk
    )


def _is_code(row: Recovery, typed: str) -> bool:
    return bool(row.secret_hash) and constant_time_compare(row.secret_hash, code_hash(typed))


def _opens(row: Recovery, now: dt.datetime) -> bool:
    return (
        row.opens_at is not None
        and row.expires_at is not None
        and row.opens_at <= now < row.expires_at
    )


def _moved(row: Recovery, to: str, event: Event, actor: Actor, now: dt.datetime) -> None:
    move(
        row,
        to,
        actor=actor,
        now=now,
        event=event,
        tenant_account_id=row.tenant_account_id,
        person_id=row.link.person_id,
        means=in_french(Recovery.Means(row.means).label),
    )


def _noted(row: Recovery, event: Event, actor: Actor, now: dt.datetime) -> None:
    record(
        event=event,
        actor=actor,
        now=now,
        tenant_account_id=row.tenant_account_id,
        person_id=row.link.person_id,
        subject=row,
    )


def _dead() -> RecoveryDead:
    return RecoveryDead(
        _("Cet accès a déjà servi, a été arrêté, ou n’est plus valable. Demandez-en un autre.")
    )
