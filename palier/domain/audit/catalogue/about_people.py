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
    "accounts.tries_told": (
        _("Des essais de connexion ont été arrêtés ; un e-mail vous l’a dit."),
        _("Essais de connexion arrêtés ; le titulaire est prévenu par e-mail."),
    ),
    "accounts.signed_out": (_("Déconnexion."),),
    "accounts.password_reset_asked": (_("Un nouveau mot de passe a été demandé."),),
    "accounts.password_changed": (_("Le mot de passe a été changé."),),
    "accounts.second_factor_added": (_("Un second facteur de connexion a été ajouté."),),
    "accounts.second_factor_removed": (_("Un second facteur de connexion a été retiré."),),
    "accounts.second_factor_refused": (
        _("Un code de connexion n’a pas été accepté, après un bon mot de passe."),
        _("Second facteur refusé, après un bon mot de passe."),
    ),
    "accounts.session_closed": (_("Un appareil a été déconnecté à distance."),),
    "accounts.other_sessions_closed": (
        _("Tous les autres appareils ont été déconnectés."),
        _("Autres sessions fermées : %(closed)s."),
    ),
    "accounts.sessions_ended": (
        _("Votre bailleur a déconnecté tous vos appareils."),
        _("Sessions fermées par le bureau : %(closed)s."),
    ),
    "accounts.everybody_signed_out": ("", _("Tout le monde a été déconnecté : %(closed)s.")),
    "accounts.passkey_renamed": (_("Une clé d’accès a été renommée."),),
    "accounts.second_factors_forgotten": (
        _("Les seconds facteurs de connexion ont été retirés après vérification."),
        _("Seconds facteurs retirés après vérification."),
    ),
    "accounts.second_factors_resealed": (
        "",
        _("Seconds facteurs scellés avec la nouvelle clé : %(count)s."),
    ),
    "accounts.staff_identified": ("", _("Identifiant d’annuaire de l’agent changé.")),
    "accounts.staff_recognised": ("", _("Agent reconnu par l’annuaire du bailleur.")),
    "accounts.single_sign_on_refused": (
        "",
        _("Connexion par l’annuaire refusée : %(reason)s."),
    ),
    "accounts.language_chosen": (_("La langue de l’espace et des e-mails a été changée."),),
    "accounts.email_changed": (_("L’adresse e-mail de connexion a été changée."),),
    "accounts.shut_out": (
        _("Tous les appareils ont été déconnectés, à la demande du titulaire de l’adresse."),
    ),
    # access
    "access.opening_asked": ("", _("Ouverture d’un espace locataire demandée.")),
    "access.email_confirmed": (_("L’adresse e-mail a été confirmée."),),
    "access.person_claimed": ("", _("Identité à confirmer.")),
    "access.proof_code_sent": (_("Un code de confirmation a été envoyé par e-mail."),),
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
    "access.email_asked": ("", _("Adresse de connexion demandée avec une référence et un nom.")),
    "access.email_told": (
        _("L’adresse de connexion a été rappelée par e-mail."),
        _("Adresse de connexion rappelée à son titulaire."),
    ),
    "access.recovery_started": (
        _("Votre agence vous redonne l’accès à votre espace : %(means)s."),
        _("Accès redonné après vérification (%(checked)s) : %(means)s, %(cause)s."),
    ),
    "access.recovery_refused": (
        _("Quelqu’un a demandé l’accès à votre espace ; l’agence n’a pas reconnu son identité."),
        _("Accès non redonné : %(right)s bonnes réponses sur %(asked)s."),
    ),
    "access.recovery_seconded": (
        _("Un second agent a confirmé l’identité."),
        _("Identité confirmée par un second agent."),
    ),
    "access.recovery_code_refused": (_("Un code d’accès faux a été tapé."),),
    "access.recovery_used": (
        _("L’accès donné par l’agence a servi."),
        _("L’accès redonné a servi : %(means)s."),
    ),
    "access.recovery_stopped": (
        _("L’accès donné par l’agence a été arrêté : ce n’était pas vous."),
        _("Accès arrêté par le titulaire : ce n’était pas lui."),
    ),
    "access.recovery_dead": (
        _("L’accès donné par l’agence n’a pas servi à temps."),
        _("Accès redonné sans suite."),
    ),
    "access.delegate_invited": (
        _("Une personne a été invitée à vous aider, jusqu’au %(until)s."),
        _("Personne invitée à aider le locataire, jusqu’au %(until)s."),
    ),
    "access.delegate_accepted": (
        _("Une personne a accepté de vous aider, jusqu’au %(until)s."),
        _("Délégation acceptée, jusqu’au %(until)s."),
    ),
    "access.delegate_came": (
        _("La personne qui vous aide a ouvert votre dossier."),
        _("Dossier ouvert par une personne qui aide."),
    ),
    "access.delegation_renewed": (
        _("L’aide d’une personne a été prolongée jusqu’au %(until)s."),
        _("Délégation prolongée jusqu’au %(until)s."),
    ),
    "access.delegation_ended": (
        _("Une personne ne vous aide plus : aide %(ending)s."),
        _("Délégation terminée : %(ending)s."),
    ),
    "access.guardian_recorded": (
        _("Votre agence a enregistré un tuteur ou un curateur."),
        _("Tuteur ou curateur enregistré, à valider."),
    ),
    "access.guardian_validated": (
        _("Votre agence a vérifié le jugement qui nomme le tuteur ou le curateur."),
        _("Tuteur ou curateur validé par un second agent."),
    ),
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
    "office.trail_searched": ("", _("Recherche dans le journal : %(filters)s.")),
    "office.sessions_seen": ("", _("Nombre d’appareils connectés affiché.")),
    "office.identity_check_seen": ("", _("Questions de vérification d’identité affichées.")),
    "office.identity_check_failed": (
        _("Une vérification d’identité n’a pas abouti."),
        _("Vérification d’identité non concluante : %(right)s bonnes réponses sur %(asked)s."),
    ),
    "office.identity_check_passed": (
        _("Votre identité a été vérifiée par un conseiller."),
        _("Identité vérifiée : %(right)s bonnes réponses sur %(asked)s (%(channel)s)."),
    ),
    # contact_details
    "contact_details.changed": (
        _("Coordonnées modifiées : %(what)s."),
        _("Coordonnées modifiées : %(what)s (%(by_whom)s)."),
    ),
    "contact_details.sent": ("", _("Transmis au progiciel : %(what)s.")),
    "contact_details.taken": (_("Votre bailleur a pris en compte le changement : %(what)s."),),
    "contact_details.refused": (_("Votre bailleur a refusé le changement : %(what)s."),),
    "contact_details.disputed": (
        _("Votre bailleur a une autre valeur que la vôtre : %(what)s. L’agence vérifie."),
        _("Deux valeurs différentes, à vérifier : %(what)s."),
    ),
    "contact_details.kept": (_("L’agence a gardé ce que vous avez dit : %(what)s."),),
    "contact_details.delivered": (
        "",
        _("Remise n° %(number)s des coordonnées : %(lines)s lignes."),
    ),
    "contact_details.acknowledged": (
        "",
        _("Accusé lu pour les coordonnées : %(accepted)s acceptées, %(refused)s refusées."),
    ),
    "contact_details.email_asked": (_("Un changement d’adresse e-mail a été demandé."),),
    "contact_details.email_confirmed": (_("La nouvelle adresse e-mail a été confirmée."),),
    "contact_details.email_stopped": (
        _("Le changement d’adresse e-mail a été arrêté."),
        _("Changement d’adresse e-mail arrêté (%(why)s)."),
    ),
    "contact_details.email_expired": (_("Un changement d’adresse e-mail est resté sans suite."),),
    "contact_details.email_done": (
        _("La nouvelle adresse e-mail sert maintenant à se connecter."),
    ),
    "contact_details.email_checked": (
        _("Un conseiller a vérifié une identité, pour un changement d’adresse e-mail."),
    ),
    "contact_details.email_approved": (
        _("Un second agent a approuvé le changement d’adresse e-mail."),
    ),
    "contact_details.email_letter_printed": (
        _("La lettre qui porte le code du changement d’adresse e-mail a été imprimée."),
    ),
    "contact_details.email_code_refused": (
        _("Un code faux a été tapé pour un changement d’adresse e-mail."),
    ),
    "contact_details.notices_online": (
        _("%(person)s a accepté de recevoir les avis d’échéance en ligne seulement."),
    ),
    "contact_details.notices_on_paper": (
        _("%(person)s veut recevoir les avis d’échéance sur papier."),
    ),
    "contact_details.seen": (
        _("Un conseiller a consulté vos coordonnées."),
        _("Coordonnées consultées."),
    ),
    # mail
    "mail.preference_changed": (_("Les préférences d’e-mails ont été modifiées."),),
    # landlord
    "landlord.warning_published": ("", _("Alerte publiée sur toutes les pages.")),
    "landlord.warning_withdrawn": ("", _("Alerte retirée de toutes les pages.")),
    # audit
    "audit.traces_forgotten": (
        "",
        _("Journal : %(count)s traces effacées à la fin de leur conservation (%(what)s)."),
    ),
    "audit.anchored": ("", _("Sceau du journal envoyé hors du portail (segment %(segment)s).")),
    # rights
    "rights.export_asked": (_("Une copie des données personnelles a été demandée."),),
    "rights.export_prepared": (_("La copie des données personnelles est prête."),),
    "rights.export_downloaded": (_("La copie des données personnelles a été téléchargée."),),
    "rights.closing_asked": (
        _("La fermeture de l’espace a été demandée, pour le %(due_on)s."),
        _("Fermeture de l’espace locataire demandée, pour le %(due_on)s."),
    ),
    "rights.closing_cancelled": (
        _("La fermeture de l’espace a été annulée."),
        _("Fermeture de l’espace locataire annulée."),
    ),
    "rights.account_closed": (
        _("L’espace a été fermé."),
        _("Espace locataire fermé à la demande de la personne."),
    ),
    "rights.retention_applied": (
        "",
        _("Conservation : %(count)s éléments effacés (%(what)s)."),
    ),
    # household
    "household.declared": (
        _("Un changement dans le foyer a été déclaré : %(what)s."),
        _("Changement déclaré dans le foyer : %(what)s."),
    ),
    "household.withdrawn": (_("La déclaration « %(what)s » a été retirée."),),
    "household.accepted": (_("L’agence a accepté le changement déclaré : %(what)s."),),
    "household.refused": (_("L’agence n’a pas accepté le changement déclaré : %(what)s."),),
    "household.reviewed_again": (
        _("La déclaration « %(what)s » est de nouveau en cours de vérification."),
    ),
    "household.recorded": (
        _("Votre bailleur a enregistré le changement : %(what)s."),
        _("Changement enregistré dans le progiciel : %(what)s."),
    ),
    "household.not_recorded": (
        _("Le changement « %(what)s » demande encore une vérification de l’agence."),
        _("Changement refusé par le progiciel : %(what)s."),
    ),
    "household.stopped": (
        _("Le fichier de la déclaration « %(what)s » a été arrêté par l’antivirus."),
    ),
    "household.seen": (
        _("Un conseiller a consulté les déclarations du foyer."),
        _("Déclarations du foyer consultées."),
    ),
    "household.delivered": (
        "",
        _("Remise n° %(number)s des changements de foyer : %(lines)s lignes."),
    ),
    "household.acknowledged": (
        "",
        _("Accusé lu pour les foyers : %(accepted)s acceptés, %(refused)s refusés."),
    ),
    "household.protection_set": ("", _("Protection posée.")),
    "household.protection_lifted": ("", _("Protection levée.")),
}
