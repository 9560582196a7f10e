"""What is done with personal data: the activities of the register, and the tables of each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Activity:
    """One line of the register. ``rules`` name rules of retention; ``kept``: what has none.

    ``tables`` are labels of models, ``room.Model`` or ``room.*`` for a whole room.
    """

    name: Any
    purpose: Any
    basis: Any
    people: Any
    data: Any
    recipients: Any
    tables: tuple[str, ...]
    rules: tuple[str, ...] = ()
    kept: Any = ""


CONTRACT = _("Exécution du contrat de location (RGPD, art. 6, 1, b)")
LAW = _("Obligation légale (RGPD, art. 6, 1, c)")
INTEREST = _("Intérêt légitime : la sécurité du portail (RGPD, art. 6, 1, f)")
TENANTS = _("Locataires, anciens locataires et membres du foyer")
AGENCY = _("Agents habilités de l’agence du logement")
WITH_THE_LEASE = _(
    "Tant que le progiciel du bailleur les livre ; leur effacement y est décidé, puis suivi ici."
)

ACTIVITIES: tuple[Activity, ...] = (
    Activity(
        name=_("Gérer l’accès à l’espace en ligne"),
        purpose=_("Ouvrir un espace, prouver qui l’ouvre, se connecter, retrouver son accès."),
        basis=CONTRACT,
        people=_("Locataires, anciens locataires, proches désignés, agents"),
        data=_(
            "Adresse e-mail, nom affiché, langue, empreinte du mot de passe, seconds facteurs, "
            "sessions ouvertes et navigateur, empreintes des codes, essais de connexion comptés."
        ),
        recipients=_("La personne elle-même ; l’agence pour les seuls états d’ouverture"),
        tables=("accounts.*", "access.*", "account.*", "mfa.*", "sessions.*"),
        rules=("openings", "proofs", "sessions", "unproven_users", "helpers"),
        kept=_(
            "Accès rendus par l’agence : avec le dossier du bail. "
            "Essais de connexion : jusqu’à la fin du délai compté. Espace fermé : aucun nom ni "
            "adresse, un numéro seul."
        ),
    ),
    Activity(
        name=_("Tenir le dossier du bail"),
        purpose=_("Montrer au locataire son bail, son logement, son foyer et ses titulaires."),
        basis=CONTRACT,
        people=TENANTS,
        data=_("Identité, coordonnées, rôle dans le bail, logement, composition du foyer."),
        recipients=AGENCY,
        tables=("tenancy.*", "estate.*", "landlord.*"),
        rules=("deliveries",),
        kept=WITH_THE_LEASE,
    ),
    Activity(
        name=_("Tenir le compte de loyer et l’avis d’échéance"),
        purpose=_("Facturer le loyer et les charges, prouver ce qui est dû et payé."),
        basis=LAW,
        people=_("Titulaires du compte"),
        data=_("Écritures, avis d’échéance, quittances, régularisations de charges."),
        recipients=_("Agents habilités aux données de loyer ; le locataire"),
        tables=("ledger.*", "billing.*", "receipts.*", "settlements.*"),
        kept=_("Dix ans (code de commerce, art. L. 123-22) ; jamais modifiés."),
    ),
    Activity(
        name=_("Encaisser les paiements et les prélèvements"),
        purpose=_("Payer en ligne, prélever, rapprocher avec la banque."),
        basis=CONTRACT,
        people=_("Payeurs"),
        data=_(
            "Montants, dates, références bancaires ; IBAN chiffré et masqué à l’écran, mandat et "
            "preuve de signature. Aucune donnée de carte : elle n’est tapée qu’à la banque."
        ),
        recipients=_("La banque du bailleur, la comptabilité, le progiciel"),
        tables=("payments.*", "banking.*"),
        rules=("bank_words",),
        kept=_(
            "Paiements : dix ans (code de commerce, art. L. 123-22). Mandat : treize mois après le "
            "dernier prélèvement pour la contestation (code monétaire, art. L. 133-24), avec ses "
            "preuves dix ans."
        ),
    ),
    Activity(
        name=_("Garder les documents"),
        purpose=_("Remettre et retrouver les documents du bail, examiner les pièces déposées."),
        basis=CONTRACT,
        people=TENANTS,
        data=_("Documents remis et déposés, pièces justificatives, attestations d’assurance."),
        recipients=AGENCY,
        tables=(
            "documents.*",
            "intake.*",
            "acknowledgements.*",
            "papers.*",
            "insurance.*",
        ),
        rules=("documents",),
        kept=_("Fichiers commencés et non déposés : un jour."),
    ),
    Activity(
        name=_("Suivre les changements du foyer et des coordonnées"),
        purpose=_("Prendre en compte une naissance, un départ, une adresse, un téléphone."),
        basis=CONTRACT,
        people=TENANTS,
        data=_("Changement déclaré, personne concernée, preuve, coordonnées."),
        recipients=AGENCY,
        tables=("household.*", "contact_details.*"),
        rules=("email_changes",),
        kept=_("Autres changements : avec le dossier du bail."),
    ),
    Activity(
        name=_("Répondre aux demandes et aux messages"),
        purpose=_("Recevoir une demande, promettre une date, répondre, décider."),
        basis=CONTRACT,
        people=_("Locataires, et toute personne qui écrit sans compte"),
        data=_("Texte des demandes et des messages, fichiers joints, décisions et motifs."),
        recipients=AGENCY,
        tables=("casework.*", "messaging.*"),
        rules=("cases", "threads", "drafts"),
    ),
    Activity(
        name=_("Envoyer des e-mails"),
        purpose=_("Prévenir d’un avis, d’une réponse, d’un changement de sécurité."),
        basis=CONTRACT,
        people=_("Utilisateurs du portail"),
        data=_("Adresse, objet, texte ; refus par sujet. Aucun montant, aucun lien de paiement."),
        recipients=_("Le prestataire de messagerie du bailleur"),
        tables=("mail.*",),
        rules=("letters",),
    ),
    Activity(
        name=_("Tenir le journal"),
        purpose=_("Prouver qui a fait ou consulté quoi, et déceler un abus."),
        basis=INTEREST,
        people=_("Locataires et agents"),
        data=_(
            "Événement, date, auteur (un numéro pour un locataire, un nom pour un agent), dossier "
            "concerné. Ni adresse IP, ni valeur saisie, ni texte de message."
        ),
        recipients=_("Le locataire pour son dossier ; responsables et administrateurs"),
        tables=("audit.*",),
        rules=(
            "trail.access",
            "trail.looks",
            "trail.money",
            "trail.decisions",
            "trail.administration",
        ),
        kept=_("Sceaux (empreintes sans données personnelles) : sans limite."),
    ),
    Activity(
        name=_("Répondre aux droits des personnes"),
        purpose=_("Donner une copie des données, fermer un espace."),
        basis=LAW,
        people=_("Utilisateurs du portail"),
        data=_("Copie de toutes les données de la personne ; date et état de la demande."),
        recipients=_("La personne seule, après avoir retapé son mot de passe"),
        tables=("rights.*",),
        rules=("copies",),
        kept=_("Demandes (dates et états, sans contenu) : avec l’identifiant de l’espace."),
    ),
    Activity(
        name=_("Faire les travaux de fond"),
        purpose=_("Préparer et envoyer sans faire attendre."),
        basis=INTEREST,
        people=_("Utilisateurs du portail"),
        data=_("Nom du travail et références internes."),
        recipients=_("Personne"),
        tables=("foundation.*", "auth.*", "contenttypes.*"),
        rules=("failed_work",),
        kept=_("Effacé dès que le travail est fait."),
    ),
)

SECURITY = (
    _("Mots de passe hachés (Argon2), seconds facteurs ; obligatoires pour les agents."),
    _("Chaque objet est lu à travers son propriétaire ; chaque agent ne voit que ses agences."),
    _("Journal en ajout seul, scellé, dont le sceau peut être gardé hors du portail."),
    _("IBAN et preuves de signature chiffrés, avec renouvellement des clés."),
    _("Fichiers déposés vérifiés, nettoyés, et jamais servis autrement qu’en téléchargement."),
    _("Sauvegardes, essais de restauration et consignes en cas d’incident : guide d’exploitation."),
)
