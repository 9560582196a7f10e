from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from palier.domain.accounts.models import StaffMember, User
from palier.domain.documents.models import StoredFile
from palier.domain.tenancy.models import Person, TenantAccount
from palier.foundation.codes import new_public_code


class Case(models.Model):
    """Something the agency owes an answer to, with the day it promised."""

    class Kind(models.TextChoices):
        HARDSHIP = "hardship", _("je ne peux pas payer ce mois-ci")
        CONTACT = "contact", _("message sans compte")
        SECOND_PROOF = "second_proof", _("identité à confirmer")
        LOST_ACCESS = "lost_access", _("accès perdu")
        CORRECTION = "correction", _("informations à corriger")
        PAYMENT = "payment", _("paiement à vérifier")
        CERTIFICATE = "certificate", _("attestation d’assurance")
        DECLARATION = "declaration", _("changement dans le foyer")
        PAPER = "paper", _("pièce justificative")
        MESSAGE = "message", _("message")
        BANK_DETAILS = "bank_details", _("coordonnées bancaires")
        SUSPICIOUS = "suspicious", _("message suspect")

    class State(models.TextChoices):
        OPEN = "open", _("à traiter")
        TAKEN = "taken", _("en cours")
        ANSWERED = "answered", _("répondue")
        CLOSED = "closed", _("terminée")

    class Ending(models.TextChoices):
        """Why a case ended; which kinds know which endings is in ``rules``."""

        ACCEPTED = "accepted", _("acceptée")
        REFUSED = "refused", _("refusée, avec son motif")
        REPLACED = "replaced", _("remplacée par un nouveau dépôt")

        ANSWERED = "answered", _("réponse donnée")
        ARRANGED = "arranged", _("solution trouvée avec le locataire")
        PAID = "paid", _("le loyer a été payé")
        CORRECTED = "corrected", _("informations corrigées")
        NOT_CORRECTED = "not_corrected", _("informations confirmées, rien à corriger")
        IDENTITY_CONFIRMED = "identity_confirmed", _("identité confirmée")
        IDENTITY_REFUSED = "identity_refused", _("identité non confirmée")
        LETTER_SENT = "letter_sent", _("lettre d’activation envoyée")
        ACCESS_RESTORED = "access_restored", _("accès redonné après vérification")
        SETTLED = "settled", _("paiement vérifié")
        UNREACHABLE = "unreachable", _("personne injoignable")
        DUPLICATE = "duplicate", _("déjà traitée dans une autre demande")
        WITHDRAWN = "withdrawn", _("demande retirée par la personne")
        NOT_OURS = "not_ours", _("ne concerne pas le bailleur")
        UNWANTED = "unwanted", _("message indésirable")

    MOVES = {
        State.OPEN: frozenset({State.TAKEN, State.ANSWERED, State.CLOSED}),
        State.TAKEN: frozenset({State.OPEN, State.ANSWERED, State.CLOSED}),
        State.ANSWERED: frozenset({State.OPEN, State.TAKEN, State.CLOSED}),
        State.CLOSED: frozenset({State.OPEN, State.TAKEN, State.ANSWERED}),
    }
    WAITING = (State.OPEN, State.TAKEN)
    """The states in which the agency still owes its answer."""

    code = models.CharField(max_length=12, unique=True, default=new_public_code)
    kind = models.CharField(max_length=16, choices=Kind)
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    agency_id = models.CharField(max_length=40, blank=True)
    """The agency's stable ERP identifier; empty: the tenant-relations centre sorts it."""
    team = models.CharField(max_length=20, blank=True)
    """The staff role it was given to (``rules.TEAMS``); empty: the agency's advisors."""
    tenant_account = models.ForeignKey(
        TenantAccount, on_delete=models.PROTECT, null=True, related_name="cases"
    )
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="cases")
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="cases")
    subject = models.CharField(max_length=160)
    body = models.TextField(blank=True)
    contact_name = models.CharField(max_length=150, blank=True)
    contact_email = models.EmailField(blank=True)
    contact_phone = models.CharField(max_length=30, blank=True)
    facts = models.JSONField(default=dict)
    subject_kind = models.CharField(max_length=40, blank=True)
    subject_reference = models.CharField(max_length=60, blank=True)
    """The row of another room this is about, as the trail names it (``insurance.certificate``
    and its code); empty for none."""
    live_key = models.CharField(max_length=80, null=True, unique=True)
    """While unfinished, the only case of this key; given back (null) when it closes."""
    opened_at = models.DateTimeField()
    moved_at = models.DateTimeField()
    promised_on = models.DateField()
    answered_at = models.DateTimeField(null=True)
    assigned_to = models.ForeignKey(
        StaffMember, on_delete=models.PROTECT, null=True, related_name="cases"
    )
    filed_by = models.ForeignKey(
        StaffMember, on_delete=models.PROTECT, null=True, related_name="cases_filed"
    )
    """Who filed it at the counter for the tenant; null when the tenant did."""
    closed_reason = models.CharField(max_length=20, choices=Ending, blank=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [
            models.Index(fields=["agency_id", "state", "promised_on"], name="queue"),
            models.Index(fields=["state", "promised_on"], name="queue_of_all"),
            models.Index(fields=["promised_on"], name="every_promise"),
            # All that the figures of a year ask of an answer: the rows themselves stay unread.
            models.Index(
                fields=["agency_id", "answered_at", "opened_at", "promised_on", "kind"],
                name="answers_of",
            ),
            models.Index(fields=["subject_kind", "subject_reference"], name="cases_about"),
        ]

    @property
    def is_waiting(self) -> bool:
        """Tell whether the agency still owes its answer."""
        return self.state in self.WAITING

    @property
    def requester_name(self) -> str:
        """Give the name of whoever asks, as far as it is known."""
        if self.person is not None:
            return self.person.full_name
        return self.contact_name or (str(self.user) if self.user else "")


class CaseMessage(models.Model):
    """What was said in a case, by either side. Never edited."""

    class Channel(models.TextChoices):
        PORTAL = "portal", _("dans l’espace locataire")
        EMAIL = "email", _("par e-mail")
        PHONE = "phone", _("au téléphone")
        COUNTER = "counter", _("à l’accueil de l’agence")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="messages")
    from_agency = models.BooleanField()
    author_name = models.CharField(max_length=150, blank=True)
    channel = models.CharField(max_length=8, choices=Channel)
    text = models.TextField()
    sent_at = models.DateTimeField()


