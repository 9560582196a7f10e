from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.contrib.auth import authenticate
from django.db import IntegrityError, transaction

from palier.domain.accounts.models import User
from palier.domain.audit.actor import Actor
from palier.domain.contact_details import actions
from palier.domain.contact_details.models import Change, EmailChange
from palier.domain.contact_details.queries import stop_token, token_of
from palier.domain.mail.models import Letter
from palier.foundation.errors import NotYours
from tests.cast import PASSWORD, Cast, make_staff
from tests.domain.contact_details.making import NEW_EMAIL, new_email

LATER = dt.timedelta(hours=49)
Run = Callable[[dt.datetime], int]


def templates(to: str) -> list[str]:
    return list(Letter.objects.filter(to=to).order_by("pk").values_list("template", flat=True))


def confirmed(cast: Cast, now: dt.datetime, run_jobs: Run, **more: object) -> EmailChange:
    change = new_email(cast, now, **more)
    run_jobs(now)
    return actions.confirm_email_change(change=change, actor=Actor.visitor(), now=now)


def state_of(change: EmailChange) -> str:
    change.refresh_from_db()
    return change.state


def test_the_new_address_takes_effect_after_the_delay_and_goes_to_the_erp(
    cast: Cast, now, run_jobs: Run
) -> None:
    change = confirmed(cast, now, run_jobs)
    actions.apply_due_email_changes(now=now + dt.timedelta(hours=47))
    cast.awa_user.refresh_from_db()
    assert cast.awa_user.email == "awa@exemple.fr"

    actions.apply_due_email_changes(now=now + LATER)
    cast.awa_user.refresh_from_db()
    assert (cast.awa_user.email, state_of(change)) == (NEW_EMAIL, "done")
    assert cast.awa_user.email_changed_at == now + LATER
    assert Change.objects.get().value == NEW_EMAIL
    assert authenticate(None, email=NEW_EMAIL, password=PASSWORD) == cast.awa_user
    assert templates("awa@exemple.fr") == ["mail/email_changing", "mail/email_changed"]
    assert templates(NEW_EMAIL) == ["mail/email_confirm", "mail/email_changed"]


def test_the_old_address_stops_everything_and_every_session_ends(
    cast: Cast, now, run_jobs: Run, client
) -> None:
    client.force_login(cast.awa_user)
    change = confirmed(cast, now, run_jobs)
    actions.stop_email_change(
        change=change, why="old_address", shut_out=True, actor=Actor.visitor(), now=now
    )
    actions.apply_due_email_changes(now=now + LATER)
    cast.awa_user.refresh_from_db()
    assert (cast.awa_user.email, state_of(change)) == ("awa@exemple.fr", "stopped")
    assert not cast.awa_user.has_usable_password()
    assert client.get("/mon-profil/").status_code == 302
    assert templates("awa@exemple.fr")[-2:] == ["mail/password_reset", "mail/email_stopped"]


def test_an_address_that_opens_another_account_is_told_to_its_reader_alone(
    cast: Cast, now, run_jobs: Run
) -> None:
    change = new_email(cast, now, email="Jeanne@exemple.fr ")
    assert (state_of(change), templates("jeanne@exemple.fr")) == ("asked", [])
    run_jobs(now)
    assert templates("jeanne@exemple.fr") == ["mail/email_in_use"]
    with pytest.raises(actions.LinkDead):
        actions.confirm_email_change(change=change, actor=Actor.visitor(), now=now)


def test_an_address_taken_meanwhile_does_not_take_effect(cast: Cast, now, run_jobs: Run) -> None:
    change = confirmed(cast, now, run_jobs)
    User.objects.filter(pk=cast.stranger_user.pk).update(email=NEW_EMAIL)
    actions.apply_due_email_changes(now=now + LATER)
    cast.awa_user.refresh_from_db()
    assert (cast.awa_user.email, state_of(change)) == ("awa@exemple.fr", "stopped")


