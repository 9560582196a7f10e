"""My accounts, leases, rent, payments and bank details, as I may see them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from palier.domain.access.queries import leases_of
from palier.domain.banking.models import BankAccount, Mandate
from palier.domain.billing.queries import notices_of
from palier.domain.billing.receipts.models import Agreement
from palier.domain.billing.receipts.queries import receipts_of
from palier.domain.billing.settlements.queries import settlements_of
from palier.domain.landlord.queries import delivered
from palier.domain.ledger.queries import postings_of
from palier.domain.payments.models import Attempt
from palier.domain.rights.content.readers import Reader
from palier.domain.rights.content.sections import Field, Section
from palier.domain.tenancy.models import HouseholdMember, LeaseRole

Rows = Iterator[tuple[Any, ...]]
REFERENCE = Field("compte", "text", _("Référence client"))


def _accounts(reader: Reader) -> Rows:
    for view in reader.views:
        account = view.tenant_account
        role = {"holder": _("titulaire"), "co_holder": _("cotitulaire")}.get(view.role)
        yield (
            account.customer_reference,
            role or _("ancien titulaire"),
            view.since,
            view.until,
            account.agency.name,
            account.get_payment_means_display() if account.payment_means else "",
        )


def _leases(reader: Reader) -> Rows:
    for lease in leases_of(reader.views):
        home = lease.dwelling
        yield (
            lease.tenant_account.customer_reference,
            lease.get_kind_display(),
            f"{home.address}, {home.postcode} {home.town}"
            if home
            else (lease.annex.number if lease.annex else ""),
            lease.signed_on,
            lease.starts_on,
            lease.terminated_on or lease.ends_on,
            lease.deposit_cents,
            lease.special_conditions,
        )


def _roles(reader: Reader) -> Rows:
    rows = LeaseRole.objects.filter(delivered(), person__in=reader.people)
    for row in rows.select_related("lease__tenant_account").order_by("starts_on", "pk"):
        yield (
            row.lease.tenant_account.customer_reference,
            row.get_role_display(),
            row.starts_on,
            row.ends_on,
        )


def _household(reader: Reader) -> Rows:
    rows = HouseholdMember.objects.filter(person__in=reader.people).select_related(
        "lease__tenant_account"
    )
    for row in rows.order_by("pk"):
        yield (
            row.lease.tenant_account.customer_reference,
            row.family_name,
            row.given_names,
            row.birth_date,
            row.get_relation_display(),
            row.starts_on,
            row.ends_on,
        )


def _entries(reader: Reader) -> Rows:
    for view in reader.views:
        for posting in postings_of(view):
            if view.covers(posting.effective_on) or view.until is None:
                yield (
                    view.tenant_account.customer_reference,
                    posting.effective_on,
                    posting.label,
                    posting.amount_cents,
                    str(posting.period) if posting.period else "",
                )


def _notices(reader: Reader) -> Rows:
    for view in reader.views:
        for row in notices_of(view):
            yield (
                view.tenant_account.customer_reference,
                row.number,
                str(row.period),
                row.issue_on,
                row.due_on,
                row.net_cents,
            )


def _receipts(reader: Reader) -> Rows:
    for view in reader.views:
        for row in receipts_of(view):
            yield (
                view.tenant_account.customer_reference,
                row.number,
                str(row.period),
                row.dated_on,
                row.amount_cents,
                row.is_void,
            )


def _settlements(reader: Reader) -> Rows:
    for view in reader.views:
        for row in settlements_of(view):
            yield (
                view.tenant_account.customer_reference,
                row.number,
                row.starts_on,
                row.ends_on,
                row.difference_cents,
            )


def _agreements(reader: Reader) -> Rows:
    for row in Agreement.objects.filter(reader.mine).order_by("decided_at", "pk"):
        yield (row.decided_at, row.agreed, row.wording)


def _payments(reader: Reader) -> Rows:
    rows = Attempt.objects.filter(reader.mine).select_related("tenant_account")
    for row in rows.order_by("started_at", "pk"):
        yield (
            row.tenant_account.customer_reference,
            row.started_at,
            row.amount_cents,
            row.get_state_display(),
            row.code,
        )


def _bank_accounts(reader: Reader) -> Rows:
    for row in BankAccount.objects.filter(reader.mine).order_by("given_at", "pk"):
        yield (row.given_at, row.owner_name, row.masked, row.bank, row.get_state_display())


def _mandates(reader: Reader) -> Rows:
    rows = Mandate.objects.filter(reader.mine).select_related("tenant_account")
    for row in rows.order_by("started_at", "pk"):
        yield (
            row.tenant_account.customer_reference,
            row.rum,
            row.creditor_id,
            row.signed_at,
            row.debit_day,
            row.get_state_display(),
        )


SECTIONS = (
    Section(
        "comptes",
        _("Mes comptes de locataire"),
        (
            REFERENCE,
            Field("role", "text", _("Rôle")),
            Field("depuis_le", "date", _("Visible depuis le")),
            Field("jusqu_au", "date", _("Visible jusqu’au")),
            Field("agence", "text", _("Agence")),
            Field("moyen_de_paiement", "text", _("Moyen de paiement")),
        ),
        _accounts,
    ),
    Section(
        "baux",
        _("Mes baux"),
        (
            REFERENCE,
            Field("sorte", "text", _("Sorte de bail")),
            Field("adresse", "text", _("Adresse ou numéro")),
            Field("signe_le", "date", _("Signé le")),
            Field("debut", "date", _("Début")),
            Field("fin", "date", _("Fin")),
            Field("depot_de_garantie_centimes", "cents", _("Dépôt de garantie")),
            Field("conditions_particulieres", "text", _("Conditions particulières")),
        ),
        _leases,
    ),
    Section(
        "roles_au_bail",
        _("Mes rôles au bail"),
        (
            REFERENCE,
            Field("role", "text", _("Rôle")),
            Field("depuis_le", "date", _("Depuis le")),
            Field("jusqu_au", "date", _("Jusqu’au")),
        ),
        _roles,
    ),
    Section(
        "foyer",
        _("Moi dans le foyer"),
        (
            REFERENCE,
            Field("nom", "text", _("Nom")),
            Field("prenoms", "text", _("Prénoms")),
            Field("date_de_naissance", "date", _("Date de naissance")),
            Field("lien", "text", _("Lien")),
            Field("depuis_le", "date", _("Depuis le")),
            Field("jusqu_au", "date", _("Jusqu’au")),
        ),
        _household,
    ),
    Section(
        "ecritures",
        _("Compte de loyer (positif : dû, négatif : payé)"),
        (
            REFERENCE,
            Field("date", "date", _("Date")),
            Field("libelle", "text", _("Libellé")),
            Field("montant_centimes", "cents", _("Montant")),
            Field("mois", "text", _("Mois concerné")),
        ),
        _entries,
    ),
    Section(
        "avis_d_echeance",
        _("Avis d’échéance"),
        (
            REFERENCE,
            Field("numero", "text", _("Numéro")),
            Field("mois", "text", _("Mois")),
            Field("emis_le", "date", _("Émis le")),
            Field("a_payer_avant_le", "date", _("À payer avant le")),
            Field("montant_centimes", "cents", _("Net à payer")),
        ),
        _notices,
    ),
    Section(
        "quittances",
        _("Quittances et reçus"),
        (
            REFERENCE,
            Field("numero", "text", _("Numéro")),
            Field("mois", "text", _("Mois")),
            Field("date", "date", _("Date")),
            Field("montant_centimes", "cents", _("Montant")),
            Field("annule", "flag", _("Annulé depuis")),
        ),
        _receipts,
    ),
    Section(
        "regularisations",
        _("Régularisations de charges"),
        (
            REFERENCE,
            Field("numero", "text", _("Numéro")),
            Field("du", "date", _("Du")),
            Field("au", "date", _("Au")),
            Field("difference_centimes", "cents", _("Différence")),
        ),
        _settlements,
    ),
    Section(
        "accords_quittances",
        _("Accord pour la quittance en ligne"),
        (
            Field("decide_le", "instant", _("Décidé le")),
            Field("accord", "flag", _("Accord donné")),
            Field("texte_lu", "text", _("Texte lu au moment du choix")),
        ),
        _agreements,
    ),
    Section(
        "paiements",
        _("Paiements commencés en ligne"),
        (
            REFERENCE,
            Field("commence_le", "instant", _("Commencé le")),
            Field("montant_centimes", "cents", _("Montant")),
            Field("etat", "text", _("État")),
            Field("numero", "text", _("Numéro")),
        ),
        _payments,
    ),
    Section(
        "comptes_bancaires",
        _("Comptes bancaires donnés (numéros masqués, comme à l’écran)"),
        (
            Field("donne_le", "instant", _("Donné le")),
            Field("titulaire", "text", _("Titulaire")),
            Field("iban_masque", "text", _("IBAN masqué")),
            Field("banque", "text", _("Banque")),
            Field("etat", "text", _("État")),
        ),
        _bank_accounts,
    ),
    Section(
        "mandats_de_prelevement",
        _("Mandats de prélèvement"),
        (
            REFERENCE,
            Field("rum", "text", _("Référence unique du mandat")),
            Field("ics", "text", _("Identifiant du créancier")),
            Field("signe_le", "instant", _("Signé le")),
            Field("jour", "number", _("Jour du prélèvement")),
            Field("etat", "text", _("État")),
        ),
        _mandates,
    ),
)
