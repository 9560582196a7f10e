"""What the household and its declarations say to a person."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from palier.domain.casework.queries import ToDo
from palier.domain.household.models import Declaration
from palier.domain.household.queries import TO_REDO, Member, Presence
from palier.domain.household.rules.changes import (
    CHANGES,
    PROOFS,
    RELATIONS,
    Change,
    Direction,
    Proof,
    is_departure,
)
from palier.domain.household.rules.questions import Answers, DateTrouble, Question
from palier.domain.tenancy.models import HouseholdMember
from palier.ui.french import capital, long_date
from palier.ui.parts import Cell, Column, Item, Row, Status, Table, Task

CAF_PHONE = "32\u00a030"
STATES = {
    Declaration.State.UNDER_REVIEW: (lambda: _("Votre agence vérifie"), "info"),
    Declaration.State.ACCEPTED: (
        lambda: _("Acceptée, en attente d’enregistrement par votre bailleur"),
        "info",
    ),
    Declaration.State.REFUSED: (lambda: _("Refusée : à refaire"), "warning"),
    Declaration.State.WITHDRAWN: (lambda: _("Retirée"), "neutral"),
    Declaration.State.STOPPED: (lambda: _("Fichier illisible : à refaire"), "warning"),
    Declaration.State.RECORDED: (lambda: _("Enregistrée"), "success"),
    Declaration.State.NOT_RECORDED: (lambda: _("Votre agence vérifie encore"), "info"),
}


def status_of(declaration: Declaration) -> Status:
    """Say where a declaration stands."""
    label, tone = STATES[Declaration.State(declaration.state)]
    return Status(label(), tone)


def title_of(declaration: Declaration) -> str:
    """Name a declaration: what, and who."""
    return _titled(declaration.change_kind, declaration.full_name)


def _titled(change: Change, name: str) -> str:
    return _("%(change)s : %(name)s") % {"change": CHANGES[change].label, "name": name}


def members_table(members: Sequence[Member], reader_id: int) -> Table:
    """Give who lives here, with what waits to be recorded."""
    return Table(
        caption=_("Les personnes du foyer"),
        caption_hidden=True,
        columns=(
            Column(_("Nom")),
            Column(_("Lien avec le titulaire")),
            Column(_("Naissance"), "date"),
            Column(_("Enregistrement")),
        ),
        rows=tuple(
            Row(
                (
                    Cell(text=_named(member, reader_id), note=waiting_words(member)),
                    capital(HouseholdMember.Relation(member.relation).label)
                    if member.relation
                    else None,
                    member.birth_date,
                    presence_of(member),
                ),
                muted=member.presence is Presence.LEAVING,
            )
            for member in members
        ),
        empty=_("Votre bailleur n’a noté personne pour ce logement. Appelez votre agence."),
    )


def waiting_words(member: Member) -> str:
    """Say what waits to be recorded about somebody; empty when nothing does."""
    if member.presence is Presence.KNOWN:
        return ""
    since = {"day": long_date(member.since)} if member.since else {"day": ""}
    if member.presence is Presence.LEAVING:
        return _("Départ le %(day)s, en attente d’enregistrement par votre bailleur") % since
    return _("Depuis le %(day)s, en attente d’enregistrement par votre bailleur") % since


def presence_of(member: Member) -> Status | None:
    """Mark whoever waits to be recorded; ``waiting_words`` say what for."""
    return None if member.presence is Presence.KNOWN else Status(_("En attente"), "info")


def declarations_table(declarations: Sequence[Declaration]) -> Table:
    """Give what the reader declared, the newest first."""
    return Table(
        caption=_("Mes déclarations"),
        caption_hidden=True,
        columns=(
            Column(_("Changement")),
            Column(_("Déclaré le"), "date"),
            Column(_("Où en est-on ?")),
        ),
        rows=tuple(
            Row(
                (
                    Cell(
                        text=title_of(one),
                        url=reverse("portal:household-declaration", args=[one.code]),
                    ),
                    one.declared_on,
                    status_of(one),
                )
            )
            for one in declarations
        ),
    )


def question_title(question: Question, answers: Answers) -> str:
    """Write the question of a page."""
    change = answers.change
    if question is Question.DIRECTION:
        return _("Qu’est-ce qui change dans votre foyer ?")
    if question is Question.CHANGE:
        return _("Que s’est-il passé ?")
    if question is Question.MEMBER:
        return {
            "marriage": _("Avec qui êtes-vous marié(e) ?"),
            "pacs": _("Avec qui êtes-vous pacsé(e) ?"),
            "death": _("Qui est décédé ?"),
        }.get(change, _("Qui quitte le logement ?"))
    if question is Question.NAMES:
        return {
            "birth": _("Comment s’appelle l’enfant ?"),
            "adoption": _("Comment s’appelle l’enfant ?"),
            "child_returns": _("Comment s’appelle l’enfant ?"),
        }.get(change, _("Comment s’appelle cette personne ?"))
    if question is Question.RELATION:
        return _("Quel est votre lien avec cette personne ?")
    if question is Question.PROOF:
        return _("Ajoutez le justificatif")
    return _date_title(change)


def answer_label(question: Question) -> str:
    """Name the control under the question that is the title of the page."""
    return _("Date") if question is Question.DATE else _("Votre réponse")


def redo_tasks(to_do: Sequence[ToDo]) -> tuple[Task, ...]:
    """Give, for the home page, the refused declarations that may be made again."""
    return tuple(
        Task(
            _titled(Change(one.title), one.text),
            Status(_("À refaire"), "warning"),
            reverse("portal:household-declaration", args=[one.code]),
            _("Votre agence n’a pas pu accepter votre déclaration. Elle vous dit pourquoi."),
        )
        for one in to_do
        if one.room == TO_REDO
    )


def date_sentence(trouble: DateTrouble) -> str:
    """Say why a date is not taken, and what to write."""
    return {
        DateTrouble.TO_COME: _("Cette date n’est pas encore passée. Vérifiez l’année."),
        DateTrouble.TOO_FAR: _("Cette date est trop loin. Déclarez-le trois mois avant, pas plus."),
        DateTrouble.BEFORE_BIRTH: _("Cette date est avant la naissance de la personne."),
        DateTrouble.TOO_OLD: _("Cette date est trop ancienne. Vérifiez l’année."),
    }[trouble]


def answer_items(answers: Answers, draft_code: str) -> tuple[Item, ...]:
    """Give the answers to check, each with the page where it is changed."""

    def item(question: Question, term: str, text: str) -> Item:
        url = reverse("portal:household-question", args=[draft_code, question.value])
        return Item(term, text, change_url=url)

    kind = answers.kind
    assert kind is not None, "all is answered"
    assert answers.effective_on is not None, "all is answered"
    who = Question.NAMES if kind.direction == Direction.ARRIVAL else Question.MEMBER
    born = answers.birth_date
    items = [
        item(Question.CHANGE, _("Changement"), str(kind.label)),
        item(who, _("Personne concernée"), answers.full_name),
    ]
    if born and answers.change != Change.BIRTH:
        items.append(Item(_("Date de naissance"), long_date(born)))
    if len(kind.relations) > 1:
        items.append(item(Question.RELATION, _("Lien"), str(RELATIONS.get(answers.relation, ""))))
    when = Question.NAMES if answers.change == Change.BIRTH else Question.DATE
    items.append(item(when, _date_term(answers.change), long_date(answers.effective_on)))
    return tuple(items)


def declared_items(declaration: Declaration) -> tuple[Item, ...]:
    """Give what was declared, and the date the agency read when it is another."""
    kind = CHANGES[declaration.change_kind]
    items = [
        Item(_("Changement"), str(kind.label)),
        Item(_("Personne concernée"), declaration.full_name),
    ]
    if declaration.birth_date and declaration.change != Change.BIRTH:
        items.append(Item(_("Date de naissance"), long_date(declaration.birth_date)))
    if kind.relations:
        items.append(Item(_("Lien"), str(RELATIONS.get(declaration.relation, ""))))
    items.append(Item(_date_term(declaration.change), long_date(declaration.effective_on)))
    read = declaration.accepted_from
    if read is not None and read != declaration.effective_on:
        items.append(Item(_("Date retenue par l’agence"), long_date(read)))
    items.append(Item(_("Justificatif"), str(PROOFS[Proof(declaration.proof)])))
    return tuple(items)


def what_next(declaration: Declaration, promised_on: dt.date | None) -> str:
    """Say what happens next, in a sentence or two."""
    state = Declaration.State(declaration.state)
    if state is Declaration.State.UNDER_REVIEW:
        if promised_on is None:
            return _("Votre agence vérifie votre déclaration.")
        return _("Votre agence vérifie votre déclaration. Elle répond au plus tard le %(day)s.") % {
            "day": long_date(promised_on)
        }
    if state is Declaration.State.ACCEPTED and declaration.about_holder:
        return _(
            "Votre agence a accepté le changement. Comme il touche au bail, elle vous contacte "
            "pour la suite. Tant que rien n’est signé, le bail ne change pas."
        )
    return {
        Declaration.State.ACCEPTED: _(
            "Votre agence a accepté le changement. Votre bailleur doit encore l’enregistrer : "
            "vous n’avez rien à faire."
        ),
        Declaration.State.REFUSED: _(
            "Vous pouvez refaire la déclaration : vos réponses sont gardées."
        ),
        Declaration.State.RECORDED: _("Votre bailleur a enregistré le changement."),
        Declaration.State.NOT_RECORDED: _(
            "Le changement demande encore une vérification. Votre agence s’en occupe : vous "
            "n’avez rien à faire."
        ),
        Declaration.State.STOPPED: _(
            "L’antivirus a arrêté votre fichier. Faites une nouvelle déclaration avec une photo "
            "ou un autre PDF."
        ),
    }.get(state, _("Cette déclaration est terminée."))


def _named(member: Member, reader_id: int) -> str:
    if member.person_id == reader_id:
        return _("%(name)s (vous)") % {"name": member.full_name}
    return member.full_name


def _date_title(change: str) -> str:
    return {
        "birth": _("Quel jour l’enfant est-il né ?"),
        "adoption": _("Quel jour l’enfant est-il arrivé ?"),
        "marriage": _("Quel jour vous êtes-vous marié(e) ?"),
        "pacs": _("Quel jour vous êtes-vous pacsé(e) ?"),
        "death": _("Quel jour la personne est-elle décédée ?"),
        "divorce": _("Depuis quel jour le divorce est-il prononcé ?"),
    }.get(
        change,
        _("Depuis quel jour cette personne est-elle partie ?")
        if is_departure(change)
        else _("Depuis quel jour cette personne vit-elle chez vous ?"),
    )


def _date_term(change: str) -> str:
    return {
        "birth": _("Né(e) le"),
        "marriage": _("Marié(e) le"),
        "pacs": _("Pacsé(e) le"),
        "death": _("Décédé(e) le"),
        "divorce": _("Divorcé(e) depuis le"),
    }.get(change, _("Parti(e) le") if is_departure(change) else _("Arrivé(e) le"))
