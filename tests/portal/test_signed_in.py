"""Who is signed in comes with the session's own row, and is judged as if it were looked up."""

from __future__ import annotations

from django.test import Client

from palier.domain.accounts.password_backend import PasswordBackend, at_hand
from tests.cast import Cast


def test_a_closed_account_is_signed_in_nowhere(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.awa_user)
    assert client.get("/mon-loyer/").status_code == 200
    cast.awa_user.is_active = False
    cast.awa_user.save()
    assert client.get("/mon-loyer/").status_code == 302
    with at_hand(cast.awa_user):
        assert PasswordBackend().get_user(cast.awa_user.pk) is None


def test_the_row_at_hand_answers_for_nobody_else(cast: Cast) -> None:
    with at_hand(cast.yanis_user):
        assert PasswordBackend().get_user(cast.awa_user.pk) == cast.awa_user
        assert PasswordBackend().get_user(cast.yanis_user.pk) is cast.yanis_user
