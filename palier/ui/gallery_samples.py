"""Invented content for the gallery: long names, negative amounts, empty lists included."""

from __future__ import annotations

import datetime as dt
from functools import cached_property

from django.contrib.messages.constants import ERROR, SUCCESS
from django.contrib.messages.storage.base import Message
from django.core.paginator import Page, Paginator

from palier.ui.gallery_bill import BILL
from palier.ui.gallery_forms import KEPT, TYPED, SampleForm, SampleUploadForm
from palier.ui.parts import (
    Chart,
    Column,
    Event,
    File,
    Item,
    Link,
    Month,
    PhoneCard,
    Row,
    Spoken,
    Status,
    Step,
    Table,
    Task,
)
from palier.ui.site import (
    AccountChoice,
    Contact,
    Frame,
    Language,
    LanguageChoice,
    NavItem,
    Site,
)

SITE = Site(
    landlord_name="Habitat des Trois-Rivières",
    contact=Contact(
        name="Agence d’Aubervilliers",
        phone="0148965050",
        hours="Du lundi au vendredi, de 9 h à 12 h 30 et de 14 h à 17 h",
    ),
    footer_links=(
        Link("Aide", "#"),
        Link("Est-ce bien nous ?", "#"),
        Link("Accessibilité : partiellement conforme", "#"),
        Link("Mentions légales", "#"),
        Link("Plan du site", "#"),
    ),
    language=LanguageChoice("#", "/", (Language("en", "English"),)),
    sample_mode=True,
    sample_links=(Link("Boîte aux lettres", "#"),),
)
CHOICES = (
    AccountChoice("12 rue des Lilas, appartement 34", "Logement", "#", current=True),
    AccountChoice("Parking 117, résidence Les Longs-Champs-de-Saint-Denis", "Stationnement", "#"),
)


def frame(*, office: bool = False) -> Frame:
    """Give a signed-in reader, a tenant or an advisor."""
    if office:
        return Frame(
            person_name="Claire Dubois",
            nav=(
                NavItem("desk", "Bureau", "#", "desk", count=7),
                NavItem("tenants", "Locataires", "#", "people"),
                NavItem("rent", "Paiements", "#", "card"),
                NavItem("history", "Journal", "#", "history"),
            ),
            sign_out_url="#",
            search_url="#",
            scope_label="Agence d’Aubervilliers",
        )
    return Frame(
        person_name="Aïssatou N’Diaye",
        nav=(
            NavItem("home", "Accueil", "#", "home", primary=True),
            NavItem("rent", "Mon loyer", "#", "rent", primary=True),
            NavItem("payments", "Paiements", "#", "card", primary=True),
            NavItem("lease", "Mon bail", "#", "lease", primary=True),
            NavItem("insurance", "Mon assurance", "#", "shield", count=1),
            NavItem("household", "Mon foyer", "#", "people"),
            NavItem("messages", "Mes messages", "#", "message", count=2),
            NavItem("documents", "Mes documents", "#", "document"),
        ),
        sign_out_url="#",
        profile_url="#",
        account_choices=CHOICES,
    )


MONTHS = (
    "déc.",
    "janv.",
    "févr.",
    "mars",
    "avr.",
    "mai",
    "juin",
    "juil.",
    "août",
    "sept.",
    "oct.",
    "nov.",
)


