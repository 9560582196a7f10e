"""What is told about bank details and direct debits. No IBAN is ever a fact: only its mask is."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, tuple[Any, ...]] = {
    # banking
    "banking.details_proposed": (
        _("Un nouveau compte bancaire a été donné (%(masked)s)."),
        _("Nouveau compte bancaire donné (%(masked)s), à confirmer par e-mail."),
    ),
    "banking.details_confirmed": (
        _("Le compte bancaire %(masked)s est confirmé : il sert 72 heures après."),
    ),
    "banking.details_to_review": (
        _("Le compte bancaire %(masked)s est confirmé : l’agence vérifie à quel nom il est."),
        _("Compte bancaire %(masked)s à vérifier : le nom diffère."),
    ),
    "banking.details_first_eyes": ("", _("Premier accord pour le compte bancaire %(masked)s.")),
    "banking.details_accepted": (_("L’agence a accepté le compte bancaire %(masked)s."),),
    "banking.details_refused": (_("L’agence n’a pas accepté le compte bancaire %(masked)s."),),
    "banking.details_reviewed_again": (
        _("Le compte bancaire %(masked)s est de nouveau en cours de vérification."),
    ),
    "banking.details_contested": (
        _("Le compte bancaire %(masked)s a été bloqué : « Ce n’était pas moi »."),
    ),
    "banking.details_frozen": (
        _("L’agence a bloqué le compte bancaire %(masked)s."),
        _("Compte bancaire %(masked)s bloqué par l’agence."),
    ),
    "banking.details_replaced": (_("Le compte bancaire %(masked)s est remplacé par un autre."),),
    "banking.details_expired": (
        _("Le compte bancaire %(masked)s n’a pas été confirmé à temps : rien n’a changé."),
    ),
    "banking.details_withdrawn": (_("Le compte bancaire %(masked)s a été retiré."),),
    "banking.details_seen": (
        _("Un conseiller a consulté les coordonnées bancaires, masquées."),
        _("Coordonnées bancaires masquées consultées."),
    ),
    "banking.mandate_started": (_("La signature d’un mandat de prélèvement a été commencée."),),
    "banking.signing_code_sent": (_("Un code de signature a été envoyé par e-mail."),),
    "banking.signing_code_wrong": (_("Un code de signature faux a été tapé."),),
    "banking.mandate_signed": (
        _("Le mandat de prélèvement %(rum)s a été signé. Premier prélèvement le %(first_on)s."),
    ),
    "banking.mandate_paused": (
        _("Le prélèvement est suspendu, à partir de celui du %(effective_on)s."),
    ),
    "banking.mandate_resumed": (_("Le prélèvement reprend le %(effective_on)s."),),
    "banking.mandate_day_changed": (
        _("Le prélèvement se fera le %(day)s du mois, à partir du %(effective_on)s."),
    ),
    "banking.mandate_stopped": (
        _("Le prélèvement est arrêté : celui du %(effective_on)s ne se fera pas."),
    ),
    "banking.amendment_started": (
        _("La signature d’un avenant au mandat de prélèvement a été commencée."),
    ),
    "banking.mandate_amended": (
        _(
            "L’avenant au mandat %(rum)s a été signé : un autre compte est débité, à partir du "
            "prélèvement du %(effective_on)s."
        ),
    ),
    "banking.mandate_left": (
        _("Le prélèvement est arrêté : la personne qui l’avait signé n’est plus titulaire."),
        _("Mandat %(rum)s arrêté : son signataire n’est plus titulaire du compte."),
    ),
    "banking.mandate_followed": (
        _("Le mandat de prélèvement %(rum)s suit votre nouvelle référence client."),
    ),
    "banking.mandate_expired": (
        _("Le mandat %(rum)s est périmé : il n’a pas servi pendant 36 mois."),
    ),
    "banking.debits_delivered": (
        "",
        _("Fichier de prélèvements n° %(number)s : %(lines)s prélevés, %(left_out)s écartés."),
    ),
    "banking.mandates_delivered": (
        "",
        _("Remise n° %(number)s des mandats : %(lines)s lignes."),
    ),
    "banking.mandates_acknowledged": (
        "",
        _("Accusé lu pour les mandats : %(accepted)s acceptés, %(refused)s refusés."),
    ),
    "banking.accounts_delivered": (
        "",
        _("Remise n° %(number)s des comptes bancaires : %(lines)s lignes."),
    ),
    "banking.accounts_acknowledged": (
        "",
        _("Accusé lu pour les comptes bancaires : %(accepted)s acceptés, %(refused)s refusés."),
    ),
    "banking.keys_rotated": ("", _("Clés des IBAN renouvelées : %(count)s lignes scellées.")),
}
