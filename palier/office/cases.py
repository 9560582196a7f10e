"""``/agence/demandes/CODE/``: one case, what was said, and every act on it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from palier.domain.accounts.queries import agencies_of, named
from palier.domain.audit.catalogue import Event as Happened
from palier.domain.audit.queries import trail_of
from palier.domain.casework import actions, queries, rules
from palier.domain.casework.models import Case
from palier.domain.estate.queries import agencies
from palier.foundation.errors import DomainError, NotYours
from palier.office.case_forms import (
    AnswerForm,
    AssignForm,
    CloseForm,
    RevisionForm,
    TransferForm,
)
from palier.office.case_words import asked_items, history, promise_words, said_events
from palier.office.frame import show
from palier.office.gate import Desk, at_desk
from palier.office.looks import look
from palier.office.permissions import Permission
from palier.office.queue import chosen_of, kind_label, promise_status, queue_url, with_query
from palier.office.reviewing import adapter_of, adapters, workplace_of
from palier.office.reviewing.forms import AcceptForm, RefuseForm
from palier.office.reviewing.screen import other_reader, review_context
from palier.office.undoing import undoable
from palier.ui.french import phone_link
from palier.ui.parts import Link


@at_desk(Permission.READ_CASES)
def case(request: HttpRequest, desk: Desk, code: str) -> HttpResponse:
    """Show a case of the reader's agencies."""
    found = queries.case_for(desk.staff, code)
    elsewhere = workplace_of(found)
    return redirect(elsewhere) if elsewhere else _page(request, desk, found)


