"""Questions people often ask, as Palier words them: offered before writing, never forced.

A landlord changes the words, adds questions or retires some (``models.Question``). ``page`` is
the name of an address of the portal, which the interface resolves. Keywords are what people
type, misspellings of the trade included; they are not shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils import translation
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Asked:
    """One question in one language, its answer, and the page that settles it."""

    code: str
    topic: str
    question: str
    answer: str
    keywords: str
    page: str = ""
    active: bool = True
    is_ours: bool = True
    is_changed: bool = False


# Each: its code, its topic, the question, the answer, the keywords, the page.
CATALOGUE: tuple[tuple[str, str, Any, Any, Any, str], ...] = (
    (
        "what-i-owe",
        "rent",
        _("Combien dois-je payer, et pour quand ?"),
        _("« Mon loyer » montre ce qui reste à payer, mois par mois, et la date limite."),
        _("combien dois loyer montant solde reste payer date limite échéance dette"),
        "portal:rent-account",
    ),
    (
        "rent-notice",
        "rent",
        _("Où trouver mon avis d’échéance ?"),
        _("Tous vos avis sont en PDF, avec une explication de chaque ligne."),
        _("avis échéance facture loyer pdf document télécharger"),
        "portal:rent-notices",
    ),
    (
        "rent-went-up",
        "rent",
        _("Pourquoi mon loyer a-t-il changé ce mois-ci ?"),
        _(
            "Ouvrez l’avis du mois : chaque ligne dit ce qui a changé depuis le mois d’avant, "
            "et pourquoi."
        ),
        _("augmentation loyer augmenté changé hausse plus cher révision différence apl rls"),
        "portal:rent-notices",
    ),
    (
        "pay-by-card",
        "rent",
        _("Comment payer mon loyer par carte ?"),
        _("Choisissez le montant, puis payez sur la page de la banque. Vous recevez un reçu."),
        _("payer carte bancaire bleue paiement ligne régler internet cb"),
        "portal:payments-start",
    ),
    (
        "payment-not-seen",
        "rent",
        _("J’ai payé, mais je ne le vois pas."),
        _(
            "Un paiement par carte se voit tout de suite. Un virement ou un chèque met quelques "
            "jours à arriver sur votre compte."
        ),
        _("payé paiement virement chèque pas vu apparaît manque enregistré reçu"),
        "portal:payments",
    ),
    (
        "cannot-pay",
        "rent",
        _("Je ne peux pas payer mon loyer ce mois-ci."),
        _(
            "Dites-le dès maintenant : l’agence vous répond vite et cherche une solution avec "
            "vous. Vous pouvez aussi payer une partie."
        ),
        _("difficulté payer impossible peux pas retard dette impayé plan apurement échelonner"),
        "portal:hardship",
    ),
    (
        "my-lease",
        "lease",
        _("Où sont mon bail et mon dépôt de garantie ?"),
        _("« Mon bail » montre vos dates, votre logement, vos annexes et votre dépôt."),
        _("bail contrat dépôt garantie caution surface logement état lieux annexe parking"),
        "portal:lease",
    ),
    (
        "leaving",
        "lease",
        _("Comment quitter mon logement ?"),
        _(
            "Le congé se donne par lettre recommandée, par acte, ou remis en main propre. "
            "Écrivez-nous avant : nous vous dirons le délai qui vaut pour vous."
        ),
        _("quitter départ congé préavis déménager partir résilier fin bail"),
        "portal:lease",
    ),
    (
        "insurance",
        "insurance",
        _("Comment envoyer mon attestation d’assurance ?"),
        _("Déposez-la en PDF ou en photo : vous recevez l’accusé de réception aussitôt."),
        _("assurance attestation habitation déposer envoyer assureur multirisque renouveler"),
        "portal:insurance",
    ),
    (
        "household",
        "household",
        _("Ma famille a changé : que faire ?"),
        _("Naissance, mariage, séparation, départ d’un enfant : déclarez-le et joignez la preuve."),
        _("naissance bébé mariage pacs divorce séparation décès enfant foyer famille hébergé"),
        "portal:household",
    ),
    (
        "papers-asked",
        "papers",
        _("Quels papiers dois-je envoyer, et où ?"),
        _("La liste de ce que l’agence vous demande, et la place où tout déposer."),
        _("papiers pièces justificatif caf impôt avis imposition fiche paie enquête envoyer"),
        "portal:papers",
    ),
    (
        "rent-receipt",
        "papers",
        _("Comment avoir une quittance ou une attestation de loyer ?"),
        _("Vos avis et vos reçus sont à télécharger. La quittance vient quand le mois est payé."),
        _("quittance attestation loyer reçu justificatif domicile preuve caf visale"),
        "portal:rent-notices",
    ),
    (
        "charges",
        "charges",
        _("Que contiennent mes charges ?"),
        _("L’avis du mois explique chaque provision : eau, chauffage, ascenseur, ménage…"),
        _("charges provisions régularisation eau chauffage ascenseur décompte remboursement"),
        "portal:rent-notices",
    ),
    (
        "emergency",
        "repairs",
        _("C’est une urgence : fuite, panne d’ascenseur, plus de chauffage."),
        _(
            "N’attendez pas de réponse écrite : appelez votre agence ou votre gardien. Odeur de "
            "gaz ou incendie : sortez, puis appelez le 18 ou le 112."
        ),
        _("urgence fuite eau gaz ascenseur panne bloqué chauffage électricité dégât incendie"),
        "",
    ),
    (
        "caretaker",
        "repairs",
        _("Qui est mon gardien, et quand est-il là ?"),
        _("Son nom, ses heures et son téléphone sont sur « Mon bail »."),
        _("gardien concierge loge hall ménage poubelle clé badge ampoule"),
        "portal:lease",
    ),
    (
        "neighbours",
        "neighbours",
        _("Mes voisins font du bruit : que faire ?"),
        _(
            "Parlez-leur d’abord, si vous le pouvez. Si cela continue, écrivez-nous les jours et "
            "les heures. En cas de danger, appelez le 17."
        ),
        _("voisin bruit nuisance tapage dispute odeur insulte menace"),
        "",
    ),
    (
        "details",
        "other",
        _("Comment changer mon téléphone ou mon adresse e-mail ?"),
        _(
            "« Mon profil » montre ce que nous savons. Vous y changez vos téléphones et vos "
            "adresses."
        ),
        _("téléphone numéro mail adresse changer modifier nom coordonnées informations erreur"),
        "portal:profile",
    ),
    (
        "password",
        "portal",
        _("Comment changer mon mot de passe ?"),
        _("Demandez un lien : il arrive par e-mail, et vous choisissez un nouveau mot de passe."),
        _("mot passe changer connexion sécurité compte bloqué code double facteur"),
        "account_reset_password",
    ),
    (
        "suspicious",
        "portal",
        _("J’ai reçu un message étrange à votre nom."),
        _("Nous n’envoyons jamais de lien pour payer, ni de nouvel IBAN par e-mail."),
        _("arnaque suspect frauduleux faux message iban sms phishing hameçonnage lien"),
        "portal:is-this-us",
    ),
)


def ours(language: str = "fr") -> list[Asked]:
    """Give the questions of this catalogue, in one language."""
    with translation.override(language):
        return [
            Asked(code, topic, str(question), str(answer), str(keywords), page)
            for code, topic, question, answer, keywords, page in CATALOGUE
        ]