class Samples:
    """What the sample templates read, each made when first asked for."""

    messages = (
        Message(SUCCESS, "Vos coordonnées sont enregistrées."),
        Message(ERROR, "Votre envoi n’est pas arrivé. Recommencez dans un instant."),
    )
    tasks = (
        Task(
            "Envoyer votre attestation d’assurance",
            Status("À faire", "warning"),
            "#",
            "Avant le 15 janvier 2027",
        ),
        Task("Vérifier vos coordonnées", Status("À faire", "warning"), "#"),
        Task(
            "Répondre à l’enquête annuelle",
            Status("Pas encore ouverte"),
            hint="À partir du 2 janvier",
        ),
        Task("Lire l’avis de novembre", Status("Fait", "success"), "#"),
    )
    items = (
        Item("Adresse", lines=("12 rue des Lilas", "Bâtiment C, 3e étage", "93300 Aubervilliers")),
        Item("Surface", "64,20 m²"),
        Item("Référence client", "L 004 512 873", note="en haut de votre avis"),
        Item("Net à payer", "412,37 €", strong=True),
    )
    answers = (
        Item("Montant", "412,37 €", change_url="#"),
        Item(
            "E-mail pour le reçu",
            "aissatou.ndiaye-de-la-fontaine@messagerie-exemple.fr",
            change_url="#",
        ),
        Item("Mois payé", "novembre 2026"),
    )
    table = Table(
        caption="Mes avis de 2026",
        columns=(
            Column("Mois"),
            Column("Date limite", "date"),
            Column("Net à payer", "amount"),
            Column("État"),
            Column("Avis", "action"),
        ),
        rows=(
            Row(
                (
                    Link("novembre 2026", "#"),
                    dt.date(2026, 12, 5),
                    41237,
                    Status("À payer", "warning"),
                    Link("PDF", "#"),
                )
            ),
            Row(
                (
                    Link("octobre 2026", "#"),
                    dt.date(2026, 11, 5),
                    -1250,
                    Status("En votre faveur", "success"),
                    Link("PDF", "#"),
                )
            ),
            Row(
                (
                    Link("septembre 2026", "#"),
                    dt.date(2026, 10, 5),
                    123456,
                    Status("Payé", "success"),
                    None,
                )
            ),
        ),
        total=Row(("Total", None, 163443, None, None)),
    )
    empty_table = Table(
        "Mes paiements", (Column("Date"),), (), empty="Aucun paiement pour le moment."
    )
    dense_table = Table(
        caption="Demandes à traiter",
        columns=(
            Column("Locataire", sort_url="#", sorted="ascending"),
            Column("Référence"),
            Column("Reçue le", "day", sort_url="#"),
            Column("Solde", "amount"),
            Column("État"),
        ),
        rows=(
            Row(
                (
                    Link("N’Diaye, Aïssatou", "#", "12 rue des Lilas, Aubervilliers"),
                    "L004512873",
                    dt.date(2026, 11, 3),
                    41237,
                    Status("Nouvelle", "info"),
                )
            ),
            Row(
                (
                    Link("de La Rochefoucauld-Montbel, Jean-Baptiste", "#"),
                    "L004512874",
                    dt.date(2026, 11, 1),
                    -1250,
                    Status("Promise le 8"),
                ),
                current=True,
            ),
            Row(
                (
                    Link("Zürcher, Émile", "#"),
                    "L004512875",
                    dt.date(2026, 10, 30),
                    0,
                    Status("Close", "success"),
                ),
                muted=True,
            ),
        ),
    )
    links = (
        Link("2026", "#", current=True, count=11),
        Link("2025", "#", count=12),
        Link("Tout", "#"),
    )
    said = (
        Spoken(
            "Bonjour,\n\nPourquoi la provision d’eau chaude a-t-elle doublé ?",
            "3 novembre 2026 à 18 h 40",
            by="Vous",
            side="mine",
            files=(
                File("releve-du-compteur", "#", size=184_000),
                File("Photos", "", note="en cours de vérification"),
            ),
            note="Lu par l’agence le 4 novembre 2026",
        ),
        Spoken(
            "Votre message est confié à notre centre de relation locataires.",
            "4 novembre 2026",
            side="event",
        ),
        Spoken(
            "Nous avons parlé du compteur, remplacé en octobre.",
            "5 novembre 2026 à 9 h 05",
            by="Claire Dubois",
            what="Noté après l’appel du 4 novembre 2026",
            is_new=True,
        ),
    )
    events = (
        Event(
            "Paiement reçu, en cours d’enregistrement",
            "5 novembre 2026 à 9 h 05",
            "412,37 € par carte",
            tone="success",
            url="#",
        ),
        Event(
            "Votre demande est arrivée",
            "3 novembre 2026",
            "Réponse promise avant le 8 novembre.",
            by="Agence d’Aubervilliers",
            tone="warning",
        ),
        Event(
            "Un document a été refusé",
            "1er novembre 2026",
            "L’adresse n’est pas celle de votre logement.",
            tone="error",
        ),
        Event("Compte ouvert", "2 octobre 2026"),
    )
    progress = (
        Step("Votre référence", "done"),
        Step("Votre e-mail", "current"),
        Step("Votre mot de passe"),
        Step("Confirmation"),
    )
    steps = (
        Step(
            "Prenez votre dernier avis d’échéance", text="C’est la lettre qui annonce votre loyer."
        ),
        Step(
            "Cherchez la référence client",
            text="Elle est en haut à droite et commence par un L.",
            url="#",
        ),
        Step("Choisissez un mot de passe"),
    )
    chart = Chart(
        "Les douze derniers mois",
        "Vous avez réglé tout ce qui a été demandé depuis décembre 2025.",
        ("Demandé", "Payé"),
        tuple(
            Month(short, f"{short} 2026", (41237, 41237 if i % 5 else 20000))
            for i, short in enumerate(MONTHS)
        ),
    )
    negative_chart = Chart(
        "Solde en fin de mois",
        "Votre compte est en votre faveur depuis l’été.",
        ("Solde",),
        tuple(Month(short, f"{short} 2026", (41237 - 9000 * i,)) for i, short in enumerate(MONTHS)),
    )
    phone_card = PhoneCard(
        "Agence d’Aubervilliers",
        "0148965050",
        "Du lundi au vendredi\nde 9 h à 12 h 30 et de 14 h à 17 h",
        "aubervilliers@troisrivieres-habitat.example",
        ("3 rue de la République", "93300 Aubervilliers"),
        "Fermée le jeudi après-midi.",
    )
    file = File(
        "Avis d’échéance de novembre 2026",
        "#",
        size=48_213,
        web_url="#",
        note="Version 2, corrigée le 3 décembre.",
    )
    bill = BILL
    frame = Frame(account_choices=CHOICES, nav=frame().nav)
    single_frame = Frame(account_choices=CHOICES[:1])
    helper_frame = Frame(account_choices=CHOICES[:1], helping_url="#")
    only_helper_frame = Frame(helping_url="#")

    @cached_property
    def form(self) -> SampleForm:
        return SampleForm(initial={"amount": 41237}, auto_id="bon_%s")

    @cached_property
    def filter_form(self) -> SampleForm:
        return SampleForm(auto_id="filtre_%s")

    @cached_property
    def wrong_form(self) -> SampleForm:
        return SampleForm(TYPED, auto_id="erreur_%s")

    @cached_property
    def upload_form(self) -> SampleUploadForm:
        form = SampleUploadForm(auto_id="envoi_%s")
        form.fields["proof"].widget.kept = KEPT
        return form

    @cached_property
    def page(self) -> Page[int]:
        return Paginator(range(90), 10).page(2)
