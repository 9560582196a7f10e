"""``/messages/CODE/``: one thread."""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from palier.domain.access.queries import AccountView
from palier.domain.access.queries.delegations import acting
from palier.domain.access.rules.delegating import Scope
from palier.domain.accounts.models import User
from palier.domain.accounts.queries import actor_of
from palier.domain.casework.actions import AlreadyClosed
from palier.domain.casework.models import Case
from palier.domain.documents.intake.refusals import Refusal
from palier.domain.documents.models import StoredFile
from palier.domain.documents.rules import safe_name
from palier.domain.documents.vault import read
from palier.domain.messaging import actions, queries
from palier.domain.messaging.models import Topic
from palier.domain.messaging.queries import ThreadView
from palier.foundation.errors import NotYours
from palier.foundation.sentences import read_again
from palier.portal.account_choice import accounts_of, today_of
from palier.portal.messages.forms import ReplyForm
from palier.portal.messages.words import conversation, status_of
from palier.portal.messages.writing import gathered, held_back, keep_begun
from palier.ui.downloads import download
from palier.ui.french import long_date
from palier.ui.parts import PhoneCard


@require_http_methods(["GET", "HEAD", "POST"])
def thread(request: HttpRequest, code: str) -> HttpResponse:
    """Show a thread, mark it read, take an answer."""
    user, now, today = _user(request), timezone.now(), today_of(request)
    view = queries.thread_for(user, code, today, views=accounts_of(request, Scope.MESSAGES))
    found, case = view.thread, view.thread.case
    form = ReplyForm(
        request.POST if request.method == "POST" else None,
        request.FILES if request.method == "POST" else None,
        owner=user,
        about=found.code,
        now=now,
        initial={"text": view.draft or ""},
    )
    if request.method == "POST":
        if not view.may_write:
            raise NotYours()
        answer = _sent(request, view, form, now)
        if answer is not None:
            return answer
    said = queries.messages_of(found, until=view.until)
    actions.mark_read(thread=found, user=user, read_at=view.read_at, now=now)
    agency = found.tenant_account.agency
    sharing = queries.sharing_of(view, _account(request, view), today)
    context = {
        "form": form,
        "code": found.code,
        "number": found.number,
        "title": read_again(found.title),
        "topic": str(Topic(found.topic).label),
        "status": status_of(case.state if case else "", case.promised_on if case else None, today),
        "is_waiting": bool(case and case.is_waiting),
        "is_closed": bool(case and case.state == Case.State.CLOSED),
        "may_settle": bool(case and case.state != Case.State.CLOSED and view.may_write),
        "promise": long_date(case.promised_on) if case else "",
        "is_late": bool(case and case.is_waiting and case.promised_on < today),
        "messages_said": conversation(
            said,
            reader=str(user),
            new_since=view.read_at,
            read_by_agency=view.read_by_agency,
        ),
        "is_own": view.is_own,
        "may_share": view.is_own and acting(user) is None,
        "owner": found.person.full_name,
        "may_write": view.may_write,
        "shared_with": ", ".join(person.full_name for person in sharing.shared_with),
        "may_share_with": ", ".join(person.full_name for person in sharing.could_read),
        "agency": PhoneCard(agency.name, agency.phone, agency.hours),
        "draft_is_kept": view.draft is not None,
    }
    return render(request, "portal/messages/thread.html", context)


@require_POST
def settle(request: HttpRequest, code: str) -> HttpResponse:
    """Finish a thread: the reader says that it is settled."""
    user = _user(request)
    view = queries.thread_for(user, code, today_of(request))
    if not view.may_write:
        raise NotYours()
    try:
        actions.settle(thread=view.thread, user=user, actor=actor_of(user), now=timezone.now())
    except AlreadyClosed as refused:
        messages.info(request, refused.sentence)
    else:
        messages.success(
            request, _("La conversation est terminée. Vous pourrez y écrire de nouveau.")
        )
    return redirect("portal:thread", code=code)


@require_POST
def share(request: HttpRequest, code: str) -> HttpResponse:
    """Let the co-holder read a thread, or no longer: for its owner to say, not a delegate."""
    if acting(request.user) is not None:
        raise NotYours()
    user, now = _user(request), timezone.now()
    view = queries.thread_for(user, code, today_of(request))
    if not view.is_own:
        raise NotYours()
    if "stop" in request.POST:
        actions.stop_sharing(thread=view.thread, actor=actor_of(user), now=now)
        messages.success(request, _("La conversation n’est plus partagée."))
    else:
        actions.share(
            thread=view.thread,
            people=list(
                queries.sharing_of(view, _account(request, view), today_of(request)).could_read
            ),
            actor=actor_of(user),
            now=now,
        )
        messages.success(request, _("La conversation est partagée."))
    return redirect("portal:thread", code=code)


@require_safe
def attachment(request: HttpRequest, code: str) -> HttpResponse:
    """Give a file of a message."""
    found = queries.attachment_for(request.user, code, today_of(request))
    if found.file.state != StoredFile.State.CLEAN:
        messages.info(request, _("Ce fichier est encore en cours de vérification."))
        return redirect("portal:thread", code=found.message.thread.code)
    return download(
        read(found.file.sha256),
        file_name=safe_name(found.title, found.file.media_type),
        media_type=found.file.media_type,
    )


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


def _sent(
    request: HttpRequest, view: ThreadView, form: ReplyForm, now: dt.datetime
) -> HttpResponse | None:
    user, found = _user(request), view.thread
    valid = form.is_valid()
    if "save" in request.POST and "files" not in form.errors:
        keep_begun(request, account=found.tenant_account, thread=found, now=now)
        messages.success(request, _("Votre brouillon est enregistré."))
        return redirect("portal:thread", code=found.code)
    if not valid:
        return None
    wait = held_back(request, now)
    if wait:
        form.add_error(None, wait)
        return None
    typed = form.cleaned_data
    try:
        bundle, titles = gathered(typed["files"])
        actions.reply(
            thread=found,
            user=user,
            text=typed["text"],
            bundle=bundle,
            titles=titles,
            key=f"{user.pk}:{typed['key']}" if typed["key"] else "",
            actor=actor_of(user),
            now=now,
        )
    except Refusal as refusal:
        form.refuse("files", refusal)
        return None
    messages.success(request, _("Votre message est arrivé à l’agence."))
    return redirect(f"{reverse('portal:thread', args=[found.code])}#dernier")


def _account(request: HttpRequest, view: ThreadView) -> AccountView | None:
    """Give the reader's view of the account a thread is about."""
    about = view.thread.tenant_account_id
    return next(
        (own for own in accounts_of(request, Scope.MESSAGES) if own.tenant_account.pk == about),
        None,
    )
