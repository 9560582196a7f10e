from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from palier.foundation.codes import new_public_code


class Draft(models.Model):
    """A cleaned file, kept a day for its owner alone until it is deposited."""

    class Kind(models.TextChoices):
        PDF = "pdf", _("PDF")
        PHOTO = "photo", _("photo")

    code = models.CharField(max_length=12, unique=True, default=new_public_code)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="drafts"
    )
    purpose = models.CharField(max_length=40)
    about = models.CharField(max_length=40, blank=True)
    """What it answers to, in the room's own words: the code of a request, of a thread…"""
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=8, choices=Kind)
    source_sha256 = models.CharField(max_length=64)
    """Of the bytes as sent: sending them again gives the same draft."""
    size = models.PositiveIntegerField()
    pages = models.PositiveSmallIntegerField()
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    signed = models.BooleanField(default=False)
    """It carried an electronic signature; its look is kept, its proof is not."""
    held = models.BooleanField(default=False)
    """The antivirus was away."""
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "purpose", "about", "source_sha256"], name="draft_once_in_a_tray"
            )
        ]
        indexes = [models.Index(fields=["expires_at"], name="draft_expiring")]
