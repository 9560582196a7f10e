from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from palier.domain.estate.models import Agency, Annex, Dwelling
from palier.domain.landlord.models import Delivered
from palier.foundation.codes import new_public_code


class Person(Delivered):
    """A person the landlord knows. Users link to persons, never to references."""

    class Title(models.TextChoices):
        MADAM = "mme", _("Mme")
        SIR = "m", _("M.")
        NONE = "", ""

    title = models.CharField(max_length=3, choices=Title, blank=True)
    birth_name = models.CharField(max_length=120)
    usage_name = models.CharField(max_length=120, blank=True)
    given_names = models.CharField(max_length=120)
    birth_date = models.DateField(null=True)
    email = models.EmailField(blank=True)
    mobile = models.CharField(max_length=30, blank=True)
    phone = models.CharField(max_length=30, blank=True)
    language = models.CharField(max_length=8, default="fr")
    post_street = models.CharField(max_length=200, blank=True)
    """Where letters go when it is not the dwelling; five empty parts: to the dwelling."""
    post_extra = models.CharField(max_length=200, blank=True)
    post_postcode = models.CharField(max_length=12, blank=True)
    post_town = models.CharField(max_length=120, blank=True)
    post_country = models.CharField(max_length=80, blank=True)
    search_key = models.CharField(max_length=400, blank=True)
    """Folded names, for the desk's search."""
    replaced_by = models.ForeignKey("self", on_delete=models.PROTECT, null=True)
    details_confirmed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["search_key"], name="person_search")]

    @property
    def family_name(self) -> str:
        """Give the name the person goes by: the usage name, else the birth name."""
        return self.usage_name or self.birth_name

    @property
    def full_name(self) -> str:
        return f"{self.given_names} {self.family_name}".strip()


class TenantAccount(Delivered):
    """What a customer reference names; owns the ledger, survives a move within the stock."""

    class PaymentMeans(models.TextChoices):
        DIRECT_DEBIT = "direct_debit", _("prélèvement")
        TRANSFER = "transfer", _("virement")
        CARD = "card", _("carte bancaire")
        CHEQUE = "cheque", _("chèque")
        CASH = "cash", _("espèces")
        OTHER = "other", _("autre moyen")

    code = models.CharField(max_length=12, unique=True, default=new_public_code)
    customer_reference = models.CharField(max_length=30)
    reference_key = models.CharField(max_length=30)
    """The reference stripped to what people agree upon (``access.rules``)."""
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="tenant_accounts")
    payment_means = models.CharField(max_length=12, choices=PaymentMeans, blank=True)
    debit_day = models.PositiveSmallIntegerField(null=True)
    opened_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    replaced_by = models.ForeignKey("self", on_delete=models.PROTECT, null=True)

    class Meta:
        indexes = [
            models.Index(fields=["reference_key"], name="account_reference"),
        ]


class AccountHolder(Delivered):
    """A dated role of a person on a tenant account."""

    class Role(models.TextChoices):
        HOLDER = "holder", _("titulaire")
        CO_HOLDER = "co_holder", _("cotitulaire")

    tenant_account = models.ForeignKey(
        TenantAccount, on_delete=models.PROTECT, related_name="holders"
    )
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="holdings")
    role = models.CharField(max_length=9, choices=Role)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)


class Lease(Delivered):
    class Kind(models.TextChoices):
        DWELLING = "dwelling", _("logement")
        PARKING = "parking", _("stationnement")
        ANNEX = "annex", _("annexe")
        COMMERCIAL = "commercial", _("local")

    class Term(models.TextChoices):
        OPEN_ENDED = "open_ended", _("durée indéterminée")
        FIXED = "fixed", _("durée déterminée")

    code = models.CharField(max_length=12, unique=True, default=new_public_code)
    tenant_account = models.ForeignKey(
        TenantAccount, on_delete=models.PROTECT, related_name="leases"
    )
    kind = models.CharField(max_length=10, choices=Kind)
    term = models.CharField(max_length=10, choices=Term)
    dwelling = models.ForeignKey(
        Dwelling, on_delete=models.PROTECT, null=True, related_name="leases"
    )
    annex = models.ForeignKey(Annex, on_delete=models.PROTECT, null=True, related_name="leases")
    signed_on = models.DateField(null=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    """The end the contract sets, for a fixed term; never invented."""
    tacit_period_ends_on = models.DateField(null=True)
    terminated_on = models.DateField(null=True)
    judicial_termination_on = models.DateField(null=True)
    special_conditions = models.TextField(blank=True)
    deposit_cents = models.BigIntegerField(null=True)


class LeaseRole(Delivered):
    """A dated role of a person on a lease (domain facts §3)."""

    class Role(models.TextChoices):
        TENANT = "tenant", _("locataire titulaire")
        CO_TENANT = "co_tenant", _("cotitulaire")
        OCCUPANT = "occupant", _("occupant")
        GUARANTOR = "guarantor", _("garant")

    lease = models.ForeignKey(Lease, on_delete=models.PROTECT, related_name="roles")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="lease_roles")
    role = models.CharField(max_length=10, choices=Role)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)


class HouseholdMember(Delivered):
    """Somebody who lives in the dwelling according to the landlord."""

    class Relation(models.TextChoices):
        HOLDER = "holder", _("titulaire")
        SPOUSE = "spouse", _("conjoint")
        PARTNER = "partner", _("partenaire ou concubin")
        CHILD = "child", _("enfant")
        PARENT = "parent", _("parent")
        OTHER = "other", _("autre personne")

    lease = models.ForeignKey(Lease, on_delete=models.PROTECT, related_name="household")
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, related_name="household_rows"
    )
    family_name = models.CharField(max_length=120, blank=True)
    given_names = models.CharField(max_length=120, blank=True)
    birth_date = models.DateField(null=True)
    relation = models.CharField(max_length=8, choices=Relation)
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
