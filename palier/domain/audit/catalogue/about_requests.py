"""What is told about demands, messages, documents and what is filed."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, tuple[Any, ...]] = {
    # casework
    "casework.opened": (
        _("Demande envoyée à l’agence : « %(subject_line)s »."),
        _("Demande reçue : %(what)s. Réponse promise pour le %(promised_on)s."),
    ),
    "casework.seen": (
        _("Un conseiller a lu votre demande « %(subject_line)s »."),
        _("Demande consultée."),
    ),
    "casework.completed": (
        _("Précision ajoutée à la demande « %(subject_line)s »."),
        _("Le demandeur a ajouté une précision."),
    ),
    "casework.taken": (
        _("Un conseiller s’occupe de la demande « %(subject_line)s »."),
        _("Demande prise en charge par %(assignee)s."),
    ),
    "casework.released": ("", _("Demande remise dans la file.")),
    "casework.answered": (
        _("L’agence a répondu à la demande « %(subject_line)s »."),
        _("Réponse envoyée."),
    ),
    "casework.transferred": (
        _("La demande « %(subject_line)s » a été confiée à un autre service."),
        _("Demande transférée : de %(from_agency)s à %(to_agency)s."),
    ),
    "casework.closed": (
        _("La demande « %(subject_line)s » est terminée."),
        _("Demande terminée : %(reason)s."),
    ),
    "casework.reopened": (
        _("La demande « %(subject_line)s » est rouverte."),
        _("Demande rouverte."),
    ),
    "casework.accepted": (
        _("L’agence a accepté : « %(subject_line)s »."),
        _("Accepté : %(subject_line)s."),
    ),
    "casework.refused": (
        _("L’agence n’a pas accepté : « %(subject_line)s ». %(reason)s"),
        _("Refusé : %(subject_line)s. %(reason)s"),
    ),
    "casework.decision_undone": (
        _("L’agence est revenue sur sa décision : « %(subject_line)s »."),
        _("Décision annulée avant que le locataire soit prévenu."),
    ),
    "casework.reason_worded": ("", _("Motif de refus modifié (%(what)s) : %(code)s.")),
    # messaging
    "messaging.agency_wrote": (
        _("L’agence vous a écrit : « %(title)s »."),
        _("Message envoyé au locataire : « %(title)s »."),
    ),
    "messaging.exchange_noted": (
        _("L’agence a noté un échange avec vous : « %(title)s »."),
        _("Échange noté (%(what)s) : « %(title)s »."),
    ),
    "messaging.notice_sent": (
        _("Une information a été placée dans vos messages : « %(title)s »."),
        _("Information placée dans les messages : « %(title)s »."),
    ),
    "messaging.thread_shared": (
        _("La conversation « %(title)s » a été partagée avec %(with_whom)s."),
    ),
    "messaging.thread_unshared": (_("La conversation « %(title)s » n’est plus partagée."),),
    "messaging.thread_seen": (
        _("Un conseiller a lu la conversation « %(title)s »."),
        _("Conversation consultée : « %(title)s »."),
    ),
    "messaging.attachment_seen": (
        _("Un conseiller a ouvert une pièce jointe de la conversation « %(title)s »."),
        _("Pièce jointe consultée : « %(title)s »."),
    ),
    "messaging.reply_text_worded": ("", _("Modèle de réponse modifié : « %(title)s ».")),
    "messaging.question_worded": ("", _("Question fréquente modifiée : « %(title)s ».")),
    "messaging.delays_decided": (
        "",
        _("Délais de réponse aux messages modifiés, à partir du %(valid_from_on)s."),
    ),
    # documents
    "documents.added": (_("Le document « %(title)s » a été ajouté."),),
    "documents.seen": (
        _("Un conseiller a consulté le document « %(title)s »."),
        _("Document consulté : %(title)s."),
    ),
    "documents.erased": (_("Document effacé à la fin de sa durée de conservation : %(what)s."),),
    "documents.file_checked": (_("Un fichier déposé a été vérifié par l’antivirus."),),
    "documents.file_refused": (_("Un fichier déposé a été arrêté par l’antivirus."),),
    "documents.deposit_acknowledged": (_("Accusé de réception n° %(number)s : %(what)s."),),
    # insurance
    "insurance.certificate_deposited": (
        _("Une attestation d’assurance a été déposée (%(insurer)s)."),
        _("Attestation d’assurance déposée (%(insurer)s)."),
    ),
    "insurance.certificate_accepted": (
        _("L’attestation d’assurance est acceptée : logement assuré jusqu’au %(until_on)s."),
    ),
    "insurance.certificate_refused": (_("L’attestation d’assurance n’a pas été acceptée."),),
    "insurance.certificate_replaced": (
        _("L’attestation d’assurance est remplacée par un nouveau dépôt."),
    ),
    "insurance.certificate_stopped": (
        _("Le fichier de l’attestation d’assurance a été arrêté par l’antivirus."),
    ),
    "insurance.certificate_reviewed_again": (
        _("L’attestation d’assurance est de nouveau en cours de vérification."),
    ),
    "insurance.reminded": (_("Rappel envoyé : l’attestation d’assurance est à renouveler."),),
    "insurance.formal_demand_issued": (
        _("Mise en demeure d’assurer le logement, jusqu’au %(deadline_on)s."),
    ),
    "insurance.formal_demand_cancelled": (
        _("La mise en demeure d’assurer le logement est annulée."),
    ),
    "insurance.formal_demand_stands_again": (
        _("La mise en demeure d’assurer le logement est de nouveau en vigueur."),
    ),
    # papers
    "papers.asked": (
        _("L’agence a demandé une pièce : %(what)s, pour le %(due_on)s."),
        _("Pièce demandée : %(what)s, pour le %(due_on)s."),
    ),
    "papers.asking_cancelled": (_("L’agence ne demande plus la pièce : %(what)s."),),
    "papers.reminded": (_("Rappel envoyé : une pièce est attendue."),),
    "papers.deposited": (_("Une pièce a été déposée : %(what)s."), _("Pièce déposée : %(what)s.")),
    "papers.accepted": (_("L’agence a accepté la pièce : %(what)s."),),
    "papers.refused": (_("L’agence n’a pas accepté la pièce : %(what)s."),),
    "papers.reviewed_again": (_("La pièce « %(what)s » est de nouveau en cours de vérification."),),
    "papers.replaced": (_("La pièce « %(what)s » est remplacée par une autre."),),
    "papers.withdrawn": (_("La pièce « %(what)s » a été retirée."),),
    "papers.stopped": (_("Le fichier de la pièce « %(what)s » a été arrêté par l’antivirus."),),
    "papers.shared": (_("La pièce « %(what)s » est partagée avec les autres titulaires."),),
    "papers.unshared": (
        _("La pièce « %(what)s » n’est plus partagée avec les autres titulaires."),
    ),
    "papers.impediment_said": (
        _("Vous avez dit que vous ne pouviez pas fournir la pièce : %(what)s."),
        _("Pièce que le locataire ne peut pas fournir : %(what)s."),
    ),
    "papers.request_moved": ("", _("Pièce demandée « %(what)s » : %(before)s → %(after)s.")),
    "papers.seen": (_("Un conseiller a consulté vos pièces."), _("Pièces consultées.")),
}
