"""What is told about people and who lives where; what the desk and the exchange do."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, tuple[Any, ...]] = {
    # accounts
    "accounts.user_created": ("", _("Identifiant de connexion créé.")),
    "accounts.staff_created": ("", _("Agent créé : %(role)s.")),
    "accounts.staff_ended": ("", _("Accès de l’agent fermé.")),
    "accounts.signed_in": (_("Connexion à l’espace locataire."),),
    "accounts.sign_in_failed": (
        _("Un essai de connexion a échoué."),
        _("Essai de connexion échoué."),
    ),
    "accounts.signed_out": (_("Déconnexion."),),
    "accounts.password_reset_asked": (_("Un nouveau mot de passe a été demandé."),),
    "accounts.password_changed": (_("Le mot de passe a été changé."),),
    "accounts.second_factor_added": (_("Un second facteur de connexion a été ajouté."),),
    "accounts.second_factor_removed": (_("Un second facteur de connexion a été retiré."),),
    # access
    "access.opening_asked": ("", _("Ouverture d’un espace locataire demandée.")),
    "access.email_confirmed": (_("L’adresse e-mail a été confirmée."),),
    "access.person_claimed": ("", _("Identité à confirmer.")),
    "access.proof_code_sent": (_("Un code de confirmation a été envoyé par courriel."),),
    "access.proof_letter_asked": (_("Un code de confirmation par lettre a été demandé."),),
    "access.proof_letter_issued": (
        _("La lettre qui porte le code de confirmation a été imprimée."),
        _("Lettre d’activation imprimée."),
    ),
    "access.proof_code_refused": (_("Un code de confirmation faux a été tapé."),),
    "access.proof_code_spent": ("", _("Code de confirmation annulé ou utilisé.")),
    "access.account_opened": (
        _("L’espace locataire a été ouvert."),
        _("Espace locataire ouvert (%(proof)s)."),
    ),
    "access.claim_refused": (
        _("L’agence n’a pas pu confirmer l’identité."),
        _("Identité non confirmée : %(reason)s."),
    ),
    "access.ended": (_("L’accès ouvert avec une autre adresse e-mail a été fermé."),),
    # tenancy
    "tenancy.details_confirmed": (_("Les informations personnelles ont été confirmées."),),
    "tenancy.holding_ended": (
        _("%(person)s n’est plus titulaire de ce compte depuis le %(ended_on)s."),
        _("Fin du rôle de %(person)s le %(ended_on)s : absent de la livraison du bailleur."),
    ),
    # exchange
    "exchange.delivery_refused": ("", _("Livraison de l’ERP refusée : %(errors)s erreurs.")),
    "exchange.delivery_applied": ("", _("Livraison n° %(number)s de l’ERP en vigueur.")),
    # office
    "office.tenant_file_seen": (_("Un conseiller a consulté le dossier."), _("Dossier consulté.")),
    "office.tenant_searched": ("", _("Recherche d’un locataire : %(found)s.")),
    "office.trail_seen": ("", _("Journal du dossier consulté.")),
    "office.identity_check_seen": ("", _("Questions de vérification d’identité affichées.")),
    "office.identity_check_failed": (
        _("Une vérification d’identité n’a pas abouti."),
        _("Vérification d’identité non concluante : %(right)s bonnes réponses sur %(asked)s."),
    ),
    "office.identity_check_passed": (
        _("Votre identité a été vérifiée par un conseiller."),
        _("Identité vérifiée : %(right)s bonnes réponses sur %(asked)s (%(channel)s)."),
    ),
    # household
    "household.declared": (
        _("Un changement dans le foyer a été déclaré : %(what)s."),
        _("Changement déclaré dans le foyer : %(what)s."),
    ),
    "household.withdrawn": (_("La déclaration « %(what)s » a été retirée."),),
    "household.accepted": (_("L’agence a accepté le changement déclaré : %(what)s."),),
    "household.refused": (_("L’agence n’a pas accepté le changement déclaré : %(what)s."),),
    "household.reviewed_again": (
        _("La déclaration « %(what)s » est de nouveau en cours de vérification."),
    ),
    "household.recorded": (
        _("Votre bailleur a enregistré le changement : %(what)s."),
        _("Changement enregistré dans le progiciel : %(what)s."),
    ),
    "household.not_recorded": (
        _("Le changement « %(what)s » demande encore une vérification de l’agence."),
        _("Changement refusé par le progiciel : %(what)s."),
    ),
    "household.stopped": (
        _("Le fichier de la déclaration « %(what)s » a été arrêté par l’antivirus."),
    ),
    "household.seen": (
        _("Un conseiller a consulté les déclarations du foyer."),
        _("Déclarations du foyer consultées."),
    ),
    "household.delivered": (
        "",
        _("Remise n° %(number)s des changements de foyer : %(lines)s lignes."),
    ),
    "household.acknowledged": (
        "",
        _("Accusé lu pour les foyers : %(accepted)s acceptés, %(refused)s refusés."),
    ),
    "household.protection_set": ("", _("Protection posée.")),
    "household.protection_lifted": ("", _("Protection levée.")),
}
