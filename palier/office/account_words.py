"""The money of a file written out: months, statement, payments, avis."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from palier.domain.billing.queries import NoticeSummary
from palier.domain.ledger import rules
from palier.domain.ledger.statement import Statement, StatementMonth
from palier.domain.ledger.wording import label_of
from palier.domain.tenancy.models import TenantAccount
from palier.foundation.money import euros
from palier.office.queue import capital
from palier.ui.parts import Cell, Column, Item, Row, Table

PAYMENTS_ON_FILE = 6


def means_of_payment(account: TenantAccount) -> str:
    """Say how the rent is paid."""
    if not account.payment_means:
        return ""
    means = str(account.get_payment_means_display())
    if account.debit_day:
        return _("%(means)s le %(day)s du mois") % {"means": means, "day": account.debit_day}
    return means


def owed_items(read: Statement) -> tuple[Item, ...]:
    """Give what is left to pay, month by month, the oldest first."""
    return tuple(Item(month.period.label, euros(month.open_cents)) for month in read.owed)


def months_table(read: Statement) -> Table:
    """Give the last months in one line each, the newest first."""
    closing = {month.period: month.closing_cents for month in read.months}
    carried = read.opening_cents
    rows = []
    for flow in read.flows:
        carried = closing.get(flow.period, carried)
        rows.append(Row((capital(flow.period.label), flow.charged_cents, flow.paid_cents, carried)))
    return Table(
        caption=_("Les derniers mois du compte"),
        caption_hidden=True,
        columns=(
            Column(_("Mois d’écriture")),
            Column(_("Demandé"), "amount"),
            Column(_("Payé"), "amount"),
            Column(_("Solde en fin de mois"), "amount"),
        ),
        rows=tuple(reversed(rows)),
        empty=_("Aucun mouvement ces derniers mois."),
    )


def balance_label(cents: int) -> str:
    """Say what a balance means."""
    if cents > 0:
        return _("Reste dû")
    return _("En faveur du locataire") if cents < 0 else _("À jour")


def month_table(month: StatementMonth) -> Table:
    """Give one month of the statement, with what settled each line."""
    return Table(
        caption=_("Mouvements de %(month)s") % {"month": month.period.label},
        caption_hidden=True,
        columns=(
            Column(_("Date"), "day"),
            Column(_("Opération")),
            Column(_("Débit"), "amount"),
            Column(_("Crédit"), "amount"),
            Column(_("Solde"), "amount"),
            Column(_("Lettrage")),
        ),
        rows=tuple(
            Row(
                (
                    line.day,
                    Cell(text=line.label, note=line.about),
                    line.debit_cents or None,
                    line.credit_cents or None,
                    line.balance_cents,
                    Cell(text=line.settled, note=_("indicatif") if line.indicative else ""),
                ),
                muted=line.cancelled,
            )
            for line in month.lines
        ),
        header=1,
    )


def payments_table(postings: Sequence[rules.Posting]) -> Table:
    """Give the last sums received and returned, of every rail, the newest first."""
    hidden = rules.replaced(postings)
    received = [
        posting
        for posting in reversed(postings)
        if posting.kind in rules.MONEY_RECEIVED and posting.key not in hidden
    ]
    return Table(
        caption=_("Derniers paiements"),
        caption_hidden=True,
        columns=(Column(_("Paiement")), Column(_("Date"), "day"), Column(_("Montant"), "amount")),
        rows=tuple(
            Row(
                (
                    Cell(
                        text=label_of(posting),
                        note=_("en cours d’enregistrement") if posting.from_portal else "",
                    ),
                    posting.effective_on,
                    -posting.amount_cents,
                )
            )
            for posting in received[:PAYMENTS_ON_FILE]
        ),
        empty=_("Aucun paiement reçu."),
    )


def notices_table(account: TenantAccount, notices: Sequence[NoticeSummary]) -> Table:
    """Give the last avis, each with its PDF."""
    return Table(
        caption=_("Derniers avis d’échéance"),
        caption_hidden=True,
        columns=(
            Column(_("Mois")),
            Column(_("Net à payer"), "amount"),
            Column(_("Date limite"), "day"),
        ),
        rows=tuple(
            Row(
                (
                    Cell(
                        text=_("%(month)s (PDF)") % {"month": capital(notice.period.label)},
                        url=reverse("office:tenant-notice", args=[account.code, notice.code]),
                        note=_("remplacé") if notice.replaced else "",
                    ),
                    notice.net_cents,
                    notice.due_on,
                ),
                muted=notice.replaced,
            )
            for notice in notices
        ),
        empty=_("Aucun avis publié."),
    )