class CaseFile(models.Model):
    """A file that came with a case: the picture of a suspicious message. Never edited."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="files")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="case_files")
    position = models.PositiveSmallIntegerField()
    added_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "position"], name="one_file_a_position"),
        ]


class Reason(models.Model):
    """A coded reason of refusal as the landlord words it, in one language.

    Only what the landlord changed, added or retired is a row: the rest is the catalogue of
    ``reasons``, which ``queries.reasons_of`` lays under these.
    """

    kind = models.CharField(max_length=16, choices=Case.Kind)
    code = models.CharField(max_length=40)
    language = models.CharField(max_length=8, default="fr")
    sentence = models.CharField(max_length=240)
    remedy = models.CharField(max_length=400)
    active = models.BooleanField(default=True)
    position = models.PositiveSmallIntegerField(default=0)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "code", "language"], name="one_wording_of_a_reason"
            ),
        ]


class Decision(models.Model):
    """What an advisor decided about what was filed. Never edited: undone, or followed.

    The words of the reason are copied here as the tenant reads them, so that editing the
    catalogue changes no decision already taken.
    """

    class Outcome(models.TextChoices):
        ACCEPTED = "accepted", _("acceptée")
        REFUSED = "refused", _("refusée")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="decisions")
    outcome = models.CharField(max_length=8, choices=Outcome)
    reason_code = models.CharField(max_length=40, blank=True)
    sentence = models.CharField(max_length=240, blank=True)
    remedy = models.CharField(max_length=400, blank=True)
    note = models.TextField(blank=True)
    """What the advisor made precise, for the tenant; empty most of the time."""
    language = models.CharField(max_length=8, default="fr")
    decided_by = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="decisions")
    decided_at = models.DateTimeField()
    undo_until = models.DateTimeField()
    """The tenant is told then, unless it was undone before."""
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(
        StaffMember, on_delete=models.PROTECT, null=True, related_name="decisions_undone"
    )
    announced_at = models.DateTimeField(null=True)
    before = models.JSONField(default=dict)
    """How the case stood: state, assigned_to, answered_at, live_key."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=models.Q(undone_at=None, announced_at=None),
                name="one_decision_to_announce",
            ),
        ]
        indexes = [
            models.Index(
                fields=["decided_by", "-decided_at"],
                name="decisions_to_undo",
                condition=models.Q(undone_at=None, announced_at=None),
            ),
        ]

    @property
    def is_accepted(self) -> bool:
        """Tell whether what was filed is accepted."""
        return self.outcome == self.Outcome.ACCEPTED
