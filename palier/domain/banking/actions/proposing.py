"""Give an IBAN, confirm it by the known mailbox, take it back."""

from __future__ import annotations

import datetime as dt
import secrets

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from palier.domain.access.queries import AccountView
from palier.domain.accounts.models import User
from palier.domain.audit.actor import Actor
from palier.domain.audit.catalogue import Event
from palier.domain.banking import sealing
from palier.domain.banking.actions.amending import abandon_amendments
from palier.domain.banking.actions.errors import (
    AlreadyYours,
    IbanRefused,
    LinkTooOld,
    StillDebited,
    TooManyTries,
    check_proven,
    check_quiet,
)
from palier.domain.banking.actions.steps import (
    addresses_of,
    locked_account,
    moved_account,
    tell,
    told_about,
)
from palier.domain.banking.models import Amendment, BankAccount, Mandate
from palier.domain.banking.queries.accounts import blocked_until, hashed
from palier.domain.banking.queries.desk import SUBJECT
from palier.domain.banking.queries.mandates import is_debited
from palier.domain.banking.rules.ibans import IbanUnreadable, Read, read_iban, sentence_of
from palier.domain.banking.rules.names import LONGEST_NAME, owner_agrees
from palier.domain.casework.actions import close_case_of, open_case
from palier.domain.casework.models import Case
from palier.domain.landlord.queries import settings_on, today
from palier.domain.mail.actions import queue_mail
from palier.domain.tenancy.models import Person
from palier.foundation.codes import new_public_code
from palier.foundation.errors import NotYours
from palier.foundation.locking import lock, lock_one
from palier.foundation.sentences import Sentence

IN_ANOTHER_NAME = Sentence(gettext_noop("Compte bancaire à un autre nom : %(masked)s"))

CONFIRM_WITHIN = dt.timedelta(hours=48)
WAIT_BEFORE_USE = dt.timedelta(hours=72)
MOST_A_DAY = 5
_SALT_BYTES = 16


@transaction.atomic
def propose_account(
    *,
    view: AccountView,
    user: User,
    typed_iban: str,
    owner_name: str,
    proven_at: dt.datetime | None,
    actor: Actor,
    now: dt.datetime,
) -> BankAccount:
    """Take an IBAN; it does nothing until its person follows the link sent to them.

    The link goes to the mailbox known before; every other known mailbox is warned.
    ``proven_at``: when the password was typed again. An account still to be confirmed gives
    way to this one.

    Raises:
        IbanRefused: the sentence says what is wrong with it.
        AskAgain, TooSoonAfterReset, TooManyTries, AlreadyYours
        NotYours: ``view`` is that of a former holder.
    """
    if view.is_former:
        raise NotYours()
    check_proven(proven_at, now)
    person = lock_one(Person.objects.filter(pk=view.person.pk))
    check_quiet(blocked_until(user, person, now))
    read = _read(typed_iban, settings_on(today(now))["transfer_iban"])
    _check_pace(person, now)
    marks = sealing.marks_of(read.iban)
    known = BankAccount.objects.filter(person=person, state=BankAccount.State.CONFIRMED)
    if known.filter(mark__in=marks).exists():
        raise AlreadyYours(_("C’est déjà le compte que nous connaissons : rien n’a changé."))
    for waiting in lock(
        BankAccount.objects.filter(person=person, state__in=BankAccount.WAITING).select_related(
            "tenant_account__agency"
        )
    ):
        _withdraw(waiting, actor, now)
    code, salt = new_public_code(), secrets.token_hex(_SALT_BYTES)
    confirm, contest = secrets.token_urlsafe(32), secrets.token_urlsafe(32)
    account = BankAccount.objects.create(
        code=code,
        person=person,
        user=user,
        tenant_account=view.tenant_account,
        owner_name=" ".join(owner_name.split())[:LONGEST_NAME],
        name_agrees=owner_agrees(
            owner_name,
            family_names=(person.birth_name, person.usage_name),
            given_names=person.given_names,
        ),
        sealed=sealing.sealed(f"{read.iban}|{salt}".encode(), place=f"bank_account:{code}"),
        mark=sealing.mark_of(read.iban),
        masked=read.masked,
        bic=read.bic,
        bank=read.bank,
        country=read.country,
        moved_at=now,
        given_at=now,
        confirm_hash=hashed("confirm", confirm),
        confirm_until=now + CONFIRM_WITHIN,
        contest_hash=hashed("contest", contest),
    )
    told_about(account, Event.BANK_DETAILS_PROPOSED, actor, now)
    _write_links(account, confirm, contest, now)
    return account


