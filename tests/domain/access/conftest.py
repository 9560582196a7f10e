from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from palier.domain.access import actions
from palier.domain.access.models import Opening, PersonLink
from palier.domain.access.queries import link_token
from palier.domain.accounts.models import User
from palier.domain.audit.actor import Actor
from palier.domain.mail.models import Letter
from tests.cast import NOW, PASSWORD, Cast

VISITOR = Actor.visitor()


@pytest.fixture
def newcomers(cast: Cast) -> Cast:
    """Give the cast before anybody opened an account."""
    PersonLink.objects.all().delete()
    User.objects.filter(staff_member=None).delete()
    return cast


@pytest.fixture
def ask(db: None) -> Callable[..., Opening]:
    """Ask for an account as Awa, but for what is said otherwise."""

    def ask(**typed: object) -> Opening:
        asked = {
            "reference": "L/0012345",
            "family_name": "Diallo",
            "email": "awa@exemple.fr",
            "password": PASSWORD,
            "language": "fr",
            "actor": VISITOR,
            "now": NOW,
        }
        return actions.open_account(**(asked | typed))  # type: ignore[arg-type]

    return ask


@pytest.fixture
def confirm(db: None) -> Callable[..., User]:
    """Confirm an opening from the browser that asked for it."""

    def confirm(opening: Opening, now: dt.datetime = NOW) -> User:
        return actions.confirm_email(
            code=opening.code,
            token=link_token(opening),
            password=None,
            same_browser=True,
            actor=VISITOR,
            now=now,
        )

    return confirm


def letters(template: str = "") -> list[Letter]:
    found = Letter.objects.order_by("pk")
    return list(found.filter(template=f"mail/{template}") if template else found)
