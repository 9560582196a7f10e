"""Publish avis, and keep their PDF."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from palier.domain.access.queries import users_holding
from palier.domain.accounts.models import User
from palier.domain.audit.actions import record
from palier.domain.audit.actor import Actor
from palier.domain.audit.catalogue import Event
from palier.domain.billing import queries, rules
from palier.domain.billing.actions.drawing import ask_for_pdfs
from palier.domain.billing.facts import DebitToCome, NoticeFacts, TermType
from palier.domain.billing.models import NoticeHeader, RentNotice
from palier.domain.billing.rendering import rent_notice_pdf
from palier.domain.billing.surroundings import Neighbourhood, neighbourhood
from palier.domain.contact_details.queries import paperless_accounts
from palier.domain.documents.actions import add_document
from palier.domain.documents.models import Document
from palier.domain.landlord.queries import settings_on, today
from palier.domain.mail.actions import queue_mail
from palier.foundation.errors import DomainError
from palier.foundation.locking import lock, lock_one
from palier.foundation.periods import Period
from palier.foundation.sentences import Sentence

TITLE = Sentence(gettext_noop("Avis d’échéance de %(month)s"))
CORRECTED_TITLE = Sentence(gettext_noop("%(title)s (version %(version)d)"))

SLICE = 100
"""Avis a transaction: under a second on SQLite, letters included."""

Progress = Callable[[int, int], None]
Debits = Callable[[Mapping[int, dt.date]], Mapping[int, DebitToCome]]
"""From the due date of each account's avis (by key) to the debits that will take it."""


class NothingToPublish(DomainError):
    """The current delivery has no avis for that month."""

    def __init__(self, period: Period) -> None:
        super().__init__(
            _(
                "La livraison en vigueur ne contient aucun avis pour %(month)s. Vérifiez le mois "
                "demandé (le mois facturé, pas celui de l’échéance), ou importez la livraison."
            )
            % {"month": period.label}
        )


@dataclass(frozen=True, slots=True)
class Refusal:
    """One avis that was not published, and why, in a sentence for the rent accountant."""

    number: str
    sentence: str


@dataclass(slots=True)
class Publication:
    """What one run did."""

    period: Period
    published: int = 0
    corrected: int = 0
    letters: int = 0
    on_paper: int = 0
    refused: list[Refusal] = field(default_factory=list)


def publish_period(
    *,
    period: Period,
    actor: Actor,
    now: dt.datetime,
    debits: Debits | None = None,
    on_progress: Progress | None = None,
) -> Publication:
    """Publish every delivered avis of ``period`` that is not published yet, slice by slice.

    Stopped half-way and started again, it goes on where it was. An avis whose figures
    disagree is reported and left out; the others are published. A header delivered again
    with another content becomes a new version; the old one stays readable. ``debits`` tells
    which accounts a mandate debits, so that their avis announces it.

    Raises:
        NothingToPublish: the current delivery bills nothing for that month.
    """
    if not queries.has_headers(period):
        raise NothingToPublish(period)
    run = Publication(period)
    waiting = queries.headers_to_publish(period)
    total = waiting.count()
    done, last = 0, 0
    while headers := list(waiting.filter(pk__gt=last).order_by("pk")[:SLICE]):
        last = headers[-1].pk
        done += len(headers)
        _publish_slice(headers, run, now=now, debits=debits)
        if on_progress:
            on_progress(done, max(total, done))
    record(
        event=Event.PERIOD_PUBLISHED,
        actor=actor,
        now=now,
        period=str(period),
        published=run.published,
        corrected=run.corrected,
        refused=[refusal.number for refusal in run.refused[:200]],
    )
    return run


@transaction.atomic
def _publish_slice(
    headers: Sequence[NoticeHeader], run: Publication, *, now: dt.datetime, debits: Debits | None
) -> None:
    day = today(now)
    lock(NoticeHeader.objects.filter(pk__in=[header.pk for header in headers]))
    numbers = [header.number for header in headers]
    before = queries.versions_published(numbers)
    settings = settings_on(day)
    around = neighbourhood(headers, run.period, settings)
    due = {header.tenant_account_id: header.due_on for header in headers}
    announced = debits(due) if debits else {}
    composed = _compose_all(headers, around, announced, before, run)
    paperless = paperless_accounts(
        {header.tenant_account_id for header, _facts in composed},
        run.period.first_day,
        today=day,
        rule=str(settings["paperless_agreement"]),
    )
    notices = RentNotice.objects.bulk_create(
        [
            _notice(header, facts, now, on_paper=header.tenant_account_id not in paperless)
            for header, facts in composed
        ]
    )
    told = users_holding({notice.tenant_account_id for notice in notices}, day)
    if settings["rent_notice_pdf"] == "palier":
        # Only for people who can come and read: the others' are drawn if they ever ask.
        ask_for_pdfs(notices=[n for n in notices if told.get(n.tenant_account_id)], in_bulk=True)
    for notice in notices:
        corrected = notice.facts.get("corrects_version") is not None
        run.corrected += corrected
        run.published += not corrected
        run.on_paper += notice.on_paper
        for user in told.get(notice.tenant_account_id, ()):
            _tell(user, run.period, notice, corrected=corrected, now=now)
            run.letters += 1


