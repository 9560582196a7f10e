"""``/mon-profil/appareils/``: where the reader is signed in, and how to sign out from afar."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from palier.domain.accounts.models import User
from palier.domain.accounts.queries import actor_of
from palier.domain.accounts.sessions.actions import close_other_sessions, close_session
from palier.domain.accounts.sessions.queries import DeviceSeen, open_sessions_for
from palier.domain.accounts.sessions.store import SessionStore
from palier.portal.security.look import base_template
from palier.ui.french import day_and_time


@require_safe
def devices(request: HttpRequest) -> HttpResponse:
    """List the browsers signed in as the reader, this one first."""
    seen = open_sessions_for(
        _reader(request),
        current_code=_session(request).code,
        minutes=settings.PALIER_SESSION_MINUTES,
        now=timezone.now(),
    )
    context = {
        "base_template": base_template(request),
        "devices": [_line(device) for device in seen],
        "others": sum(not device.is_current for device in seen),
    }
    return render(request, "portal/devices/page.html", context)


@require_POST
def close(request: HttpRequest, code: str) -> HttpResponse:
    """Sign one browser out, at once."""
    user = _reader(request)
    if code == _session(request).code:
        return redirect("account_logout")
    close_session(user=user, code=code, actor=actor_of(user), now=timezone.now())
    messages.success(request, _("Cet appareil est déconnecté."))
    return redirect("portal:devices")


@require_POST
def close_others(request: HttpRequest) -> HttpResponse:
    """Sign every other browser out, at once."""
    user = _reader(request)
    closed = close_other_sessions(
        user=user,
        current_code=_session(request).code,
        actor=actor_of(user),
        now=timezone.now(),
    )
    said = ngettext(
        "%(count)d appareil est déconnecté.", "%(count)d appareils sont déconnectés.", closed
    )
    messages.success(request, said % {"count": closed})
    return redirect("portal:devices")


@require_safe
def time_left(request: HttpRequest) -> HttpResponse:
    """Say in how many seconds this session ends; asking is no gesture."""
    return JsonResponse(_left(_session(request), timezone.now()))


@require_POST
def stay(request: HttpRequest) -> HttpResponse:
    """Stay signed in: the post itself is the gesture."""
    if "X-Requested-With" in request.headers:
        return JsonResponse(_left(_session(request), timezone.now()))
    back = request.POST.get("next", "")
    inside = url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure())
    return redirect(back if inside else reverse("portal:home"))


urlpatterns = [
    path("", devices, name="devices"),
    path("autres/deconnecter/", close_others, name="devices-close-others"),
    path("session/", time_left, name="session-left"),
    path("session/rester/", stay, name="session-stay"),
    path("<str:code>/deconnecter/", close, name="device-close"),
]


def _reader(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


def _session(request: HttpRequest) -> SessionStore:
    assert isinstance(request.session, SessionStore)
    return request.session


def _left(session: SessionStore, now: dt.datetime) -> dict[str, object]:
    ends_at = session.ends_at
    left = max(0, int((ends_at - now).total_seconds())) if ends_at else 0
    return {"left": left, "last": not session.can_be_kept(now)}


def device_name(device: DeviceSeen) -> str:
    """Call a browser as its owner would: « Chrome sur Android »."""
    browser, system = device.device.browser, device.device.system
    if browser and system:
        return _("%(browser)s sur %(system)s") % {"browser": browser, "system": system}
    return browser or system or _("Navigateur inconnu")


def _line(device: DeviceSeen) -> dict[str, object]:
    return {
        "code": device.code,
        "name": device_name(device),
        "opened": day_and_time(device.opened_at),
        "seen": day_and_time(device.seen_at),
        "is_current": device.is_current,
        "is_shared": device.is_shared,
    }
