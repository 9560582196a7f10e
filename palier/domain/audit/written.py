"""A trace as the seal reads it. Read back from the database, so both engines say the same."""

from __future__ import annotations

import datetime as dt

from palier.domain.audit.categories import Category
from palier.domain.audit.models import Trace
from palier.domain.audit.sealing import Leaf, content_hash

_PLACES = {category.value: place for place, category in enumerate(Category)}
UNKNOWN = 255


def leaf_of(trace: Trace) -> Leaf:
    """Give the leaf that ``trace`` makes, as it stands now."""
    return Leaf(
        key=trace.pk,
        occurred_at=trace.occurred_at,
        category_no=_PLACES.get(trace.category, UNKNOWN),
        content=content_hash(
            trace.salt,
            {
                "occurred_at": trace.occurred_at.astimezone(dt.UTC).isoformat(
                    timespec="microseconds"
                ),
                "event": trace.event,
                "category": trace.category,
                "actor": [trace.actor_kind, trace.actor_reference, trace.actor_name],
                "tenant_account": trace.tenant_account_id,
                "person": trace.person_id,
                "agency": trace.agency_id,
                "subject": [trace.subject_kind, trace.subject_reference],
                "facts": trace.facts,
            },
        ),
    )


def category_at(place: int) -> str:
    """Give the category that a sealed place stands for; empty when there is none."""
    categories = list(Category)
    return categories[place].value if place < len(categories) else ""
