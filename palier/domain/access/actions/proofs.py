"""The second proof: whoever holds a paper avis knows reference and name, so more is asked.

DomainError
├── ProofNotOffered    the landlord does not accept it, or the file does not allow it
├── TooManyCodes       enough codes were sent for today
└── WrongCode          wrong, expired, used, or tried too often
"""

from __future__ import annotations

import datetime as dt
import secrets

from django.db import transaction
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from palier.domain.access.actions.proving import prove, spend, tell
from palier.domain.access.actions.takeovers import (
    displaced_by,
    end_takeovers,
    start_takeover,
)
from palier.domain.access.models import PersonLink, SecondProof
from palier.domain.access.queries.proofs import live_proof, proof_choices
from palier.domain.accounts.models import StaffMember
from palier.domain.accounts.queries import actor_of, may_see_agency
from palier.domain.audit.actions import record
from palier.domain.audit.actor import Actor
from palier.domain.audit.catalogue import Event
from palier.domain.audit.moves import move
from palier.domain.landlord.queries import today
from palier.domain.mail.actions import queue_mail
from palier.foundation.codes import grouped, new_code, normalised
from palier.foundation.errors import DomainError, NotYours
from palier.foundation.locking import lock

EMAIL_CODE_LASTS = dt.timedelta(minutes=30)
LETTER_CODE_LASTS = dt.timedelta(days=30)
LETTER_CODE_SIGNS = 8
MOST_EMAIL_CODES_A_DAY = 5
MOST_TRIES = 5


class ProofNotOffered(DomainError):
    """This proof is not accepted here, or cannot work for this person."""


class TooManyCodes(DomainError):
    """Enough codes were sent for one day."""


class WrongCode(DomainError):
    """The code typed does not open anything now."""


@transaction.atomic
def send_email_code(*, link: PersonLink, actor: Actor, now: dt.datetime) -> SecondProof:
    """Send a code of six digits to the address the landlord knows for this person.

    Raises:
        ProofNotOffered: not accepted by the landlord, or no address is known.
        TooManyCodes: five were sent in the last day.
    """
    link = _claimed(link)
    if not proof_choices(link, today(now)).email_code:
        raise _not_offered()
    sent_today = link.second_proofs.filter(
        method=SecondProof.Method.EMAIL_CODE, requested_at__gt=now - dt.timedelta(days=1)
    ).count()
    if sent_today >= MOST_EMAIL_CODES_A_DAY:
        raise TooManyCodes(
            _(
                "Nous avons déjà envoyé plusieurs codes aujourd’hui. Attendez demain, ou demandez "
                "une lettre à votre agence."
            )
        )
    secret = f"{secrets.randbelow(10**6):06d}"
    proof = _issue(link, SecondProof.Method.EMAIL_CODE, secret, EMAIL_CODE_LASTS, actor, now)
    record(
        event=Event.PROOF_CODE_SENT,
        actor=actor,
        now=now,
        tenant_account_id=link.tenant_account_id,
        person_id=link.person_id,
        subject=proof,
    )
    queue_mail(
        to=link.person.email,
        template="mail/proof_code",
        context={"secret": f"{secret[:3]} {secret[3:]}", "minutes": 30},
        now=now,
        language=link.person.language,
        holds_secret=True,
    )
    return proof


@transaction.atomic
def request_letter(*, link: PersonLink, actor: Actor, now: dt.datetime) -> SecondProof:
    """Ask the agency to post a letter with a code; asking twice asks once.

    Raises:
        ProofNotOffered: the landlord does not send such letters.
    """
    link = _claimed(link)
    if not proof_choices(link, today(now)).letter_code:
        raise _not_offered()
    already = live_proof(link, SecondProof.Method.LETTER_CODE, now)
    if already is not None:
        return already
    spend(link, SecondProof.Method.LETTER_CODE, actor, now)
    proof = SecondProof.objects.create(
        link=link,
        method=SecondProof.Method.LETTER_CODE,
        state=SecondProof.State.REQUESTED,
        requested_at=now,
        moved_at=now,
    )
    record(
        event=Event.PROOF_LETTER_ASKED,
        actor=actor,
        now=now,
        tenant_account_id=link.tenant_account_id,
        person_id=link.person_id,
        subject=proof,
    )
    return proof


@transaction.atomic
def issue_letter_code(
    *, link: PersonLink, staff: StaffMember, now: dt.datetime
) -> tuple[SecondProof, str]:
    """Draw the code of an activation letter; give it once, to be printed and posted.

    The letter goes to the address of the dwelling. An earlier letter stops working.

    Raises:
        NotYours: the claim belongs to an agency that ``staff`` does not see.
        ProofNotOffered: the landlord does not send such letters.
    """
    link = _claimed(link)
    _check_scope(link, staff)
    if not proof_choices(link, today(now)).letter_code:
        raise _not_offered()
    secret = new_code(LETTER_CODE_SIGNS)
    actor = actor_of(staff.user)
    proof = _issue(link, SecondProof.Method.LETTER_CODE, secret, LETTER_CODE_LASTS, actor, now)
    record(
        event=Event.PROOF_LETTER_ISSUED,
        actor=actor,
        now=now,
        tenant_account_id=link.tenant_account_id,
        person_id=link.person_id,
        subject=proof,
    )
    return proof, grouped(secret)


