"""The second proof. Until it is given, these pages are all that a user sees."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods, require_POST

from palier.domain.access import actions, queries
from palier.domain.access.models import PersonLink, SecondProof
from palier.domain.accounts.models import User
from palier.domain.accounts.queries import actor_of
from palier.domain.casework.actions import open_case
from palier.domain.casework.models import Case
from palier.domain.landlord.queries import today
from palier.foundation.errors import MoveRefused, NotYours
from palier.portal.opening.forms import CodeForm, FirstNameForm


@require_http_methods(["GET", "HEAD", "POST"])
def prove(request: HttpRequest) -> HttpResponse:
    """Show what is left to do, and take the code that came by e-mail or by letter."""
    user = _user(request)
    claims = queries.claims_of(user)
    if not claims:
        if queries.opening_to_settle(user) is not None:
            return redirect("portal:opening-first-name")
        return redirect("/")
    claim, now = claims[0], timezone.now()
    form = CodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.give_proof(
                link=claim, typed=form.cleaned_data["typed"], actor=actor_of(user), now=now
            )
        except actions.WrongCode as wrong:
            form.add_error("typed", wrong.sentence)
        except MoveRefused:
            return redirect("portal:opening-identity")
        else:
            if queries.takeover_of(claim) is not None:
                return redirect("portal:opening-identity")
            messages.success(request, _("Votre identité est confirmée. Bienvenue chez vous."))
            return redirect("/")
    takeover = queries.takeover_of(claim)
    if takeover is not None:
        return render(
            request,
            "portal/opening/takeover.html",
            {"email": user.email, "opens_at": takeover.opens_at},
        )
    methods = SecondProof.Method
    return render(
        request,
        "portal/opening/identity.html",
        {
            "form": form,
            "email": user.email,
            "refused": claim.state == PersonLink.State.REFUSED,
            "choices": queries.proof_choices(claim, today(now)),
            "email_code": queries.live_proof(claim, methods.EMAIL_CODE, now),
            "letter": queries.live_proof(claim, methods.LETTER_CODE, now),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def first_name(request: HttpRequest) -> HttpResponse:
    """Ask which holder the user is, when several share the family name."""
    user = _user(request)
    if queries.opening_to_settle(user) is None:
        return redirect("portal:opening-identity")
    form = FirstNameForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.choose_person(
                user=user,
                given_name=form.cleaned_data["given_name"],
                actor=actor_of(user),
                now=timezone.now(),
            )
        except actions.NameNotAmongHolders as unknown:
            form.add_error("given_name", unknown.sentence)
        except actions.AlreadyConfirmed:
            return redirect("portal:opening-identity")
        else:
            return redirect("portal:opening-identity")
    return render(request, "portal/opening/first_name.html", {"form": form})


@require_POST
def send_code(request: HttpRequest) -> HttpResponse:
    claim = _claim(request)
    try:
        actions.send_email_code(link=claim, actor=actor_of(claim.user), now=timezone.now())
    except (actions.TooManyCodes, actions.ProofNotOffered) as refusal:
        messages.warning(request, refusal.sentence)
    else:
        messages.success(
            request, _("Le code part à l’instant. Il arrive en général en moins de deux minutes.")
        )
    return redirect("portal:opening-identity")


@require_POST
def ask_letter(request: HttpRequest) -> HttpResponse:
    claim, now = _claim(request), timezone.now()
    try:
        with transaction.atomic():
            actions.request_letter(link=claim, actor=actor_of(claim.user), now=now)
            _tell_the_desk(claim, gettext_noop("Envoyer la lettre qui porte le code"))
    except actions.ProofNotOffered as refusal:
        messages.warning(request, refusal.sentence)
    else:
        messages.success(
            request, _("C’est demandé. La lettre arrive à votre logement sous quelques jours.")
        )
    return redirect("portal:opening-identity")


@require_POST
def ask_advisor(request: HttpRequest) -> HttpResponse:
    claim = _claim(request)
    _tell_the_desk(claim, gettext_noop("Vérifier l’identité à l’agence ou par téléphone"))
    messages.success(
        request,
        _("C’est demandé. Un conseiller vous contacte ; vous pouvez aussi passer à l’agence."),
    )
    return redirect("portal:opening-identity")


def _tell_the_desk(claim: PersonLink, subject: str) -> None:
    open_case(
        kind=Case.Kind.SECOND_PROOF,
        subject=subject,
        tenant_account=claim.tenant_account,
        user=claim.user,
        about=claim,
        live_key=f"second_proof:{claim.code}",
        actor=actor_of(claim.user),
        now=timezone.now(),
    )


def _claim(request: HttpRequest) -> PersonLink:
    claims = queries.claims_of(_user(request))
    if not claims or claims[0].state != PersonLink.State.CLAIMED:
        raise NotYours()
    return claims[0]


def _user(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise NotYours()
    return request.user
