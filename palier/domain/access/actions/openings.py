"""Opening an account: what is typed, then the mailbox shown to be theirs.

DomainError
├── NothingMatches         one sentence whichever of reference and name is wrong
├── DwellingNumberTyped    judged on the typed text alone
├── FirstNameTyped         judged on the typed text alone
├── WeakPassword
├── LinkTooOld · AlreadyConfirmed · WrongPassword
└── NameNotAmongHolders    several holders share the family name
"""

from __future__ import annotations

import datetime as dt

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.utils.translation import gettext as _

from palier.domain.access.actions.proving import prove
from palier.domain.access.models import Opening, PersonLink
from palier.domain.access.password_rule import sentence_about
from palier.domain.access.queries.openings import (
    candidates_of,
    holders_answering,
    link_token,
    opening_to_settle,
    opening_under,
    openings_before,
    towns_of,
)
from palier.domain.access.rules.names import given_names_agree
from palier.domain.accounts.actions import create_user
from palier.domain.accounts.models import User
from palier.domain.accounts.queries import user_with_email
from palier.domain.accounts.rules.emails import folded_email
from palier.domain.audit.actions import record
from palier.domain.audit.actor import Actor
from palier.domain.audit.catalogue import Event
from palier.domain.landlord.queries import settings_on, today
from palier.domain.mail.actions import queue_mail
from palier.domain.tenancy.models import Person
from palier.foundation.background import enqueue
from palier.foundation.errors import DomainError
from palier.foundation.locking import lock_one

ANSWER = "access.answer_opening"
LINK_LASTS = dt.timedelta(hours=24)
KEPT = dt.timedelta(days=30)
MOST_TRIES = 10
MOST_LETTERS_A_DAY = 5


class WeakPassword(DomainError):
    """The password will not do; the sentence says what to change."""


class LinkTooOld(DomainError):
    """The confirmation link no longer opens anything."""


class AlreadyConfirmed(DomainError):
    """The address was confirmed before: signing in is all that is left."""


class WrongPassword(DomainError):
    """Not the password chosen when the account was asked for."""


class NameNotAmongHolders(DomainError):
    """No holder of that family name has that first name."""


@transaction.atomic
def open_account(
    *,
    reference: str,
    family_name: str,
    email: str,
    password: str,
    language: str,
    actor: Actor,
    now: dt.datetime,
) -> Opening:
    """Ask for an account; what the mailbox then receives is decided by a job.

    So the page and its time are the same whether the address, or the person, has an
    account already.

    Raises:
        NothingMatches: reference and name do not go together (two subclasses say more,
            from the typed text alone).
        WeakPassword: the password is too easy to guess.
    """
    matched = holders_answering(reference, family_name)
    address = folded_email(email)
    account = matched.tenant_account
    sentence = sentence_about(
        password,
        [
            family_name,
            reference,
            account.customer_reference,
            address,
            settings_on(today(now))["name"],
            *towns_of(account),
        ],
    )
    if sentence is not None:
        raise WeakPassword(sentence)
    opening = Opening.objects.create(
        tenant_account=account,
        family_name=family_name.strip()[:120],
        email=address,
        password_hash=make_password(password),
        language=language,
        started_at=now,
        expires_at=now + LINK_LASTS,
    )
    record(
        event=Event.OPENING_ASKED,
        actor=actor,
        now=now,
        tenant_account_id=account.pk,
        subject=opening,
    )
    enqueue(ANSWER, opening=opening.pk)
    return opening


@transaction.atomic
def answer_opening(*, opening_id: int, now: dt.datetime) -> None:
    """Write to the mailbox: a link to confirm, or a kind word when an account exists.

    The owner of an account opened earlier for the same person, with another address, is
    told that somebody asks again.
    """
    opening = Opening.objects.select_related("tenant_account").get(pk=opening_id)
    if opening.confirmed_at is not None or opening.expires_at <= now:
        return
    if openings_before(opening, dt.timedelta(days=1)) >= MOST_LETTERS_A_DAY:
        return
    known = user_with_email(opening.email)
    if known is not None:
        queue_mail(
            to=known.email,
            template="mail/account_exists",
            context={},
            now=now,
            language=known.language,
        )
        return
    queue_mail(
        to=opening.email,
        template="mail/confirm_address",
        context={"code": opening.code, "token": link_token(opening)},
        now=now,
        language=opening.language,
        holds_secret=True,
    )
    for link in _proven_links(candidates_of(opening)):
        queue_mail(
            to=link.user.email,
            template="mail/opened_elsewhere",
            context={},
            now=now,
            language=link.user.language,
        )


