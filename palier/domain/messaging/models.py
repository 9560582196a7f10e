from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from palier.domain.accounts.models import StaffMember, User
from palier.domain.casework.models import Case
from palier.domain.documents.models import StoredFile
from palier.domain.tenancy.models import Person, TenantAccount
from palier.foundation.codes import grouped, new_public_code


class Topic(models.TextChoices):
    """What a thread is about; who answers and by when hangs on it (``rules``)."""

    RENT = "rent", _("mon loyer, mon compte")
    CHARGES = "charges", _("mes charges")
    LEASE = "lease", _("mon bail, mon départ")
    HOUSEHOLD = "household", _("mon foyer")
    INSURANCE = "insurance", _("mon assurance")
    PAPERS = "papers", _("mes papiers, une attestation")
    REPAIRS = "repairs", _("un problème dans le logement ou l’immeuble")
    NEIGHBOURS = "neighbours", _("le voisinage")
    PORTAL = "portal", _("je n’arrive pas à utiliser ce site")
    OTHER = "other", _("autre chose")


class Thread(models.Model):
    """A conversation of one person with the agency, about one thing."""

    code = models.CharField(max_length=12, unique=True, default=new_public_code)
    topic = models.CharField(max_length=12, choices=Topic)
    title = models.CharField(max_length=120)
    tenant_account = models.ForeignKey(
        TenantAccount, on_delete=models.PROTECT, related_name="threads"
    )
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="threads")
    """Whose conversation it is."""
    case = models.OneToOneField(Case, on_delete=models.PROTECT, null=True, related_name="thread")
    """What the agency owes; null while the thread only informs."""
    subject_kind = models.CharField(max_length=40, blank=True)
    subject_reference = models.CharField(max_length=60, blank=True)
    """The row of another room it is about; empty for none."""
    started_at = models.DateTimeField()
    last_at = models.DateTimeField()
    last_from_agency_at = models.DateTimeField(null=True)
    last_from_tenant_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["person", "-last_at"], name="threads_of_person"),
            models.Index(fields=["tenant_account", "-last_at"], name="threads_of_account"),
            models.Index(fields=["subject_kind", "subject_reference"], name="threads_about"),
        ]

    @property
    def number(self) -> str:
        """Give the number as people read it out: ``ABCD-EFGH-JKMN``."""
        return grouped(self.code)


class Share(models.Model):
    """A thread that its person chose to let a co-holder read and answer."""

    thread = models.ForeignKey(Thread, on_delete=models.PROTECT, related_name="shares")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="threads_shared")
    shared_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["thread", "person"], name="one_share_a_person"),
        ]


class Message(models.Model):
    """One thing said in a thread. Never edited (triggers hold it)."""

    class Kind(models.TextChoices):
        MESSAGE = "message", _("message")
        CALL = "call", _("appel téléphonique")
        VISIT = "visit", _("visite à l’agence")
        NOTICE = "notice", _("information")
        EVENT = "event", _("suivi")

    code = models.CharField(max_length=12, unique=True, default=new_public_code)
    thread = models.ForeignKey(Thread, on_delete=models.PROTECT, related_name="messages")
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.MESSAGE)
    from_agency = models.BooleanField()
    author = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="messages")
    author_name = models.CharField(max_length=150, blank=True)
    filed_by = models.ForeignKey(
        StaffMember, on_delete=models.PROTECT, null=True, related_name="messages_filed"
    )
    """Who wrote down at the counter what the tenant said; null for everything else."""
    text = models.TextField()
    sent_at = models.DateTimeField()
    held_on = models.DateField(null=True)
    """The day of a call or a visit, which may be noted later."""
    key = models.CharField(max_length=100, null=True, unique=True)
    """What a notice tells, so that a job run twice tells it once."""

    class Meta:
        indexes = [models.Index(fields=["thread", "sent_at"], name="messages_of_thread")]


class Attachment(models.Model):
    """A file sent with a message."""

    code = models.CharField(max_length=12, unique=True, default=new_public_code)
    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="attachments")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="attachments")
    title = models.CharField(max_length=120)


class Reading(models.Model):
    """Until when one user has read a thread; ``at_desk`` when they read it as staff."""

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="readings")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="readings")
    at_desk = models.BooleanField(default=False)
    read_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["thread", "user"], name="one_reading_a_user"),
        ]


class Draft(models.Model):
    """What somebody has begun to write: to a thread, or a new one for an account."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="message_drafts")
    thread = models.ForeignKey(
        Thread, on_delete=models.CASCADE, null=True, related_name="message_drafts"
    )
    tenant_account = models.ForeignKey(
        TenantAccount, on_delete=models.CASCADE, related_name="message_drafts"
    )
    topic = models.CharField(max_length=12, choices=Topic, blank=True)
    title = models.CharField(max_length=120, blank=True)
    text = models.TextField(blank=True)
    share = models.BooleanField(default=False)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "thread"],
                condition=models.Q(thread__isnull=False),
                name="one_draft_a_thread",
            ),
            models.UniqueConstraint(
                fields=["user", "tenant_account"],
                condition=models.Q(thread=None),
                name="one_new_draft_an_account",
            ),
        ]


class ReplyText(models.Model):
    """A reply that an agency keeps ready, as the landlord words it.

    Only what was changed, added or retired is a row; ``reply_texts`` holds the rest.
    """

    code = models.CharField(max_length=40, unique=True)
    title = models.CharField(max_length=120)
    body = models.TextField()
    topic = models.CharField(max_length=12, choices=Topic, blank=True)
    agency_id = models.CharField(max_length=40, blank=True)
    """The one agency it is for; empty: all."""
    active = models.BooleanField(default=True)
    changed_at = models.DateTimeField()


class Question(models.Model):
    """A question people often ask, its answer, and the page that settles it.

    Only what was changed, added or retired is a row; ``questions`` holds the rest.
    """

    code = models.CharField(max_length=40)
    language = models.CharField(max_length=8, default="fr")
    topic = models.CharField(max_length=12, choices=Topic, blank=True)
    question = models.CharField(max_length=200)
    answer = models.TextField()
    keywords = models.CharField(max_length=300)
    page = models.CharField(max_length=60, blank=True)
    active = models.BooleanField(default=True)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code", "language"], name="one_wording_of_a_question"),
        ]
