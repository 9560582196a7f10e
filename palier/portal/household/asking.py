"""The questions of a declaration, one page each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from palier.domain.access.queries import AccountView, tenant_account_for
from palier.domain.access.rules.delegating import Scope
from palier.domain.accounts.models import User
from palier.domain.household import actions, queries
from palier.domain.household.models import AnswersDraft
from palier.domain.household.queries import Member
from palier.domain.household.rules.changes import CHILD, Change, Direction
from palier.domain.household.rules.questions import (
    Answers,
    Question,
    first_missing,
    question_after,
    question_before,
    questions_for,
)
from palier.foundation.errors import NotYours
from palier.portal.account_choice import today_of
from palier.portal.household import forms, words
from palier.portal.household.page import agency_card
from palier.ui.forms import Form

FORMS: Mapping[Question, type[forms.QuestionForm]] = {
    Question.DIRECTION: forms.DirectionForm,
    Question.CHANGE: forms.ChangeForm,
    Question.MEMBER: forms.MemberForm,
    Question.NAMES: forms.NamesForm,
    Question.RELATION: forms.RelationForm,
    Question.DATE: forms.EffectiveDateForm,
}
CHECK = "portal:household-check"
ADULTS_LEAVE = (Change.SEPARATION, Change.DIVORCE)


@require_safe
def go_on(request: HttpRequest, code: str) -> HttpResponse:
    """Lead to the first question without an answer, or to the check."""
    draft = queries.draft_for(request.user, code)
    return redirect(_next_url(draft, Answers.from_json(draft.answers)))


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, code: str, question: str) -> HttpResponse:
    """Ask one question; keep the answer; lead to the next."""
    draft = queries.draft_for(request.user, code)
    answers = Answers.from_json(draft.answers)
    if question not in set(Question):
        raise NotYours()
    asked = Question(question)
    if asked not in questions_for(answers):
        return redirect(_next_url(draft, answers))
    view = view_of(request, draft)
    now = timezone.now()
    form = _form(request, asked, draft, answers, view, now)
    if request.method == "POST" and form.is_valid():
        after = form.answered()  # type: ignore[attr-defined]
        draft = actions.answer(draft=draft, answers=after, now=now)
        return redirect(_following_url(draft, after, asked))
    return render(
        request,
        "portal/household/question.html",
        {
            "form": form,
            "fields": list(form),
            "page_has_errors": bool(form.errors),
            "title": words.question_title(asked, answers),
            "is_proof": asked is Question.PROOF,
            "is_names": asked is Question.NAMES,
            "rank": questions_for(answers).index(asked) + 1,
            "back_url": _back_url(draft, answers, asked),
            "abandon_url": reverse("portal:household-abandon", args=[draft.code]),
            "agency": agency_card(view),
        },
    )


def view_of(request: HttpRequest, draft: AnswersDraft) -> AccountView:
    """Give the account of a draft as its author sees it today.

    Raises:
        NotYours: they hold it no longer.
    """
    code = draft.lease.tenant_account.code
    view = tenant_account_for(request.user, code, today_of(request), for_=Scope.PAPERS)
    if view.is_former:
        raise NotYours()
    return view


def _form(
    request: HttpRequest,
    asked: Question,
    draft: AnswersDraft,
    answers: Answers,
    view: AccountView,
    now: dt.datetime,
) -> Form:
    sent = request.POST if request.method == "POST" else None
    if asked is Question.PROOF:
        assert isinstance(request.user, User), "a draft has a user"
        return forms.ProofForm(
            sent, request.FILES if sent is not None else None,
            answers=answers, owner=request.user, about=draft.code, now=now,
        )  # fmt: skip
    day = today_of(request)
    given: dict[str, Any] = {
        "answers": answers,
        "today": day,
        "label": words.answer_label(asked),
    }
    if asked is Question.MEMBER:
        members = queries.household_of(view, draft.lease, day)
        given["members"] = _concerned(members, answers, view.person.pk)
    return FORMS[asked](sent, **given)


def _concerned(members: Sequence[Member], answers: Answers, reader_id: int) -> list[Member]:
    """Keep those a change may be about: nobody marries themselves nor declares their own death."""
    kept = [
        member
        for member in members
        if member.presence == queries.Presence.KNOWN or member.key == answers.member
    ]
    kind = answers.kind
    if answers.change == Change.DEATH or (kind and kind.direction == Direction.UNION):
        kept = [member for member in kept if member.person_id != reader_id]
    if answers.change in ADULTS_LEAVE or (kind and kind.direction == Direction.UNION):
        kept = [member for member in kept if member.relation != CHILD]
    if answers.change == Change.CHILD_LEAVES:
        children = [member for member in kept if member.relation == CHILD]
        kept = children or [member for member in kept if member.person_id != reader_id]
    return kept


def _url(draft: AnswersDraft, question: Question) -> str:
    return reverse("portal:household-question", args=[draft.code, question.value])


def _next_url(draft: AnswersDraft, answers: Answers) -> str:
    missing = first_missing(answers)
    return _url(draft, missing) if missing else reverse(CHECK, args=[draft.code])


def _following_url(draft: AnswersDraft, answers: Answers, asked: Question) -> str:
    """Lead to the next question; straight back to the check when all is answered."""
    if first_missing(answers) is None and queries.proofs_waiting(draft.user, draft):
        return reverse(CHECK, args=[draft.code])
    after = question_after(answers, asked)
    return _url(draft, after) if after else _next_url(draft, answers)


def _back_url(draft: AnswersDraft, answers: Answers, asked: Question) -> str:
    before = question_before(answers, asked)
    return _url(draft, before) if before else reverse("portal:household")
