"""Prove who asks for a new address when the old mailbox is dead: a letter, or four eyes."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from palier.domain.accounts.models import StaffMember
from palier.domain.accounts.queries import actor_of, may_see_agency
from palier.domain.audit.actor import Actor
from palier.domain.audit.catalogue import Event
from palier.domain.contact_details.actions.emails import (
    apply_email_change,
    objection_delay,
)
from palier.domain.contact_details.actions.errors import LinkDead, SameEyes, WrongLetterCode
from palier.domain.contact_details.actions.steps import email_told
from palier.domain.contact_details.models import EmailChange
from palier.foundation.codes import grouped, new_code, normalised
from palier.foundation.errors import NotYours
from palier.foundation.locking import lock_one

SIGNS = 12
LASTS = dt.timedelta(days=30)
MOST_TRIES = 5


@transaction.atomic
def print_code(
    *, change: EmailChange, staff: StaffMember, now: dt.datetime
) -> tuple[EmailChange, str]:
    """Draw the code of the letter; give it once, to be printed and posted to the dwelling.

    An earlier letter stops working.

    Raises:
        NotYours: the account belongs to an agency that ``staff`` does not see.
        LinkDead: the change is over, or its new address is not confirmed yet.
    """
    row = _confirmed(change, staff)
    if row.proof != EmailChange.Proof.LETTER:
        raise _over()
    secret = new_code(SIGNS)
    row.secret_hash, row.tries = _hashed(row, secret), 0
    row.secret_expires_at = now + LASTS
    row.save(update_fields=["secret_hash", "secret_expires_at", "tries"])
    email_told(row, Event.EMAIL_LETTER_PRINTED, actor_of(staff.user), now)
    return row, grouped(secret)


def give_code(*, change: EmailChange, typed: str, actor: Actor, now: dt.datetime) -> EmailChange:
    """Put the new address in service on the strength of the letter. A failed try is kept.

    Raises:
        WrongLetterCode: wrong, too old, or tried too often.
    """
    with transaction.atomic():
        row = lock_one(EmailChange.objects.filter(pk=change.pk))
        live = (
            row.state == EmailChange.State.CONFIRMED
            and row.secret_hash != ""
            and row.secret_expires_at is not None
            and row.secret_expires_at > now
            and row.tries < MOST_TRIES
        )
        if live and constant_time_compare(row.secret_hash, _hashed(row, normalised(typed))):
            row.effective_at, row.secret_hash = now, ""
            row.save(update_fields=["effective_at", "secret_hash"])
            apply_email_change(change_id=row.pk, now=now)
            row.refresh_from_db()
            return row
        if live:
            row.tries += 1
            row.save(update_fields=["tries"])
        email_told(row, Event.EMAIL_CODE_REFUSED, actor, now)
    raise WrongLetterCode(
        _("Ce n’est pas le bon code. Recopiez-le de la lettre, ou demandez-en une autre.")
        if live and row.tries < MOST_TRIES
        else _("Ce code ne marche plus. Demandez une autre lettre à votre agence.")
    )


@transaction.atomic
def check_identity(*, change: EmailChange, staff: StaffMember, now: dt.datetime) -> EmailChange:
    """Say that ``staff`` saw the person and their identity paper: the first pair of eyes.

    Raises:
        NotYours, LinkDead: as ``print_code``; the new address may still be unconfirmed.
    """
    row = _live(change, staff)
    row.checked_by, row.approved_by, row.proof = staff, None, EmailChange.Proof.ADVISOR
    row.effective_at = None
    row.save(update_fields=["checked_by", "approved_by", "proof", "effective_at"])
    email_told(row, Event.EMAIL_CHANGE_CHECKED, actor_of(staff.user), now)
    return row


@transaction.atomic
def approve(*, change: EmailChange, staff: StaffMember, now: dt.datetime) -> EmailChange:
    """Approve what a colleague checked; the old address keeps its delay to object.

    Raises:
        NotYours, LinkDead: as ``check_identity``.
        SameEyes: ``staff`` checked the identity, or nobody did.
    """
    row = _live(change, staff)
    if row.checked_by_id in (None, staff.pk) or row.filed_by_id == staff.pk:
        raise SameEyes(
            _("Il faut deux personnes : un collègue vérifie l’identité, un autre approuve.")
        )
    row.approved_by = staff
    if row.state == EmailChange.State.CONFIRMED:
        row.effective_at = now + objection_delay(now)
    row.save(update_fields=["approved_by", "effective_at"])
    email_told(row, Event.EMAIL_CHANGE_APPROVED, actor_of(staff.user), now)
    return row


def _live(change: EmailChange, staff: StaffMember) -> EmailChange:
    row = lock_one(
        EmailChange.objects.filter(pk=change.pk).select_related("user", "tenant_account__agency")
    )
    if not may_see_agency(staff, row.tenant_account.agency.erp_id):
        raise NotYours()
    if row.state not in EmailChange.LIVE:
        raise _over()
    return row


def _confirmed(change: EmailChange, staff: StaffMember) -> EmailChange:
    row = _live(change, staff)
    if row.state != EmailChange.State.CONFIRMED:
        raise LinkDead(
            _("La nouvelle adresse n’est pas encore confirmée. Attendez que la personne le fasse.")
        )
    return row


def _over() -> LinkDead:
    return LinkDead(_("Cette demande est terminée, ou ne se confirme pas ainsi."))


def _hashed(change: EmailChange, secret: str) -> str:
    return salted_hmac(
        "palier.contact_details.letter", f"{change.code}:{secret}", algorithm="sha256"
    ).hexdigest()
