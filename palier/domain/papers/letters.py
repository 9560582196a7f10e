"""The e-mails of the room. They announce; which paper, and why, is read once signed in."""

from __future__ import annotations

import datetime as dt

from palier.domain.access.queries import people_of, users_holding
from palier.domain.accounts.models import User
from palier.domain.landlord.queries import today
from palier.domain.mail.actions import queue_mail
from palier.domain.papers.models import Paper, PaperRequest


def readers_of(asked: PaperRequest, now: dt.datetime) -> list[User]:
    """Give who is told about a request: its person, or every present holder."""
    account = asked.tenant_account_id
    users = users_holding({account}, today(now)).get(account, [])
    if asked.person_id is None:
        return users
    return [user for user in users if _is(user, asked.person_id)]


def tell_asked(asked: PaperRequest, *, now: dt.datetime) -> int:
    """Announce that a paper is asked for; give how many letters were queued."""
    return _tell("mail/paper_asked", asked, now)


def remind(asked: PaperRequest, *, now: dt.datetime) -> int:
    """Remind of the deadline; give how many letters were queued."""
    return _tell("mail/paper_reminder", asked, now)


def tell_stopped(paper: Paper, *, now: dt.datetime) -> None:
    """Say that the antivirus stopped the file."""
    if paper.user is not None:
        queue_mail(
            to=paper.user.email,
            template="mail/paper_stopped",
            context={"path": f"/pieces/{paper.code}/"},
            now=now,
            language=paper.user.language,
        )


def _tell(template: str, asked: PaperRequest, now: dt.datetime) -> int:
    readers = readers_of(asked, now)
    for user in readers:
        queue_mail(
            to=user.email,
            template=template,
            context={
                "name": user.display_name,
                "due_on": asked.due_on,
                "is_past": asked.due_on < today(now),
                "path": f"/pieces/demandes/{asked.code}/",
            },
            now=now,
            language=user.language,
        )
    return len(readers)


def _is(user: User, person_id: int) -> bool:
    return any(person.pk == person_id for person in people_of(user))
