"""Who may get in, and who helps whom: the rows of accesses in the world of the doors."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from palier.domain.access.actions import delegations, start_recovery
from palier.domain.access.models import PersonLink, Recovery, SecondProof
from palier.domain.access.queries.recoveries import recovery_token
from palier.domain.access.rules.delegating import GRANTED
from palier.domain.accounts.queries import actor_of
from palier.domain.accounts.sessions.store import SessionStore
from palier.domain.audit.actor import Actor
from palier.domain.casework.actions import report_suspicious
from palier.domain.casework.models import CaseFile
from palier.domain.contact_details.queries import stop_token, token_of
from palier.domain.documents.actions import add_document, keep_file
from palier.domain.documents.models import Document
from palier.domain.tenancy.models import AccountHolder
from tests import cast as the_cast
from tests.cast import Cast
from tests.domain.accounts.passkeys import passkey_of
from tests.domain.contact_details import making as contact
from tests.domain.documents.intake import samples
from tests.domain.household.making import view_of

if TYPE_CHECKING:
    from tests.doors.world import World

SYSTEM = Actor.system()


def claimed(world: World, cast: Cast, shared: str, now: dt.datetime) -> None:
    """Somebody says they are another holder, whom the landlord does not know by e-mail."""
    name = world.word(shared, "Claim")
    person = the_cast.make_person(f"PC{shared}", "Salif", name)
    AccountHolder.objects.create(
        erp_id=f"HC{shared}", tenant_account=cast.account, person=person, role="co_holder",
        starts_on=dt.date(2022, 1, 1), delivery_no=1,
    )  # fmt: skip
    claim = PersonLink.objects.create(
        user=the_cast.make_user(f"{shared.lower()}@claims.example", ""), person=person,
        tenant_account=cast.account, opened_at=now, moved_at=now,
    )  # fmt: skip
    SecondProof.objects.create(
        link=claim, method="letter_code", state="requested", requested_at=now, moved_at=now
    )
    world.keep("claim", shared, claim)


def given_back(world: World, cast: Cast, own: str, now: dt.datetime) -> None:
    """The agency gives an access back by a code; its owner alone has the link that stops it."""
    link = PersonLink.objects.get(user=cast.awa_user)
    recovery, _code = start_recovery(
        link=link, means=Recovery.Means.HAND, cause=Recovery.Cause.MAILBOX, checked="passport",
        staff=cast.north_advisor, now=now,
    )  # fmt: skip
    world.keep("access", own, link)
    world.keep("recovery", own, recovery)
    if own == "Awa":
        world.keep("recovery-link", "*", recovery, token=recovery_token(recovery))


def reached(world: World, cast: Cast, own: str, now: dt.datetime) -> None:
    """A telephone and an e-mail on their way, each with its links; a swindler's message shown."""
    user = cast.awa_user
    world.keep("contact-change", own, contact.new_mobile(cast, now))
    email = contact.new_email(cast, now, email=f"{world.word(own, 'NewMail').lower()}@exemple.fr")
    world.keep("email-change", own, email)
    world.keep("email-link", own, email, token=token_of(email))
    world.keep("email-stop", own, email, token=stop_token(email))
    report = report_suspicious(
        channel="sms", text=world.word(own, "Swindle"), user=user, tenant_account=cast.account,
        person=cast.awa, actor=actor_of(user), now=now,
    )  # fmt: skip
    stored = keep_file(content=samples.pdf(), media_type="application/pdf", now=now)
    CaseFile.objects.create(case=report, file=stored, position=1, added_at=now)
    world.keep("picture", own, report, position=1)


def helped(world: World, now: dt.datetime) -> None:
    """One helper of Awa a scope, and one whom she has sent away."""
    cast = world.cast
    for key, scopes in (*((one.value, [one.value]) for one in GRANTED), ("ended", list(GRANTED))):
        email = f"{key}@helpers.example"
        asked_ = delegations.invite_delegate(
            view=view_of(cast.awa_user), user=cast.awa_user, kind="relative", name="Lina Faure",
            organisation="", email=email, scopes=scopes, ends_on=dt.date(2027, 5, 31),
            actor=actor_of(cast.awa_user), now=now,
        )  # fmt: skip
        user = the_cast.make_user(email, "Lina Faure")
        world.delegations[key] = delegations.accept_delegation(
            delegation=asked_, user=user, now=now
        )
    delegations.end_delegation(
        delegation=world.delegations["ended"], ending="withdrawn",
        actor=actor_of(cast.awa_user), now=now,
    )  # fmt: skip
    world.keep("delegation", "Awa", world.delegations["papers"])
    view = view_of(cast.jeanne_user)
    other = delegations.invite_delegate(
        view=view, user=cast.jeanne_user, kind="relative", name=world.word("Jeanne", "Guardian"),
        organisation="", email="j@helpers.example", scopes=["papers"],
        ends_on=dt.date(2027, 5, 31), actor=actor_of(cast.jeanne_user), now=now,
    )  # fmt: skip
    world.keep("delegation", "Jeanne", other)
    for owner, family in (("Awa", cast), ("Jeanne", world.south)):
        staff = family.north_advisor
        guardian = delegations.record_guardian(
            person=family.awa, tenant_account=family.account, name=world.word(owner, "Guardian"),
            organisation="UDAF", email=f"{owner.lower()}@udaf.example", scopes=["papers"],
            ends_on=dt.date(2029, 5, 31), staff=staff, now=now,
            proof_reference=_judgment(family, now).code,
        )  # fmt: skip
        world.keep("guardian", owner, guardian)


def _judgment(family: Cast, now: dt.datetime) -> Document:
    return add_document(
        content=samples.pdf(), media_type="application/pdf", kind=Document.Kind.OTHER,
        title="Jugement", visibility=Document.Visibility.STAFF, person=family.awa,
        origin=Document.Origin.LANDLORD, issued_on=now.date(), actor=Actor.system(), now=now,
        tenant_account=family.account,
    )  # fmt: skip


def sign_ins(world: World, now: dt.datetime) -> None:
    """Give two people a passkey of a name of its own, and a browser that is signed in."""
    for owner, user in (("Awa", world.cast.awa_user), ("Jeanne", world.cast.jeanne_user)):
        world.keep("passkey", owner, passkey_of(user, world.word(owner, "Passkey")))
        session = SessionStore()
        session["_auth_user_id"] = str(user.pk)
        session.begin(kind="tenant", agent="Firefox", now=now)
        session.save()
        world.keep("session", owner, session.code)
