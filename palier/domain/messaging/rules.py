"""Who answers a message and by when, what fills a reply, which question fits. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_noop

from palier.foundation.folding import folded

TECHNICAL_SUPPORT = "technical_support"
EVERY = "*"
LONGEST_DELAY_DAYS = 90

# Topics that a team of its own answers; the tenant's agency answers the others.
TEAM_OF_TOPIC: Mapping[str, str] = {"portal": TECHNICAL_SUPPORT}

# What a reply text may name between braces, as staff type it in French.
VARIABLES: Mapping[str, str] = {
    "given_name": gettext_noop("prénom"),
    "family_name": gettext_noop("nom"),
    "reference": gettext_noop("référence"),
    "address": gettext_noop("adresse"),
    "agency": gettext_noop("agence"),
    "phone": gettext_noop("téléphone"),
    "hours": gettext_noop("horaires"),
    "advisor": gettext_noop("conseiller"),
    "number": gettext_noop("numéro"),
    "promised_on": gettext_noop("date promise"),
}
_VARIABLE = re.compile(r"\{([^{}\n]*)\}")

MOST_ANSWERS = 3
_SMALL_WORDS = frozenset(
    re.findall(
        r"\w+",
        "a ai au aux avec bonjour ce ces cette comment dans de des du elle en est et il j je l la "
        "le les leur ma me mes mon n ne nous on ou par pas peut plus pour puis qu que quel quelle "
        "qui s sa se ses si son sur ta te tu un une votre vos vous y d c m t quand ete suis faire "
        "faut merci svp "
        "an and are at be been by did do does for from has have hello how i in is it me my of "
        "or our please so that the their there they this to was we were what when where which who "
        "why will with you your",
    )
)


def team_for(topic: str) -> str:
    """Give the team that answers ``topic``; empty for the agency."""
    return TEAM_OF_TOPIC.get(topic, "")


def delay_days(levels: Mapping[str, Any], *, agency_id: str, topic: str, default: int) -> int:
    """Give the calendar days promised for ``topic`` at an agency.

    ``levels`` is the setting ``message_delays``: by agency (or ``*``), by topic (or ``*``).
    The closest wins: the agency's own for the topic, the agency's, the topic's, then all.
    """
    own, every = levels.get(agency_id) or {}, levels.get(EVERY) or {}
    for known, name in ((own, topic), (own, EVERY), (every, topic), (every, EVERY)):
        days = known.get(name) if isinstance(known, Mapping) else None
        if isinstance(days, int) and 0 < days <= LONGEST_DELAY_DAYS:
            return days
    return default


def unknown_variables(body: str) -> list[str]:
    """List what stands between braces in ``body`` and is no variable."""
    return [name for name in _VARIABLE.findall(body) if _named(name) not in _BY_NAME]


def filled(body: str, values: Mapping[str, str]) -> str:
    """Write ``body`` with its variables replaced (``values`` by their keys in ``VARIABLES``).

    One without a value stays as it is, to be seen.
    """

    def value(found: re.Match[str]) -> str:
        return values.get(_BY_NAME.get(_named(found[1]), "")) or found[0]

    return _VARIABLE.sub(value, body)


def _named(name: str) -> str:
    return folded(name)


_BY_NAME = {_named(name): key for key, name in VARIABLES.items()}


def words_of(text: str) -> frozenset[str]:
    """Give the words of ``text`` that carry meaning, folded, without a plural ``s``."""
    return frozenset(
        _stem(word) for word in folded(text).split() if word not in _SMALL_WORDS and len(word) > 1
    )


def score(typed: frozenset[str], *, keywords: str, question: str, same_topic: bool) -> int:
    """Tell how well a question answers what was typed; nothing typed asks for the topic alone.

    A keyword weighs more than a word of the question, and words are compared by their first
    letters, so that « quittances » finds « quittance ».
    """
    keys, others = words_of(keywords), words_of(question)
    points = 3 * _common(typed, keys) + _common(typed, others - keys)
    if points or not typed:
        points += 1 if same_topic else 0
    return points


def best(scores: Iterable[tuple[int, str]]) -> list[str]:
    """Give the codes worth offering, the best first; few, and nothing far-fetched."""
    ranked = sorted((pair for pair in scores if pair[0] > 0), key=lambda pair: -pair[0])
    return [code for _points, code in ranked[:MOST_ANSWERS]]


def _common(typed: frozenset[str], known: frozenset[str]) -> int:
    return sum(any(_alike(word, other) for other in known) for word in typed)


def _alike(one: str, other: str) -> bool:
    if one == other:
        return True
    shorter, longer = sorted((one, other), key=len)
    return len(shorter) >= 5 and longer.startswith(shorter) and len(longer) - len(shorter) <= 3


def _stem(word: str) -> str:
    return word[:-1] if len(word) > 4 and word[-1] in "sx" else word


def attachment_titles(parts: Sequence[tuple[bool, str]], photos: str) -> list[str]:
    """Name the files of a message as ``intake`` will bind them.

    ``parts`` are (is a photo, its name) in order; photos that follow one another become one
    file, called ``photos``.
    """
    titles: list[str] = []
    before = False
    for is_photo, name in parts:
        if not (is_photo and before):
            titles.append(photos if is_photo else name)
        before = is_photo
    return titles
