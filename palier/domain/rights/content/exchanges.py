"""What I asked, said, declared and deposited, and the files that go with it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from palier.domain.casework.models import Case, CaseFile, CaseMessage, Decision
from palier.domain.documents.acknowledgements.models import Acknowledgement
from palier.domain.documents.models import Document, StoredFile
from palier.domain.documents.queries import documents_for
from palier.domain.household.models import AnswersDraft, Declaration
from palier.domain.insurance.models import Certificate
from palier.domain.messaging.models import Attachment, Draft, Share
from palier.domain.messaging.queries import SaidMessage, messages_of, thread_for, threads_for
from palier.domain.messaging.queries.tenant import ThreadView
from palier.domain.papers.models import Impediment, Paper, PaperRequest
from palier.domain.rights.content.readers import Reader
from palier.domain.rights.content.sections import Field, Section

Rows = Iterator[tuple[Any, ...]]
AGENCY = _("l’agence")


def _cases(reader: Reader) -> Rows:
    for row in Case.objects.filter(reader.mine).order_by("opened_at", "pk"):
        yield (
            row.code,
            row.opened_at,
            row.get_kind_display(),
            row.subject,
            row.body,
            row.get_state_display(),
            row.answered_at,
        )


def _case_messages(reader: Reader) -> Rows:
    mine = Case.objects.filter(reader.mine)
    for row in CaseMessage.objects.filter(case__in=mine).select_related("case").order_by("pk"):
        author = AGENCY if row.from_agency else row.author_name
        yield (row.case.code, row.sent_at, author, row.text)


def _decisions(reader: Reader) -> Rows:
    """Give what was decided about what they filed, once they have been told."""
    mine = Case.objects.filter(reader.mine)
    rows = Decision.objects.filter(case__in=mine).exclude(announced_at=None)
    for row in rows.select_related("case").order_by("decided_at", "pk"):
        yield (
            row.case.code,
            row.decided_at,
            row.get_outcome_display(),
            row.sentence,
            row.remedy,
            row.note,
        )


def _case_files(reader: Reader) -> Rows:
    for row in case_files_of(reader):
        yield (row.case.code, row.added_at, row.position)


def case_files_of(reader: Reader) -> Iterator[CaseFile]:
    """Give the files that came with what they asked: still there, and checked."""
    mine = Case.objects.filter(reader.mine)
    rows = CaseFile.objects.filter(case__in=mine).select_related("case", "file")
    for row in rows.order_by("added_at", "pk"):
        if row.file.state == StoredFile.State.CLEAN:
            yield row


def _shares(reader: Reader) -> Rows:
    """Give the threads of theirs that somebody else reads, and with whom."""
    rows = Share.objects.filter(thread__person__in=reader.people)
    for row in rows.select_related("thread", "person").order_by("shared_at", "pk"):
        yield (row.thread.title, row.person.full_name, row.shared_at)


def _begun_declarations(reader: Reader) -> Rows:
    for row in AnswersDraft.objects.filter(user=reader.user).order_by("started_at", "pk"):
        yield (row.started_at, row.touched_at, json.dumps(row.answers, ensure_ascii=False))


def _threads(reader: Reader) -> Iterator[tuple[ThreadView, list[SaidMessage]]]:
    cursor = ""
    while True:
        page = threads_for(reader.user, reader.today, cursor=cursor, views=list(reader.views))
        for summary in page.rows:
            view = thread_for(reader.user, summary.code, reader.today, views=list(reader.views))
            yield view, messages_of(view.thread, until=view.until)
        cursor = page.next_cursor
        if not cursor:
            return


def _messages(reader: Reader) -> Rows:
    for view, said in _threads(reader):
        for message in said:
            author = AGENCY if message.from_agency else message.author_name
            files = ", ".join(file.title for file in message.files)
            yield (view.thread.title, message.sent_at, author, message.text, files)


def _drafts(reader: Reader) -> Rows:
    for row in Draft.objects.filter(user=reader.user).order_by("saved_at", "pk"):
        yield (row.saved_at, row.title, row.text)


def _declarations(reader: Reader) -> Rows:
    for row in Declaration.objects.filter(reader.mine).order_by("declared_at", "pk"):
        yield (
            row.declared_at,
            row.get_change_display(),
            f"{row.given_names} {row.family_name}".strip(),
            row.effective_on,
            row.get_state_display(),
        )


def _requests(reader: Reader) -> Rows:
    rows = PaperRequest.objects.filter(person__in=reader.people)
    for row in rows.order_by("asked_at", "pk"):
        yield (row.asked_at, row.title, row.reason, row.due_on, row.get_state_display())


def _papers(reader: Reader) -> Rows:
    for row in Paper.objects.filter(reader.mine).order_by("deposited_at", "pk"):
        yield (row.deposited_at, row.title, row.shared, row.get_state_display())


def _impediments(reader: Reader) -> Rows:
    for row in Impediment.objects.filter(reader.mine).order_by("said_at", "pk"):
        yield (row.said_at, row.reason, row.precision)


def _certificates(reader: Reader) -> Rows:
    for row in Certificate.objects.filter(reader.mine).order_by("deposited_at", "pk"):
        yield (
            row.deposited_at,
            row.insurer,
            row.policy_number,
            row.valid_from,
            row.valid_to,
            row.get_state_display(),
        )


def _acknowledgements(reader: Reader) -> Rows:
    for row in Acknowledgement.objects.filter(reader.mine).order_by("received_at", "pk"):
        yield (row.code, row.received_at, row.what)


def _documents(reader: Reader) -> Rows:
    for row in documents_for(reader.user, reader.today):
        yield (row.issued_on, row.title, row.get_kind_display(), row.get_origin_display())


def documents_of(reader: Reader) -> Iterator[Document]:
    """Give the documents whose files go with the copy: still there, and checked."""
    for row in documents_for(reader.user, reader.today):
        if row.erased_at is None and row.file.state == StoredFile.State.CLEAN:
            yield row


def attachments_of(reader: Reader) -> Iterator[Attachment]:
    """Give the files of the messages that the reader may read."""
    for view, said in _threads(reader):
        codes = [message.code for message in said if message.files]
        rows = Attachment.objects.filter(message__thread=view.thread, message__code__in=codes)
        for row in rows.select_related("file", "message").order_by("pk"):
            if row.file.state == StoredFile.State.CLEAN:
                yield row


SECTIONS = (
    Section(
        "demandes",
        _("Mes demandes"),
        (
            Field("numero", "text", _("Numéro")),
            Field("ouverte_le", "instant", _("Ouverte le")),
            Field("sorte", "text", _("Sorte")),
            Field("objet", "text", _("Objet")),
            Field("texte", "text", _("Texte")),
            Field("etat", "text", _("État")),
            Field("repondue_le", "instant", _("Répondue le")),
        ),
        _cases,
    ),
    Section(
        "reponses_aux_demandes",
        _("Réponses à mes demandes"),
        (
            Field("demande", "text", _("Numéro de la demande")),
            Field("le", "instant", _("Date et heure")),
            Field("auteur", "text", _("Auteur")),
            Field("texte", "text", _("Texte")),
        ),
        _case_messages,
    ),
    Section(
        "messages",
        _("Mes messages"),
        (
            Field("conversation", "text", _("Conversation")),
            Field("le", "instant", _("Date et heure")),
            Field("auteur", "text", _("Auteur")),
            Field("texte", "text", _("Texte")),
            Field("fichiers", "text", _("Fichiers joints")),
        ),
        _messages,
    ),
    Section(
        "brouillons",
        _("Messages commencés"),
        (
            Field("garde_le", "instant", _("Gardé le")),
            Field("objet", "text", _("Objet")),
            Field("texte", "text", _("Texte")),
        ),
        _drafts,
    ),
    Section(
        "declarations",
        _("Changements déclarés dans le foyer"),
        (
            Field("declare_le", "instant", _("Déclaré le")),
            Field("quoi", "text", _("Changement")),
            Field("qui", "text", _("Personne concernée")),
            Field("a_partir_du", "date", _("À partir du")),
            Field("etat", "text", _("État")),
        ),
        _declarations,
    ),
    Section(
        "pieces_demandees",
        _("Pièces que l’agence m’a demandées"),
        (
            Field("demandee_le", "instant", _("Demandée le")),
            Field("piece", "text", _("Pièce")),
            Field("motif", "text", _("Motif")),
            Field("avant_le", "date", _("À fournir avant le")),
            Field("etat", "text", _("État")),
        ),
        _requests,
    ),
    Section(
        "pieces_deposees",
        _("Pièces que j’ai déposées"),
        (
            Field("deposee_le", "instant", _("Déposée le")),
            Field("piece", "text", _("Pièce")),
            Field("partagee", "flag", _("Visible des autres titulaires")),
            Field("etat", "text", _("État")),
        ),
        _papers,
    ),
    Section(
        "empechements",
        _("Pièces que j’ai dit ne pas pouvoir fournir"),
        (
            Field("dit_le", "instant", _("Dit le")),
            Field("raison", "text", _("Raison")),
            Field("precision", "text", _("Précision")),
        ),
        _impediments,
    ),
    Section(
        "attestations_d_assurance",
        _("Attestations d’assurance que j’ai déposées"),
        (
            Field("deposee_le", "instant", _("Déposée le")),
            Field("assureur", "text", _("Assureur")),
            Field("contrat", "text", _("Numéro de contrat")),
            Field("du", "date", _("Valable du")),
            Field("au", "date", _("Valable jusqu’au")),
            Field("etat", "text", _("État")),
        ),
        _certificates,
    ),
    Section(
        "accuses_de_reception",
        _("Accusés de réception"),
        (
            Field("numero", "text", _("Numéro")),
            Field("recu_le", "instant", _("Reçu le")),
            Field("quoi", "text", _("Quoi")),
        ),
        _acknowledgements,
    ),
    Section(
        "documents",
        _("Mes documents (les fichiers sont dans le dossier « fichiers »)"),
        (
            Field("date", "date", _("Date")),
            Field("titre", "text", _("Titre")),
            Field("sorte", "text", _("Sorte")),
            Field("origine", "text", _("Vient de")),
        ),
        _documents,
    ),
    Section(
        "decisions",
        _("Ce que l’agence a décidé"),
        (
            Field("demande", "text", _("Numéro de la demande")),
            Field("decide_le", "instant", _("Décidé le")),
            Field("decision", "text", _("Décision")),
            Field("motif", "text", _("Motif")),
            Field("que_faire", "text", _("Que faire")),
            Field("precision", "text", _("Précision")),
        ),
        _decisions,
    ),
    Section(
        "fichiers_joints_aux_demandes",
        _("Fichiers joints à mes demandes"),
        (
            Field("demande", "text", _("Numéro de la demande")),
            Field("ajoute_le", "instant", _("Ajouté le")),
            Field("rang", "number", _("Rang")),
        ),
        _case_files,
    ),
    Section(
        "conversations_partagees",
        _("Conversations que je partage"),
        (
            Field("conversation", "text", _("Conversation")),
            Field("avec", "text", _("Avec")),
            Field("depuis_le", "instant", _("Depuis le")),
        ),
        _shares,
    ),
    Section(
        "declarations_commencees",
        _("Déclarations commencées et pas encore envoyées"),
        (
            Field("commencee_le", "instant", _("Commencée le")),
            Field("modifiee_le", "instant", _("Modifiée le")),
            Field("reponses", "text", _("Réponses")),
        ),
        _begun_declarations,
    ),
)
