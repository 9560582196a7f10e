"""« Ce n’était pas moi » : block a bank account at once, tell everybody whom it concerns."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy, gettext_noop

from palier.domain.accounts.actions import shut_everybody_out
from palier.domain.accounts.models import StaffMember
from palier.domain.accounts.queries import actor_of, may_see_agency
from palier.domain.audit.actor import Actor
from palier.domain.audit.catalogue import Event
from palier.domain.audit.moves import move
from palier.domain.banking.actions.amending import abandon_amendments
from palier.domain.banking.actions.codes import drop_codes
from palier.domain.banking.actions.steps import locked_account, moved_account, tell
from palier.domain.banking.models import Amendment, BankAccount, Mandate
from palier.domain.casework.actions import open_case
from palier.domain.casework.models import Case
from palier.foundation.errors import NotYours
from palier.foundation.locking import lock
from palier.foundation.sentences import Sentence, in_french

CONTESTED = Sentence(gettext_noop("URGENT. Compte bancaire contesté : %(masked)s"))
CALL_THEM = gettext_lazy(
    "Le titulaire dit ne pas avoir donné ce compte. Il est bloqué : rien n’y est prélevé ni "
    "versé. Appelez le titulaire au numéro connu du dossier, jamais à un numéro donné par e-mail."
)
URGENT_DAYS = 1
FREEZABLE = frozenset(
    state for state, ways in BankAccount.MOVES.items() if BankAccount.State.FROZEN in ways
)


@transaction.atomic
def contest(*, account: BankAccount, now: dt.datetime) -> BankAccount:
    """Block an account on the word of whoever reads the known mailbox; saying it twice is once.

    A case is opened for tomorrow and the owner told at every known address, even when the
    account serves no more. Somebody was in their place, perhaps with their password: every
    session ends, and a link to choose another password goes to the known mailbox. So too when
    somebody else blocked the account before.
    """
    blocked = _freeze(account, Event.BANK_DETAILS_CONTESTED, Actor.visitor(), now)
    if blocked.contested_at is None:
        blocked.contested_at = now
        blocked.save(update_fields=["contested_at"])
        shut_everybody_out(user=blocked.user, actor=Actor.visitor(), now=now)
    return blocked


@transaction.atomic
def contest_own(*, account: BankAccount, actor: Actor, now: dt.datetime) -> BankAccount:
    """Block an account on the word of its own person, signed in."""
    return _freeze(account, Event.BANK_DETAILS_CONTESTED, actor, now)


@transaction.atomic
def freeze_at_desk(*, account: BankAccount, staff: StaffMember, now: dt.datetime) -> BankAccount:
    """Block an account at the desk, when somebody calls or comes.

    Raises:
        NotYours: it belongs to an agency that ``staff`` does not see.
    """
    if not may_see_agency(staff, account.tenant_account.agency.erp_id):
        raise NotYours()
    return _freeze(account, Event.BANK_DETAILS_FROZEN, actor_of(staff.user), now)


def _freeze(account: BankAccount, event: Event, actor: Actor, now: dt.datetime) -> BankAccount:
    locked = locked_account(account.pk)
    if locked.state == BankAccount.State.FROZEN:
        return locked
    if locked.state in FREEZABLE:
        locked.was_frozen, locked.first_eyes, locked.first_eyes_at = True, None, None
        locked.save(update_fields=["was_frozen", "first_eyes", "first_eyes_at"])
        moved_account(locked, BankAccount.State.FROZEN, event, actor, now)
        _stop_signing(locked, actor, now)
    open_case(
        kind=Case.Kind.BANK_DETAILS,
        subject=CONTESTED.in_french(masked=locked.masked),
        body=in_french(CALL_THEM),
        tenant_account=locked.tenant_account,
        person=locked.person,
        user=locked.user,
        contact_email=locked.user.email,
        about=locked,
        live_key=f"bank-contested:{locked.code}",
        delay_days=URGENT_DAYS,
        actor=actor,
        now=now,
    )
    tell(locked, "bank_details_blocked", now)
    return locked


def _stop_signing(account: BankAccount, actor: Actor, now: dt.datetime) -> None:
    """Abandon what was about to be signed on it; signed mandates wait, undebited."""
    waiting = list(lock(Mandate.objects.filter(bank_account=account, state=Mandate.State.SIGNING)))
    drop_codes(waiting, actor, now)
    for mandate in waiting:
        move(mandate, Mandate.State.ABANDONED, actor=actor, now=now)
    abandon_amendments(Amendment.objects.filter(bank_account=account), actor, now)
