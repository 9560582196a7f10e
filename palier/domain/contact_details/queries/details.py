"""What counts of a person today: the ERP's values, under what the person said."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from palier.domain.access.models import PersonLink
from palier.domain.accounts.models import StaffMember, User
from palier.domain.accounts.queries import agencies_of
from palier.domain.contact_details.models import Change
from palier.domain.contact_details.rules.addresses import Address
from palier.domain.contact_details.rules.changes import ECHOED, Echo, Field, echo_of, same_value
from palier.domain.landlord.queries import delivered
from palier.domain.tenancy.models import AccountHolder, Person, TenantAccount
from palier.foundation.errors import NotYours


@dataclass(frozen=True, slots=True)
class Known:
    """One value as it counts today, the ERP's own, and the latest change about it."""

    field: Field
    value: Any
    erp_value: Any
    change: Change | None = None

    @property
    def differs(self) -> bool:
        """Tell whether the ERP still holds another value than the one that counts."""
        return not same_value(self.field, self.value, self.erp_value)


def erp_value_of(person: Person, field: Field) -> Any:
    """Give what the current delivery says of ``person``."""
    match field:
        case Field.MOBILE:
            return person.mobile
        case Field.PHONE:
            return person.phone
        case Field.EMAIL:
            return person.email
        case Field.ADDRESS:
            return Address(
                person.post_street,
                person.post_extra,
                person.post_postcode,
                person.post_town,
                person.post_country,
            ).as_json()
        case _:
            return ""


def details_of(person: Person) -> dict[Field, Known]:
    """Give each value of ``person`` as it counts today, in one query."""
    return details_of_people([person])[person.pk]


def details_of_people(people: Sequence[Person]) -> dict[int, dict[Field, Known]]:
    """Give each value of some ``people`` as it counts today, by person, in one query."""
    changes = (
        Change.objects.filter(Q(person__in=people) | Q(person__replaced_by__in=people))
        .exclude(Q(state=Change.State.REPLACED) | Q(field=Field.NOTICES.value))
        .select_related("filed_by__user", "person")
        .order_by("pk")
    )
    latest = {
        (change.person.replaced_by_id or change.person_id, change.field): change
        for change in changes
    }
    return {
        person.pk: {
            field: _known(person, field, latest.get((person.pk, field.value))) for field in ECHOED
        }
        for person in people
    }


def change_at_desk(staff: StaffMember, code: str) -> Change:
    """Give one change of an account of the reader's agencies.

    Raises:
        NotYours: there is none, or it belongs to another agency.
    """
    change = (
        Change.objects.filter(code=code)
        .select_related("person", "tenant_account__agency", "filed_by__user", "user")
        .first()
    )
    if change is None or change.tenant_account.agency.erp_id not in agencies_of(staff):
        raise NotYours()
    return change


def holder_person(account: TenantAccount, person_id: int) -> Person:
    """Give the row of somebody who holds or held ``account``.

    Raises:
        NotYours: they do not.
    """
    holding = (
        AccountHolder.objects.filter(tenant_account=account, person=person_id)
        .select_related("person")
        .first()
    )
    if holding is None:
        raise NotYours()
    return holding.person


def holders_to_reach(account: TenantAccount, today: dt.date) -> list[Person]:
    """Give whoever holds ``account`` today, in the order they came."""
    holdings = AccountHolder.objects.filter(
        Q(ends_on=None) | Q(ends_on__gte=today),
        delivered(),
        tenant_account=account.pk,
        absent_since=None,
    ).select_related("person")
    return [holding.person for holding in holdings.order_by("starts_on", "pk")]


def user_being(person: Person) -> User | None:
    """Give the user proven to be ``person``, merged persons followed."""
    link = (
        PersonLink.objects.filter(
            Q(person=person.pk) | Q(person__replaced_by=person.pk),
            state=PersonLink.State.PROVEN,
            user__is_active=True,
        )
        .select_related("user")
        .first()
    )
    return link.user if link else None


def _known(person: Person, field: Field, change: Change | None) -> Known:
    held = erp_value_of(person, field)
    if change is None:
        return Known(field, held, held)
    if change.state in Change.WAITING:
        return Known(field, change.value, held, change)
    if change.state == Change.State.TAKEN:
        # Acknowledged, and the delivery that shows it has not come yet.
        before = change.rival if change.rival is not None else change.before
        echo = echo_of(field, said=change.value, before=before, delivered=held)
        return Known(field, change.value if echo == Echo.STILL_THE_OLD else held, held, change)
    return Known(field, held, held, change)
