"""Users and staff: made, told, let in again, closed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from allauth.account import app_settings
from allauth.account.models import EmailAddress
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils.translation import gettext as _

from palier.domain.accounts.models import StaffMember, StaffScope, User
from palier.domain.accounts.queries import user_with_email
from palier.domain.accounts.rules.emails import folded_email
from palier.domain.accounts.sessions.actions import drop_sessions
from palier.domain.accounts.sign_in_limits import RESET_LETTERS
from palier.domain.accounts.throttling import reserve
from palier.domain.audit.actions import record
from palier.domain.audit.actor import Actor
from palier.domain.audit.catalogue import Event
from palier.domain.mail.actions import move_preferences, queue_mail
from palier.foundation.background import enqueue
from palier.foundation.errors import DomainError
from palier.foundation.locking import lock

ANSWER_RESET = "accounts.answer_password_reset"


class AddressTaken(DomainError):
    """Somebody signs in with that e-mail address already."""


class LinkUsed(DomainError):
    """The link to choose a new password has served, or is too old."""


@transaction.atomic
def create_user(
    *,
    email: str,
    password_hash: str,
    display_name: str,
    language: str,
    actor: Actor,
    now: dt.datetime,
) -> User:
    """Create somebody who signs in with ``email``, an address shown to be theirs.

    ``password_hash`` comes from Django's hasher: the password itself is not kept between
    the form and the confirmation.

    Raises:
        AddressTaken: the address already opens an account.
    """
    address = folded_email(email)
    if user_with_email(address) is not None:
        raise AddressTaken(
            _(
                "Un espace est déjà ouvert avec cette adresse e-mail. Connectez-vous, ou "
                "choisissez une autre adresse si vous partagez cette boîte avec quelqu’un."
            )
        )
    user = User(
        email=address,
        display_name=display_name,
        language=language,
        password=password_hash,
        created_at=now,
        password_changed_at=now,
    )
    user.save(force_insert=True)
    EmailAddress.objects.create(user=user, email=address, verified=True, primary=True)
    record(event=Event.USER_CREATED, actor=actor, now=now, subject=user)
    return user


@transaction.atomic
def create_staff(
    *,
    email: str,
    display_name: str,
    role: str,
    password: str,
    agency_ids: Iterable[str] = (),
    every_agency: bool = False,
    totp_secret: str | None = None,
    language: str = "fr",
    actor: Actor,
    now: dt.datetime,
) -> StaffMember:
    """Create a member of the landlord's staff, who sees ``agency_ids`` or every agency.

    Without a ``totp_secret`` (base 32), the first sign-in leads to setting a second factor.

    Raises:
        AddressTaken: the address already opens an account.
        ValueError: ``role`` is not one, or no agency at all would be seen.
    """
    agencies = sorted(set(agency_ids))
    if role not in StaffMember.Role.values:
        raise ValueError(f"{role} is not a role")
    if not agencies and not every_agency:
        raise ValueError("a staff member sees at least one agency")
    user = create_user(
        email=email,
        password_hash=make_password(password),
        display_name=display_name,
        language=language,
        actor=actor,
        now=now,
    )
    member = StaffMember.objects.create(user=user, role=role, every_agency=every_agency)
    StaffScope.objects.bulk_create(
        StaffScope(member=member, agency_id=agency_id) for agency_id in agencies
    )
    if totp_secret is not None:
        TOTP.activate(user, totp_secret)
    record(
        event=Event.STAFF_CREATED,
        actor=actor,
        now=now,
        subject=member,
        role=role,
        agencies=agencies,
        every_agency=every_agency,
    )
    return member


@transaction.atomic
def end_staff(*, member: StaffMember, actor: Actor, now: dt.datetime) -> StaffMember:
    """Close the desk to somebody who leaves; their sessions stop being of use at once."""
    [row] = lock(StaffMember.objects.filter(pk=member.pk))
    if row.ended_at is None:
        row.ended_at = now
        row.save(update_fields=["ended_at"])
        drop_sessions(user=row.user)
        record(event=Event.STAFF_ENDED, actor=actor, now=now, subject=row)
    return row


@transaction.atomic
def set_password(*, user: User, password: str, actor: Actor, now: dt.datetime) -> User:
    """Give ``user`` a new password, judged beforehand, and tell them.

    Every session opened with the old one is closed.
    """
    [row] = lock(User.objects.filter(pk=user.pk))
    row.set_password(password)
    row.password_changed_at = now
    row.save(update_fields=["password", "password_changed_at"])
    drop_sessions(user=row)
    # The caller's own object goes on in the request: it must know the new fingerprint.
    user.password, user.password_changed_at = row.password, now
    record(event=Event.PASSWORD_CHANGED, actor=actor, now=now, subject=row)
    queue_mail(
        to=row.email,
        template="mail/password_changed",
        context={"name": str(row)},
        now=now,
        language=row.language,
    )
    return row


@transaction.atomic
def change_email(*, user: User, email: str, actor: Actor, now: dt.datetime) -> User:
    """Give ``user`` another address to sign in with, one shown to be theirs beforehand.

    Their choices about e-mails move with them. Nobody is told: the caller does.

    Raises:
        AddressTaken: somebody signs in with it already.
    """
    address = folded_email(email)
    [row] = lock(User.objects.filter(pk=user.pk))
    known = user_with_email(address)
    if known is not None and known.pk != row.pk:
        raise AddressTaken(_("Cette adresse e-mail sert déjà à un autre espace."))
    old = row.email
    row.email, row.email_changed_at = address, now
    row.save(update_fields=["email", "email_changed_at"])
    EmailAddress.objects.filter(user=row).delete()
    EmailAddress.objects.create(user=row, email=address, verified=True, primary=True)
    move_preferences(old=old, new=address)
    user.email, user.email_changed_at = address, now
    record(event=Event.EMAIL_CHANGED, actor=actor, now=now, subject=row)
    return row


@transaction.atomic
def shut_everybody_out(*, user: User, actor: Actor, now: dt.datetime) -> User:
    """End every session of ``user`` and make the password worthless; write a link for another.

    For an owner who says that somebody else is in their account: whoever that is may know
    the password.
    """
    [row] = lock(User.objects.filter(pk=user.pk))
    row.set_unusable_password()
    row.password_changed_at = now
    row.save(update_fields=["password", "password_changed_at"])
    record(event=Event.SHUT_OUT, actor=actor, now=now, subject=row)
    answer_password_reset(email=row.email, language=row.language, now=now)
    return row


@transaction.atomic
def ask_password_reset(*, email: str, language: str, actor: Actor, now: dt.datetime) -> None:
    """Ask for a link to choose a new password; a job looks whether an account exists.

    So neither the page nor its time tells.
    """
    record(event=Event.PASSWORD_RESET_ASKED, actor=actor, now=now)
    enqueue(ANSWER_RESET, email=folded_email(email), language=language)


@transaction.atomic
def answer_password_reset(*, email: str, language: str, now: dt.datetime) -> None:
    """Write to the mailbox: a link that serves once, or that no account has this address.

    Five times an hour at most: whoever keeps asking in somebody's name fills no mailbox, and
    the links sent before still serve.
    """
    if reserve([(RESET_LETTERS, email)], now):
        return
    user = user_with_email(email)
    if user is None or not user.is_active:
        queue_mail(
            to=email, template="mail/unknown_account", context={}, now=now, language=language
        )
        return
    _send_link(user, "mail/password_reset", now)


@transaction.atomic
def invite_staff(*, member: StaffMember, now: dt.datetime) -> None:
    """Write to a new member of the staff: what was opened, and a link to choose a password.

    The link serves once and dies within the hour, as all do; past it the letter sends to the
    forgotten password, which gives another.
    """
    _send_link(member.user, "mail/staff_invited", now)


@transaction.atomic
def reset_password(*, user: User, key: str, password: str, actor: Actor, now: dt.datetime) -> User:
    """Give ``user`` a new password on the strength of a link; one link serves once.

    The key is checked again under the lock: it dies with the password it was made for, so
    of two answers to one link at the same instant the second finds it dead.

    Raises:
        LinkUsed: the link has served, or is more than an hour old.
    """
    [row] = lock(User.objects.filter(pk=user.pk))
    if not app_settings.PASSWORD_RESET_TOKEN_GENERATOR().check_token(row, key):
        raise LinkUsed(_("Ce lien ne marche plus. Demandez-en un nouveau."))
    return set_password(user=user, password=password, actor=actor, now=now)


@transaction.atomic
def choose_language(*, user: User, language: str, actor: Actor, now: dt.datetime) -> User:
    """Let ``user`` read the site and their e-mails in ``language``.

    Raises:
        ValueError: the site is not written in that language.
    """
    if language not in dict(settings.LANGUAGES):
        raise ValueError(f"{language} is not offered")
    [row] = lock(User.objects.filter(pk=user.pk))
    if row.language != language:
        row.language = language
        row.save(update_fields=["language"])
        record(event=Event.LANGUAGE_CHOSEN, actor=actor, now=now, subject=row, language=language)
    return row


@transaction.atomic
def note(*, event: Event, user: User | None, actor: Actor, now: dt.datetime) -> None:
    """Record what the sign-in library did with ``user`` (``None``: nobody we know)."""
    record(event=event, actor=actor, now=now, subject=user)


@transaction.atomic
def note_second_factor(
    *, event: Event, user: User, kind: str, actor: Actor, now: dt.datetime
) -> None:
    """Record that a second factor was set or removed, and tell its owner by e-mail."""
    record(event=event, actor=actor, now=now, subject=user, kind=kind)
    queue_mail(
        to=user.email,
        template="mail/second_factor_changed",
        context={"name": str(user), "removed": event == Event.SECOND_FACTOR_REMOVED},
        now=now,
        language=user.language,
    )


@transaction.atomic
def close_user(*, user: User, now: dt.datetime) -> str:
    """Erase how ``user`` signs in, part of a change that is recorded by its own name.

    The row stays without a name, since the trail and what was signed point at it. Gives the
    address that was erased: it may open another account.
    """
    [row] = lock(User.objects.filter(pk=user.pk))
    address = row.email
    EmailAddress.objects.filter(user=row).delete()
    Authenticator.objects.filter(user=row).delete()
    drop_sessions(user=row)
    row.email = f"ferme-{row.pk}@espace-ferme.invalid"
    row.display_name = ""
    row.is_active = False
    row.closed_at = now
    row.last_login = None
    row.set_unusable_password()
    row.save()
    return address


def _send_link(user: User, template: str, now: dt.datetime) -> None:
    key = app_settings.PASSWORD_RESET_TOKEN_GENERATOR().make_token(user)
    queue_mail(
        to=user.email,
        template=template,
        context={"uid": user_pk_to_url_str(user), "key": key},
        now=now,
        language=user.language,
        holds_secret=True,
    )
