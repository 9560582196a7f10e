"""Matching an identity of the directory to a member of the staff."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from palier.domain.accounts.models import StaffMember
from palier.domain.accounts.single_sign_on.rules import Identity
from palier.domain.audit.actions import record
from palier.domain.audit.actor import Actor
from palier.domain.audit.catalogue import Event
from palier.foundation.errors import DomainError
from palier.foundation.locking import lock


class NotRecognised(DomainError):
    """The directory vouches for somebody who is no member of the staff here."""


class IdentifierTaken(DomainError):
    """Another member of the staff has that directory identifier."""


@transaction.atomic
def recognise_staff(
    *, identity: Identity, by_email: bool, actor: Actor, now: dt.datetime
) -> StaffMember:
    """Give the member of staff that ``identity`` is; nobody is ever created.

    By the directory identifier the landlord gave; else, where ``by_email`` allows it, by an
    address the directory has verified, once: the member then has that identifier for good,
    and nobody who is given the address later passes for them.

    Raises:
        NotRecognised: there is none, or they work here no longer.
    """
    working = StaffMember.objects.filter(ended_at=None, user__is_active=True)
    found = lock(working.filter(directory_id=identity.identifier))
    if not found and by_email and identity.email and identity.email_is_verified:
        found = lock(working.filter(directory_id=None, user__email__iexact=identity.email))
        for member in found:
            member.directory_id = identity.identifier
            member.save(update_fields=["directory_id"])
    if len(found) != 1:
        raise NotRecognised(
            _(
                "Votre compte professionnel est bien le vôtre, mais vous n’êtes pas encore "
                "agent ici. Demandez à un administrateur de vous ajouter."
            )
        )
    record(event=Event.STAFF_RECOGNISED, actor=actor, now=now, subject=found[0].user)
    return found[0]


@transaction.atomic
def give_directory_id(
    *, member: StaffMember, directory_id: str | None, actor: Actor, now: dt.datetime
) -> StaffMember:
    """Say which identifier of the directory ``member`` has; ``None`` takes it back.

    Raises:
        IdentifierTaken: somebody else has it.
    """
    [row] = lock(StaffMember.objects.filter(pk=member.pk))
    others = StaffMember.objects.filter(directory_id=directory_id).exclude(pk=row.pk)
    if directory_id is not None and others.exists():
        raise IdentifierTaken(_("Un autre agent a déjà cet identifiant d’annuaire."))
    row.directory_id = directory_id
    row.save(update_fields=["directory_id"])
    record(event=Event.STAFF_IDENTIFIED, actor=actor, now=now, subject=row.user)
    return row


@transaction.atomic
def note_refusal(*, reason: str, now: dt.datetime) -> None:
    """Record that an answer of the directory was refused, and why, in one word."""
    record(event=Event.SINGLE_SIGN_ON_REFUSED, actor=Actor.visitor(), now=now, reason=reason)
