"""Changing bank details: what protects a tenant from whoever sits in their place."""

from __future__ import annotations

import datetime as dt

import pytest

from palier.domain.access.models import PersonLink
from palier.domain.accounts.actions import change_email, set_password
from palier.domain.accounts.queries import actor_of
from palier.domain.audit.models import Trace
from palier.domain.banking import actions, queries, sealing
from palier.domain.banking.models import BankAccount
from palier.domain.casework.models import Case
from palier.domain.mail.models import Letter
from palier.foundation.errors import MoveRefused, NotYours
from tests.cast import NOW, PASSWORD, Cast
from tests.domain.banking import making

HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)


def test_an_account_given_does_nothing_before_its_link_is_followed(
    cast: Cast, now: dt.datetime
) -> None:
    account = making.proposed(cast.awa_user, now)
    assert account.state == BankAccount.State.PROPOSED
    assert account.usable_from is None
    assert not queries.serving_accounts_of(cast.awa)


def test_the_iban_is_nowhere_in_the_database_but_under_seal(cast: Cast, now: dt.datetime) -> None:
    account = making.confirmed(cast.awa_user, now)
    inner = making.AWA_IBAN[4:-4]
    for model in (Trace, Letter, Case):
        for row in model.objects.values():
            assert inner not in str(row), model
    row = BankAccount.objects.values().get(pk=account.pk)
    assert inner not in str({name: value for name, value in row.items() if name != "sealed"})
    assert inner.encode() not in bytes(row["sealed"])
    assert inner not in str(account)
    assert inner not in repr(account)


def test_confirmed_it_serves_72_hours_later(cast: Cast, now: dt.datetime) -> None:
    account = making.confirmed(cast.awa_user, now)
    assert account.state == BankAccount.State.CONFIRMED
    assert account.usable_from == now + 72 * HOUR


def test_without_the_password_typed_again_nothing_changes(cast: Cast, now: dt.datetime) -> None:
    for proven_at in (None, now - dt.timedelta(minutes=11), now + HOUR):
        with pytest.raises(actions.AskAgain):
            making.proposed(cast.awa_user, now, proven_at=proven_at)
    assert not BankAccount.objects.exists()


def test_a_new_password_stops_changes_for_seven_days(cast: Cast, now: dt.datetime) -> None:
    set_password(
        user=cast.awa_user,
        password=PASSWORD + "2",
        actor=actor_of(cast.awa_user),
        now=now + HOUR,
    )
    with pytest.raises(actions.TooSoonAfterReset) as refused:
        making.proposed(cast.awa_user, now + 6 * DAY)
    assert "appelez votre agence" in refused.value.sentence.lower()
    assert making.proposed(cast.awa_user, now + 7 * DAY + 2 * HOUR).state == "proposed"


def test_a_new_address_stops_changes_for_seven_days(cast: Cast, now: dt.datetime) -> None:
    change_email(
        user=cast.awa_user,
        email="nouvelle@exemple.fr",
        actor=actor_of(cast.awa_user),
        now=now + HOUR,
    )
    with pytest.raises(actions.TooSoonAfterReset):
        making.proposed(cast.awa_user, now + 2 * DAY)


def test_an_access_taken_over_stops_changes_for_seven_days(cast: Cast, now: dt.datetime) -> None:
    """The dead-mailbox path gives the person to another user: the old link has just ended."""
    PersonLink.objects.create(
        user=cast.stranger_user,
        person=cast.awa,
        state=PersonLink.State.ENDED,
        proof="letter_code",
        opened_at=NOW,
        moved_at=now,
    )
    with pytest.raises(actions.TooSoonAfterReset):
        making.proposed(cast.awa_user, now + 6 * DAY)
    assert making.proposed(cast.awa_user, now + 8 * DAY)


def test_a_reset_between_giving_and_confirming_stops_it_too(cast: Cast, now: dt.datetime) -> None:
    account = making.proposed(cast.awa_user, now)
    set_password(
        user=cast.awa_user,
        password=PASSWORD + "2",
        actor=actor_of(cast.awa_user),
        now=now + HOUR,
    )
    account = BankAccount.objects.get(pk=account.pk)
    with pytest.raises(actions.TooSoonAfterReset):
        actions.confirm_account(account=account, actor=actor_of(cast.awa_user), now=now + 2 * HOUR)


def test_the_link_goes_to_the_known_mailbox_and_opens_once(cast: Cast, now: dt.datetime) -> None:
    account = making.proposed(cast.awa_user, now)
    letter = making.letters("bank_details_confirm")[0]
    assert letter.to == "awa@exemple.fr"
    assert letter.holds_secret
    secret = making.links_in(letter)["confirmer"]
    assert queries.account_to_confirm(cast.awa_user, secret).pk == account.pk
    actions.confirm_account(account=account, actor=actor_of(cast.awa_user), now=now)
    with pytest.raises(actions.LinkTooOld):
        actions.confirm_account(account=account, actor=actor_of(cast.awa_user), now=now)


