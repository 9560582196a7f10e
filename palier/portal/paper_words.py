"""What requests and papers say to a person."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from palier.domain.casework.models import Decision
from palier.domain.casework.queries import ToDo
from palier.domain.estate.models import Agency
from palier.domain.papers.models import Impediment, Paper, PaperRequest
from palier.domain.papers.queries import TO_DO, RequestStory
from palier.domain.papers.rules import IMPEDIMENTS, KINDS, Impeded, Kind
from palier.foundation.sentences import in_french, read_again
from palier.ui.french import day_and_time, long_date
from palier.ui.parts import (
    Cell,
    Column,
    Event,
    Item,
    PhoneCard,
    Row,
    Status,
    Table,
    Task,
)


def agency_card(agency: Agency) -> PhoneCard:
    """Give whom to call."""
    return PhoneCard(agency.name, agency.phone, agency.hours)


def request_status(request: PaperRequest, day: dt.date) -> Status:
    """Say what is left to do about a request; a deadline that is past is said plainly."""
    state = PaperRequest.State(request.state)
    if state is PaperRequest.State.ASKED:
        return _asked(request.due_on, day)
    label, tone = {
        PaperRequest.State.DEPOSITED: (_("Votre agence vérifie"), "info"),
        PaperRequest.State.EXPLAINED: (_("Votre agence vous répond bientôt"), "info"),
        PaperRequest.State.ACCEPTED: (_("Acceptée"), "success"),
        PaperRequest.State.WAIVED: (_("N’est plus demandée"), "success"),
        PaperRequest.State.CANCELLED: (_("N’est plus demandée"), "neutral"),
    }[state]
    return Status(label, tone)


def paper_status(paper: Paper) -> Status:
    """Say where a deposit stands."""
    label, tone = {
        Paper.State.UNDER_REVIEW: (_("Votre agence vérifie"), "info"),
        Paper.State.ACCEPTED: (_("Acceptée"), "success"),
        Paper.State.REFUSED: (_("Refusée"), "warning"),
        Paper.State.REPLACED: (_("Remplacée par une autre"), "neutral"),
        Paper.State.WITHDRAWN: (_("Retirée"), "neutral"),
        Paper.State.STOPPED: (_("Fichier illisible : à refaire"), "warning"),
    }[Paper.State(paper.state)]
    return Status(label, tone)


def tasks_of(asked: Sequence[PaperRequest], day: dt.date) -> tuple[Task, ...]:
    """Give the to-do list: what is still asked, then what awaits the agency."""
    return tuple(
        Task(
            read_again(request.title),
            request_status(request, day),
            reverse("portal:papers-asked", args=[request.code]),
            read_again(request.reason),
        )
        for request in asked
        if request.state in PaperRequest.LIVE
    )


def papers_to_do(to_do: Sequence[ToDo], day: dt.date) -> tuple[Task, ...]:
    """Give, for the home page, the papers still to provide, the nearest deadline first."""
    asked = sorted((one for one in to_do if one.room == TO_DO), key=lambda one: one.day)
    return tuple(
        Task(
            read_again(one.title),
            _asked(one.day, day),
            reverse("portal:papers-asked", args=[one.code]),
            read_again(one.text),
        )
        for one in asked
    )


def _asked(due_on: dt.date, day: dt.date) -> Status:
    words = {"day": long_date(due_on)}
    if due_on < day:
        return Status(_("À fournir, attendue le %(day)s") % words, "warning")
    return Status(_("À fournir avant le %(day)s") % words, "warning")


def past_table(asked: Sequence[PaperRequest]) -> Table:
    """Give what was asked and is settled."""
    return Table(
        caption=_("Demandes terminées"),
        caption_hidden=True,
        columns=(Column(_("Pièce")), Column(_("Demandée le"), "date"), Column(_("Résultat"))),
        rows=tuple(
            Row(
                (
                    Cell(
                        text=read_again(request.title),
                        url=reverse("portal:papers-asked", args=[request.code]),
                    ),
                    request.asked_at,
                    request_status(request, request.due_on),
                )
            )
            for request in asked
            if request.state not in PaperRequest.LIVE
        ),
    )


def papers_table(papers: Sequence[Paper], reader_id: int) -> Table:
    """Give everything deposited, the newest first."""
    return Table(
        caption=_("Documents déposés"),
        caption_hidden=True,
        columns=(
            Column(_("Document")),
            Column(_("Déposé le"), "date"),
            Column(_("Où en est-on ?")),
        ),
        rows=tuple(
            Row(
                (
                    Cell(
                        text=read_again(paper.title),
                        url=reverse("portal:papers-paper", args=[paper.code]),
                        note=_whose(paper, reader_id),
                    ),
                    paper.deposited_on,
                    paper_status(paper),
                )
            )
            for paper in papers
        ),
        empty=_("Vous n’avez encore déposé aucun document."),
    )


def request_items(request: PaperRequest) -> tuple[Item, ...]:
    """Give why and by when a paper is asked for."""
    kind, hint = KINDS[Kind(request.kind)]
    return tuple(
        item
        for item in (
            Item(
                _("Document"), str(kind), note=str(hint) if request.title == in_french(kind) else ""
            ),
            Item(_("Pourquoi"), read_again(request.reason)),
            Item(_("Précision de l’agence"), request.note),
            Item(_("Demandée le"), long_date(request.asked_at)),
            Item(_("À fournir avant le"), long_date(request.due_on)),
        )
        if item.text
    )


def paper_items(paper: Paper) -> tuple[Item, ...]:
    """Give what was deposited and who reads it."""
    kind, _hint = KINDS[Kind(paper.kind)]
    readers = (
        _("Vous, les autres titulaires et votre agence")
        if paper.shared
        else _("Vous et votre agence")
    )
    return (
        Item(_("Nature"), str(kind)),
        Item(_("Déposé le"), day_and_time(paper.deposited_at)),
        Item(_("Déposé par"), paper.person.full_name),
        Item(_("Qui peut le lire"), readers),
    )


def what_next(paper: Paper, promised_on: dt.date | None) -> str:
    """Say what happens next about a deposit."""
    if paper.state == Paper.State.UNDER_REVIEW and promised_on is not None:
        return _("Votre agence vérifie ce document. Elle répond au plus tard le %(day)s.") % {
            "day": long_date(promised_on)
        }
    return {
        Paper.State.ACCEPTED: _("Votre agence a accepté ce document. Vous n’avez rien à faire."),
        Paper.State.STOPPED: _(
            "L’antivirus a arrêté votre fichier. Déposez une photo ou un autre PDF."
        ),
    }.get(Paper.State(paper.state), "")


def again_url(paper: Paper) -> str:
    """Give where a refused or stopped paper is deposited again; empty when it need not be."""
    if paper.state not in (Paper.State.REFUSED, Paper.State.STOPPED):
        return ""
    asked = paper.request
    if asked is None:
        return reverse("portal:papers-deposit")
    if asked.state != PaperRequest.State.ASKED:
        return ""
    return reverse("portal:papers-asked", args=[asked.code])


def last_refusal(story: RequestStory) -> Decision | None:
    """Give the latest refusal about a request that is to be given again."""
    found = [one for one in story.decisions.values() if not one.is_accepted]
    return max(found, key=lambda one: one.decided_at) if found else None


def paper_events(paper: Paper, decision: Decision | None) -> tuple[Event, ...]:
    """Tell what happened to one deposit, the newest first."""
    dated = [*_deposited(paper), *(_decided(decision) if decision else ())]
    return tuple(event for _when, event in sorted(dated, key=lambda pair: pair[0], reverse=True))


def request_events(story: RequestStory) -> tuple[Event, ...]:
    """Tell everything that happened about a request, the newest first."""
    asked = story.asked
    dated = [(asked.asked_at, Event(_("Demandée par votre agence"), day_and_time(asked.asked_at)))]
    for paper in story.papers:
        dated += _deposited(paper)
    dated += [(said.said_at, _said(said)) for said in story.impediments]
    for decision in story.decisions.values():
        dated += _decided(decision)
    return tuple(event for _when, event in sorted(dated, key=lambda pair: pair[0], reverse=True))


def _deposited(paper: Paper) -> list[tuple[dt.datetime, Event]]:
    title = _("Document déposé")
    if paper.filed_by is not None:
        title = _("Document enregistré à l’agence")
    url = reverse("portal:papers-paper", args=[paper.code])
    events = [(paper.deposited_at, Event(title, day_and_time(paper.deposited_at), url=url))]
    over = (Paper.State.REPLACED, Paper.State.WITHDRAWN, Paper.State.STOPPED)
    if paper.state in over:
        label = paper_status(paper).label
        events.append((paper.moved_at, Event(label, day_and_time(paper.moved_at))))
    return events


def _said(said: Impediment) -> Event:
    text = str(IMPEDIMENTS[Impeded(said.reason)])
    if said.precision:
        text = f"{text}. {said.precision}"
    return Event(_("Vous ne pouvez pas la fournir"), day_and_time(said.said_at), text)


def _decided(decision: Decision) -> list[tuple[dt.datetime, Event]]:
    words = (decision.sentence, decision.remedy, decision.note)
    text = "\n".join(part for part in words if part)
    when = day_and_time(decision.decided_at)
    if decision.is_accepted:
        event = Event(_("L’agence a accepté"), when, text, tone="success")
    else:
        event = Event(_("L’agence n’a pas pu accepter"), when, text, tone="warning")
    return [(decision.decided_at, event)]


def _whose(paper: Paper, reader_id: int) -> str:
    if paper.person_id != reader_id:
        return _("Partagé par %(name)s") % {"name": paper.person.full_name}
    return _("Partagé avec les autres titulaires") if paper.shared else ""
