"""Check the answers, send them; or abandon."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from palier.domain.accounts.models import User
from palier.domain.accounts.queries import actor_of
from palier.domain.documents.intake.refusals import Refusal
from palier.domain.household import actions, queries
from palier.domain.household.models import AnswersDraft
from palier.domain.household.rules.changes import PROOFS, LeaseMeaning, Proof, meaning_for
from palier.domain.household.rules.questions import Answers, Question, first_missing
from palier.portal.account_choice import today_of
from palier.portal.household import words
from palier.portal.household.asking import view_of
from palier.portal.household.page import agency_card
from palier.ui.parts import Item


@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, code: str) -> HttpResponse:
    """Show every answer with the page where it is changed; send them."""
    draft = queries.draft_for(request.user, code)
    answers = Answers.from_json(draft.answers)
    view = view_of(request, draft)
    proofs = queries.proofs_waiting(draft.user, draft)
    missing = first_missing(answers) or (None if proofs else Question.PROOF)
    if missing is not None:
        return redirect("portal:household-question", code=code, question=missing.value)
    refused = ""
    if request.method == "POST":
        try:
            declaration = actions.declare(
                view=view,
                lease=draft.lease,
                answers=answers,
                proofs=proofs,
                user=draft.user,
                draft=draft,
                follows=draft.follows,
                actor=actor_of(request.user),
                now=timezone.now(),
            )
        except (actions.StillMissing, actions.AlreadyDeclared, Refusal) as trouble:
            refused = trouble.sentence
        else:
            messages.success(request, _("Votre déclaration est envoyée à votre agence."))
            return redirect("portal:household-declaration", code=declaration.code)
    members = queries.household_of(view, draft.lease, today_of(request))
    concerned = next((one for one in members if one.key == answers.member), None)
    holders = queries.holder_keys(draft.lease, today_of(request))
    about_holder = concerned is not None and concerned.person_id in holders
    meaning = meaning_for(answers.change, about_holder=about_holder)
    context = {
        "items": (*words.answer_items(answers, code), _proof_item(draft, answers, len(proofs))),
        "refused": refused,
        "page_has_errors": bool(refused),
        "touches_lease": meaning is not LeaseMeaning.NONE,
        "abandon_url": reverse("portal:household-abandon", args=[code]),
        "agency": agency_card(view),
    }
    return render(request, "portal/household/check.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def abandon(request: HttpRequest, code: str) -> HttpResponse:
    """Ask, then forget what was begun."""
    draft = queries.draft_for(request.user, code)
    if request.method == "POST":
        assert isinstance(request.user, User), "a draft has a user"
        actions.drop_draft(draft=draft, user=request.user)
        messages.info(request, _("Votre déclaration est effacée. Rien n’a été envoyé."))
        return redirect("portal:household")
    return render(
        request,
        "portal/household/abandon.html",
        {"back_url": reverse("portal:household-draft", args=[code])},
    )


def _proof_item(draft: AnswersDraft, answers: Answers, files: int) -> Item:
    count = ngettext("%(n)d fichier ajouté", "%(n)d fichiers ajoutés", files) % {"n": files}
    return Item(
        _("Justificatif"),
        str(PROOFS[Proof(answers.proof)]),
        note=count,
        change_url=reverse("portal:household-question", args=[draft.code, Question.PROOF.value]),
    )
