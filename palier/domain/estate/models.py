from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from palier.domain.landlord.models import Delivered


class Agency(Delivered):
    name = models.CharField(max_length=120)
    address = models.CharField(max_length=200)
    postcode = models.CharField(max_length=10)
    town = models.CharField(max_length=80)
    phone = models.CharField(max_length=30, blank=True)
    email = models.EmailField(blank=True)
    hours = models.CharField(max_length=300, blank=True)


class Residence(Delivered):
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="residences")
    name = models.CharField(max_length=120)
    caretaker_name = models.CharField(max_length=120, blank=True)
    caretaker_phone = models.CharField(max_length=30, blank=True)
    caretaker_hours = models.CharField(max_length=300, blank=True)
    caretaker_place = models.CharField(max_length=200, blank=True)


class Dwelling(Delivered):
    class Kind(models.TextChoices):
        FLAT = "flat", _("appartement")
        HOUSE = "house", _("maison")

    residence = models.ForeignKey(Residence, on_delete=models.PROTECT, related_name="dwellings")
    kind = models.CharField(max_length=8, choices=Kind)
    number = models.CharField(max_length=30, blank=True)
    address = models.CharField(max_length=200)
    address_extra = models.CharField(max_length=200, blank=True)
    postcode = models.CharField(max_length=10)
    town = models.CharField(max_length=80)
    rooms = models.PositiveSmallIntegerField(null=True)
    surface_dm2 = models.PositiveIntegerField(null=True)
    """Living area in square decimetres: 68.5 m² is 6850."""
    floor = models.SmallIntegerField(null=True)
    built_in = models.PositiveSmallIntegerField(null=True)
    energy_class = models.CharField(max_length=1, blank=True)
    energy_assessed_on = models.DateField(null=True)
    search_key = models.CharField(max_length=300, blank=True)
    """Folded address, town and number, for the desk's search."""


class Annex(Delivered):
    class Kind(models.TextChoices):
        CELLAR = "cellar", _("cave")
        BOX = "box", _("box")
        PARKING = "parking", _("place de stationnement")
        GARDEN = "garden", _("jardin")
        OTHER = "other", _("autre annexe")

    residence = models.ForeignKey(Residence, on_delete=models.PROTECT, related_name="annexes")
    dwelling = models.ForeignKey(
        Dwelling, on_delete=models.PROTECT, null=True, related_name="annexes"
    )
    kind = models.CharField(max_length=8, choices=Kind)
    number = models.CharField(max_length=30, blank=True)
    place = models.CharField(max_length=200, blank=True)
