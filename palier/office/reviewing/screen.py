"""The review of one case, as plain values for its template."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from palier.domain.audit.catalogue import Event
from palier.domain.audit.queries import TrailLine
from palier.domain.casework import queries, rules
from palier.domain.casework.models import Case, Decision
from palier.domain.documents.intake.pages import page_count
from palier.domain.documents.models import StoredFile
from palier.foundation.errors import DomainError
from palier.office.case_forms import RevisionForm
from palier.office.gate import Desk
from palier.office.reviewing.adapters import (
    Agreement,
    Compared,
    PreviewedDocument,
    ReviewAdapter,
)
from palier.office.reviewing.forms import RefuseForm
from palier.office.undoing import seconds_left, time_left
from palier.ui.french import day_and_time
from palier.ui.parts import Status

READING = dt.timedelta(minutes=15)
MOST_PAGES = 30
SIGHTS = {
    Agreement.AGREES: ("success", lambda: _("Identique")),
    Agreement.DIFFERS: ("warning", lambda: _("Différent")),
    Agreement.UNKNOWN: ("neutral", lambda: _("À comparer")),
}


@dataclass(frozen=True, slots=True)
class PageShown:
    """One page of a document: a link to it in full size around its picture."""

    number: int
    alternative: str
    url: str
    full_url: str


@dataclass(frozen=True, slots=True)
class DocumentShown:
    title: str
    pages: tuple[PageShown, ...]
    length: str
    download_url: str
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class ComparedShown:
    label: str
    declared: str
    known: str
    status: Status


@dataclass(frozen=True, slots=True)
class DecisionShown:
    """What was decided, as the tenant reads it; ``undo_url`` while it can be taken back."""

    status: Status
    by: str
    when: str
    sentence: str
    remedy: str
    note: str
    undo_url: str = ""
    undo_left: str = ""
    undo_seconds: int = 0


def review_context(
    desk: Desk, case: Case, adapter: ReviewAdapter, forms: dict[str, RevisionForm]
) -> dict[str, Any]:
    """Give what the review screen shows more than the page of any case."""
    facts = adapter.facts(case)
    refusal = forms.get("refuser")
    if isinstance(refusal, RefuseForm):
        refusal.put_first(facts.likely_reasons)
    accept = forms.get("accepter")
    own = getattr(accept, "own", ())
    return {
        "review": {
            "title": facts.title,
            "documents": [
                shown_document(case, index, document)
                for index, document in enumerate(facts.documents, start=1)
            ],
            "columns": [_compared(line) for line in facts.columns],
            "hints": facts.hints,
            "on_accept": facts.on_accept,
            "history": facts.history,
            "fields": [accept[name] for name in own] if accept is not None else [],
        },
        "decision": shown_decision(
            queries.decision_of(case) if case.state == Case.State.CLOSED else None, desk.now
        ),
    }


def shown_document(case: Case, index: int, document: PreviewedDocument) -> DocumentShown:
    """Give the pages of a document, or the reason why they cannot be seen."""
    pages, trouble = 0, ""
    if document.file.state == StoredFile.State.HELD:
        trouble = _("En cours de vérification par l’antivirus : revenez dans quelques minutes.")
    elif document.file.state == StoredFile.State.REFUSED:
        trouble = _("Ce fichier a été arrêté par l’antivirus. Personne ne peut l’ouvrir.")
    else:
        try:
            pages = page_count(document.file)
        except DomainError as unreadable:
            trouble = unreadable.sentence
    length = ngettext("%(count)s page", "%(count)s pages", pages) % {"count": pages}
    return DocumentShown(
        title=document.title,
        length=length if pages else "",
        download_url=reverse("office:case-file", args=[case.code, index]),
        trouble=trouble,
        pages=tuple(
            PageShown(
                number=number,
                alternative=_("%(title)s, page %(number)s sur %(count)s")
                % {"title": document.title, "number": number, "count": pages},
                url=reverse("office:case-page", args=[case.code, index, number]),
                full_url=reverse("office:case-page", args=[case.code, index, number])
                + "?taille=grande",
            )
            for number in range(1, min(pages, MOST_PAGES) + 1)
        ),
    )


def shown_decision(decision: Decision | None, now: dt.datetime) -> DecisionShown | None:
    """Give a decision with the time that is left to take it back."""
    if decision is None:
        return None
    undo = rules.may_undo(
        undo_until=decision.undo_until, now=now, announced=decision.announced_at is not None
    )
    sentence, remedy = queries.worded_in_french(decision)
    return DecisionShown(
        status=Status(_("Accepté"), "success")
        if decision.is_accepted
        else Status(_("Refusé"), "error"),
        by=str(decision.decided_by.user),
        when=day_and_time(decision.decided_at),
        sentence=sentence,
        remedy=remedy,
        note=decision.note,
        undo_url=reverse("office:case-undo", args=[decision.case.code]) if undo else "",
        undo_left=time_left(decision.undo_until, now) if undo else "",
        undo_seconds=seconds_left(decision.undo_until, now) if undo else 0,
    )


def other_reader(trail: Sequence[TrailLine], desk: Desk) -> str:
    """Say who else opened the case in the last quarter of an hour; empty for nobody."""
    for line in reversed(trail):
        if line.occurred_at < desk.now - READING:
            break
        if line.event == Event.CASE_SEEN and line.who != desk.actor.name:
            minutes = int((desk.now - line.occurred_at).total_seconds() // 60)
            ago = ngettext("il y a %(n)s minute", "il y a %(n)s minutes", minutes)
            when = ago % {"n": minutes} if minutes else _("à l’instant")
            return _("%(name)s a ouvert cette demande %(when)s.") % {
                "name": line.who,
                "when": when,
            }
    return ""


def _compared(line: Compared) -> ComparedShown:
    tone, label = SIGHTS[line.agreement]
    return ComparedShown(line.label, line.declared, line.known, Status(label(), tone))
