from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from palier.domain.access.models import Opening
from palier.domain.access.queries.views import people_of
from palier.domain.access.rules import (
    looks_like_dwelling_number,
    looks_like_full_name,
    names_agree,
    reference_key,
)
from palier.domain.accounts.models import User
from palier.domain.landlord.models import Setting
from palier.domain.landlord.queries import delivered
from palier.domain.tenancy.models import AccountHolder, Person, TenantAccount
from palier.foundation.errors import DomainError, NotYours


class NothingMatches(DomainError):
    """No holder of that reference has that family name; which of the two is never said."""


class DwellingNumberTyped(NothingMatches):
    """What was typed as a reference has the shape of a dwelling number."""


class FirstNameTyped(NothingMatches):
    """A first name seems to have been typed beside the family name."""


@dataclass(frozen=True, slots=True)
class Matched:
    """The account a reference names, and the holders who answer to the family name."""

    tenant_account: TenantAccount
    people: tuple[Person, ...]


def holders_named(reference: str, family_name: str) -> Matched | None:
    """Find who a reference and a family name, both as typed, mean together.

    Present and former holders count, under birth and usage names. The same work is done
    whichever of the two is wrong. A renumbered account is found under its old reference.
    """
    key = reference_key(reference)
    holdings = (
        AccountHolder.objects.filter(delivered(), delivered("tenant_account__"))
        .filter(tenant_account__reference_key=key or "-")
        .select_related("person__replaced_by", "tenant_account__replaced_by")
        .order_by("tenant_account__customer_reference", "pk")
    )
    found: dict[int, tuple[TenantAccount, dict[int, Person]]] = {}
    for holding in holdings:
        person = holding.person.replaced_by or holding.person
        if names_agree(family_name, [person.birth_name, person.usage_name]):
            account = holding.tenant_account.replaced_by or holding.tenant_account
            found.setdefault(account.pk, (account, {}))[1][person.pk] = person
    if not found:
        return None
    typed = _signs(reference)
    account, people = min(
        found.values(), key=lambda pair: (_signs(pair[0].customer_reference) != typed, pair[0].pk)
    )
    return Matched(account, tuple(people.values()))


def holders_answering(reference: str, family_name: str) -> Matched:
    """Give what ``holders_named`` finds, or say kindly that nothing goes together.

    Raises:
        NothingMatches: one sentence whichever of the two is wrong.
        DwellingNumberTyped, FirstNameTyped: judged on the typed text alone, so they are
            said whether the reference exists or not.
    """
    matched = holders_named(reference, family_name)
    if matched is not None:
        return matched
    if looks_like_dwelling_number(reference):
        raise DwellingNumberTyped(
            _(
                "Ce que vous avez tapé ressemble à un numéro de logement. Il nous faut la "
                "référence client : elle est en haut de votre avis d’échéance, comme sur le dessin."
            )
        )
    if looks_like_full_name(family_name):
        raise FirstNameTyped(
            _(
                "Il semble qu’un prénom soit écrit avec le nom. Tapez seulement le nom de "
                "famille, sans le prénom."
            )
        )
    raise NothingMatches(
        _(
            "Cette référence et ce nom ne vont pas ensemble. Vérifiez les deux sur votre avis "
            "d’échéance. Le nom est celui d’un titulaire du bail, sans le prénom."
        )
    )


def candidates_of(opening: Opening) -> tuple[Person, ...]:
    """Give the holders an opening may be for; several when a family shares its name."""
    matched = holders_named(opening.tenant_account.customer_reference, opening.family_name)
    return matched.people if matched else ()


def link_token(opening: Opening) -> str:
    """Give the secret part of the confirmation link: only we can make it from the code."""
    message = f"{opening.code}:{opening.email}:{opening.started_at.isoformat()}"
    return salted_hmac("palier.access.opening", message, algorithm="sha256").hexdigest()[:32]


def opening_under(code: str, token: str) -> Opening:
    """Find the opening that a confirmation link leads to.

    Raises:
        NotYours: the link was not made by us.
    """
    opening = Opening.objects.filter(code=code).select_related("tenant_account").first()
    if opening is None or not constant_time_compare(link_token(opening), token):
        raise NotYours()
    return opening


def opening_to_settle(user: User) -> Opening | None:
    """Find the confirmed opening of ``user`` that does not say yet which person they are."""
    if user.person_links.exists():
        return None
    return (
        Opening.objects.filter(user_id=user.pk)
        .select_related("tenant_account")
        .order_by("-pk")
        .first()
    )


def known_about(user: User) -> list[str]:
    """List what others know of ``user`` that no password may be built from."""
    words = [user.email, user.display_name, _landlord_name()]
    people = {person.pk: person for person in people_of(user)}
    for link in user.person_links.select_related("person"):
        people.setdefault(link.person.pk, link.person)
    for person in people.values():
        words += [person.birth_name, person.usage_name, person.given_names]
    for holding in AccountHolder.objects.filter(person__in=people).select_related(
        "tenant_account__agency"
    ):
        account = holding.tenant_account
        words += [account.customer_reference, account.reference_key, account.agency.town]
        words += towns_of(account)
    return [word for word in words if word]


def towns_of(account: TenantAccount) -> list[str]:
    """List the towns of the dwellings an account pays for."""
    return list(
        account.leases.exclude(dwelling=None)
        .values_list("dwelling__town", flat=True)
        .order_by("dwelling__town")
        .distinct()
    )


def openings_before(opening: Opening, span: dt.timedelta) -> int:
    """Count the openings asked for the same address earlier, within ``span``."""
    return Opening.objects.filter(
        email=opening.email, pk__lt=opening.pk, started_at__gte=opening.started_at - span
    ).count()


def _landlord_name() -> str:
    row = Setting.objects.filter(key="name").order_by("-valid_from").first()
    return str(row.value) if row else ""


def _signs(reference: str) -> str:
    return "".join(sign for sign in reference.upper() if sign.isalnum())
