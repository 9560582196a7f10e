from __future__ import annotations

import pytest
from allauth.account import app_settings

from palier.domain.accounts import actions
from palier.domain.accounts.models import User
from palier.domain.accounts.queries import (
    actor_of,
    agencies_of,
    has_second_factor,
    is_staff,
    may_see_agency,
    staff_for,
)
from palier.domain.accounts.secrets import sealed, unsealed
from palier.domain.audit.actor import Actor, ActorKind
from palier.domain.tenancy.models import TenantAccount
from palier.foundation.errors import NotYours
from tests.cast import NOW, PASSWORD, Cast

SYSTEM = Actor.system()


def test_an_address_opens_one_account_whatever_its_case(cast: Cast) -> None:
    with pytest.raises(actions.AddressTaken):
        actions.create_user(
            email=" AWA@Exemple.fr",
            password_hash="!",
            display_name="",
            language="fr",
            actor=SYSTEM,
            now=NOW,
        )


def test_a_staff_member_sees_at_least_one_agency(cast: Cast) -> None:
    with pytest.raises(ValueError, match="at least one agency"):
        actions.create_staff(
            email="vide@plaine.example",
            display_name="",
            role="advisor",
            password=PASSWORD,
            actor=SYSTEM,
            now=NOW,
        )


def test_the_scope_of_an_advisor_is_their_agencies(cast: Cast) -> None:
    north = agencies_of(cast.north_advisor)
    assert cast.north.erp_id in north
    assert cast.south.erp_id not in north
    assert not may_see_agency(cast.north_advisor, "")
    seen = TenantAccount.objects.filter(north.within("agency__erp_id"))
    assert cast.account in seen
    assert cast.arrears_account not in seen


def test_the_accountant_sees_every_agency(cast: Cast) -> None:
    assert may_see_agency(cast.accountant, cast.south.erp_id)
    assert (
        TenantAccount.objects.filter(agencies_of(cast.accountant).within("agency__erp_id")).count()
        == TenantAccount.objects.count()
    )


def test_tenants_and_leavers_are_not_staff(cast: Cast) -> None:
    with pytest.raises(NotYours):
        staff_for(cast.awa_user)
    actions.end_staff(member=cast.north_advisor, actor=SYSTEM, now=NOW)
    assert not is_staff(cast.north_advisor.user)
    cast.north_advisor.refresh_from_db()
    assert not may_see_agency(cast.north_advisor, cast.north.erp_id)


def test_an_author_is_named_by_what_they_are(cast: Cast) -> None:
    assert actor_of(cast.awa_user).kind is ActorKind.TENANT
    assert actor_of(cast.north_advisor.user).kind is ActorKind.STAFF


def test_a_sealed_secret_opens_under_the_key_before(settings) -> None:
    kept = sealed("JBSWY3DP")
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another-key-" * 6
    assert unsealed(kept) == "JBSWY3DP"
    assert "JBSWY3DP" not in kept


def test_a_second_factor_is_a_totp_or_a_passkey(cast: Cast) -> None:
    from allauth.mfa.models import Authenticator

    user = cast.north_advisor.user
    assert not has_second_factor(user)
    Authenticator.objects.create(user=user, type="recovery_codes", data={})
    assert not has_second_factor(user)


def test_a_link_that_has_served_changes_no_password(cast: Cast) -> None:
    """Two answers to one link, both judged good before either was kept."""
    user = User.objects.get(pk=cast.awa_user.pk)
    late = User.objects.get(pk=cast.awa_user.pk)
    key = app_settings.PASSWORD_RESET_TOKEN_GENERATOR().make_token(user)
    given = {"key": key, "actor": SYSTEM, "now": NOW}
    actions.reset_password(user=user, password="sept-otaries-sur-un-banc", **given)
    with pytest.raises(actions.LinkUsed):
        actions.reset_password(user=late, password="un-autre-pour-le-voleur", **given)
    late.refresh_from_db()
    assert late.check_password("sept-otaries-sur-un-banc")


def test_somebody_elses_link_changes_no_password(cast: Cast) -> None:
    key = app_settings.PASSWORD_RESET_TOKEN_GENERATOR().make_token(cast.jeanne_user)
    with pytest.raises(actions.LinkUsed):
        actions.reset_password(
            user=cast.awa_user, key=key, password=PASSWORD, actor=SYSTEM, now=NOW
        )
