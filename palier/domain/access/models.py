from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from palier.domain.accounts.models import StaffMember, User
from palier.domain.tenancy.models import Person, TenantAccount
from palier.foundation.codes import new_public_code


class Opening(models.Model):
    """A request to open an account, before its e-mail address is confirmed.

    It holds everything a user row will need, so that no user exists, and no address is
    taken, until the reader of the mailbox has agreed *and* shown the password: somebody
    who opens an account on another's address gains nothing by their clicking the link.
    """

    code = models.CharField(max_length=12, unique=True, default=new_public_code)
    tenant_account = models.ForeignKey(
        TenantAccount, on_delete=models.PROTECT, related_name="openings"
    )
    family_name = models.CharField(max_length=120)
    email = models.EmailField()
    password_hash = models.CharField(max_length=128)
    language = models.CharField(max_length=8, default="fr")
    started_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    confirmed_at = models.DateTimeField(null=True)
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="openings")

    class Meta:
        indexes = [
            models.Index(fields=["expires_at"], name="opening_expiry"),
            models.Index(fields=["email", "started_at"], name="opening_address"),
        ]


class PersonLink(models.Model):
    """A user says they are a person; proven or not yet. Nothing personal shows before."""

    class State(models.TextChoices):
        CLAIMED = "claimed", _("à confirmer")
        PROVEN = "proven", _("confirmé")
        REFUSED = "refused", _("refusé")
        ENDED = "ended", _("terminé")

    class Proof(models.TextChoices):
        KNOWN_EMAIL = "known_email", _("adresse électronique connue du bailleur")
        EMAIL_CODE = "email_code", _("code envoyé par e-mail")
        LETTER_CODE = "letter_code", _("code envoyé par lettre")
        ADVISOR = "advisor", _("identité vérifiée par un conseiller")

    MOVES = {
        State.CLAIMED: frozenset({State.PROVEN, State.REFUSED}),
        State.PROVEN: frozenset({State.ENDED}),
        State.REFUSED: frozenset({State.CLAIMED}),
        State.ENDED: frozenset({State.CLAIMED}),
    }

    code = models.CharField(max_length=12, unique=True, default=new_public_code)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="person_links")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="links")
    tenant_account = models.ForeignKey(
        TenantAccount, on_delete=models.PROTECT, null=True, related_name="person_links"
    )
    """The account whose reference was typed: where the agency to ask is found."""
    state = models.CharField(max_length=8, choices=State, default=State.CLAIMED)
    proof = models.CharField(max_length=20, choices=Proof, blank=True)
    opened_at = models.DateTimeField()
    moved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "person"], name="one_link_a_person"),
            models.UniqueConstraint(
                fields=["person"],
                condition=models.Q(state="proven"),
                name="one_proven_user_a_person",
            ),
        ]


class SecondProof(models.Model):
    """One code sent to prove a link: hashed, single use, expiring, its tries counted."""

    class Method(models.TextChoices):
        EMAIL_CODE = "email_code", _("code par e-mail")
        LETTER_CODE = "letter_code", _("code par lettre")

    class State(models.TextChoices):
        REQUESTED = "requested", _("lettre à imprimer")
        ISSUED = "issued", _("envoyé")
        USED = "used", _("utilisé")
        DEAD = "dead", _("annulé")

    MOVES = {
        State.REQUESTED: frozenset({State.ISSUED, State.DEAD}),
        State.ISSUED: frozenset({State.USED, State.DEAD}),
        State.USED: frozenset(),
        State.DEAD: frozenset(),
    }

    code = models.CharField(max_length=12, unique=True, default=new_public_code)
    link = models.ForeignKey(PersonLink, on_delete=models.PROTECT, related_name="second_proofs")
    method = models.CharField(max_length=12, choices=Method)
    state = models.CharField(max_length=10, choices=State)
    secret_hash = models.CharField(max_length=64, blank=True)
    requested_at = models.DateTimeField()
    moved_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["method", "state"], name="letters_to_print")]
        constraints = [
            models.UniqueConstraint(
                fields=["link", "method"],
                condition=models.Q(state__in=["requested", "issued"]),
                name="one_live_code_a_method",
            ),
        ]


