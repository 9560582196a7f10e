"""Where people live: agencies, residences, dwellings, annexes."""

from __future__ import annotations

from dataclasses import dataclass

from palier.exchange.records.columns import (
    Code,
    Date,
    Email,
    Identifier,
    Integer,
    Phone,
    Surface,
    Text,
    column,
)

DWELLING_KINDS = {"appartement": "flat", "maison": "house"}
ANNEX_KINDS = {
    "cave": "cellar",
    "box": "box",
    "parking": "parking",
    "jardin": "garden",
    "autre": "other",
}
ENERGY_CLASSES = {letter: letter for letter in "ABCDEFG"}


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyRecord:
    """Une agence du bailleur, celle que le locataire appelle."""

    erp_id: str = column(
        "identifiant", Identifier(), "Identifiant de l’agence", example="AG01", required=True
    )
    name: str = column("nom", Text(120), "Nom affiché", example="Agence du Canal", required=True)
    address: str = column(
        "adresse", Text(), "Numéro et voie", example="4 quai des Tilleuls", required=True
    )
    postcode: str = column("code_postal", Text(10), "Code postal", example="93990", required=True)
    town: str = column("commune", Text(80), "Commune", example="Saint-Ouvrin", required=True)
    phone: str = column("telephone", Phone(), "Téléphone", example="01 99 00 12 00")
    email: str = column(
        "courriel", Email(), "Adresse électronique", example="canal@bailleur.example"
    )
    hours: str = column(
        "horaires",
        Text(300),
        "Horaires d’ouverture, en clair",
        example="Du lundi au vendredi, 9 h à 17 h",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ResidenceRecord:
    """Une résidence : un ensemble d’immeubles suivi par un gardien."""

    erp_id: str = column(
        "identifiant", Identifier(), "Identifiant de la résidence", example="RES0012", required=True
    )
    agency: str = column(
        "agence",
        Identifier(),
        "Agence de rattachement",
        example="AG01",
        required=True,
        refers_to="agencies",
    )
    name: str = column(
        "nom", Text(120), "Nom de la résidence", example="Les Tilleuls", required=True
    )
    caretaker_name: str = column("gardien_nom", Text(120), "Nom du gardien", example="Mme Le Goff")
    caretaker_phone: str = column(
        "gardien_telephone", Phone(), "Téléphone de la loge", example="01 99 00 12 31"
    )
    caretaker_hours: str = column(
        "gardien_horaires", Text(300), "Horaires de la loge", example="8 h à 12 h"
    )
    caretaker_place: str = column("gardien_lieu", Text(), "Où se trouve la loge", example="Hall B")


@dataclass(frozen=True, slots=True, kw_only=True)
class DwellingRecord:
    """Un logement, avec l’adresse exacte qui figure sur le bail."""

    erp_id: str = column(
        "identifiant", Identifier(), "Identifiant du logement", example="LGT004512", required=True
    )
    residence: str = column(
        "residence",
        Identifier(),
        "Résidence",
        example="RES0012",
        required=True,
        refers_to="residences",
    )
    kind: str = column(
        "type", Code(DWELLING_KINDS), "Sorte de logement", example="appartement", required=True
    )
    number: str = column(
        "numero",
        Text(30),
        "Numéro du logement, celui que les locataires confondent avec leur référence client",
        example="0042",
    )
    address: str = column(
        "adresse", Text(), "Numéro et voie", example="12 bis rue de l’Abreuvoir", required=True
    )
    address_extra: str = column(
        "complement", Text(), "Bâtiment, escalier, porte", example="Bâtiment C, escalier 2"
    )
    postcode: str = column("code_postal", Text(10), "Code postal", example="93990", required=True)
    town: str = column("commune", Text(80), "Commune", example="Saint-Ouvrin", required=True)
    rooms: int | None = column(
        "pieces", Integer(1, 30), "Nombre de pièces principales", example="3"
    )
    surface_dm2: int | None = column("surface", Surface(), "Surface habitable", example="64,50")
    floor: int | None = column(
        "etage",
        Integer(-9, 99),
        "Étage, 0 pour le rez-de-chaussée, négatif sous la rue",
        example="2",
    )
    built_in: int | None = column(
        "annee_construction", Integer(1500, 2200), "Année de construction", example="1973"
    )
    energy_class: str = column(
        "classe_energie", Code(ENERGY_CLASSES), "Classe énergie du DPE", example="D"
    )
    energy_assessed_on: str | None = column("date_dpe", Date(), "Date du DPE", example="2023-04-18")


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnexRecord:
    """Une annexe : cave, box, parking, jardin ; elle peut avoir son propre bail."""

    erp_id: str = column(
        "identifiant", Identifier(), "Identifiant de l’annexe", example="ANX00731", required=True
    )
    residence: str = column(
        "residence",
        Identifier(),
        "Résidence",
        example="RES0012",
        required=True,
        refers_to="residences",
    )
    dwelling: str = column(
        "logement",
        Identifier(),
        "Logement auquel elle est attachée, s’il y en a un",
        example="LGT004512",
        refers_to="dwellings",
    )
    kind: str = column("type", Code(ANNEX_KINDS), "Sorte d’annexe", example="cave", required=True)
    number: str = column("numero", Text(30), "Numéro de l’annexe", example="C 18")
    place: str = column(
        "emplacement", Text(), "Où elle se trouve", example="Sous-sol du bâtiment C"
    )
