"""What is typed, one thing a page, so that nothing typed is lost with an error.

Reference, name and address wait in the session; the password never does.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from palier.domain.access import actions, queries
from palier.domain.access.password_rule import sentence_about
from palier.domain.accounts.queries import actor_of
from palier.domain.accounts.throttling import count, give_back, wait_before
from palier.foundation.doors import public
from palier.portal.held_back import held_back
from palier.portal.opening import limits
from palier.portal.opening.forms import AddressForm, PasswordForm, WhoForm
from palier.ui.parts import Step

TYPED = "opening"


def typed_so_far(request: HttpRequest) -> dict[str, str]:
    """Give what the session keeps of an opening under way."""
    kept: dict[str, str] = request.session.get(TYPED, {})
    return kept


@public
@require_http_methods(["GET", "HEAD", "POST"])
def who(request: HttpRequest) -> HttpResponse:
    kept = typed_so_far(request)
    initial = {name: kept.get(name, "") for name in ("reference", "family_name")}
    form = WhoForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        reserved = limits.reserve_names(request, form.cleaned_data["reference"], now)
        if reserved.wait:
            return held_back(request, reserved.wait)
        try:
            queries.holders_answering(**form.cleaned_data)
        except queries.NothingMatches as refusal:
            form.add_error(_field_of(refusal), refusal.sentence)
        else:
            give_back(reserved.counted, now)
            request.session[TYPED] = kept | form.cleaned_data
            return redirect("portal:opening-address")
    return _page(request, "who", 0, form)


@public
@require_http_methods(["GET", "HEAD", "POST"])
def address(request: HttpRequest) -> HttpResponse:
    kept = typed_so_far(request)
    if "reference" not in kept:
        return redirect("portal:opening")
    form = AddressForm(
        request.POST if request.method == "POST" else None, initial={"email": kept.get("email", "")}
    )
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data["email"]
        if form.proposed is None:
            request.session[TYPED] = kept | {"email": typed}
            return redirect("portal:opening-password")
        return _page(request, "address", 1, form, typed=typed, proposed=form.proposed)
    return _page(request, "address", 1, form)


@public
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    kept = typed_so_far(request)
    if "email" not in kept:
        return redirect("portal:opening-address")
    form = PasswordForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        letters = limits.of_letters(request)
        wait = wait_before(letters, now)
        if wait:
            return held_back(request, wait)
        try:
            opening = actions.open_account(
                reference=kept["reference"],
                family_name=kept["family_name"],
                email=kept["email"],
                password=form.cleaned_data["password"],
                language=get_language() or settings.LANGUAGE_CODE,
                actor=actor_of(request.user),
                now=now,
            )
        except actions.WeakPassword as weak:
            form.add_error("password", weak.sentence)
        except queries.NothingMatches:
            return redirect("portal:opening")
        else:
            count(letters, now)
            # The name and the reference are no longer needed; the code shows that this
            # browser is the one that asked.
            request.session[TYPED] = {"email": kept["email"], "code": opening.code}
            return redirect("portal:opening-sent")
    return _page(request, "password", 2, form, email=kept["email"])


@public
@sensitive_post_parameters("password")
@require_POST
def password_opinion(request: HttpRequest) -> HttpResponse:
    """Judge a password while it is typed, for the sentence under its box."""
    now = timezone.now()
    asked = limits.of_opinions(request)
    if wait_before(asked, now):
        return JsonResponse({"sentence": "", "good": False}, status=429)
    count(asked, now)
    kept = typed_so_far(request)
    about = [kept.get(name, "") for name in ("reference", "family_name", "email")]
    weakness = sentence_about(request.POST.get("password", "")[:200], about)
    good = weakness is None
    return JsonResponse({"sentence": weakness or _("C’est un bon mot de passe."), "good": good})


def _field_of(refusal: queries.NothingMatches) -> str | None:
    if isinstance(refusal, queries.DwellingNumberTyped):
        return "reference"
    return "family_name" if isinstance(refusal, queries.FirstNameTyped) else None


def _page(request: HttpRequest, name: str, position: int, form: Any, **more: Any) -> HttpResponse:
    labels = (_("Votre avis"), _("Votre adresse"), _("Mot de passe"))
    states = ["done"] * position + ["current"] + ["todo"] * (2 - position)
    steps = tuple(Step(label, state) for label, state in zip(labels, states, strict=True))
    context = {"form": form, "steps": steps, "address": settings.PALIER_ADDRESS, **more}
    return render(request, f"portal/opening/{name}.html", context)
