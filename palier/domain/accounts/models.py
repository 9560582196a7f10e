from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.utils.translation import gettext_lazy as _


class UserManager(BaseUserManager["User"]):
    """Look users up by e-mail, whatever its case. Creation is an action's business."""

    def get_by_natural_key(self, email: str | None) -> User:
        return self.get(email__iexact=email)


class User(AbstractBaseUser):
    """Somebody who signs in, by e-mail. What they may see hangs on persons or on staff rows."""

    email = models.EmailField(unique=True)
    display_name = models.CharField(max_length=150, blank=True)
    language = models.CharField(max_length=8, default="fr")
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()
    password_changed_at = models.DateTimeField(null=True)
    email_changed_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    """Since when this is nobody any more: the row stays, for the trail, without a name."""

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = UserManager()

    acting_as: object | None = None
    """The delegation this request is made under (``access.queries.act_under``), never stored."""

    def __str__(self) -> str:
        return self.display_name or self.email


class StaffMember(models.Model):
    """A user who works for the landlord."""

    class Role(models.TextChoices):
        ADVISOR = "advisor", _("conseiller")
        MANAGER = "manager", _("responsable d’agence")
        RENT_ACCOUNTANT = "rent_accountant", _("comptable des loyers")
        TECHNICAL_SUPPORT = "technical_support", _("assistance technique")
        ADMINISTRATOR = "administrator", _("administrateur")

    user = models.OneToOneField(User, on_delete=models.PROTECT, related_name="staff_member")
    role = models.CharField(max_length=20, choices=Role)
    every_agency = models.BooleanField(default=False)
    ended_at = models.DateTimeField(null=True)
    directory_id = models.CharField(max_length=200, null=True, unique=True)
    """Who they are in the landlord's directory, where staff sign in with one."""
    agency_ids: frozenset[str] | None = None
    """The agencies of ``scopes``, where ``queries.staff_for`` has read them with the row."""


class StaffScope(models.Model):
    """One agency whose files a staff member sees, by the agency's stable ERP identifier."""

    member = models.ForeignKey(StaffMember, on_delete=models.CASCADE, related_name="scopes")
    agency_id = models.CharField(max_length=40)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member", "agency_id"], name="one_scope_an_agency"),
        ]


class OpenSession(AbstractBaseSession):
    """A browser's session (``accounts.sessions``); what its owner is shown, once signed in.

    ``session_key`` holds a fingerprint of the key. A row outlives its limits by some hours,
    so that what was being typed finds its owner again.
    """

    code = models.CharField(max_length=12, unique=True, null=True)
    user = models.ForeignKey(User, null=True, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=8, blank=True)
    agent = models.CharField(max_length=300, blank=True)
    opened_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)


class Tries(models.Model):
    """The tries counted under one limit and one key (``throttling``)."""

    place = models.CharField(max_length=80, primary_key=True)
    """The limit's name and a hash of what it is counted under."""
    instants = models.JSONField(default=list)
    """Seconds since the epoch, the earliest first."""
    kept_until = models.DateTimeField(db_index=True)
