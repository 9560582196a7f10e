"""What is due of what no other room looks for. Reads alone."""

from __future__ import annotations

import datetime as dt

from django.contrib.sessions.models import Session
from django.db.models import Q, QuerySet

from palier.domain.access.actions.openings import KEPT as OPENINGS_KEPT
from palier.domain.access.models import Delegation, Opening, PersonLink, SecondProof
from palier.domain.accounts.models import OpenSession, User
from palier.domain.audit.categories import Category, kept_times
from palier.domain.audit.queries import forgettable_count
from palier.domain.casework.models import Case, CaseFile
from palier.domain.contact_details.models import EmailChange
from palier.domain.household.actions.drafts import KEPT_FOR as ANSWERS_KEPT
from palier.domain.household.models import AnswersDraft
from palier.domain.landlord.models import Delivery
from palier.domain.landlord.queries import settings_on, today
from palier.domain.landlord.workshop import workbenches_left
from palier.domain.mail.actions import KEPT as LETTERS_KEPT
from palier.domain.mail.models import Letter
from palier.domain.messaging.actions.drafts import KEPT as DRAFTS_KEPT
from palier.domain.messaging.models import Draft, Thread
from palier.domain.payments.models import BankAnswer, Review
from palier.domain.rights.models import DataCopy
from palier.foundation.models import Job

DAY, MONTH = dt.timedelta(days=1), dt.timedelta(days=30.5)
YEAR = dt.timedelta(days=365.25)
PROOFS_KEPT = UNPROVEN_KEPT = EMAIL_CHANGES_KEPT = 12 * MONTH
TALK_KEPT = HELPERS_KEPT = 5 * YEAR
BANK_WORDS_KEPT = 15 * MONTH
REFUSED_LINES_KEPT = MONTH
WORKBENCHES_KEPT = 7 * DAY
FAILED_WORK_KEPT = 3 * MONTH


def old_letters(now: dt.datetime) -> QuerySet[Letter]:
    """Give the e-mails settled more than ninety days ago."""
    old = Letter.objects.filter(queued_at__lt=now - LETTERS_KEPT)
    return old.exclude(state=Letter.State.QUEUED)


def old_openings(now: dt.datetime) -> QuerySet[Opening]:
    """Give the openings that nobody confirmed."""
    return Opening.objects.filter(user=None, expires_at__lt=now - OPENINGS_KEPT)


def old_drafts(now: dt.datetime) -> int:
    """Count what was begun and left alone."""
    messages = Draft.objects.filter(saved_at__lt=now - DRAFTS_KEPT).count()
    return messages + AnswersDraft.objects.filter(touched_at__lt=now - ANSWERS_KEPT).count()


def ended_sessions(now: dt.datetime) -> int:
    """Count the sessions that have ended."""
    ours = OpenSession.objects.filter(expire_date__lt=now).count()
    return ours + Session.objects.filter(expire_date__lt=now).count()


def old_proofs(now: dt.datetime) -> QuerySet[SecondProof]:
    """Give the codes used or dead for a year; the trail tells that they were."""
    over = (SecondProof.State.USED, SecondProof.State.DEAD)
    return SecondProof.objects.filter(state__in=over, moved_at__lt=now - PROOFS_KEPT)


def unproven_users(now: dt.datetime) -> QuerySet[User]:
    """Give who never proved who they are, helps nobody, and has stayed away for a year."""
    since = now - UNPROVEN_KEPT
    idle = Q(last_login=None) | Q(last_login__lt=since)
    proven = PersonLink.objects.filter(
        state__in=(PersonLink.State.PROVEN, PersonLink.State.ENDED)
    ).values("user")
    return (
        User.objects.filter(idle, created_at__lt=since, closed_at=None, staff_member=None)
        .exclude(pk__in=proven)
        .exclude(delegations__state__in=Delegation.LIVE)
        .order_by("pk")
    )


def old_email_changes(now: dt.datetime) -> QuerySet[EmailChange]:
    """Give the changes of address settled for a year."""
    old = EmailChange.objects.filter(moved_at__lt=now - EMAIL_CHANGES_KEPT)
    return old.exclude(state__in=EmailChange.LIVE)


def old_copies(now: dt.datetime) -> QuerySet[DataCopy]:
    """Give the copies of data whose days are over."""
    return DataCopy.objects.filter(state=DataCopy.State.READY, expires_at__lte=now)


def old_cases(now: dt.datetime) -> QuerySet[Case]:
    """Give the demands closed for five years that still have their words, or a file."""
    closed = Case.objects.filter(state=Case.State.CLOSED, moved_at__lt=now - TALK_KEPT)
    wordless = Q(body="", contact_name="", contact_email="", contact_phone="")
    with_a_file = CaseFile.objects.values("case")
    return closed.filter(~wordless | Q(pk__in=with_a_file))


def old_threads(now: dt.datetime) -> QuerySet[Thread]:
    """Give the threads in which nobody has written for five years, with nothing owed."""
    old = Thread.objects.filter(last_at__lt=now - TALK_KEPT, messages__isnull=False)
    return old.filter(Q(case=None) | Q(case__state=Case.State.CLOSED)).distinct()


def old_bank_words(now: dt.datetime) -> QuerySet[BankAnswer]:
    """Give the answers of the bank whose words are over their time; not those being looked at.

    What accounts need of an answer stands in its own columns, which stay.
    """
    looked_at = Review.objects.filter(state=Review.State.OPEN).exclude(answer=None)
    old = BankAnswer.objects.filter(received_at__lt=now - BANK_WORDS_KEPT).exclude(raw={})
    return old.exclude(pk__in=looked_at.values("answer"))


def refused_lines(now: dt.datetime) -> QuerySet[Delivery]:
    """Give the deliveries refused a month ago whose mistakes are still kept, values and all."""
    old = Delivery.objects.filter(
        state=Delivery.State.REFUSED, started_at__lt=now - REFUSED_LINES_KEPT
    )
    return old.filter(report__has_key="lines")


def old_deliveries(now: dt.datetime) -> int:
    """Count what refused and stopped deliveries have left behind."""
    return refused_lines(now).count() + len(workbenches_left(now - WORKBENCHES_KEPT))


def old_helpers(now: dt.datetime) -> QuerySet[Delegation]:
    """Give the delegations ended five years ago that still name who helped."""
    over = Delegation.objects.filter(state=Delegation.State.ENDED, moved_at__lt=now - HELPERS_KEPT)
    return over.exclude(name="", organisation="", email="")


def failed_work(now: dt.datetime) -> QuerySet[Job]:
    """Give the jobs that failed for good three months ago and that nobody started again."""
    return Job.objects.filter(given_up_at__lt=now - FAILED_WORK_KEPT)


def trail_before(category: Category, now: dt.datetime) -> dt.datetime:
    """Give the instant below which ``category`` of the trail is over its time."""
    kept = kept_times(settings_on(today(now))["trail_retention"])[category]
    return now - kept.months * MONTH


def old_traces(category: Category, now: dt.datetime) -> int:
    """Count the traces of ``category`` over their time."""
    return forgettable_count(category.value, trail_before(category, now))