def test_a_link_serves_once_and_for_a_day(cast: Cast, now, run_jobs: Run) -> None:
    change = confirmed(cast, now, run_jobs)
    with pytest.raises(actions.LinkDead):
        actions.confirm_email_change(change=change, actor=Actor.visitor(), now=now)
    actions.stop_email_change(
        change=change, why="tenant", shut_out=False, actor=Actor.visitor(), now=now
    )
    other = new_email(cast, now)
    with pytest.raises(actions.LinkDead):
        actions.confirm_email_change(
            change=other, actor=Actor.visitor(), now=now + dt.timedelta(hours=25)
        )


def test_the_two_links_are_not_the_same_secret(cast: Cast, now) -> None:
    change = new_email(cast, now)
    assert token_of(change) != stop_token(change)


def test_one_change_at_a_time_and_never_to_the_present_address(cast: Cast, now) -> None:
    new_email(cast, now)
    with pytest.raises(actions.ChangeUnderWay):
        new_email(cast, now, email="autre@exemple.fr")
    with pytest.raises(actions.NothingChanged):
        new_email(cast, now, email="AWA@exemple.fr")


def test_a_dead_mailbox_wants_the_code_of_a_letter(cast: Cast, now, run_jobs: Run) -> None:
    change = confirmed(cast, now, run_jobs, old_is_dead=True)
    actions.apply_due_email_changes(now=now + LATER)
    assert state_of(change) == "confirmed"

    with pytest.raises(NotYours):
        actions.print_code(change=change, staff=cast.south_advisor, now=now)
    _row, secret = actions.print_code(change=change, staff=cast.north_advisor, now=now)
    with pytest.raises(actions.WrongLetterCode):
        actions.give_code(change=change, typed="AAAA", actor=Actor.visitor(), now=now)
    actions.give_code(change=change, typed=secret.lower(), actor=Actor.visitor(), now=now)
    cast.awa_user.refresh_from_db()
    assert (cast.awa_user.email, state_of(change)) == (NEW_EMAIL, "done")


def test_five_wrong_codes_kill_the_letter(cast: Cast, now, run_jobs: Run) -> None:
    change = confirmed(cast, now, run_jobs, old_is_dead=True)
    _row, secret = actions.print_code(change=change, staff=cast.north_advisor, now=now)
    for _try in range(5):
        with pytest.raises(actions.WrongLetterCode):
            actions.give_code(change=change, typed="AAAA", actor=Actor.visitor(), now=now)
    with pytest.raises(actions.WrongLetterCode, match="Demandez une autre lettre"):
        actions.give_code(change=change, typed=secret, actor=Actor.visitor(), now=now)


def test_an_advisor_alone_changes_no_e_mail(cast: Cast, now, run_jobs: Run) -> None:
    advisor = cast.north_advisor
    change = confirmed(cast, now, run_jobs, filed_by=advisor, checked_by=advisor)
    with pytest.raises(actions.SameEyes):
        actions.approve(change=change, staff=advisor, now=now)
    with pytest.raises(IntegrityError), transaction.atomic():
        EmailChange.objects.filter(pk=change.pk).update(approved_by=advisor)
    actions.apply_due_email_changes(now=now + LATER)
    assert state_of(change) == "confirmed"

    colleague = make_staff("nadia@plaine.example", "Nadia Roy", "manager", cast.north)
    actions.approve(change=change, staff=colleague, now=now)
    actions.apply_due_email_changes(now=now + dt.timedelta(hours=1))
    assert state_of(change) == "confirmed", "the old address keeps its time to object"
    actions.apply_due_email_changes(now=now + LATER)
    assert state_of(change) == "done"


def test_checking_again_undoes_an_approval(cast: Cast, now, run_jobs: Run) -> None:
    change = confirmed(cast, now, run_jobs, old_is_dead=True)
    colleague = make_staff("nadia@plaine.example", "Nadia Roy", "manager", cast.north)
    actions.check_identity(change=change, staff=cast.north_advisor, now=now)
    actions.approve(change=change, staff=colleague, now=now)
    actions.check_identity(change=change, staff=colleague, now=now)
    actions.apply_due_email_changes(now=now + LATER)
    assert state_of(change) == "confirmed"


def test_what_nobody_confirms_expires(cast: Cast, now) -> None:
    change = new_email(cast, now)
    actions.apply_due_email_changes(now=now + dt.timedelta(hours=25))
    assert state_of(change) == "expired"
