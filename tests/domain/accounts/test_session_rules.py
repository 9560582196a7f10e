from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from palier.domain.accounts.sessions.rules.devices import Device, device_of
from palier.domain.accounts.sessions.rules.limits import (
    WARNING,
    Limits,
    can_be_kept,
    end_of,
    limits_of,
)
from tests.cast import NOW

MINUTES = {"tenant": (60, 720), "staff": (30, 600), "shared": (10, 60)}
minutes = st.integers(min_value=1, max_value=2_000)


@given(idle=minutes, absolute=minutes, gestures=st.lists(minutes, max_size=20))
def test_no_gesture_ever_takes_a_session_past_its_longest(
    idle: int, absolute: int, gestures: list[int]
) -> None:
    limits = Limits(dt.timedelta(minutes=idle), dt.timedelta(minutes=absolute))
    seen = NOW
    for pause in gestures:
        seen += dt.timedelta(minutes=pause)
    end = end_of(opened_at=NOW, seen_at=seen, limits=limits)
    assert end <= NOW + limits.absolute
    assert end <= seen + limits.idle


def test_an_unknown_kind_has_the_limits_of_a_tenant() -> None:
    assert limits_of("", MINUTES) == limits_of("tenant", MINUTES)
    assert limits_of("shared", MINUTES).idle == dt.timedelta(minutes=10)


@pytest.mark.parametrize(("left", "expected"), [(3, True), (2, False), (1, False)])
def test_a_session_near_its_longest_cannot_be_kept(left: int, expected: bool) -> None:
    limits = limits_of("staff", MINUTES)
    now = NOW + limits.absolute - dt.timedelta(minutes=left)
    assert can_be_kept(opened_at=NOW, now=now, limits=limits) is expected
    assert dt.timedelta(minutes=2) == WARNING


@pytest.mark.parametrize(
    ("agent", "device"),
    [
        (
            "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) "
            "Chrome/130.0.0.0 Mobile Safari/537.36",
            Device("Chrome", "Android"),
        ),
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
            "Chrome/130.0.0.0 Safari/537.36 Edg/130.0.0.0",
            Device("Edge", "Windows"),
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 "
            "(KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1",
            Device("Safari", "iPhone"),
        ),
        (
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:131.0) Gecko/20100101 Firefox/131.0",
            Device("Firefox", "Mac"),
        ),
        (
            "Mozilla/5.0 (Linux; Android 13; SM-A145R) AppleWebKit/537.36 (KHTML, like Gecko) "
            "SamsungBrowser/25.0 Chrome/121.0.0.0 Mobile Safari/537.36",
            Device("Samsung Internet", "Android"),
        ),
        ("Mozilla/5.0 (Windows NT 6.1; Trident/7.0; rv:11.0) like Gecko",
         Device("Internet Explorer", "Windows")),
        ("curl/8.5.0", Device("", "")),
        ("", Device("", "")),
    ],
)  # fmt: skip
def test_a_browser_is_called_by_its_usual_name(agent: str, device: Device) -> None:
    assert device_of(agent) == device
