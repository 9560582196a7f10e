"""Erase what is over its time and no other room erases; count what goes.

Each runs in slices and may be killed and started again.
"""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from palier.domain.access.models import Opening, PersonLink
from palier.domain.accounts.actions import close_user
from palier.domain.accounts.models import OpenSession, User
from palier.domain.audit.actions import forget_before, record
from palier.domain.audit.actor import Actor
from palier.domain.audit.catalogue import Event
from palier.domain.audit.categories import Category
from palier.domain.casework.models import Case, CaseFile, CaseMessage
from palier.domain.contact_details.models import EmailChange
from palier.domain.documents.models import StoredFile
from palier.domain.household.actions import forget_old_drafts as forget_answers
from palier.domain.landlord.queries import settings_on, today
from palier.domain.landlord.workshop import workbenches_left
from palier.domain.messaging.actions import forget_old_drafts as forget_messages
from palier.domain.messaging.models import Attachment, Message, Thread
from palier.domain.payments.models import BankAnswer
from palier.domain.rights.retention import finding
from palier.domain.rights.retention.rules import Rule, is_in_force
from palier.foundation.locking import lock_one

SLICE = 500


def enforce(*, rule: Rule, now: dt.datetime) -> int:
    """Erase what ``rule`` says is over its time, and tell the trail; 0 while not approved."""
    if not is_in_force(rule, settings_on(today(now))):
        return 0
    count = rule.forget(now)
    if count:
        record(
            event=Event.RETENTION_APPLIED,
            actor=Actor.system(),
            now=now,
            count=count,
            what=str(rule.what),
        )
    return count


def forget_drafts(now: dt.datetime) -> int:
    """Erase what was begun and left alone, in messages and in declarations."""
    count = forget_messages(now=now)
    while gone := forget_answers(now=now):
        count += gone
    return count


def forget_sessions(now: dt.datetime) -> int:
    """Erase the sessions that have ended."""
    count, _models = OpenSession.objects.filter(expire_date__lt=now).delete()
    return count


def forget_proofs(now: dt.datetime) -> int:
    """Erase the codes used or dead for a year."""
    count, _models = finding.old_proofs(now).delete()
    return count


def forget_email_changes(now: dt.datetime) -> int:
    """Erase the changes of address settled for a year."""
    count, models = finding.old_email_changes(now).delete()
    return models.get(EmailChange._meta.label, count)


def close_unproven_users(now: dt.datetime) -> int:
    """Close the accounts of who never proved who they are and stays away for a year."""
    keys = list(finding.unproven_users(now).values_list("pk", flat=True)[:SLICE])
    for key in keys:
        with transaction.atomic():
            user = User.objects.get(pk=key)
            Opening.objects.filter(user=user).delete()
            links = PersonLink.objects.filter(user=user)
            with contextlib.suppress(ProtectedError), transaction.atomic():
                links.filter(second_proofs=None).delete()
            close_user(user=user, now=now)
    return len(keys)


def forget_cases(now: dt.datetime) -> int:
    """Take the words out of demands closed for five years; the lines stay, for the figures."""
    count = 0
    while keys := list(finding.old_cases(now).values_list("pk", flat=True)[:SLICE]):
        for key in keys:
            with transaction.atomic():
                case = lock_one(Case.objects.filter(pk=key))
                CaseMessage.objects.filter(case=case).delete()
                files = CaseFile.objects.filter(case=case)
                kept = list(files.values_list("file", flat=True))
                files.delete()
                _drop(kept)
                Case.objects.filter(pk=key).update(
                    subject=case.get_kind_display(),
                    body="",
                    contact_name="",
                    contact_email="",
                    contact_phone="",
                    facts={},
                )
        count += len(keys)
    return count


def forget_bank_words(now: dt.datetime) -> int:
    """Empty what the bank said word for word; what was read of it into columns stays."""
    count = 0
    while keys := list(finding.old_bank_words(now).values_list("pk", flat=True)[:SLICE]):
        count += BankAnswer.objects.filter(pk__in=keys).update(raw={})
    return count


def forget_deliveries(now: dt.datetime) -> int:
    """Erase the mistakes listed of refused deliveries, and the workbenches of stopped ones."""
    count = 0
    for row in finding.refused_lines(now).order_by("pk"):
        row.report = {name: value for name, value in row.report.items() if name != "lines"}
        row.save(update_fields=["report"])
        count += 1
    for path in workbenches_left(now - finding.WORKBENCHES_KEPT):
        path.unlink(missing_ok=True)
        count += 1
    return count


def forget_helpers(now: dt.datetime) -> int:
    """Take the names of who helped out of delegations ended five years ago."""
    return finding.old_helpers(now).update(name="", organisation="", email="")


def forget_failed_work(now: dt.datetime) -> int:
    """Erase the jobs that failed for good and that nobody started again."""
    count, _models = finding.failed_work(now).delete()
    return count


def forget_threads(now: dt.datetime) -> int:
    """Erase the messages of threads asleep for five years, and their files; the threads stay."""
    count = 0
    while keys := list(finding.old_threads(now).values_list("pk", flat=True)[:SLICE]):
        for key in keys:
            _empty(thread_id=key)
        count += len(keys)
    return count


@transaction.atomic
def _empty(*, thread_id: int) -> None:
    thread = lock_one(Thread.objects.filter(pk=thread_id))
    attachments = Attachment.objects.filter(message__thread=thread)
    files = list(attachments.values_list("file", flat=True))
    attachments.delete()
    Message.objects.filter(thread=thread).delete()
    Thread.objects.filter(pk=thread.pk).update(title=_("Conversation effacée"))
    _drop(files)


def _drop(files: Iterable[int]) -> None:
    for file in files:
        # Not when a document, or another message, still holds these bytes.
        with contextlib.suppress(ProtectedError), transaction.atomic():
            StoredFile.objects.filter(pk=file).delete()


def forget_traces(category: Category, now: dt.datetime) -> int:
    """Erase the traces of ``category`` over their time; their hashes stay in their segments."""
    count, before = 0, finding.trail_before(category, now)
    while gone := forget_before(category=category, instant=before, now=now):
        count += gone
    if count:
        record(
            event=Event.TRACES_FORGOTTEN,
            actor=Actor.system(),
            now=now,
            count=count,
            what=str(category.label),
        )
    return count