def test_the_link_is_of_no_use_to_somebody_else(cast: Cast, now: dt.datetime) -> None:
    making.proposed(cast.awa_user, now)
    secret = making.links_in(making.letters("bank_details_confirm")[0])["confirmer"]
    for other in (cast.yanis_user, cast.stranger_user):
        with pytest.raises(NotYours):
            queries.account_to_confirm(other, secret)


def test_the_link_dies_after_two_days(cast: Cast, now: dt.datetime) -> None:
    account = making.proposed(cast.awa_user, now)
    with pytest.raises(actions.LinkTooOld):
        actions.confirm_account(account=account, actor=actor_of(cast.awa_user), now=now + 48 * HOUR)
    assert actions.follow(now=now + 48 * HOUR) == 1
    account.refresh_from_db()
    assert account.state == BankAccount.State.EXPIRED


def test_another_mailbox_of_the_file_is_warned(cast: Cast, now: dt.datetime) -> None:
    cast.awa.email = "ancienne@exemple.fr"
    cast.awa.save()
    making.proposed(cast.awa_user, now)
    (warned,) = making.letters("bank_details_alert")
    assert warned.to == "ancienne@exemple.fr"
    assert set(making.links_in(warned)) == {"pas-moi"}


def test_it_was_not_me_blocks_opens_an_urgent_case_and_tells(cast: Cast, now: dt.datetime) -> None:
    account = making.confirmed(cast.awa_user, now)
    secret = making.links_in(making.letters("bank_details_confirm")[0])["pas-moi"]
    found = queries.account_to_contest(secret, now + DAY)
    actions.contest(account=found, now=now + DAY)
    actions.contest(account=found, now=now + DAY)
    account.refresh_from_db()
    assert account.state == BankAccount.State.FROZEN
    (case,) = Case.objects.filter(kind="bank_details")
    assert case.subject.startswith("URGENT")
    assert case.promised_on <= (now + 2 * DAY).date()
    assert [letter.to for letter in making.letters("bank_details_blocked")] == ["awa@exemple.fr"]


def test_the_contest_link_is_not_the_confirm_link(cast: Cast, now: dt.datetime) -> None:
    making.proposed(cast.awa_user, now)
    links = making.links_in(making.letters("bank_details_confirm")[0])
    with pytest.raises(NotYours):
        queries.account_to_contest(links["confirmer"], now)
    with pytest.raises(NotYours):
        queries.account_to_confirm(cast.awa_user, links["pas-moi"])
    with pytest.raises(NotYours):
        queries.account_to_contest(links["pas-moi"], now + 31 * DAY)


@pytest.mark.parametrize("typed", ["", "FR76", "FR76 3000 6000 0112 3456 7890 188"])
def test_a_wrong_iban_is_refused_with_its_sentence(
    cast: Cast, now: dt.datetime, typed: str
) -> None:
    with pytest.raises(actions.IbanRefused) as refused:
        making.proposed(cast.awa_user, now, iban=typed)
    assert "IBAN" in refused.value.sentence or "RIB" in refused.value.sentence


def test_the_landlords_own_iban_is_refused(cast: Cast, now: dt.datetime) -> None:
    making.landlord_debits()
    with pytest.raises(actions.IbanRefused):
        making.proposed(cast.awa_user, now, iban="FR7630006000011234567890189")


def test_the_known_account_is_not_given_twice(cast: Cast, now: dt.datetime) -> None:
    making.confirmed(cast.awa_user, now)
    with pytest.raises(actions.AlreadyYours):
        making.proposed(cast.awa_user, now + HOUR, iban="fr14 2004 1010 0505 0001 3M02 606")


def test_five_accounts_a_day_are_enough(cast: Cast, now: dt.datetime) -> None:
    for _each in range(5):
        making.proposed(cast.awa_user, now)
    with pytest.raises(actions.TooManyTries):
        making.proposed(cast.awa_user, now)
    assert BankAccount.objects.filter(state="proposed").count() == 1


def test_a_former_holder_gives_none(cast: Cast, now: dt.datetime) -> None:
    with pytest.raises(NotYours):
        making.proposed(cast.remi_user, now)


def test_a_co_holder_never_sees_it(cast: Cast, now: dt.datetime) -> None:
    account = making.confirmed(cast.awa_user, now)
    assert queries.account_for(cast.awa_user, account.code).pk == account.pk
    for other in (cast.yanis_user, cast.jeanne_user, cast.stranger_user):
        with pytest.raises(NotYours):
            queries.account_for(other, account.code)


def test_a_seal_moved_to_another_row_does_not_open(cast: Cast, now: dt.datetime) -> None:
    mine = making.confirmed(cast.awa_user, now)
    theirs = making.confirmed(cast.jeanne_user, now, iban=making.OTHER_IBAN, name="Jeanne Le Guen")
    BankAccount.objects.filter(pk=mine.pk).update(sealed=theirs.sealed)
    mine.refresh_from_db()
    from palier.domain.banking.actions.steps import iban_of

    with pytest.raises(sealing.SealBroken):
        iban_of(mine)


