"""What the agency sees of the portal accesses of a file."""

from __future__ import annotations

from collections.abc import Collection

from palier.domain.access.models import PersonLink


def accesses_of(people: Collection[int]) -> dict[int, list[PersonLink]]:
    """Give the portal accesses of persons by their keys, the last opened first, users loaded."""
    found: dict[int, list[PersonLink]] = {}
    rows = PersonLink.objects.filter(person__in=people).select_related("user")
    for link in rows.order_by("-opened_at", "-pk"):
        found.setdefault(link.person_id, []).append(link)
    return found


def people_signing_in_as(email: str) -> list[int]:
    """Give the keys of the persons whose user signs in with ``email``, proven or not."""
    rows = PersonLink.objects.filter(user__email__iexact=email.strip())
    return list(rows.values_list("person", flat=True))
