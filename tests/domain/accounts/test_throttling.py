from __future__ import annotations

import datetime as dt
from unittest import mock

import pytest
from django.core.cache import cache
from django.db import DatabaseError

from palier.domain.accounts.models import Tries
from palier.domain.accounts.throttling import (
    Limit,
    count,
    forget_old_tries,
    forgive,
    reserve,
    wait_before,
)
from tests.cast import NOW

LIMIT = Limit("test", tries=3, window=dt.timedelta(minutes=10))
KEY = [(LIMIT, "somebody")]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]


def test_tries_are_held_back_once_the_limit_is_reached() -> None:
    for _ in range(3):
        assert not wait_before(KEY, NOW)
        count(KEY, NOW)
    assert wait_before(KEY, NOW) == dt.timedelta(minutes=10)
    assert not wait_before([(LIMIT, "somebody else")], NOW)


def test_the_wait_shrinks_and_ends() -> None:
    for minute in range(3):
        count(KEY, NOW + dt.timedelta(minutes=minute))
    assert wait_before(KEY, NOW + dt.timedelta(minutes=4)) == dt.timedelta(minutes=6)
    assert not wait_before(KEY, NOW + dt.timedelta(minutes=10, seconds=1))


def test_the_longest_wait_of_several_limits_counts() -> None:
    strict = Limit("strict", tries=1, window=dt.timedelta(hours=1))
    both = [*KEY, (strict, "somebody")]
    count(both, NOW)
    assert wait_before(both, NOW) == dt.timedelta(hours=1)
    forgive(both)
    assert not wait_before(both, NOW)


def test_a_limit_outlives_the_cache_and_whoever_counted() -> None:
    for _ in range(3):
        count(KEY, NOW)
    cache.clear()
    assert wait_before(KEY, NOW)


def test_what_is_counted_under_is_not_readable() -> None:
    count([(LIMIT, "awa@exemple.fr")], NOW)
    assert "awa" not in Tries.objects.get().place


def test_tries_that_count_no_more_are_forgotten() -> None:
    count(KEY, NOW)
    assert forget_old_tries(now=NOW + dt.timedelta(minutes=9)) == 0
    assert forget_old_tries(now=NOW + dt.timedelta(minutes=11)) == 1


def test_a_table_that_does_not_answer_lets_the_owner_in() -> None:
    with mock.patch.object(Tries, "objects") as broken:
        broken.filter.side_effect = broken.bulk_create.side_effect = DatabaseError
        count(KEY, NOW)
        assert not wait_before(KEY, NOW)
        assert not reserve(KEY, NOW)