class Recovery(models.Model):
    """A way in given back by the agency, once it has checked who the person is.

    Nobody at the desk ever sees or sets a password, and nobody there can take an access for
    themselves: what leaves their hands (a code on paper, another address) opens nothing
    before ``opens_at``, which leaves the owner, told at once everywhere, the time to stop it;
    a colleague who has seen the person too shortens the wait for a code given by hand.
    """

    class Means(models.TextChoices):
        LINK = "link", _("lien à l’adresse de connexion")
        LETTER = "letter", _("code par lettre")
        HAND = "hand", _("code remis à l’accueil")
        NEW_ADDRESS = "new_address", _("espace repris avec une autre adresse")

    class Cause(models.TextChoices):
        PASSWORD = "password", _("mot de passe oublié")
        MAILBOX = "mailbox", _("boîte aux lettres électronique perdue")
        EMAIL = "email", _("adresse de connexion oubliée")
        TRIES = "tries", _("trop d’essais")
        THEFT = "theft", _("accès d’une autre personne soupçonné")
        FACTOR = "factor", _("téléphone ou clé d’accès perdus")

    class State(models.TextChoices):
        REFUSED = "refused", _("identité non confirmée")
        WAITING = "waiting", _("attend un second agent")
        OPEN = "open", _("en cours")
        USED = "used", _("accès retrouvé")
        STOPPED = "stopped", _("arrêté par le titulaire")
        DEAD = "dead", _("sans suite")

    MOVES = {
        State.REFUSED: frozenset(),
        State.WAITING: frozenset({State.OPEN, State.STOPPED, State.DEAD}),
        State.OPEN: frozenset({State.USED, State.STOPPED, State.DEAD}),
        State.USED: frozenset(),
        State.STOPPED: frozenset(),
        State.DEAD: frozenset(),
    }
    LIVE = (State.WAITING, State.OPEN)

    code = models.CharField(max_length=12, unique=True, default=new_public_code)
    link = models.ForeignKey(PersonLink, on_delete=models.PROTECT, related_name="recoveries")
    """The access that is given back; of a new address: the one that will end."""
    claim = models.ForeignKey(
        PersonLink, on_delete=models.PROTECT, null=True, related_name="takeovers"
    )
    """Of a new address: the claim that will take its place."""
    tenant_account = models.ForeignKey(
        TenantAccount, on_delete=models.PROTECT, related_name="recoveries"
    )
    means = models.CharField(max_length=12, choices=Means)
    cause = models.CharField(max_length=10, choices=Cause)
    checked = models.CharField(max_length=20, blank=True)
    """What was checked: ``questions``, a kind of identity paper, ``letter_code``."""
    staff = models.ForeignKey(
        StaffMember, on_delete=models.PROTECT, null=True, related_name="recoveries"
    )
    seconded_by = models.ForeignKey(
        StaffMember, on_delete=models.PROTECT, null=True, related_name="recoveries_seconded"
    )
    state = models.CharField(max_length=8, choices=State)
    asked_at = models.DateTimeField()
    moved_at = models.DateTimeField()
    opens_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)
    secret_hash = models.CharField(max_length=64, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(seconded_by=None) | ~models.Q(seconded_by=models.F("staff")),
                name="four_eyes_on_a_recovery",
            ),
            models.UniqueConstraint(
                fields=["link"],
                condition=models.Q(state__in=["waiting", "open"]),
                name="one_live_recovery",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "opens_at"], name="recoveries_due"),
            models.Index(fields=["asked_at"], name="recoveries_of_a_time"),
        ]


class Delegation(models.Model):
    """Somebody helps a person with their file: what they may do, until when, by whose will.

    The delegate signs in as themselves; while they act for the person they see what the scopes
    open and nothing else (``access.queries``). A guardian is recorded by the agency with the
    judgment, and a second member of staff sees it before anything is sent.
    """

    class Kind(models.TextChoices):
        RELATIVE = "relative", _("un proche")
        SOCIAL_WORKER = "social_worker", _("un travailleur social")
        GUARDIAN = "guardian", _("un tuteur ou un curateur")

    class State(models.TextChoices):
        RECORDED = "recorded", _("à valider par un second agent")
        INVITED = "invited", _("invitation envoyée")
        ACTIVE = "active", _("en cours")
        ENDED = "ended", _("terminée")

    class Ending(models.TextChoices):
        WITHDRAWN = "withdrawn", _("retirée par la personne aidée")
        LEFT = "left", _("rendue par la personne qui aidait")
        EXPIRED = "expired", _("arrivée à son terme")
        UNANSWERED = "unanswered", _("invitation restée sans réponse")
        ABUSE = "abuse", _("abus signalé")
        ASKED = "asked", _("demandée à l’agence par la personne aidée")
        JUDGMENT = "judgment", _("mesure de protection terminée ou changée")
        NOT_VALID = "not_valid", _("justificatif non valable")

    MOVES = {
        State.RECORDED: frozenset({State.INVITED, State.ENDED}),
        State.INVITED: frozenset({State.ACTIVE, State.ENDED}),
        State.ACTIVE: frozenset({State.ENDED}),
        State.ENDED: frozenset(),
    }
    LIVE = (State.RECORDED, State.INVITED, State.ACTIVE)
    BY_THE_DESK = (Ending.ABUSE, Ending.ASKED, Ending.JUDGMENT, Ending.NOT_VALID)

    code = models.CharField(max_length=12, unique=True, default=new_public_code)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="delegations")
    tenant_account = models.ForeignKey(
        TenantAccount, on_delete=models.PROTECT, related_name="delegations"
    )
    """One account of the person: where the agency that looks after it is found."""
    kind = models.CharField(max_length=14, choices=Kind)
    name = models.CharField(max_length=120)
    organisation = models.CharField(max_length=120, blank=True)
    email = models.EmailField()
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="delegations")
    scopes = models.JSONField(default=list)
    ends_on = models.DateField()
    state = models.CharField(max_length=8, choices=State)
    ending = models.CharField(max_length=10, choices=Ending, blank=True)
    asked_at = models.DateTimeField()
    moved_at = models.DateTimeField()
    invited_at = models.DateTimeField(null=True)
    proof_reference = models.CharField(max_length=12, blank=True)
    """The code of the judgment among the documents, of a guardian."""
    recorded_by = models.ForeignKey(
        StaffMember, on_delete=models.PROTECT, null=True, related_name="delegations_recorded"
    )
    seconded_by = models.ForeignKey(
        StaffMember, on_delete=models.PROTECT, null=True, related_name="delegations_seconded"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(seconded_by=None)
                | ~models.Q(seconded_by=models.F("recorded_by")),
                name="four_eyes_on_a_guardian",
            ),
            models.UniqueConstraint(
                fields=["person", "user"],
                condition=models.Q(state="active"),
                name="one_delegation_a_helper",
            ),
        ]
        indexes = [models.Index(fields=["state", "ends_on"], name="delegations_due")]

    @property
    def helped_name(self) -> str:
        """Give the person's name as others say it: « Mme Awa Diallo »."""
        return f"{self.person.get_title_display()} {self.person.full_name}".strip()

    def __str__(self) -> str:
        name = self.name or str(_("Nom effacé"))
        return f"{name} ({self.organisation})" if self.organisation else name
