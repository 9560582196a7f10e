"""The table of retention: one rule a sort of data."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from palier.domain.access.actions import forget_stale_openings
from palier.domain.audit.categories import Category, kept_times
from palier.domain.documents.actions import erase_old_documents
from palier.domain.landlord.queries import Settings
from palier.domain.mail.actions import forget_old_letters
from palier.domain.rights.actions import forgetting
from palier.domain.rights.actions.copies import forget_old_copies
from palier.domain.rights.retention import finding
from palier.domain.rights.retention.rules import Rule

LIMITED = gettext_lazy("RGPD, art. 5, 1, e)")


def _said(sentence: object) -> Callable[[Settings], str]:
    return lambda settings: str(sentence)


def _documents_due(now: dt.datetime) -> int:
    return sum(erase_old_documents(now=now, dry_run=True).due.values())


def _trail(category: Category) -> Rule:
    def kept(settings: Settings) -> str:
        months = kept_times(settings["trail_retention"])[category].months
        return _("%(months)d mois") % {"months": months}

    return Rule(
        key=f"trail.{category.value}",
        what=category.label,
        purpose=gettext_lazy("Prouver qui a fait ou consulté quoi."),
        kept=kept,
        source=kept_times({})[category].source,
        due=lambda now: finding.old_traces(category, now),
        forget=lambda now: forgetting.forget_traces(category, now),
        # What the CNIL asks of logs needs no counsel; what proves a decision does.
        needs_approval=category not in (Category.ACCESS, Category.LOOKS),
    )


RULES: tuple[Rule, ...] = (
    Rule(
        key="documents",
        what=gettext_lazy("Documents du coffre"),
        purpose=gettext_lazy("Tenir le dossier du bail et prouver ce qui a été demandé et remis."),
        kept=_said(gettext_lazy("selon la sorte de document (réglage document_retention)")),
        source=gettext_lazy("Loi 89-462, art. 7-1 ; code de commerce, art. L. 123-22"),
        due=_documents_due,
        forget=lambda now: erase_old_documents(now=now, dry_run=False).erased,
        needs_approval=True,
    ),
    Rule(
        key="cases",
        what=gettext_lazy("Texte des demandes closes"),
        purpose=gettext_lazy("Répondre aux locataires et prouver la réponse."),
        kept=_said(gettext_lazy("cinq ans après la clôture")),
        source=gettext_lazy("Code civil, art. 2224"),
        due=lambda now: finding.old_cases(now).count(),
        forget=forgetting.forget_cases,
        needs_approval=True,
    ),
    Rule(
        key="threads",
        what=gettext_lazy("Messages échangés avec l’agence"),
        purpose=gettext_lazy("Répondre aux locataires et prouver la réponse."),
        kept=_said(gettext_lazy("cinq ans après le dernier message")),
        source=gettext_lazy("Code civil, art. 2224"),
        due=lambda now: finding.old_threads(now).count(),
        forget=forgetting.forget_threads,
        needs_approval=True,
    ),
    *(_trail(category) for category in Category),
    Rule(
        key="unproven_users",
        what=gettext_lazy("Espaces dont l’identité n’a jamais été prouvée"),
        purpose=gettext_lazy("Ouvrir l’espace d’un locataire."),
        kept=_said(gettext_lazy("un an sans connexion")),
        source=LIMITED,
        due=lambda now: finding.unproven_users(now).count(),
        forget=forgetting.close_unproven_users,
    ),
    Rule(
        key="openings",
        what=gettext_lazy("Ouvertures d’espace jamais confirmées"),
        purpose=gettext_lazy("Ouvrir l’espace d’un locataire."),
        kept=_said(gettext_lazy("un mois après la fin du lien")),
        source=LIMITED,
        due=lambda now: finding.old_openings(now).count(),
        forget=lambda now: forget_stale_openings(now=now),
    ),
    Rule(
        key="proofs",
        what=gettext_lazy("Codes d’activation utilisés ou annulés (empreintes)"),
        purpose=gettext_lazy("Prouver l’identité avant d’ouvrir les données personnelles."),
        kept=_said(gettext_lazy("un an")),
        source=LIMITED,
        due=lambda now: finding.old_proofs(now).count(),
        forget=forgetting.forget_proofs,
    ),
    Rule(
        key="email_changes",
        what=gettext_lazy("Changements d’adresse e-mail terminés"),
        purpose=gettext_lazy("Changer d’adresse sans qu’un tiers le fasse à votre place."),
        kept=_said(gettext_lazy("un an")),
        source=LIMITED,
        due=lambda now: finding.old_email_changes(now).count(),
        forget=forgetting.forget_email_changes,
    ),
    Rule(
        key="sessions",
        what=gettext_lazy("Sessions terminées"),
        purpose=gettext_lazy("Rester connecté le temps d’une visite."),
        kept=_said(gettext_lazy("jusqu’à leur fin")),
        source=LIMITED,
        due=finding.ended_sessions,
        forget=forgetting.forget_sessions,
    ),
    Rule(
        key="drafts",
        what=gettext_lazy("Brouillons de messages et de déclarations"),
        purpose=gettext_lazy("Ne pas perdre ce qui est commencé."),
        kept=_said(gettext_lazy("deux mois pour un message, un mois pour une déclaration")),
        source=LIMITED,
        due=finding.old_drafts,
        forget=forgetting.forget_drafts,
    ),
    Rule(
        key="letters",
        what=gettext_lazy("E-mails envoyés par le portail"),
        purpose=gettext_lazy("Informer, et savoir ce qui est parti."),
        kept=_said(gettext_lazy("90 jours ; ceux qui portent un lien ou un code, vidés à l’envoi")),
        source=LIMITED,
        due=lambda now: finding.old_letters(now).count(),
        forget=lambda now: forget_old_letters(now=now),
    ),
    Rule(
        key="bank_words",
        what=gettext_lazy("Réponses de la banque, mot pour mot (dont la marque de la carte)"),
        purpose=gettext_lazy("Répondre à une contestation de paiement."),
        kept=_said(
            gettext_lazy(
                "quinze mois ; montant, date, état et numéros restent dix ans avec les comptes"
            )
        ),
        source=gettext_lazy("Code monétaire, art. L. 133-24 ; CNIL, délibération 2018-303"),
        due=lambda now: finding.old_bank_words(now).count(),
        forget=forgetting.forget_bank_words,
    ),
    Rule(
        key="deliveries",
        what=gettext_lazy("Restes des livraisons du progiciel refusées ou arrêtées"),
        purpose=gettext_lazy("Corriger une livraison, ou la reprendre où elle s’est arrêtée."),
        kept=_said(
            gettext_lazy("un mois pour la liste des erreurs, sept jours pour le fichier de lecture")
        ),
        source=LIMITED,
        due=finding.old_deliveries,
        forget=forgetting.forget_deliveries,
    ),
    Rule(
        key="helpers",
        what=gettext_lazy("Nom et adresse des personnes qui ont aidé un locataire"),
        purpose=gettext_lazy("Savoir qui a agi pour un locataire, et de quel droit."),
        kept=_said(gettext_lazy("cinq ans après la fin de leur accès")),
        source=gettext_lazy("Code civil, art. 2224"),
        due=lambda now: finding.old_helpers(now).count(),
        forget=forgetting.forget_helpers,
        needs_approval=True,
    ),
    Rule(
        key="failed_work",
        what=gettext_lazy("Travaux de fond qui ont échoué pour de bon"),
        purpose=gettext_lazy("Les relancer une fois la cause corrigée."),
        kept=_said(gettext_lazy("trois mois après l’échec")),
        source=LIMITED,
        due=lambda now: finding.failed_work(now).count(),
        forget=forgetting.forget_failed_work,
    ),
    Rule(
        key="copies",
        what=gettext_lazy("Copies de données préparées pour les personnes"),
        purpose=gettext_lazy("Répondre au droit d’accès et à la portabilité."),
        kept=lambda settings: _("%(days)d jours") % {"days": settings["data_copy_days"]},
        source=gettext_lazy("RGPD, art. 15 et 20"),
        due=lambda now: finding.old_copies(now).count(),
        forget=lambda now: forget_old_copies(now=now),
    ),
)


def rule_named(key: str) -> Rule:
    """Give one rule.

    Raises:
        KeyError: there is none of that name.
    """
    return {rule.key: rule for rule in RULES}[key]
