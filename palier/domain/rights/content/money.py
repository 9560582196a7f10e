"""The detail of my avis and settlements; what was paid, collected and changed at the bank."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from palier.domain.banking.models import Collection, Mandate, MandateChange
from palier.domain.billing.queries import facts_of, notices_in, notices_of
from palier.domain.billing.settlements import queries as settlements
from palier.domain.payments.models import Operation
from palier.domain.rights.content.readers import Reader
from palier.domain.rights.content.sections import Field, Section

Rows = Iterator[tuple[Any, ...]]
REFERENCE = Field("compte", "text", _("Référence client"))


def _notice_lines(reader: Reader) -> Rows:
    for view in reader.views:
        codes = [row.code for row in notices_of(view)]
        for notice in sorted(notices_in(codes), key=lambda row: (row.number, row.version)):
            for line in facts_of(notice).lines:
                yield (
                    notice.number,
                    notice.version,
                    line.label,
                    str(line.period),
                    line.debit_cents,
                    line.credit_cents,
                )


def _settlement_lines(reader: Reader) -> Rows:
    for view in reader.views:
        codes = [row.code for row in settlements.settlements_of(view)]
        for settlement in settlements.settlements_in(codes):
            for line in settlements.lines_of(settlement):
                yield (
                    settlement.number,
                    line.label,
                    line.provisions_cents,
                    line.real_cents,
                    line.share_cents,
                )


def _operations(reader: Reader) -> Rows:
    for view, row in reader.shared(Operation.objects.order_by("recorded_at", "pk"), "happened_on"):
        yield (
            view.tenant_account.customer_reference,
            row.happened_on,
            row.get_kind_display(),
            row.amount_cents,
            row.code,
        )


def _collections(reader: Reader) -> Rows:
    rows = Collection.objects.order_by("collected_on", "pk")
    for view, row in reader.shared(rows, "collected_on"):
        yield (
            view.tenant_account.customer_reference,
            row.collected_on,
            row.amount_cents,
            row.notice_number,
        )


def _mandate_changes(reader: Reader) -> Rows:
    mine = Mandate.objects.filter(reader.mine)
    rows = MandateChange.objects.filter(mandate__in=mine).select_related("mandate")
    for row in rows.order_by("asked_at", "pk"):
        yield (
            row.mandate.rum,
            row.asked_at,
            row.get_kind_display(),
            row.effective_on,
            row.debit_day,
        )


SECTIONS = (
    Section(
        "lignes_des_avis",
        _("Lignes de mes avis d’échéance"),
        (
            Field("avis", "text", _("Numéro de l’avis")),
            Field("version", "number", _("Version de l’avis")),
            Field("libelle", "text", _("Libellé")),
            Field("mois", "text", _("Mois")),
            Field("debit_centimes", "cents", _("Débit")),
            Field("credit_centimes", "cents", _("Crédit")),
        ),
        _notice_lines,
    ),
    Section(
        "lignes_des_regularisations",
        _("Lignes de mes régularisations de charges"),
        (
            Field("regularisation", "text", _("Numéro de la régularisation")),
            Field("nature", "text", _("Nature de charge")),
            Field("provisions_centimes", "cents", _("Provisions versées")),
            Field("depense_centimes", "cents", _("Dépense de la résidence")),
            Field("quote_part_centimes", "cents", _("Votre part")),
        ),
        _settlement_lines,
    ),
    Section(
        "mouvements_de_carte",
        _("Encaissements, remboursements et impayés des paiements en ligne"),
        (
            REFERENCE,
            Field("date", "date", _("Date")),
            Field("sorte", "text", _("Sorte")),
            Field("montant_centimes", "cents", _("Montant")),
            Field("reference", "text", _("Référence du paiement")),
        ),
        _operations,
    ),
    Section(
        "prelevements_presentes",
        _("Prélèvements présentés à la banque"),
        (
            REFERENCE,
            Field("date", "date", _("Date")),
            Field("montant_centimes", "cents", _("Montant")),
            Field("avis", "text", _("Numéro de l’avis")),
        ),
        _collections,
    ),
    Section(
        "changements_de_prelevement",
        _("Changements demandés sur mes mandats de prélèvement"),
        (
            Field("mandat", "text", _("Référence du mandat (RUM)")),
            Field("demande_le", "instant", _("Demandé le")),
            Field("sorte", "text", _("Sorte")),
            Field("effet_le", "date", _("Prend effet le")),
            Field("jour", "number", _("Jour du prélèvement")),
        ),
        _mandate_changes,
    ),
)
