"""Every event Palier records, with the sentences people read; add yours here.

    NAME = "room.past_tense", tenant sentence[, staff sentence]

A sentence is a gettext msgid with named placeholders taken from the recorded facts, written
as people read them: ``%(amount)s`` for the fact ``amount_cents``, ``%(promised_on)s`` for a
date given as ISO text. Without a staff sentence, staff read the tenant's. An empty tenant
sentence keeps the event for the staff alone.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _


class Event(StrEnum):
    """The catalogue. Value: a stable name, never renamed: the trail holds it for years."""

    tenant_sentence: Any
    staff_sentence: Any

    def __new__(cls, value: str, tenant: Any = "", staff: Any = "") -> Event:
        event = str.__new__(cls, value)
        event._value_ = value
        event.tenant_sentence = tenant
        event.staff_sentence = staff or tenant
        return event

    @property
    def room(self) -> str:
        """Give the room that records it: ``payments``."""
        return self.value.partition(".")[0]

    @property
    def is_look(self) -> bool:
        """Tell whether somebody only looked."""
        return self.value.endswith(("_seen", ".seen", "_read", ".read"))

    # accounts
    USER_CREATED = "accounts.user_created", "", _("Identifiant de connexion créé.")
    STAFF_CREATED = "accounts.staff_created", "", _("Agent créé : %(role)s.")
    STAFF_ENDED = "accounts.staff_ended", "", _("Accès de l’agent fermé.")
    SIGNED_IN = "accounts.signed_in", _("Connexion à l’espace locataire.")
    SIGN_IN_FAILED = (
        "accounts.sign_in_failed",
        _("Un essai de connexion a échoué."),
        _("Essai de connexion échoué."),
    )
    SIGNED_OUT = "accounts.signed_out", _("Déconnexion.")
    PASSWORD_RESET_ASKED = (
        "accounts.password_reset_asked",
        _("Un nouveau mot de passe a été demandé."),
    )
    PASSWORD_CHANGED = "accounts.password_changed", _("Le mot de passe a été changé.")
    SECOND_FACTOR_ADDED = (
        "accounts.second_factor_added",
        _("Un second facteur de connexion a été ajouté."),
    )
    SECOND_FACTOR_REMOVED = (
        "accounts.second_factor_removed",
        _("Un second facteur de connexion a été retiré."),
    )

    # access
    OPENING_ASKED = "access.opening_asked", "", _("Ouverture d’un espace locataire demandée.")
    EMAIL_CONFIRMED = "access.email_confirmed", _("L’adresse e-mail a été confirmée.")
    PERSON_CLAIMED = "access.person_claimed", "", _("Identité à confirmer.")
    PROOF_CODE_SENT = (
        "access.proof_code_sent",
        _("Un code de confirmation a été envoyé par courriel."),
    )
    PROOF_LETTER_ASKED = (
        "access.proof_letter_asked",
        _("Un code de confirmation par lettre a été demandé."),
    )
    PROOF_LETTER_ISSUED = (
        "access.proof_letter_issued",
        _("La lettre qui porte le code de confirmation a été imprimée."),
        _("Lettre d’activation imprimée."),
    )
    PROOF_CODE_REFUSED = "access.proof_code_refused", _("Un code de confirmation faux a été tapé.")
    PROOF_CODE_SPENT = "access.proof_code_spent", "", _("Code de confirmation annulé ou utilisé.")
    ACCOUNT_OPENED = (
        "access.account_opened",
        _("L’espace locataire a été ouvert."),
        _("Espace locataire ouvert (%(proof)s)."),
    )
    CLAIM_REFUSED = (
        "access.claim_refused",
        _("L’agence n’a pas pu confirmer l’identité."),
        _("Identité non confirmée : %(reason)s."),
    )
    ACCESS_ENDED = (
        "access.ended",
        _("L’accès ouvert avec une autre adresse e-mail a été fermé."),
    )

    # tenancy
    DETAILS_CONFIRMED = (
        "tenancy.details_confirmed",
        _("Les informations personnelles ont été confirmées."),
    )

    HOLDING_ENDED = (
        "tenancy.holding_ended",
        _("%(person)s n’est plus titulaire de ce compte depuis le %(ended_on)s."),
        _("Fin du rôle de %(person)s le %(ended_on)s : absent de la livraison du bailleur."),
    )

    # exchange
    DELIVERY_REFUSED = (
        "exchange.delivery_refused",
        "",
        _("Livraison de l’ERP refusée : %(errors)s erreurs."),
    )
    DELIVERY_APPLIED = (
        "exchange.delivery_applied",
        "",
        _("Livraison n° %(number)s de l’ERP en vigueur."),
    )

    # office
    TENANT_FILE_SEEN = (
        "office.tenant_file_seen",
        _("Un conseiller a consulté le dossier."),
        _("Dossier consulté."),
    )
    TENANT_SEARCHED = "office.tenant_searched", "", _("Recherche d’un locataire : %(found)s.")
    TRAIL_SEEN = "office.trail_seen", "", _("Journal du dossier consulté.")
    IDENTITY_CHECK_SEEN = (
        "office.identity_check_seen",
        "",
        _("Questions de vérification d’identité affichées."),
    )
    IDENTITY_CHECK_FAILED = (
        "office.identity_check_failed",
        _("Une vérification d’identité n’a pas abouti."),
        _("Vérification d’identité non concluante : %(right)s bonnes réponses sur %(asked)s."),
    )
    IDENTITY_CHECK_PASSED = (
        "office.identity_check_passed",
        _("Votre identité a été vérifiée par un conseiller."),
        _("Identité vérifiée : %(right)s bonnes réponses sur %(asked)s (%(channel)s)."),
    )

    # casework
    CASE_OPENED = (
        "casework.opened",
        _("Demande envoyée à l’agence : « %(subject_line)s »."),
        _("Demande reçue : %(what)s. Réponse promise pour le %(promised_on)s."),
    )
    CASE_SEEN = (
        "casework.seen",
        _("Un conseiller a lu votre demande « %(subject_line)s »."),
        _("Demande consultée."),
    )
    CASE_COMPLETED = (
        "casework.completed",
        _("Précision ajoutée à la demande « %(subject_line)s »."),
        _("Le demandeur a ajouté une précision."),
    )
    CASE_TAKEN = (
        "casework.taken",
        _("Un conseiller s’occupe de la demande « %(subject_line)s »."),
        _("Demande prise en charge par %(assignee)s."),
    )
    CASE_RELEASED = "casework.released", "", _("Demande remise dans la file.")
    CASE_ANSWERED = (
        "casework.answered",
        _("L’agence a répondu à la demande « %(subject_line)s »."),
        _("Réponse envoyée."),
    )
    CASE_TRANSFERRED = (
        "casework.transferred",
        _("La demande « %(subject_line)s » a été confiée à un autre service."),
        _("Demande transférée : de %(from_agency)s à %(to_agency)s."),
    )
    CASE_CLOSED = (
        "casework.closed",
        _("La demande « %(subject_line)s » est terminée."),
        _("Demande terminée : %(reason)s."),
    )
    CASE_REOPENED = (
        "casework.reopened",
        _("La demande « %(subject_line)s » est rouverte."),
        _("Demande rouverte."),
    )

    CASE_ACCEPTED = (
        "casework.accepted",
        _("L’agence a accepté : « %(subject_line)s »."),
        _("Accepté : %(subject_line)s."),
    )
    CASE_REFUSED = (
        "casework.refused",
        _("L’agence n’a pas accepté : « %(subject_line)s ». %(reason)s"),
        _("Refusé : %(subject_line)s. %(reason)s"),
    )
    CASE_DECISION_UNDONE = (
        "casework.decision_undone",
        _("L’agence est revenue sur sa décision : « %(subject_line)s »."),
        _("Décision annulée avant que le locataire soit prévenu."),
    )
    REASON_WORDED = (
        "casework.reason_worded",
        "",
        _("Motif de refus modifié (%(what)s) : %(code)s."),
    )

    # payments
    PAYMENT_STARTED = (
        "payments.started",
        _("Un paiement par carte a été commencé."),
        _("Paiement par carte commencé (%(gateway)s)."),
    )
    PAYMENT_RECEIVED = "payments.received", _("Un paiement par carte a été reçu.")
    PAYMENT_WAITING = "payments.waiting", _("La banque n’a pas encore confirmé un paiement.")
    PAYMENT_REFUSED = "payments.refused", _("La banque a refusé un paiement par carte.")
    PAYMENT_ABANDONED = (
        "payments.abandoned",
        _("Un paiement par carte a été abandonné avant la fin."),
    )
    PAYMENT_EXPIRED = "payments.expired", _("Un paiement commencé est resté sans suite.")
    PAYMENT_CANCELLED = "payments.cancelled", _("Un paiement par carte a été annulé.")
    PAYMENT_UNDER_REVIEW = (
        "payments.under_review",
        _("Un paiement par carte est en cours de vérification."),
    )
    PAYMENT_NOT_OPENED = (
        "payments.not_opened",
        _("La banque ne répondait pas : le paiement n’a pas commencé."),
    )
    PAYMENT_REFUNDED = "payments.refunded", _("Un paiement par carte a été remboursé.")
    PAYMENT_REFUND_CANCELLED = (
        "payments.refund_cancelled",
        _("Le remboursement d’un paiement a été annulé."),
    )
    PAYMENT_CHARGED_BACK = (
        "payments.charged_back",
        _("Un paiement par carte est revenu impayé."),
    )
    PAYMENT_RECEIPT_READ = "payments.receipt_read", _("Le reçu d’un paiement a été téléchargé.")
    PAYMENT_REVIEW_OPENED = (
        "payments.review_opened",
        "",
        _("Paiement à vérifier : %(doubt)s."),
    )
    PAYMENT_REVIEW_CLOSED = (
        "payments.review_closed",
        "",
        _("Paiement vérifié et classé : %(reason)s."),
    )
    PAYMENT_REVIEW_SEEN = (
        "payments.review_seen",
        "",
        _("Paiement à vérifier consulté."),
    )
    PAYMENT_ATTRIBUTED = (
        "payments.attributed",
        _("Un paiement reçu a été ajouté à votre compte de loyer."),
        _("Paiement attribué au compte."),
    )
    PAYMENTS_DELIVERED = (
        "payments.delivered",
        "",
        _("Remise n° %(number)s préparée pour le progiciel : %(lines)s lignes."),
    )
    PAYMENTS_ACKNOWLEDGED = (
        "payments.acknowledged",
        "",
        _("Accusé lu : %(accepted)s lignes acceptées, %(refused)s refusées."),
    )
    SETTLEMENT_IMPORTED = (
        "payments.settlement_imported",
        "",
        _("Relevé de la banque n° %(number)s lu : %(lines)s lignes."),
    )

    # messaging
    AGENCY_WROTE = (
        "messaging.agency_wrote",
        _("L’agence vous a écrit : « %(title)s »."),
        _("Message envoyé au locataire : « %(title)s »."),
    )
    EXCHANGE_NOTED = (
        "messaging.exchange_noted",
        _("L’agence a noté un échange avec vous : « %(title)s »."),
        _("Échange noté (%(what)s) : « %(title)s »."),
    )
    NOTICE_SENT = (
        "messaging.notice_sent",
        _("Une information a été placée dans vos messages : « %(title)s »."),
        _("Information placée dans les messages : « %(title)s »."),
    )
    THREAD_SHARED = (
        "messaging.thread_shared",
        _("La conversation « %(title)s » a été partagée avec %(with_whom)s."),
    )
    THREAD_UNSHARED = (
        "messaging.thread_unshared",
        _("La conversation « %(title)s » n’est plus partagée."),
    )
    THREAD_SEEN = (
        "messaging.thread_seen",
        _("Un conseiller a lu la conversation « %(title)s »."),
        _("Conversation consultée : « %(title)s »."),
    )
    ATTACHMENT_SEEN = (
        "messaging.attachment_seen",
        _("Un conseiller a ouvert une pièce jointe de la conversation « %(title)s »."),
        _("Pièce jointe consultée : « %(title)s »."),
    )
    REPLY_TEXT_WORDED = (
        "messaging.reply_text_worded",
        "",
        _("Modèle de réponse modifié : « %(title)s »."),
    )
    QUESTION_WORDED = (
        "messaging.question_worded",
        "",
        _("Question fréquente modifiée : « %(title)s »."),
    )
    MESSAGE_DELAYS_DECIDED = (
        "messaging.delays_decided",
        "",
        _("Délais de réponse aux messages modifiés, à partir du %(valid_from_on)s."),
    )

    # documents
    DOCUMENT_ADDED = "documents.added", _("Le document « %(title)s » a été ajouté.")
    DOCUMENT_ERASED = (
        "documents.erased",
        _("Document effacé à la fin de sa durée de conservation : %(what)s."),
    )
    FILE_CHECKED = "documents.file_checked", _("Un fichier déposé a été vérifié par l’antivirus.")
    FILE_REFUSED = "documents.file_refused", _("Un fichier déposé a été arrêté par l’antivirus.")

    DEPOSIT_ACKNOWLEDGED = (
        "documents.deposit_acknowledged",
        _("Accusé de réception n° %(number)s : %(what)s."),
    )

    # insurance
    CERTIFICATE_DEPOSITED = (
        "insurance.certificate_deposited",
        _("Une attestation d’assurance a été déposée (%(insurer)s)."),
        _("Attestation d’assurance déposée (%(insurer)s)."),
    )
    CERTIFICATE_ACCEPTED = (
        "insurance.certificate_accepted",
        _("L’attestation d’assurance est acceptée : logement assuré jusqu’au %(until_on)s."),
    )
    CERTIFICATE_REFUSED = (
        "insurance.certificate_refused",
        _("L’attestation d’assurance n’a pas été acceptée."),
    )
    CERTIFICATE_REPLACED = (
        "insurance.certificate_replaced",
        _("L’attestation d’assurance est remplacée par un nouveau dépôt."),
    )
    CERTIFICATE_STOPPED = (
        "insurance.certificate_stopped",
        _("Le fichier de l’attestation d’assurance a été arrêté par l’antivirus."),
    )
    CERTIFICATE_REVIEWED_AGAIN = (
        "insurance.certificate_reviewed_again",
        _("L’attestation d’assurance est de nouveau en cours de vérification."),
    )
    INSURANCE_REMINDED = (
        "insurance.reminded",
        _("Rappel envoyé : l’attestation d’assurance est à renouveler."),
    )
    FORMAL_DEMAND_ISSUED = (
        "insurance.formal_demand_issued",
        _("Mise en demeure d’assurer le logement, jusqu’au %(deadline_on)s."),
    )
    FORMAL_DEMAND_CANCELLED = (
        "insurance.formal_demand_cancelled",
        _("La mise en demeure d’assurer le logement est annulée."),
    )
    FORMAL_DEMAND_STANDS_AGAIN = (
        "insurance.formal_demand_stands_again",
        _("La mise en demeure d’assurer le logement est de nouveau en vigueur."),
    )

    # household
    HOUSEHOLD_DECLARED = (
        "household.declared",
        _("Un changement dans le foyer a été déclaré : %(what)s."),
        _("Changement déclaré dans le foyer : %(what)s."),
    )
    HOUSEHOLD_WITHDRAWN = (
        "household.withdrawn",
        _("La déclaration « %(what)s » a été retirée."),
    )
    HOUSEHOLD_ACCEPTED = (
        "household.accepted",
        _("L’agence a accepté le changement déclaré : %(what)s."),
    )
    HOUSEHOLD_REFUSED = (
        "household.refused",
        _("L’agence n’a pas accepté le changement déclaré : %(what)s."),
    )
    HOUSEHOLD_REVIEWED_AGAIN = (
        "household.reviewed_again",
        _("La déclaration « %(what)s » est de nouveau en cours de vérification."),
    )
    HOUSEHOLD_RECORDED = (
        "household.recorded",
        _("Votre bailleur a enregistré le changement : %(what)s."),
        _("Changement enregistré dans le progiciel : %(what)s."),
    )
    HOUSEHOLD_NOT_RECORDED = (
        "household.not_recorded",
        _("Le changement « %(what)s » demande encore une vérification de l’agence."),
        _("Changement refusé par le progiciel : %(what)s."),
    )
    HOUSEHOLD_STOPPED = (
        "household.stopped",
        _("Le fichier de la déclaration « %(what)s » a été arrêté par l’antivirus."),
    )
    HOUSEHOLD_SEEN = (
        "household.seen",
        _("Un conseiller a consulté les déclarations du foyer."),
        _("Déclarations du foyer consultées."),
    )
    HOUSEHOLD_DELIVERED = (
        "household.delivered",
        "",
        _("Remise n° %(number)s des changements de foyer : %(lines)s lignes."),
    )
    HOUSEHOLD_ACKNOWLEDGED = (
        "household.acknowledged",
        "",
        _("Accusé lu pour les foyers : %(accepted)s acceptés, %(refused)s refusés."),
    )
    PROTECTION_SET = "household.protection_set", "", _("Protection posée.")
    PROTECTION_LIFTED = "household.protection_lifted", "", _("Protection levée.")

    # papers
    PAPER_ASKED = (
        "papers.asked",
        _("L’agence a demandé une pièce : %(what)s, pour le %(due_on)s."),
        _("Pièce demandée : %(what)s, pour le %(due_on)s."),
    )
    PAPER_ASKING_CANCELLED = (
        "papers.asking_cancelled",
        _("L’agence ne demande plus la pièce : %(what)s."),
    )
    PAPER_REMINDED = "papers.reminded", _("Rappel envoyé : une pièce est attendue.")
    PAPER_DEPOSITED = (
        "papers.deposited",
        _("Une pièce a été déposée : %(what)s."),
        _("Pièce déposée : %(what)s."),
    )
    PAPER_ACCEPTED = "papers.accepted", _("L’agence a accepté la pièce : %(what)s.")
    PAPER_REFUSED = "papers.refused", _("L’agence n’a pas accepté la pièce : %(what)s.")
    PAPER_REVIEWED_AGAIN = (
        "papers.reviewed_again",
        _("La pièce « %(what)s » est de nouveau en cours de vérification."),
    )
    PAPER_REPLACED = "papers.replaced", _("La pièce « %(what)s » est remplacée par une autre.")
    PAPER_WITHDRAWN = "papers.withdrawn", _("La pièce « %(what)s » a été retirée.")
    PAPER_STOPPED = (
        "papers.stopped",
        _("Le fichier de la pièce « %(what)s » a été arrêté par l’antivirus."),
    )
    PAPER_SHARED = (
        "papers.shared",
        _("La pièce « %(what)s » est partagée avec les autres titulaires."),
    )
    PAPER_UNSHARED = (
        "papers.unshared",
        _("La pièce « %(what)s » n’est plus partagée avec les autres titulaires."),
    )
    PAPER_IMPEDIMENT_SAID = (
        "papers.impediment_said",
        _("Vous avez dit que vous ne pouviez pas fournir la pièce : %(what)s."),
        _("Pièce que le locataire ne peut pas fournir : %(what)s."),
    )
    PAPER_REQUEST_MOVED = (
        "papers.request_moved",
        "",
        _("Pièce demandée « %(what)s » : %(before)s → %(after)s."),
    )
    PAPERS_SEEN = (
        "papers.seen",
        _("Un conseiller a consulté vos pièces."),
        _("Pièces consultées."),
    )

    # ledger
    ENTRY_POSTED = "ledger.entry_posted", _("Une opération a été inscrite au compte de loyer.")
    ENTRY_REVERSED = (
        "ledger.entry_reversed",
        _("Une opération du compte de loyer a été annulée."),
    )

    # billing
    PERIOD_PUBLISHED = (
        "billing.period_published",
        "",
        _("Avis de %(period)s : %(published)s publiés, %(corrected)s corrigés."),
    )


# Coded facts as people read them; a code that is not here is written as it is.
SPOKEN: dict[str, Any] = {
    "known_email": _("adresse e-mail connue du bailleur"),
    "email_code": _("code reçu par courriel"),
    "letter_code": _("code reçu par lettre"),
    "advisor": _("identité vérifiée par un conseiller"),
    "answers": _("les réponses ne correspondent pas au dossier"),
    "call": _("appel téléphonique"),
    "visit": _("visite à l’agence"),
    "paper": _("la pièce d’identité ne correspond pas au dossier"),
    "somebody_else": _("une autre personne a demandé cet accès"),
}