@transaction.atomic
def confirm_account(*, account: BankAccount, actor: Actor, now: dt.datetime) -> BankAccount:
    """Confirm an account through the link of the known mailbox; it serves 72 hours later.

    In another name than the person's, it waits for two of the staff first.

    Raises:
        LinkTooOld: the link has served, or is more than two days old.
        TooSoonAfterReset: the password or the address changed meanwhile.
    """
    locked = locked_account(account.pk)
    if locked.state != BankAccount.State.PROPOSED or locked.confirm_until <= now:
        raise LinkTooOld(_("Ce lien a déjà servi, ou il est trop ancien. Rien n’a changé de plus."))
    check_quiet(blocked_until(locked.user, locked.person, now))
    locked.confirmed_at = now
    if locked.name_agrees:
        locked.usable_from = now + WAIT_BEFORE_USE
        locked.save(update_fields=["confirmed_at", "usable_from"])
        state = BankAccount.State.CONFIRMED
        moved_account(locked, state, Event.BANK_DETAILS_CONFIRMED, actor, now)
        debited = Mandate.objects.filter(person=locked.person, state__in=Mandate.LIVE).exists()
        tell(locked, "bank_details_confirmed", now, debited=debited)
        return locked
    locked.save(update_fields=["confirmed_at"])
    state = BankAccount.State.UNDER_REVIEW
    moved_account(locked, state, Event.BANK_DETAILS_TO_REVIEW, actor, now)
    open_case(
        kind=Case.Kind.BANK_DETAILS,
        subject=IN_ANOTHER_NAME.in_french(masked=locked.masked),
        tenant_account=locked.tenant_account,
        person=locked.person,
        user=locked.user,
        contact_email=locked.user.email,
        about=locked,
        live_key=f"bank:{locked.code}",
        actor=actor,
        now=now,
    )
    return locked


@transaction.atomic
def withdraw_account(*, account: BankAccount, actor: Actor, now: dt.datetime) -> BankAccount:
    """Take an account back: the landlord does not use it any more.

    Raises:
        StillDebited: a mandate debits it; stop the mandate first.
        MoveRefused: it is blocked, or gone already.
    """
    locked = locked_account(account.pk)
    if is_debited(locked, today(now)):
        raise StillDebited(
            _("Votre loyer est prélevé sur ce compte. Arrêtez d’abord le prélèvement.")
        )
    _withdraw(locked, actor, now)
    abandon_amendments(Amendment.objects.filter(bank_account=locked), actor, now)
    return locked


def _withdraw(account: BankAccount, actor: Actor, now: dt.datetime) -> None:
    state = BankAccount.State.WITHDRAWN
    moved_account(account, state, Event.BANK_DETAILS_WITHDRAWN, actor, now)
    close_case_of(subject_kind=SUBJECT, subject_reference=account.code, actor=actor, now=now)


def _read(typed: str, landlords: str) -> Read:
    try:
        read = read_iban(typed)
    except IbanUnreadable as unreadable:
        raise IbanRefused(sentence_of(unreadable.fault)) from None
    if read.iban == "".join(landlords.split()).upper():
        raise IbanRefused(_("C’est l’IBAN de votre bailleur. Donnez le vôtre."))
    return read


def _check_pace(person: Person, now: dt.datetime) -> None:
    given = BankAccount.objects.filter(person=person, given_at__gt=now - dt.timedelta(days=1))
    if given.count() >= MOST_A_DAY:
        raise TooManyTries(_("Vous avez déjà donné plusieurs comptes aujourd’hui. Revenez demain."))


def _write_links(account: BankAccount, confirm: str, contest: str, now: dt.datetime) -> None:
    for address in addresses_of(account):
        is_known = address.casefold() == account.user.email.casefold()
        queue_mail(
            to=address,
            template="mail/bank_details_confirm" if is_known else "mail/bank_details_alert",
            context={
                "masked": account.masked,
                "confirm_path": f"/mon-profil/coordonnees-bancaires/confirmer/{confirm}/",
                "contest_path": f"/mon-profil/coordonnees-bancaires/pas-moi/{contest}/",
            },
            now=now,
            language=account.user.language,
            holds_secret=True,
        )