def test_equal_accounts_are_counted_without_being_read(cast: Cast, now: dt.datetime) -> None:
    mine = making.confirmed(cast.awa_user, now)
    making.confirmed(cast.yanis_user, now, name="Yanis N'Guessan")
    assert queries.shared_with_others(mine) == 1


def test_a_followed_account_retires_once_the_new_one_may_serve(
    cast: Cast, now: dt.datetime
) -> None:
    old = making.confirmed(cast.awa_user, now)
    making.confirmed(cast.awa_user, now + 5 * DAY, iban=making.OTHER_IBAN)
    actions.follow(now=now + 7 * DAY)
    old.refresh_from_db()
    assert old.state == BankAccount.State.CONFIRMED
    actions.follow(now=now + 9 * DAY)
    old.refresh_from_db()
    assert old.state == BankAccount.State.REPLACED


# Four eyes, when the owner's name differs.


def under_review(cast: Cast, now: dt.datetime) -> BankAccount:
    return making.confirmed(cast.awa_user, now, name="Fatou Diallo")


def test_another_name_waits_for_the_desk(cast: Cast, now: dt.datetime) -> None:
    account = under_review(cast, now)
    assert account.state == BankAccount.State.UNDER_REVIEW
    assert account.usable_from is None
    assert making.case_of(account).kind == "bank_details"


def test_one_advisor_alone_never_lets_it_serve(cast: Cast, now: dt.datetime) -> None:
    account = under_review(cast, now)
    deciding = making.deciding(cast.north_advisor, account, now)
    assert actions.accept_account(**deciding) is None
    account.refresh_from_db()
    assert account.state == BankAccount.State.UNDER_REVIEW
    with pytest.raises(actions.SameEyes):
        actions.accept_account(**making.deciding(cast.north_advisor, account, now))


def test_two_of_the_staff_let_it_serve_72_hours_later(cast: Cast, now: dt.datetime) -> None:
    account = under_review(cast, now)
    actions.accept_account(**making.deciding(cast.north_advisor, account, now))
    decision = actions.accept_account(**making.deciding(cast.accountant, account, now + HOUR))
    assert decision is not None
    account.refresh_from_db()
    assert account.state == BankAccount.State.CONFIRMED
    assert account.usable_from == now + HOUR + 72 * HOUR


def test_an_advisor_of_another_agency_counts_for_nothing(cast: Cast, now: dt.datetime) -> None:
    account = under_review(cast, now)
    with pytest.raises(NotYours):
        actions.accept_account(**making.deciding(cast.south_advisor, account, now))
    account.refresh_from_db()
    assert account.first_eyes is None


def test_one_may_refuse_alone_and_take_it_back(cast: Cast, now: dt.datetime) -> None:
    account = under_review(cast, now)
    given = making.deciding(cast.north_advisor, account, now)
    decision = actions.refuse_account(reason_code="other_holder", **given)
    account.refresh_from_db()
    assert account.state == BankAccount.State.REFUSED
    actions.undo_account_review(
        account=account,
        decision=decision,
        staff=cast.north_advisor,
        actor=actor_of(cast.north_advisor.user),
        now=now,
    )
    account.refresh_from_db()
    assert account.state == BankAccount.State.UNDER_REVIEW


def test_a_blocked_account_comes_back_by_four_eyes_too(cast: Cast, now: dt.datetime) -> None:
    account = making.confirmed(cast.awa_user, now)
    actions.freeze_at_desk(account=account, staff=cast.north_advisor, now=now)
    actions.accept_account(**making.deciding(cast.north_advisor, account, now))
    account.refresh_from_db()
    assert account.state == BankAccount.State.FROZEN
    actions.accept_account(**making.deciding(cast.accountant, account, now))
    account.refresh_from_db()
    assert account.state == BankAccount.State.CONFIRMED
    assert account.usable_from == now + 72 * HOUR


def test_blocking_at_the_desk_is_for_its_own_agency(cast: Cast, now: dt.datetime) -> None:
    account = making.confirmed(cast.awa_user, now)
    with pytest.raises(NotYours):
        actions.freeze_at_desk(account=account, staff=cast.south_advisor, now=now)


def test_what_was_refused_cannot_be_confirmed_again(cast: Cast, now: dt.datetime) -> None:
    account = making.proposed(cast.awa_user, now)
    actions.contest(account=account, now=now)
    with pytest.raises(actions.LinkTooOld):
        actions.confirm_account(account=account, actor=actor_of(cast.awa_user), now=now)
    with pytest.raises(MoveRefused):
        actions.withdraw_account(account=account, actor=actor_of(cast.awa_user), now=now)
