"""``/agence/connexion/``: staff sign in with the landlord's directory, and come back."""

from __future__ import annotations

import hmac
import time
from typing import Any

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from palier.domain.accounts.adapter import DIRECTORY_TOKEN, directory
from palier.domain.accounts.models import User
from palier.domain.accounts.secrets import sealed
from palier.domain.accounts.single_sign_on.actions import (
    NotRecognised,
    note_refusal,
    recognise_staff,
)
from palier.domain.accounts.single_sign_on.gateway import (
    Directory,
    SignOnRefused,
    authorization_url,
    identity_from,
    new_start,
)
from palier.domain.accounts.single_sign_on.rules import Identity, Started, shows_second_factor
from palier.domain.accounts.stages import DIRECTORY, PROVIDER_FACTOR
from palier.domain.audit.actor import Actor
from palier.foundation.doors import public
from palier.foundation.errors import DomainError

_ON_THE_WAY = "palier_on_the_way"
_LONGEST_WAY = 10 * 60
_CLOCKS_APART = 60


@public
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Send the browser to the directory; somebody signed in is asked to show who they are."""
    where = _directory()
    started = new_start()
    again = request.user.is_authenticated
    try:
        url = authorization_url(where, started=started, back_to=_back_to(), again=again)
    except SignOnRefused as refusal:
        return _refused(request, refusal, refusal.reason)
    request.session[_ON_THE_WAY] = {
        "state": started.state,
        "nonce": started.nonce,
        "verifier": started.verifier,
        "next": _inside(request, request.GET.get("next", "")),
        "at": time.time(),
    }
    return HttpResponseRedirect(url)


@public
@require_safe
def back(request: HttpRequest) -> HttpResponse:
    """Take the directory's answer, once, in the browser that was sent there."""
    where = _directory()
    sent: dict[str, Any] = request.session.pop(_ON_THE_WAY, {})
    try:
        identity = _identity(request, where, sent)
        member = recognise_staff(
            identity=identity,
            by_email=bool(settings.PALIER_SSO["email"]),
            actor=Actor.visitor(),
            now=timezone.now(),
        )
    except SignOnRefused as refusal:
        return _refused(request, refusal, refusal.reason)
    except NotRecognised as refusal:
        return _refused(request, refusal, "unknown")
    if request.user.is_authenticated:
        return _shown_again(request, member.user, identity, sent)
    record_authentication(request, member.user, DIRECTORY, uid=identity.identifier)
    if shows_second_factor(identity.claims, list(settings.PALIER_SSO["second_factor"])):
        record_authentication(request, member.user, "mfa", type=PROVIDER_FACTOR)
    request.session[DIRECTORY_TOKEN] = sealed(identity.id_token)
    login = Login(user=member.user, redirect_url=sent["next"] or reverse("office:queue"))
    answer: HttpResponse = perform_login(request, login)
    return answer


urlpatterns = [
    path("", start, name="directory-start"),
    path("retour/", back, name="directory-back"),
]


def _directory() -> Directory:
    found = directory()
    if found is None:
        raise Http404()
    return found


def _back_to() -> str:
    return f"{settings.PALIER_ADDRESS}{reverse('office:directory-back')}"


def _identity(request: HttpRequest, where: Directory, sent: dict[str, Any]) -> Identity:
    said = request.GET.get("state", "")
    if not sent or not hmac.compare_digest(said.encode(), sent["state"].encode()):
        raise SignOnRefused("state")
    if time.time() - sent["at"] > _LONGEST_WAY:
        raise SignOnRefused("late")
    if "error" in request.GET or not request.GET.get("code"):
        raise SignOnRefused("cancelled")
    return identity_from(
        where,
        code=request.GET["code"],
        issuer_said=request.GET.get("iss", ""),
        started=Started(state=sent["state"], nonce=sent["nonce"], verifier=sent["verifier"]),
        back_to=_back_to(),
    )


def _shown_again(
    request: HttpRequest, user: User, identity: Identity, sent: dict[str, Any]
) -> HttpResponse:
    """Take it that the reader has just shown who they are, if the directory says when."""
    seen_at = identity.claims.get("auth_time")
    just_now = isinstance(seen_at, int | float) and seen_at >= sent["at"] - _CLOCKS_APART
    if user.pk != request.user.pk or not just_now:
        return _refused(request, SignOnRefused("again"), "again")
    request.session.cycle_key()
    record_authentication(request, user, DIRECTORY, reauthenticated=True)
    return redirect(sent["next"] or reverse("portal:security"))


def _refused(request: HttpRequest, refusal: DomainError, reason: str) -> HttpResponse:
    note_refusal(reason=reason, now=timezone.now())
    if reason == "cancelled":
        messages.info(request, _("La connexion a été abandonnée."))
    else:
        messages.error(request, refusal.sentence)
    return redirect("account_login")


def _inside(request: HttpRequest, page: str) -> str:
    allowed = url_has_allowed_host_and_scheme(page, {request.get_host()}, request.is_secure())
    return page if allowed else ""
