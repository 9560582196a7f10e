"""Bank accounts as their own person may read them: a co-holder never does."""

from __future__ import annotations

import datetime as dt

from django.utils.crypto import salted_hmac

from palier.domain.access.models import PersonLink
from palier.domain.access.queries import people_of
from palier.domain.access.queries.views import Reader
from palier.domain.accounts.models import User
from palier.domain.banking.models import BankAccount
from palier.domain.tenancy.models import Person
from palier.foundation.errors import NotYours

QUIET_AFTER_RESET = dt.timedelta(days=7)
CONTESTABLE_FOR = dt.timedelta(days=30)


def accounts_of(person: Person) -> list[BankAccount]:
    """Give what a person gave and still matters to them, the latest first."""
    return list(
        BankAccount.objects.filter(person=person, state__in=BankAccount.SHOWN).order_by("-given_at")
    )


def serving_accounts_of(person: Person) -> list[BankAccount]:
    """Give the confirmed accounts of a person, on which a mandate may be signed."""
    rows = BankAccount.objects.filter(person=person, state=BankAccount.State.CONFIRMED)
    return list(rows.order_by("-given_at"))


def account_for(user: Reader, code: str) -> BankAccount:
    """Give one bank account to the person whose it is.

    Raises:
        NotYours: there is none, or it is another person's, were they on the same lease.
    """
    people = [person.pk for person in people_of(user)]
    found = BankAccount.objects.filter(code=code, person__in=people).first()
    if found is None:
        raise NotYours()
    return found


def account_to_confirm(user: Reader, secret: str) -> BankAccount:
    """Give the account that the link sent to its person's known mailbox is about.

    Raises:
        NotYours: nobody was sent this link, or somebody else was.
    """
    people = [person.pk for person in people_of(user)]
    found = BankAccount.objects.filter(
        confirm_hash=hashed("confirm", secret), person__in=people
    ).first()
    if found is None:
        raise NotYours()
    return found


def account_to_contest(secret: str, now: dt.datetime) -> BankAccount:
    """Give the account that a « ce n’était pas moi » link is about; no sign-in is asked.

    Raises:
        NotYours: nobody was sent this link, or it is more than thirty days old.
    """
    found = BankAccount.objects.filter(
        contest_hash=hashed("contest", secret), given_at__gt=now - CONTESTABLE_FOR
    ).first()
    if found is None:
        raise NotYours()
    return found


def blocked_until(user: User, person: Person, now: dt.datetime) -> dt.datetime | None:
    """Give until when bank details may not change; ``None`` when they may.

    Seven days after the password or the address of sign-in changed, or after the person's
    access moved to this user: whoever took an account over is not to reach the bank details
    before its owner has read the letters.
    """
    moments = [
        moment
        for moment in (user.password_changed_at, user.email_changed_at)
        if moment is not None and moment > user.created_at
    ]
    taken = (
        PersonLink.objects.filter(person=person, state=PersonLink.State.ENDED)
        .exclude(user=user)
        .order_by("-moved_at")
        .values_list("moved_at", flat=True)
    )
    moments += list(taken[:1])
    until = max(moments, default=None)
    if until is None or until + QUIET_AFTER_RESET <= now:
        return None
    return until + QUIET_AFTER_RESET


def shared_with_others(account: BankAccount) -> int:
    """Count the other persons who gave the same IBAN: a sign to look closer, at the desk."""
    others = BankAccount.objects.filter(mark=account.mark, state__in=BankAccount.SHOWN)
    return others.exclude(person=account.person_id).values("person").distinct().count()


def hashed(purpose: str, secret: str) -> str:
    """Give what is kept of a secret link."""
    return salted_hmac(f"palier.banking.{purpose}", secret, algorithm="sha256").hexdigest()