def confirm_email(
    *,
    code: str,
    token: str,
    password: str | None,
    same_browser: bool,
    actor: Actor,
    now: dt.datetime,
) -> User:
    """Confirm the address of an opening and create its user, with the claim it makes.

    ``same_browser``: the visitor is the one who typed the form, so the password need not
    be typed again. Anybody else shows it: whoever opens an account on another's address
    gains nothing by their clicking the link. A failed try is counted, hence kept.

    Raises:
        LinkTooOld: unknown, expired, or tried too often.
        AlreadyConfirmed: the link has served.
        WrongPassword: the password typed is not the one chosen.
        AddressTaken: an account was opened with this address in the meantime.
    """
    opening_under(code, token)
    with transaction.atomic():
        opening = lock_one(Opening.objects.filter(code=code))
        if opening.confirmed_at is not None:
            raise AlreadyConfirmed(
                _("Votre adresse e-mail est déjà confirmée. Il ne reste qu’à vous connecter.")
            )
        if opening.expires_at <= now or opening.tries >= MOST_TRIES:
            raise LinkTooOld(
                _("Ce lien ne marche plus. Recommencez l’ouverture : cela prend deux minutes.")
            )
        shown = same_browser or check_password(password or "", opening.password_hash)
        if shown:
            return _confirmed(opening, actor, now)
        opening.tries += 1
        opening.save(update_fields=["tries"])
    raise WrongPassword(
        _(
            "Ce n’est pas le mot de passe que vous avez choisi à l’ouverture. Essayez encore, "
            "ou recommencez l’ouverture si vous ne vous en souvenez plus."
        )
    )


def choose_person(*, user: User, given_name: str, actor: Actor, now: dt.datetime) -> PersonLink:
    """Say which holder ``user`` is, when several share the family name typed.

    Raises:
        NameNotAmongHolders: nobody, or more than one, goes by that first name.
    """
    with transaction.atomic():
        opening = opening_to_settle(user)
        if opening is None:
            raise AlreadyConfirmed(_("C’est déjà fait. Vous pouvez continuer."))
        opening = lock_one(Opening.objects.filter(pk=opening.pk))
        named = [
            person
            for person in candidates_of(opening)
            if given_names_agree(given_name, person.given_names)
        ]
        if len(named) == 1 and opening.tries < MOST_TRIES:
            return _claim(opening, user, named[0], actor, now)
        opening.tries += 1
        opening.save(update_fields=["tries"])
    raise NameNotAmongHolders(
        _(
            "Nous ne trouvons pas ce prénom sur le bail. Tapez-le comme il est écrit sur votre "
            "bail ou votre pièce d’identité. L’agence peut aussi vous aider."
        )
    )


@transaction.atomic
def open_proven_account(
    *,
    reference: str,
    family_name: str,
    email: str,
    password: str,
    language: str = "fr",
    given_name: str = "",
    actor: Actor,
    now: dt.datetime,
) -> User:
    """Open an account and prove it at once, through the very actions a tenant goes through.

    For the sample landlord, and for a counter where an advisor has seen the person.
    """
    opening = open_account(
        reference=reference,
        family_name=family_name,
        email=email,
        password=password,
        language=language,
        actor=actor,
        now=now,
    )
    user = confirm_email(
        code=opening.code,
        token=link_token(opening),
        password=None,
        same_browser=True,
        actor=actor,
        now=now,
    )
    if opening_to_settle(user) is not None:
        choose_person(user=user, given_name=given_name, actor=actor, now=now)
    for link in user.person_links.filter(state=PersonLink.State.CLAIMED):
        prove(link=link, proof=PersonLink.Proof.ADVISOR, actor=actor, now=now)
    user.refresh_from_db()
    return user


@transaction.atomic
def forget_stale_openings(*, now: dt.datetime) -> int:
    """Delete the openings nobody confirmed, a month after their link died; give how many."""
    count, _rows = Opening.objects.filter(user=None, expires_at__lt=now - KEPT).delete()
    return count


def _confirmed(opening: Opening, actor: Actor, now: dt.datetime) -> User:
    user = create_user(
        email=opening.email,
        password_hash=opening.password_hash,
        display_name="",
        language=opening.language,
        actor=actor,
        now=now,
    )
    opening.confirmed_at, opening.user, opening.password_hash = now, user, ""
    opening.save(update_fields=["confirmed_at", "user", "password_hash"])
    record(
        event=Event.EMAIL_CONFIRMED,
        actor=actor,
        now=now,
        tenant_account_id=opening.tenant_account_id,
        subject=user,
    )
    people = candidates_of(opening)
    known = [person for person in people if folded_email(person.email) == opening.email]
    if len(known) == 1:
        _claim(opening, user, known[0], actor, now)
    elif len(people) == 1:
        _claim(opening, user, people[0], actor, now)
    return user


def _claim(
    opening: Opening, user: User, person: Person, actor: Actor, now: dt.datetime
) -> PersonLink:
    link = PersonLink.objects.create(
        user=user,
        person=person,
        tenant_account_id=opening.tenant_account_id,
        opened_at=now,
        moved_at=now,
    )
    record(
        event=Event.PERSON_CLAIMED,
        actor=actor,
        now=now,
        tenant_account_id=opening.tenant_account_id,
        subject=link,
    )
    accepted = settings_on(today(now))["second_proofs"]
    if "known_email" in accepted and person.email and folded_email(person.email) == opening.email:
        return prove(link=link, proof=PersonLink.Proof.KNOWN_EMAIL, actor=actor, now=now)
    return link


def _proven_links(people: tuple[Person, ...]) -> list[PersonLink]:
    return list(
        PersonLink.objects.filter(person__in=people, state=PersonLink.State.PROVEN).select_related(
            "user"
        )
    )
