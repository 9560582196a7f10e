"""How I got in, what the agency gave back, what I asked of my rights."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from palier.domain.access.models import Opening, Recovery
from palier.domain.rights.content.readers import Reader
from palier.domain.rights.content.sections import Field, Section
from palier.domain.rights.models import Closing, DataCopy

Rows = Iterator[tuple[Any, ...]]


def _openings(reader: Reader) -> Rows:
    for row in Opening.objects.filter(user=reader.user).order_by("started_at", "pk"):
        yield (row.started_at, row.email, row.family_name, row.confirmed_at)


def _recoveries(reader: Reader) -> Rows:
    rows = Recovery.objects.filter(link__user=reader.user).order_by("asked_at", "pk")
    for row in rows:
        yield (
            row.asked_at,
            row.get_cause_display(),
            row.get_means_display(),
            row.get_state_display(),
            row.moved_at,
        )


def _rights(reader: Reader) -> Rows:
    copies = DataCopy.objects.filter(user=reader.user).order_by("asked_at", "pk")
    for copy in copies:
        yield (copy.asked_at, _("Copie de mes données"), copy.get_state_display())
    for closing in Closing.objects.filter(user=reader.user).order_by("asked_at", "pk"):
        yield (closing.asked_at, _("Fermeture de mon espace"), closing.get_state_display())


SECTIONS = (
    Section(
        "ouvertures_demandees",
        _("Demandes d’ouverture de l’espace"),
        (
            Field("demandee_le", "instant", _("Demandée le")),
            Field("adresse_email", "text", _("Adresse e-mail tapée")),
            Field("nom", "text", _("Nom tapé")),
            Field("confirmee_le", "instant", _("Adresse confirmée le")),
        ),
        _openings,
    ),
    Section(
        "acces_rendus",
        _("Accès rendus par l’agence"),
        (
            Field("demande_le", "instant", _("Demandé le")),
            Field("cause", "text", _("Pourquoi")),
            Field("moyen", "text", _("Comment")),
            Field("etat", "text", _("État")),
            Field("etat_depuis", "instant", _("Dans cet état depuis")),
        ),
        _recoveries,
    ),
    Section(
        "demandes_de_droits",
        _("Copies de mes données et fermetures demandées"),
        (
            Field("demandee_le", "instant", _("Demandée le")),
            Field("quoi", "text", _("Quoi")),
            Field("etat", "text", _("État")),
        ),
        _rights,
    ),
)
