"""Who lives there and under which title: persons, accounts, leases, roles, households."""

from __future__ import annotations

from dataclasses import dataclass

from palier.exchange.records.columns import (
    Amount,
    Code,
    Date,
    Email,
    Identifier,
    Identifiers,
    Integer,
    Phone,
    Text,
    column,
)

TITLES = {"mme": "mme", "m": "m"}
PAYMENT_MEANS = {
    "prelevement": "direct_debit",
    "virement": "transfer",
    "carte": "card",
    "cheque": "cheque",
    "especes": "cash",
    "autre": "other",
}
LEASE_KINDS = {
    "logement": "dwelling",
    "stationnement": "parking",
    "annexe": "annex",
    "local": "commercial",
}
LEASE_TERMS = {"indeterminee": "open_ended", "determinee": "fixed"}
HOLDER_ROLES = {"titulaire": "holder", "cotitulaire": "co_holder"}
LEASE_ROLES = {
    "titulaire": "tenant",
    "cotitulaire": "co_tenant",
    "occupant": "occupant",
    "garant": "guarantor",
}
ROLES = {code: code for code in LEASE_ROLES}
RELATIONS = {
    "titulaire": "holder",
    "conjoint": "spouse",
    "partenaire": "partner",
    "enfant": "child",
    "parent": "parent",
    "autre": "other",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRecord:
    """Une personne que le bailleur connaît. Jamais de numéro de sécurité sociale."""

    erp_id: str = column(
        "identifiant", Identifier(), "Identifiant de la personne", example="P0034567", required=True
    )
    title: str = column("civilite", Code(TITLES), "Civilité", example="mme")
    birth_name: str = column(
        "nom_naissance", Text(120), "Nom de naissance", example="N’Diaye", required=True
    )
    usage_name: str = column(
        "nom_usage",
        Text(120),
        "Nom d’usage, s’il diffère du nom de naissance",
        example="Lefèvre-N’Diaye",
    )
    given_names: str = column("prenoms", Text(120), "Prénoms", example="Aïssatou", required=True)
    birth_date: str | None = column(
        "date_naissance", Date(), "Date de naissance", example="1984-03-09"
    )
    email: str = column(
        "courriel",
        Email(),
        "Adresse électronique connue du bailleur",
        example="a.ndiaye@example.org",
    )
    mobile: str = column("mobile", Phone(), "Téléphone mobile", example="06 39 98 12 34")
    phone: str = column("telephone", Phone(), "Téléphone fixe", example="01 99 00 45 67")
    language: str = column(
        "langue", Text(8), "Langue préférée (code ISO 639-1), vide : français", example="fr"
    )
    post_street: str = column(
        "courrier_adresse",
        Text(200),
        "Adresse pour le courrier, si ce n’est pas le logement : numéro et voie",
        example="8 rue des Lilas",
    )
    post_extra: str = column(
        "courrier_complement", Text(200), "Complément : chez, bâtiment, boîte postale"
    )
    post_postcode: str = column("courrier_code_postal", Text(12), "Code postal", example="69003")
    post_town: str = column("courrier_ville", Text(120), "Ville", example="Lyon")
    post_country: str = column("courrier_pays", Text(80), "Pays, vide : France")
    replaces: str = column(
        "remplace",
        Identifiers(),
        "Anciens identifiants de la même personne (renumérotation ou fusion)",
        example="P0012001",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class TenantAccountRecord:
    """Un compte locataire : ce que nomme la référence client, et qui porte le solde."""

    erp_id: str = column(
        "identifiant", Identifier(), "Identifiant du compte", example="CPT0020417", required=True
    )
    customer_reference: str = column(
        "reference_client",
        Text(30),
        "Référence client imprimée sur l’avis",
        example="L 0020417/82",
        required=True,
    )
    agency: str = column(
        "agence",
        Identifier(),
        "Agence de rattachement",
        example="AG01",
        required=True,
        refers_to="agencies",
    )
    payment_means: str = column(
        "moyen_paiement", Code(PAYMENT_MEANS), "Moyen de paiement habituel", example="prelevement"
    )
    debit_day: int | None = column(
        "jour_prelevement", Integer(1, 28), "Jour du prélèvement", example="5"
    )
    opened_on: str | None = column(
        "date_ouverture", Date(), "Ouverture du compte", example="2019-06-01"
    )
    ended_on: str | None = column("date_cloture", Date(), "Clôture du compte")
    replaces: str = column(
        "remplace",
        Identifiers(),
        "Anciens identifiants du même compte (renumérotation ou fusion)",
        example="CPT0007733",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaseRecord:
    """Un bail. Un bail HLM d’habitation n’a pas de date de fin : n’en inventez pas."""

    erp_id: str = column(
        "identifiant", Identifier(), "Identifiant du bail", example="BAIL0020417", required=True
    )
    tenant_account: str = column(
        "compte",
        Identifier(),
        "Compte locataire",
        example="CPT0020417",
        required=True,
        refers_to="tenant_accounts",
    )
    kind: str = column(
        "type", Code(LEASE_KINDS), "Objet du bail", example="logement", required=True
    )
    term: str = column(
        "duree", Code(LEASE_TERMS), "Durée du bail", example="indeterminee", required=True
    )
    dwelling: str = column(
        "logement",
        Identifier(),
        "Logement loué (bail de logement)",
        example="LGT004512",
        refers_to="dwellings",
    )
    annex: str = column(
        "annexe",
        Identifier(),
        "Annexe louée (bail de stationnement ou d’annexe)",
        refers_to="annexes",
    )
    signed_on: str | None = column("date_signature", Date(), "Signature", example="2019-05-22")
    starts_on: str = column(
        "date_effet", Date(), "Prise d’effet", example="2019-06-01", required=True
    )
    ends_on: str | None = column(
        "date_fin", Date(), "Fin prévue au contrat (durée déterminée seulement)"
    )
    tacit_period_ends_on: str | None = column(
        "fin_periode_tacite", Date(), "Fin de la période tacite en cours, si l’ERP la connaît"
    )
    terminated_on: str | None = column("date_sortie", Date(), "Sortie effective des lieux")
    judicial_termination_on: str | None = column(
        "date_resiliation_judiciaire", Date(), "Résiliation prononcée par le juge"
    )
    special_conditions: str = column(
        "conditions_particulieres", Text(8000, paragraphs=True), "Paragraphes libres du bail"
    )
    deposit_cents: int | None = column(
        "depot_garantie", Amount(signed=False), "Dépôt de garantie versé", example="412,37"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleRecord:
    """Un rôle daté d’une personne, sur un compte (titulaire, cotitulaire) ou sur un bail."""

    erp_id: str = column(
        "identifiant", Identifier(), "Identifiant du rôle", example="R0051234", required=True
    )
    person: str = column(
        "personne", Identifier(), "Personne", example="P0034567", required=True, refers_to="persons"
    )
    tenant_account: str = column(
        "compte",
        Identifier(),
        "Compte, pour un rôle sur le compte (sinon vide)",
        example="CPT0020417",
        refers_to="tenant_accounts",
    )
    lease: str = column(
        "bail", Identifier(), "Bail, pour un rôle sur le bail (sinon vide)", refers_to="leases"
    )
    role: str = column(
        "role",
        Code(ROLES),
        "Rôle ; « occupant » et « garant » n’existent que sur un bail",
        example="titulaire",
        required=True,
    )
    starts_on: str = column(
        "debut", Date(), "Premier jour du rôle", example="2019-06-01", required=True
    )
    ends_on: str | None = column("fin", Date(), "Dernier jour du rôle, vide s’il dure")


@dataclass(frozen=True, slots=True, kw_only=True)
class HouseholdMemberRecord:
    """Une personne du foyer, selon le bailleur."""

    erp_id: str = column(
        "identifiant", Identifier(), "Identifiant de la ligne", example="F0098765", required=True
    )
    lease: str = column(
        "bail",
        Identifier(),
        "Bail du logement",
        example="BAIL0020417",
        required=True,
        refers_to="leases",
    )
    person: str = column(
        "personne", Identifier(), "Personne, si l’ERP la connaît", refers_to="persons"
    )
    family_name: str = column(
        "nom", Text(120), "Nom, si la personne n’est pas désignée", example="N’Diaye"
    )
    given_names: str = column("prenoms", Text(120), "Prénoms", example="Moussa")
    birth_date: str | None = column(
        "date_naissance", Date(), "Date de naissance", example="2012-10-02"
    )
    relation: str = column(
        "lien", Code(RELATIONS), "Lien avec le titulaire", example="enfant", required=True
    )
    starts_on: str | None = column("debut", Date(), "Arrivée dans le logement")
    ends_on: str | None = column("fin", Date(), "Départ du logement")