@at_desk(Permission.WORK_CASES)
def act(request: HttpRequest, desk: Desk, code: str, verb: str) -> HttpResponse:
    """Do one thing to a case, unless somebody changed it since the page was read."""
    if request.method != "POST":
        # The address of a page with errors, asked for again.
        return redirect("office:case", code=code)
    if verb not in ACTS or (verb == "confier" and not desk.may(Permission.ASSIGN_CASES)):
        raise NotYours()
    doing = ACTS[verb]
    found = queries.case_for(desk.staff, code)
    form = doing.form(request.POST, desk=desk, case=found, auto_id=f"{verb}_%s")
    if not form.is_valid():
        return _page(request, desk, found, bound={verb: form}, status=422)
    common = {
        "case": found,
        "revision": form.cleaned_data["revision"],
        "staff": desk.staff,
        "actor": desk.actor,
        "now": desk.now,
    }
    try:
        done = doing.do(common, form.cleaned_data)
    except actions.CaseChanged as changed:
        fresh = queries.case_for(desk.staff, code)
        return _page(request, desk, fresh, bound={verb: form}, changed=changed, status=409)
    except NotYours:
        raise
    except DomainError as refused:
        form.add_error(None, refused.sentence)
        fresh = queries.case_for(desk.staff, code)
        return _page(request, desk, fresh, bound={verb: form}, status=409)
    messages.success(request, str(doing.done) if done else _first_of_two())
    if not doing.leaves:
        return redirect(with_query(reverse("office:case", args=[code]), request))
    return redirect(following(request, desk, found) or with_query(queue_url(), request))


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that can be done to a case: its form, its action, what is said afterwards."""

    form: type[RevisionForm]
    do: Callable[[Mapping[str, Any], Mapping[str, Any]], Case | None]
    """Gives the case; ``None`` when the first of two has agreed and a second must still look."""
    done: Any
    leaves: bool = False


def _first_of_two() -> str:
    return _("Votre accord est noté. Une deuxième personne doit encore confirmer.")


def _accept(common: Mapping[str, Any], typed: Mapping[str, Any]) -> Case | None:
    own = {key: typed[key] for key in typed if key not in ("note", "revision")}
    adapter = adapters[common["case"].kind]
    decision = adapter.accept(**common, typed=own, note=typed["note"])
    return decision.case if decision else None


def _refuse(common: Mapping[str, Any], typed: Mapping[str, Any]) -> Case:
    adapter = adapters[common["case"].kind]
    return adapter.refuse(**common, reason_code=typed["reason"], note=typed["note"]).case


ACTS: Mapping[str, Act] = {
    "accepter": Act(AcceptForm, _accept, gettext_lazy("C’est accepté."), leaves=True),
    "refuser": Act(RefuseForm, _refuse, gettext_lazy("C’est refusé."), leaves=True),
    "prendre": Act(
        RevisionForm,
        lambda common, typed: actions.take_case(**common),
        gettext_lazy("Cette demande est à vous."),
    ),
    "remettre": Act(
        RevisionForm,
        lambda common, typed: actions.release_case(**common),
        gettext_lazy("La demande est de nouveau dans la file, pour tous."),
    ),
    "confier": Act(
        AssignForm,
        lambda common, typed: actions.assign_case(**common, to=typed["colleague"]),
        gettext_lazy("La demande est confiée."),
    ),
    "repondre": Act(
        AnswerForm,
        lambda common, typed: actions.answer_case(
            **common, text=typed["text"], channel=typed["channel"], close=typed["close"]
        ),
        gettext_lazy("La réponse est enregistrée."),
    ),
    "transferer": Act(
        TransferForm,
        lambda common, typed: actions.transfer_case(**common, to=typed["agency"]),
        gettext_lazy("La demande est transférée."),
        leaves=True,
    ),
    "terminer": Act(
        CloseForm,
        lambda common, typed: actions.close_case(**common, reason=typed["reason"]),
        gettext_lazy("La demande est terminée."),
        leaves=True,
    ),
    "rouvrir": Act(
        RevisionForm,
        lambda common, typed: actions.reopen_case(**common),
        gettext_lazy("La demande est rouverte, avec une nouvelle promesse."),
    ),
}

urlpatterns = [
    path("<slug:code>/", case, name="case"),
    path("<slug:code>/<slug:verb>/", act, name="case-act"),
]


def _page(
    request: HttpRequest,
    desk: Desk,
    found: Case,
    *,
    bound: Mapping[str, RevisionForm] | None = None,
    changed: actions.CaseChanged | None = None,
    status: int = 200,
) -> HttpResponse:
    account = found.tenant_account
    look(
        request,
        desk,
        Happened.CASE_SEEN,
        account=account,
        subject=found,
        agency_id=found.agency_id,
        person_id=None if found.kind in rules.SHARED_KINDS else found.person_id,
        subject_line=found.subject,
    )
    trail = named(trail_of(found), known=[found.user])
    adapter = adapter_of(found)
    works = desk.may(Permission.WORK_CASES) and found.state != Case.State.CLOSED
    forms = _forms(desk, found, dict(bound or {}), decides=adapter is not None) if works else {}
    context = {
        "subject": found.subject,
        "code": found.code,
        "revision": found.revision,
        "kind": kind_label(found),
        "status": promise_status(found, desk.today),
        "promise": promise_words(found, desk.today),
        "asked": asked_items(found),
        "said": said_events(queries.messages_of(found)),
        "history": history(trail),
        "also_reading": other_reader(trail, desk) if works else "",
        "is_closed": found.state == Case.State.CLOSED,
        "closed_reason": found.get_closed_reason_display(),
        "is_taken": found.assigned_to_id is not None,
        "is_mine": found.assigned_to_id == desk.staff.pk,
        "works": works,
        "may_reopen": desk.may(Permission.WORK_CASES)
        and found.state == Case.State.CLOSED
        and not rules.is_decided(found.kind),
        "forms": forms,
        "acts": {
            verb: with_query(reverse("office:case-act", args=[found.code, verb]), request)
            for verb in ACTS
        },
        "errors_in": next((form for form in (bound or {}).values() if form.errors), None),
        "page_has_errors": bool(bound),
        "changed": changes_of(changed),
        "tenant": tenant_shown(desk, found, found.balance_cents),  # type: ignore[attr-defined]
        "is_unidentified": found.kind == Case.Kind.CONTACT and found.user_id is None,
        "identity_url": _identity_url(desk, found),
        "work_url": _work_url(found),
        "pictures": tuple(
            Link(
                _("Capture jointe, %(n)d") % {"n": one.position},
                reverse("office:case-picture", args=[found.code, one.position]),
            )
            for one in (queries.files_of(found) if found.kind == Case.Kind.SUSPICIOUS else ())
        ),
        "tel": phone_link(found.contact_phone) if found.contact_phone else "",
        "queue_url": with_query(queue_url(), request),
        "next_url": following(request, desk, found),
        "receipt_url": reverse("office:receipt", args=[found.code]) if found.filed_by_id else "",
        "undoable": undoable(desk, besides=found),
    }
    if adapter is None:
        return show(request, desk, "cases/page.html", context, status=status)
    context |= review_context(desk, found, adapter, forms)
    return show(request, desk, "reviewing/page.html", context, status=status)


def following(request: HttpRequest, desk: Desk, found: Case) -> str:
    """Give the address of the case to read next, in the queue the reader came from."""
    after = queries.case_after(desk.staff, chosen_of(request, desk), found)
    return with_query(reverse("office:case", args=[after]), request) if after else ""


def _forms(
    desk: Desk, found: Case, bound: dict[str, RevisionForm], *, decides: bool
) -> dict[str, RevisionForm]:
    places = agencies()
    wanted: dict[str, type[RevisionForm]] = {"terminer": CloseForm, "transferer": TransferForm}
    if decides:
        wanted |= {"accepter": AcceptForm, "refuser": RefuseForm}
    elif not rules.is_decided(found.kind):
        wanted["repondre"] = AnswerForm
    if desk.may(Permission.ASSIGN_CASES):
        wanted["confier"] = AssignForm
    forms: dict[str, RevisionForm] = {}
    for verb, kind in wanted.items():
        forms[verb] = bound.get(verb) or kind(
            None, desk=desk, case=found, auto_id=f"{verb}_%s", places=places
        )
    return forms


@dataclass(frozen=True, slots=True)
class Changed:
    sentence: str
    changes: tuple[tuple[str, str], ...]


def changes_of(changed: actions.CaseChanged | None) -> Changed | None:
    """Give what somebody did meanwhile, as the page says it."""
    if changed is None:
        return None
    return Changed(changed.sentence, tuple((line.who, line.sentence) for line in changed.changes))


@dataclass(frozen=True, slots=True)
class TenantShown:
    name: str
    reference: str
    url: str
    balance_cents: int | None


def tenant_shown(desk: Desk, found: Case, balance_cents: int) -> TenantShown | None:
    """Give the tenant of a case, as far as the reader may see them."""
    account = found.tenant_account
    if account is None or account.agency.erp_id not in agencies_of(desk.staff):
        return None
    return TenantShown(
        name=found.requester_name,
        reference=account.customer_reference,
        url=reverse("office:tenant", args=[account.code])
        if desk.may(Permission.SEE_TENANTS)
        else "",
        balance_cents=balance_cents if desk.may(Permission.SEE_MONEY) else None,
    )


# Tasks that are done on a page of their own, by what they are about.
_WORK_PAGES = {
    "contact_details.change": "office:contact-dispute",
    "contact_details.emailchange": "office:contact-email",
}


def _work_url(found: Case) -> str:
    page = _WORK_PAGES.get(found.subject_kind)
    return reverse(page, args=[found.subject_reference]) if page else ""


def _identity_url(desk: Desk, found: Case) -> str:
    pages = {Case.Kind.SECOND_PROOF: "office:identity", Case.Kind.LOST_ACCESS: "office:recovery"}
    page = pages.get(Case.Kind(found.kind), "")
    if not page or not found.subject_reference or not desk.may(Permission.CHECK_IDENTITY):
        return ""
    return reverse(page, args=[found.subject_reference])
