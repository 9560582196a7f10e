"""Tolerant reading of what a person copies from a paper avis, and the strength of a proof.

Pure decisions on plain text: no Django, no clock, no database.
"""

from palier.domain.access.rules.names import (
    folded,
    given_names_agree,
    looks_like_full_name,
    name_keys,
    names_agree,
)
from palier.domain.access.rules.references import (
    looks_like_dwelling_number,
    reference_key,
)

__all__ = [
    "folded",
    "given_names_agree",
    "looks_like_dwelling_number",
    "looks_like_full_name",
    "name_keys",
    "names_agree",
    "reference_key",
]