def _compose_all(
    headers: Sequence[NoticeHeader],
    around: Neighbourhood,
    announced: Mapping[int, DebitToCome],
    before: dict[str, int],
    run: Publication,
) -> list[tuple[NoticeHeader, NoticeFacts]]:
    """Compose each avis; one that does not add up joins the refusals."""
    accounts = {header.tenant_account_id for header in headers}
    earlier = queries.headers_of_month(accounts, run.period.previous())
    lines = queries.lines_of([*headers, *earlier.values()])
    composed = []
    # The avis is a legal document: its labels are frozen in French, whoever publishes.
    with translation.override("fr"):
        for header in headers:
            if before.get(header.number, 0) >= header.version:
                continue
            last = earlier.get(header.tenant_account_id)
            try:
                facts = rules.compose(
                    header=_delivered(header),
                    lines=lines[header.pk],
                    surroundings=around.around(header, announced.get(header.tenant_account_id)),
                    last_month=(
                        rules.placed_lines(lines[last.pk], Period.of(last.period)) if last else None
                    ),
                    version=header.version,
                    corrects_version=before.get(header.number),
                )
            except (rules.NoticeDoesNotAddUp, rules.NoticeWithoutLines) as refusal:
                run.refused.append(Refusal(header.number, refusal.sentence))
                continue
            composed.append((header, facts))
    return composed


def _delivered(header: NoticeHeader) -> rules.DeliveredHeader:
    return rules.DeliveredHeader(
        number=header.number,
        period=Period.of(header.period),
        term_type=TermType(header.term_type),
        issue_on=header.issue_on,
        due_on=header.due_on,
        previous_balance_cents=header.previous_balance_cents,
        net_cents=header.net_cents,
    )


def _notice(
    header: NoticeHeader, facts: NoticeFacts, now: dt.datetime, *, on_paper: bool
) -> RentNotice:
    written = facts.as_json()
    return RentNotice(
        number=header.number,
        version=header.version,
        tenant_account_id=header.tenant_account_id,
        period=header.period,
        issue_on=header.issue_on,
        due_on=header.due_on,
        net_cents=header.net_cents,
        facts=written,
        facts_sha256=fingerprint_of(written),
        published_at=now,
        on_paper=on_paper,
    )


def fingerprint_of(facts: object) -> str:
    """Give the SHA-256 of a snapshot, the same whatever order a database gives its keys in."""
    canonical = json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def _tell(
    user: User, period: Period, notice: RentNotice, *, corrected: bool, now: dt.datetime
) -> None:
    """Queue the letter: no amount, and no link to pay (domain facts §10, phishing).

    Without paper it is the only notice there is, so it comes whatever its reader does without.
    """
    with translation.override(user.language):
        month = period.label
    queue_mail(
        to=user.email,
        template="mail/rent_notice_corrected" if corrected else "mail/rent_notice",
        context={"name": user.display_name, "month": month},
        now=now,
        language=user.language,
        in_bulk=True,
        must_arrive=not notice.on_paper,
    )


def keep_pdf(*, notice: RentNotice, now: dt.datetime, actor: Actor) -> Document:
    """Give the PDF of an avis, drawn and put into the vault the first time.

    Afterwards the same bytes come back, whatever version of Palier runs.
    """
    if notice.document is not None:
        return notice.document
    facts = queries.facts_of(notice)
    content = rent_notice_pdf(facts, stamped_at=notice.published_at)
    return _keep_drawn(notice, content, actor=actor, now=now)


@transaction.atomic
def _keep_drawn(notice: RentNotice, content: bytes, *, actor: Actor, now: dt.datetime) -> Document:
    locked = lock_one(RentNotice.objects.filter(pk=notice.pk))
    if locked.document is not None:
        return locked.document
    title = TITLE.in_french(month=Period.of(notice.period))
    if notice.version > 1:
        title = CORRECTED_TITLE.in_french(title=title, version=notice.version)
    document = add_document(
        content=content,
        media_type="application/pdf",
        kind=Document.Kind.RENT_NOTICE,
        title=title,
        visibility=Document.Visibility.HOLDERS,
        origin=Document.Origin.PORTAL,
        issued_on=notice.issue_on,
        period=notice.period,
        reference=notice.number,
        tenant_account=notice.tenant_account,
        actor=actor,
        now=now,
    )
    locked.document = document
    locked.save(update_fields=["document"])
    return document
