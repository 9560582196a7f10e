"""Reply texts and frequent questions: the catalogue of the code under the landlord's words."""

from __future__ import annotations

from dataclasses import replace

from palier.domain.accounts.models import StaffMember
from palier.domain.accounts.queries import agencies_of
from palier.domain.messaging import questions, reply_texts, rules
from palier.domain.messaging.models import Question, ReplyText
from palier.domain.messaging.questions import Asked
from palier.domain.messaging.reply_texts import Kept


def questions_in(language: str = "fr", *, retired: bool = False) -> list[Asked]:
    """Give the questions offered in one language; without its own words, in French.

    Whether a question is offered is what its French row says. ``retired`` keeps the others.
    """
    rows = {
        (row.code, row.language): row
        for row in Question.objects.filter(language__in={"fr", language}).order_by("pk")
    }
    found = {asked.code: asked for asked in questions.ours(language)}
    for code in dict.fromkeys(code for code, _language in rows):
        french, own = rows.get((code, "fr")), rows.get((code, language))
        base = found.get(code)
        words = own or (french if base is None else None)
        if words is not None:
            found[code] = Asked(
                code=code,
                topic=words.topic,
                question=words.question,
                answer=words.answer,
                keywords=words.keywords,
                page=words.page,
                is_ours=base is not None,
                is_changed=base is not None,
            )
        if code in found:
            leading = french or own
            assert leading is not None
            found[code] = replace(found[code], active=leading.active)
    return [asked for asked in found.values() if retired or asked.active]


def suggestions(typed: str, topic: str, language: str = "fr") -> list[Asked]:
    """Give the few questions that may answer what somebody is about to write."""
    asked = {each.code: each for each in questions_in(language)}
    words = rules.words_of(typed)
    codes = rules.best(
        (
            rules.score(
                words,
                keywords=each.keywords,
                question=each.question,
                same_topic=bool(topic) and each.topic == topic,
            ),
            each.code,
        )
        for each in asked.values()
    )
    return [asked[code] for code in codes]


def reply_texts_for(staff: StaffMember, *, topic: str = "", retired: bool = False) -> list[Kept]:
    """Give the texts that ``staff`` may use, those of ``topic`` first, then the general ones.

    With ``topic``, texts of other topics come last rather than never.
    """
    scope = agencies_of(staff)
    found = {kept.code: kept for kept in reply_texts.ours()}
    for row in ReplyText.objects.order_by("title", "pk"):
        if row.agency_id and row.agency_id not in scope:
            continue
        base = row.code in found
        found[row.code] = Kept(
            code=row.code,
            topic=row.topic,
            title=row.title,
            body=row.body,
            agency_id=row.agency_id,
            active=row.active,
            is_ours=base,
            is_changed=base,
        )
    kept = [each for each in found.values() if retired or each.active]
    rank = {topic: 0, "": 1} if topic else {}
    return sorted(kept, key=lambda each: rank.get(each.topic, 2))
