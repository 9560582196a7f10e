from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client

from palier.domain.access.models import PersonLink
from palier.domain.casework.models import Case
from tests.cast import Cast
from tests.domain.casework.making import hardship
from tests.office.desks import at_desk


@pytest.fixture
def nora(cast: Cast) -> Client:
    """Nora, advisor of the North."""
    return at_desk(cast.north_advisor)


@pytest.fixture
def sacha(cast: Cast) -> Client:
    """Sacha, advisor of the South."""
    return at_desk(cast.south_advisor)


@pytest.fixture
def adama(cast: Cast) -> Client:
    """Adama, administrator of every agency."""
    return at_desk(cast.administrator)


@pytest.fixture
def case(cast: Cast, now: dt.datetime) -> Case:
    """Awa's demand, in the North."""
    return hardship(cast, now)


@pytest.fixture
def claim(cast: Cast, now: dt.datetime) -> PersonLink:
    """A stranger says they are Yanis, on the account of the North."""
    PersonLink.objects.filter(person=cast.yanis).delete()
    cast.yanis.birth_date = dt.date(1988, 4, 2)
    cast.yanis.mobile = "+33639980012"
    cast.yanis.save()
    return PersonLink.objects.create(
        user=cast.stranger_user,
        person=cast.yanis,
        tenant_account=cast.account,
        opened_at=now,
        moved_at=now,
    )
