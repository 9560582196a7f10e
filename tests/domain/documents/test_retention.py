"""How long a document is kept, and what the nightly run does about it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from palier.domain.documents import actions, queries, vault
from palier.domain.documents.models import Document, StoredFile
from palier.domain.documents.retention import After, Dates, Retention, retentions, years_after
from palier.domain.landlord.actions import decide
from palier.domain.landlord.catalogue import DOCUMENT_RETENTION
from palier.foundation.errors import NotYours
from palier.jobs.cli import palier
from tests.cast import TODAY, Cast
from tests.domain.documents.test_vault import folder, keep

__all__ = ["folder"]
OLD = dt.date(2016, 11, 23)
SOME_DAYS = st.dates(dt.date(1990, 1, 1), dt.date(2090, 12, 31))


def test_every_kind_has_its_years_and_its_text() -> None:
    assert set(DOCUMENT_RETENTION) == set(Document.Kind.values)
    assert all(rule.source for rule in retentions({}).values())


def test_a_lease_is_kept_while_it_runs_then_three_years() -> None:
    rule = retentions({})["lease"]
    assert rule.end_for(Dates(OLD)) is None
    assert rule.end_for(Dates(OLD, lease_ended_on=dt.date(2024, 2, 29))) == dt.date(2027, 2, 28)


@pytest.mark.parametrize(
    "mistyped",
    [
        3,
        {"years": "3", "after": "issue"},
        {"years": 0, "after": "issue"},
        {"years": 1, "after": "today"},
    ],
)
def test_a_mistyped_rule_erases_nothing_sooner(mistyped: object) -> None:
    assert retentions({"lease": mistyped}) == retentions({})


@given(SOME_DAYS, st.one_of(st.none(), SOME_DAYS), st.one_of(st.none(), SOME_DAYS),
       st.integers(1, 60), st.sampled_from(After))  # fmt: skip
def test_nothing_is_due_before_its_years_after_it_came(
    issued: dt.date, valid: dt.date | None, ended: dt.date | None, years: int, after: After
) -> None:
    rule = Retention(years, after, "")
    end = rule.end_for(Dates(issued, valid, ended))
    if end is not None:
        assert end >= years_after(issued, years)
        assert issued < rule.earliest_due_before(end + dt.timedelta(days=1)) or issued.day == 29


def due(cast: Cast, now: dt.datetime, content: bytes = b"%PDF-old") -> Document:
    return keep(cast, now, content, issued_on=OLD, kind=Document.Kind.RENT_NOTICE)


def test_a_dry_run_counts_and_erases_nothing(cast: Cast, now: dt.datetime) -> None:
    document = due(cast, now)
    found = actions.erase_old_documents(now=now, dry_run=True)
    assert (found.due, found.erased) == ({"rent_notice": 1}, 0)
    assert queries.content_of(queries.document_for(cast.awa_user, document.code, TODAY))


def test_an_erased_document_keeps_its_line_and_loses_its_content(
    cast: Cast, now: dt.datetime
) -> None:
    document, young = due(cast, now), keep(cast, now, b"%PDF-young")
    assert actions.erase_old_documents(now=now, dry_run=False).erased == 1
    with pytest.raises(NotYours):
        queries.document_for(cast.awa_user, document.code, TODAY)
    document.refresh_from_db()
    with pytest.raises(vault.FileErased):
        queries.content_of(document)
    assert document.title == "avis d’échéance"
    later = now + dt.timedelta(days=3)
    actions.sweep_orphans(now=later)
    assert queries.content_of(young) == b"%PDF-young"
    assert StoredFile.objects.count() == 2  # the young one, and the one without bytes
    assert actions.erase_old_documents(now=now, dry_run=False).erased == 0


def test_bytes_that_another_document_holds_stay(cast: Cast, now: dt.datetime) -> None:
    due(cast, now, b"%PDF-same")
    other = keep(cast, now, b"%PDF-same")
    actions.erase_old_documents(now=now, dry_run=False)
    actions.sweep_orphans(now=now + dt.timedelta(days=3))
    assert queries.content_of(other) == b"%PDF-same"


def test_the_same_bytes_may_come_again(cast: Cast, now: dt.datetime) -> None:
    due(cast, now)
    actions.erase_old_documents(now=now, dry_run=False)
    assert queries.content_of(keep(cast, now, b"%PDF-old")) == b"%PDF-old"


def test_a_run_that_would_empty_the_vault_is_refused(
    cast: Cast, now: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "FEWEST_TO_DOUBT", 0)
    due(cast, now)
    with pytest.raises(actions.TooManyAtOnce):
        actions.erase_old_documents(now=now, dry_run=False)
    assert actions.erase_old_documents(now=now, dry_run=False, accept=True).erased == 1


def test_nothing_is_erased_at_night_before_the_landlord_approves(
    cast: Cast, now: dt.datetime, run_jobs: Callable[[dt.datetime], int]
) -> None:
    from django.db import transaction

    from palier.foundation.background import enqueue

    def at_night() -> int:
        with transaction.atomic():
            enqueue("rights.enforce_retention")
        while run_jobs(now):
            pass
        return Document.objects.filter(erased_at=None).count()

    due(cast, now)
    assert at_night() == 1
    decide(values={"retention_approved": ["documents"]}, valid_from=TODAY)
    assert at_night() == 0


def test_the_command_says_what_it_would_erase(cast: Cast, now: dt.datetime) -> None:
    due(cast, now)
    ran = CliRunner().invoke(palier, ["documents", "retention", "--dry-run"], standalone_mode=False)
    assert "avis d’échéance : 1" in ran.output
    assert "rien n’a été effacé" in ran.output


def test_what_is_the_holders_alone_is_not_the_co_holders(cast: Cast, now: dt.datetime) -> None:
    document = keep(cast, now, visibility=Document.Visibility.HOLDER)
    assert queries.document_for(cast.awa_user, document.code, TODAY)
    with pytest.raises(NotYours):
        queries.document_for(cast.yanis_user, document.code, TODAY)


def test_a_former_holder_keeps_their_lease_and_sees_nothing_after_them(
    cast: Cast, now: dt.datetime
) -> None:
    mine = {"tenant_account": cast.former_account, "lease": cast.former_lease}
    signed = dt.date(2019, 2, 20)
    lease = keep(cast, now, b"1", kind=Document.Kind.LEASE, issued_on=signed, **mine)
    before = keep(cast, now, b"2", kind=Document.Kind.OTHER, issued_on=signed, **mine)
    seen = queries.documents_for(cast.remi_user, TODAY)
    assert lease in seen
    assert before not in seen