def give_proof(*, link: PersonLink, typed: str, actor: Actor, now: dt.datetime) -> PersonLink:
    """Prove a claim with the code that came by e-mail or by letter.

    A letter passes through the agency's hands: where it would end somebody's open access, the
    claim waits until its owner has had the time to object (``takeovers``).

    A failed try counts against every code that still opens, and is kept.

    Raises:
        WrongCode: wrong, expired, used, or tried too often; the sentence says what to do.
        MoveRefused: the claim was settled in the meantime.
    """
    secret = normalised(typed)
    with transaction.atomic():
        link = _claimed(link)
        live = [
            proof
            for proof in lock(link.second_proofs.filter(state=SecondProof.State.ISSUED))
            if proof.expires_at is not None and proof.expires_at > now
        ]
        for proof in live:
            if constant_time_compare(proof.secret_hash, _hashed(link, secret)):
                move(proof, SecondProof.State.USED, actor=actor, now=now)
                earlier = displaced_by(link)
                if earlier is not None and proof.method == SecondProof.Method.LETTER_CODE:
                    start_takeover(
                        claim=link, earlier=earlier, checked=proof.method, staff=None,
                        actor=actor, now=now,
                    )  # fmt: skip
                    return link
                return prove(link=link, proof=PersonLink.Proof(proof.method), actor=actor, now=now)
        for proof in live:
            proof.tries += 1
            proof.save(update_fields=["tries"])
            if proof.tries >= MOST_TRIES:
                move(
                    proof,
                    SecondProof.State.DEAD,
                    actor=actor,
                    now=now,
                    event=Event.PROOF_CODE_SPENT,
                    tenant_account_id=link.tenant_account_id,
                )
        record(
            event=Event.PROOF_CODE_REFUSED,
            actor=actor,
            now=now,
            tenant_account_id=link.tenant_account_id,
            person_id=link.person_id,
            subject=link,
        )
        left = max((MOST_TRIES - proof.tries for proof in live), default=0)
    raise WrongCode(_tries_left(left))


@transaction.atomic
def validate_by_advisor(
    *, link: PersonLink, staff: StaffMember, checked: str, now: dt.datetime
) -> PersonLink:
    """Prove a claim because an advisor has checked who the person is.

    Where somebody else has an open access for this person, a colleague has to check too, and
    the owner is told and given time (``takeovers``): the claim stays a claim until then.

    ``checked`` names what was checked (``identity_card``, ``residence_permit``…): kept in
    the trail, never a copy of the paper.

    Raises:
        NotYours: the claim belongs to an agency that ``staff`` does not see.
        ProofNotOffered: the landlord does not accept this proof.
        MoveRefused: the claim was settled in the meantime.
    """
    link = _claimed(link)
    _check_scope(link, staff)
    if not proof_choices(link, today(now)).advisor:
        raise _not_offered()
    earlier = displaced_by(link)
    if earlier is not None:
        start_takeover(
            claim=link, earlier=earlier, checked=checked, staff=staff,
            actor=actor_of(staff.user), now=now,
        )  # fmt: skip
        return link
    return prove(
        link=link,
        proof=PersonLink.Proof.ADVISOR,
        actor=actor_of(staff.user),
        now=now,
        checked=checked,
    )


@transaction.atomic
def refuse_by_advisor(
    *, link: PersonLink, staff: StaffMember, reason: str, now: dt.datetime
) -> PersonLink:
    """Refuse a claim; the user is told kindly, without what the file holds.

    What waited for it to take the place of an open access is over.

    Raises:
        NotYours: the claim belongs to an agency that ``staff`` does not see.
        MoveRefused: the claim was settled in the meantime.
    """
    link = _claimed(link)
    _check_scope(link, staff)
    actor = actor_of(staff.user)
    spend(link, SecondProof.Method.EMAIL_CODE, actor, now)
    spend(link, SecondProof.Method.LETTER_CODE, actor, now)
    end_takeovers(link, actor, now)
    move(
        link,
        PersonLink.State.REFUSED,
        actor=actor,
        now=now,
        event=Event.CLAIM_REFUSED,
        tenant_account_id=link.tenant_account_id,
        person_id=link.person_id,
        reason=reason,
    )
    tell(link.user, "mail/claim_refused", now)
    return link


def _claimed(link: PersonLink) -> PersonLink:
    """Lock a claim, and every other of the same person, and read it again.

    All of them at once: two users who prove the same person at the same instant would
    otherwise each hold what the other waits for.
    """
    lock(PersonLink.objects.filter(person_id=link.person_id))
    return PersonLink.objects.select_related("person", "user", "tenant_account__agency").get(
        pk=link.pk
    )


def _issue(
    link: PersonLink,
    method: SecondProof.Method,
    secret: str,
    lasts: dt.timedelta,
    actor: Actor,
    now: dt.datetime,
) -> SecondProof:
    spend(link, method, actor, now)
    return SecondProof.objects.create(
        link=link,
        method=method,
        state=SecondProof.State.ISSUED,
        secret_hash=_hashed(link, secret),
        requested_at=now,
        moved_at=now,
        expires_at=now + lasts,
    )


def _hashed(link: PersonLink, secret: str) -> str:
    # Keyed, since six digits are found in a blink from a plain hash.
    return salted_hmac(
        "palier.access.proof", f"{link.code}:{secret}", algorithm="sha256"
    ).hexdigest()


def _check_scope(link: PersonLink, staff: StaffMember) -> None:
    agency = link.tenant_account.agency.erp_id if link.tenant_account else ""
    # Nobody vouches for themselves.
    if not may_see_agency(staff, agency) or link.user_id == staff.user_id:
        raise NotYours()


def _not_offered() -> ProofNotOffered:
    return ProofNotOffered(
        _("Cette façon de confirmer n’est pas proposée. Choisissez-en une autre.")
    )


def _tries_left(left: int) -> str:
    if not left:
        return _("Ce code ne marche pas ou ne marche plus. Demandez-en un nouveau.")
    return ngettext(
        "Ce n’est pas le bon code. Il reste %(left)s essai.",
        "Ce n’est pas le bon code. Il reste %(left)s essais.",
        left,
    ) % {"left": left}
