"""``/agence/messages/CODE/``: one thread, and every act on its case."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from palier.domain.accounts.queries import named
from palier.domain.audit.catalogue import Event
from palier.domain.audit.queries import trail_of
from palier.domain.casework import actions as casework
from palier.domain.casework.models import Case
from palier.domain.documents.intake import actions as intake
from palier.domain.documents.intake.actions.bundles import Bundle
from palier.domain.documents.intake.models import Draft as FileDraft
from palier.domain.documents.intake.refusals import Refusal
from palier.domain.documents.models import StoredFile
from palier.domain.documents.rules import safe_name
from palier.domain.documents.vault import read
from palier.domain.estate.queries import agencies
from palier.domain.messaging import actions, queries, rules
from palier.domain.messaging.queries import DeskThread
from palier.foundation.errors import DomainError, NotYours
from palier.office.case_forms import AssignForm, CloseForm, RevisionForm
from palier.office.case_words import history, promise_words
from palier.office.cases import changes_of, following, tenant_shown
from palier.office.frame import show
from palier.office.gate import Desk, at_desk
from palier.office.looks import look
from palier.office.messages.forms import AnswerForm, MessageForm, ThreadTransferForm
from palier.office.messages.words import conversation, topic_label
from palier.office.permissions import Permission
from palier.office.queue import promise_status, queue_url
from palier.office.reviewing.screen import other_reader
from palier.ui.downloads import download
from palier.ui.parts import Status

PHOTOS = gettext_lazy("Photos")
FILES = gettext_lazy("Pièces jointes au message")


@at_desk(Permission.READ_CASES)
def thread(request: HttpRequest, desk: Desk, code: str) -> HttpResponse:
    """Show a thread of the reader's agencies."""
    return _page(request, desk, queries.thread_at_desk(desk.staff, code))


@at_desk(Permission.WORK_CASES)
def act(request: HttpRequest, desk: Desk, code: str, verb: str) -> HttpResponse:
    """Do one thing in a thread, unless somebody changed its case since the page was read."""
    if request.method != "POST":
        return redirect("office:thread", code=code)
    found = queries.thread_at_desk(desk.staff, code)
    if verb == "repondre":
        return _answer(request, desk, found)
    case = found.thread.case
    if (
        verb not in ACTS
        or case is None
        or (verb == "confier" and not desk.may(Permission.ASSIGN_CASES))
    ):
        raise NotYours()
    doing = ACTS[verb]
    form = doing.form(request.POST, desk=desk, case=case, auto_id=f"{verb}_%s", places=agencies())
    if not form.is_valid():
        return _page(request, desk, found, bound={verb: form}, status=422)
    common = {
        "revision": form.cleaned_data["revision"],
        "staff": desk.staff,
        "actor": desk.actor,
        "now": desk.now,
    }
    try:
        doing.do(found, common, form)
    except casework.CaseChanged as changed:
        return _again(request, desk, code, {verb: form}, changed)
    except NotYours:
        raise
    except DomainError as refused:
        form.add_error(None, refused.sentence)
        return _again(request, desk, code, {verb: form})
    messages.success(request, str(doing.done))
    if doing.leaves:
        return redirect(following(request, desk, case) or queue_url())
    return redirect("office:thread", code=code)


@require_POST
@at_desk(Permission.WORK_CASES)
def save(request: HttpRequest, desk: Desk, code: str) -> HttpResponse:
    """Keep what is being written, for the page's script."""
    _keep(request, desk, _writable(queries.thread_at_desk(desk.staff, code)))
    return render(request, "office/messages/saved.html", {"now": desk.now})


