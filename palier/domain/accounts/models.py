from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
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

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = UserManager()

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


class StaffScope(models.Model):
    """One agency whose files a staff member sees, by the agency's stable ERP identifier."""

    member = models.ForeignKey(StaffMember, on_delete=models.CASCADE, related_name="scopes")
    agency_id = models.CharField(max_length=40)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member", "agency_id"], name="one_scope_an_agency"),
        ]
