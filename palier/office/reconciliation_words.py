"""The words and tables of the reconciliation pages."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from palier.domain.payments.models import PaymentDelivery, Review, SettlementFile
from palier.domain.payments.queries.desk import (
    NOT_CAPTURED,
    NOT_SETTLED,
    OTHER_AMOUNT,
    Compared,
)
from palier.foundation.money import euros
from palier.ui.french import day_and_time
from palier.ui.parts import Cell, Column, Item, Link, Row, Status, Table


def comparison_table(lines: Sequence[Compared]) -> Table:
    """Draw the portal's movements beside the bank's."""
    return Table(
        caption=_("Encaissements et relevé de la banque"),
        caption_hidden=True,
        columns=(
            Column(_("Transaction")),
            Column(_("Date"), "day"),
            Column(_("Nature")),
            Column(_("Compte")),
            Column(_("Portail"), "amount"),
            Column(_("Banque"), "amount"),
            Column(_("Situation")),
        ),
        rows=tuple(_compared(line) for line in lines),
        empty=_("Rien à comparer ici."),
    )


def _compared(line: Compared) -> Row:
    situations = {
        NOT_SETTLED: Status(_("pas encore au relevé"), "warning"),
        NOT_CAPTURED: Status(_("inconnue du portail"), "error"),
        OTHER_AMOUNT: Status(_("montants différents"), "error"),
        "": Status(_("d’accord"), "success"),
    }
    kinds = {"capture": _("encaissement"), "refund": _("remboursement")}
    return Row(
        (
            Cell(text=f"{line.transaction[:12]}…", note=line.attempt),
            line.on,
            kinds.get(line.kind, line.kind),
            line.customer_reference or None,
            line.ours_cents or None,
            line.banks_cents or None,
            situations[line.trouble],
        )
    )


def review_table(reviews: Sequence[Review]) -> Table:
    """Draw what waits for a decision, the oldest first."""
    return Table(
        caption=_("Paiements à vérifier, les plus anciens d’abord"),
        caption_hidden=True,
        columns=(
            Column(_("Motif")),
            Column(_("Depuis le"), "day"),
            Column(_("Montant"), "amount"),
            Column(_("Compte")),
            Column(_("Paiement")),
        ),
        rows=tuple(
            Row(
                (
                    Link(
                        capital(row.get_doubt_display()),
                        reverse("office:reconciliation-review", args=[row.code]),
                    ),
                    row.opened_at.date(),
                    row.amount_cents,
                    row.tenant_account.customer_reference if row.tenant_account else None,
                    row.attempt.code if row.attempt else None,
                )
            )
            for row in reviews
        ),
        empty=_("Aucun paiement à vérifier."),
    )


def review_facts(row: Review) -> tuple[Item, ...]:
    """Give what is known of a review, ours and the bank's."""
    facts = [
        Item(_("Motif"), capital(row.get_doubt_display())),
        Item(_("Vu pour la première fois"), day_and_time(row.opened_at)),
    ]
    if row.amount_cents is not None:
        facts.append(Item(_("Montant annoncé"), euros(row.amount_cents), strong=True))
    if row.tenant_account:
        facts.append(Item(_("Compte"), row.tenant_account.customer_reference))
    if row.attempt:
        facts += [
            Item(_("Paiement"), row.attempt.code),
            Item(_("Montant demandé"), euros(row.attempt.amount_cents)),
            Item(_("Demandé par"), row.attempt.person.full_name),
            Item(_("Commencé"), day_and_time(row.attempt.started_at)),
            Item(_("Situation"), capital(row.attempt.get_state_display())),
        ]
    if row.answer:
        facts += [
            Item(_("Commande annoncée"), row.answer.order),
            Item(_("Opération"), f"{row.answer.kind} {row.answer.status}"),
            Item(_("Autorisation"), row.answer.authorisation),
        ]
    if row.settlement_line:
        facts.append(Item(_("Relevé"), row.settlement_line.file.name))
    if row.transaction:
        facts.append(Item(_("Transaction de la banque"), row.transaction))
    if row.state != Review.State.OPEN:
        facts.append(Item(_("Décision"), _decision(row)))
    return tuple(fact for fact in facts if fact.text)


def _decision(row: Review) -> str:
    who = str(row.closed_by.user) if row.closed_by else ""
    what = row.get_reason_display() if row.reason else row.get_state_display()
    return _("%(what)s, par %(who)s, le %(when)s") % {
        "what": what,
        "who": who,
        "when": day_and_time(row.moved_at),
    }


def file_table(files: Sequence[SettlementFile]) -> Table:
    """Draw the bank's files already read."""
    return Table(
        caption=_("Relevés de la banque déjà lus"),
        caption_hidden=True,
        columns=(
            Column(_("Relevé")),
            Column(_("Lu le"), "day"),
            Column(_("Par")),
        ),
        rows=tuple(
            Row((f"n° {file.number}, {file.name}", file.imported_at.date(), file.imported_by))
            for file in files
        ),
        empty=_("Aucun relevé lu pour le moment."),
    )


def delivery_table(deliveries: Sequence[PaymentDelivery]) -> Table:
    """Draw the deliveries made for the ERP, each to be fetched again."""
    return Table(
        caption=_("Remises au progiciel"),
        caption_hidden=True,
        columns=(
            Column(_("Remise")),
            Column(_("Faite le"), "day"),
            Column(_("Lignes")),
            Column(_("Total"), "amount"),
        ),
        rows=tuple(
            Row(
                (
                    Link(
                        _("Remise n° %(number)s") % {"number": row.number},
                        reverse("office:reconciliation-delivery", args=[row.number]),
                    ),
                    row.made_at.date(),
                    str(row.line_count),
                    row.total_cents,
                )
            )
            for row in deliveries
        ),
        empty=_("Aucune remise pour le moment : « palier export payments »."),
    )


def capital(words: object) -> str:
    """Begin with a capital what the model names in small letters."""
    text = str(words)
    return text[:1].upper() + text[1:]