@at_desk(Permission.READ_CASES)
def attachment(request: HttpRequest, desk: Desk, code: str) -> HttpResponse:
    """Give a file of a message; the look is recorded."""
    found = queries.attachment_at_desk(desk.staff, code)
    about = found.message.thread
    if found.file.state != StoredFile.State.CLEAN:
        return redirect("office:thread", code=about.code)
    look(
        request,
        desk,
        Event.ATTACHMENT_SEEN,
        account=about.tenant_account,
        subject=found,
        person_id=about.person_id,
        title=about.title,
    )
    return download(
        read(found.file.sha256),
        file_name=safe_name(found.title, found.file.media_type),
        media_type=found.file.media_type,
    )


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that can be done in a thread: its form, its action, what is said afterwards."""

    form: type[RevisionForm]
    do: Callable[[DeskThread, Mapping[str, Any], Any], object]
    done: Any
    leaves: bool = False


ACTS: Mapping[str, Act] = {
    "prendre": Act(
        RevisionForm,
        lambda found, common, form: casework.take_case(**_of(found, common)),
        gettext_lazy("Cette conversation est à vous."),
    ),
    "remettre": Act(
        RevisionForm,
        lambda found, common, form: casework.release_case(**_of(found, common)),
        gettext_lazy("La conversation est de nouveau dans la file, pour tous."),
    ),
    "confier": Act(
        AssignForm,
        lambda found, common, form: casework.assign_case(
            to=form.cleaned_data["colleague"], **_of(found, common)
        ),
        gettext_lazy("La conversation est confiée."),
    ),
    "transferer": Act(
        ThreadTransferForm,
        lambda found, common, form: actions.transfer(
            thread=found.thread, to=form.cleaned_data["agency"], team=form.team, **common
        ),
        gettext_lazy("La conversation est transférée, entière. Le locataire lit à qui."),
        leaves=True,
    ),
    "terminer": Act(
        CloseForm,
        lambda found, common, form: actions.close(
            thread=found.thread, reason=form.cleaned_data["reason"], **common
        ),
        gettext_lazy("La conversation est terminée. Le locataire lit pourquoi."),
        leaves=True,
    ),
    "rouvrir": Act(
        RevisionForm,
        lambda found, common, form: actions.reopen(thread=found.thread, **common),
        gettext_lazy("La conversation est rouverte, avec une nouvelle promesse."),
    ),
}


def inserted(form: MessageForm, texts: list[Any], values: Mapping[str, str]) -> dict[str, Any]:
    """Give what is typed with the reply text chosen, filled in, after it."""
    chosen = str(form["model"].value() or "")
    typed = str(form["text"].value() or "").rstrip()
    body = next((rules.filled(kept.body, values) for kept in texts if kept.code == chosen), "")
    kept = {name: form[name].value() for name in form.fields if name not in ("files", "held_on")}
    return {**kept, "text": "\n\n".join(part for part in (typed, body) if part), "model": ""}


def gathered(drafts: tuple[FileDraft, ...]) -> tuple[Bundle | None, list[str]]:
    """Make the files of a message ready, and name them."""
    if not drafts:
        return None, []
    parts = [(draft.kind == FileDraft.Kind.PHOTO, draft.name) for draft in drafts]
    bundle = intake.assemble(drafts=drafts, title=str(FILES), together=False)
    return bundle, rules.attachment_titles(parts, str(PHOTOS))


def _answer(request: HttpRequest, desk: Desk, found: DeskThread) -> HttpResponse:
    writable = _writable(found)
    texts = queries.reply_texts_for(desk.staff, topic=found.thread.topic)
    form = _form(desk, found, texts, request)
    valid = form.is_valid()
    if "insert" in request.POST:
        filled = inserted(form, texts, queries.values_for(found.thread, desk.staff))
        return _page(
            request, desk, found, bound={"repondre": _form(desk, found, texts, initial=filled)}
        )
    if "save" in request.POST and "files" not in form.errors:
        _keep(request, desk, writable)
        messages.success(request, _("Votre brouillon est gardé, pour vous seul."))
        return redirect("office:thread", code=found.thread.code)
    if not valid:
        return _page(request, desk, found, bound={"repondre": form}, status=422)
    typed = form.cleaned_data
    try:
        bundle, titles = gathered(typed["files"])
        actions.answer(
            thread=found.thread,
            revision=typed["revision"],
            text=typed["text"],
            kind=typed["kind"],
            held_on=form.held,
            keeps_promise=not typed["pending"],
            closes=typed["closes"],
            bundle=bundle,
            titles=titles,
            key=f"{desk.staff.user_id}:{typed['key']}" if typed["key"] else "",
            staff=desk.staff,
            actor=desk.actor,
            now=desk.now,
        )
    except casework.CaseChanged as changed:
        return _again(request, desk, found.thread.code, {"repondre": form}, changed)
    except Refusal as refusal:
        form.refuse("files", refusal)
        return _again(request, desk, found.thread.code, {"repondre": form})
    except NotYours:
        raise
    except DomainError as refused:
        form.add_error(None, refused.sentence)
        return _again(request, desk, found.thread.code, {"repondre": form})
    messages.success(request, _("C’est enregistré dans la conversation."))
    return redirect(f"{reverse('office:thread', args=[found.thread.code])}#dernier")


def _again(
    request: HttpRequest,
    desk: Desk,
    code: str,
    bound: Mapping[str, Any],
    changed: casework.CaseChanged | None = None,
) -> HttpResponse:
    fresh = queries.thread_at_desk(desk.staff, code)
    return _page(request, desk, fresh, bound=bound, changed=changed, status=409)


def _of(found: DeskThread, common: Mapping[str, Any]) -> dict[str, Any]:
    """Give what an act on the case is given."""
    return {"case": found.thread.case, **common}


def _writable(found: DeskThread) -> DeskThread:
    if not found.may_write:
        raise NotYours()
    return found


def _keep(request: HttpRequest, desk: Desk, found: DeskThread) -> None:
    actions.save_draft(
        user=desk.staff.user,
        tenant_account=found.thread.tenant_account,
        thread=found.thread,
        text=request.POST.get("text", "")[:20_000],
        now=desk.now,
    )


def _form(
    desk: Desk,
    found: DeskThread,
    texts: list[Any],
    request: HttpRequest | None = None,
    initial: dict[str, Any] | None = None,
) -> AnswerForm:
    return AnswerForm(
        request.POST if request else None,
        request.FILES if request else None,
        owner=desk.staff.user,
        about=found.thread.code,
        now=desk.now,
        texts=texts,
        today=desk.today,
        auto_id="repondre_%s",
        initial=initial or {},
    )


def _page(
    request: HttpRequest,
    desk: Desk,
    found: DeskThread,
    *,
    bound: Mapping[str, Any] | None = None,
    changed: casework.CaseChanged | None = None,
    status: int = 200,
) -> HttpResponse:
    about, case = found.thread, found.thread.case
    look(
        request,
        desk,
        Event.CASE_SEEN if case else Event.THREAD_SEEN,
        account=about.tenant_account,
        subject=case or about,
        person_id=about.person_id,
        **({"subject_line": case.subject} if case else {"title": about.title}),
    )
    works = found.may_write and desk.may(Permission.WORK_CASES)
    closed = bool(case and case.state == Case.State.CLOSED)
    if works:
        user = desk.staff.user
        actions.mark_read(
            thread=about, user=user, read_at=found.read_at, now=desk.now, at_desk=True
        )
    trail = named(trail_of(case), known=[case.user]) if case else []
    forms_shown = _forms(desk, found, dict(bound or {})) if works else {}
    context = {
        "title": about.title,
        "code": about.code,
        "number": about.number,
        "topic": topic_label(about.topic),
        "person": about.person.full_name,
        "status": promise_status(case, desk.today) if case else Status(_("Pour information")),
        "said": conversation(queries.messages_of(about), read_by_tenant=found.read_by_tenant),
        "works": works and not closed and case is not None,
        "writes": works and not closed,
        "is_closed": closed,
        "closed_reason": case.get_closed_reason_display() if case else "",
        "may_reopen": works and closed,
        "is_mine": bool(case and case.assigned_to_id == desk.staff.pk),
        "revision": case.revision if case else 1,
        "forms": forms_shown,
        "acts": {
            verb: reverse("office:thread-act", args=[about.code, verb])
            for verb in ("repondre", *ACTS)
        },
        "draft_url": reverse("office:thread-draft", args=[about.code]),
        "promise": promise_words(case, desk.today) if case else (),
        "tenant": tenant_shown(desk, case, found.balance_cents) if case else None,
        "history": history(trail),
        "also_reading": other_reader(trail, desk) if works else "",
        "errors_in": next((form for form in (bound or {}).values() if form.errors), None),
        "page_has_errors": any(form.errors for form in (bound or {}).values()),
        "changed": changes_of(changed),
        "queue_url": queue_url(),
        "next_url": following(request, desk, case) if case else "",
    }
    return show(request, desk, "messages/thread.html", context, status=status)


def _forms(desk: Desk, found: DeskThread, bound: dict[str, Any]) -> dict[str, forms.Form]:
    about, case = found.thread, found.thread.case
    if "repondre" not in bound:
        texts = queries.reply_texts_for(desk.staff, topic=about.topic)
        bound["repondre"] = _form(
            desk, found, texts, initial={"text": found.draft} if found.draft else None
        )
    if case is None:
        return bound
    wanted = ["terminer", "transferer"]
    if desk.may(Permission.ASSIGN_CASES):
        wanted.append("confier")
    places = agencies()
    for verb in wanted:
        bound.setdefault(
            verb,
            ACTS[verb].form(None, desk=desk, case=case, auto_id=f"{verb}_%s", places=places),
        )
    return bound
