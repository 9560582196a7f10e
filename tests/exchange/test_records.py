"""Records come back from a file as they went in, to the cent."""

from __future__ import annotations

import datetime as dt
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from palier.domain.billing.models import BillingLine, NoticeHeader
from palier.domain.documents.models import Document
from palier.domain.estate.models import Annex, Dwelling
from palier.domain.ledger.models import Entry
from palier.domain.tenancy.models import (
    AccountHolder,
    HouseholdMember,
    Lease,
    LeaseRole,
    Person,
    TenantAccount,
)
from palier.exchange.manifest import KindFile
from palier.exchange.problems import Problems
from palier.exchange.reading import read_chunks
from palier.exchange.records import KINDS, Kind, accounting, columns, estate, papers, tenancy
from palier.exchange.staging.workbench import content_hash
from palier.exchange.writing import KindWriter

LETTERS = st.characters(
    exclude_categories=("Cc", "Cs", "Cn", "Co", "Zl", "Zp"), exclude_characters="\ufffd"
)
NAMES = st.text(LETTERS, min_size=1, max_size=20).map(str.strip).filter(bool)


def values_of(column: columns.Column) -> st.SearchStrategy[Any]:
    made: dict[type, st.SearchStrategy[Any]] = {
        columns.Identifier: st.from_regex(r"\A[A-Z0-9][A-Z0-9_.-]{0,19}\Z"),
        columns.Identifiers: st.sets(st.from_regex(r"\A[A-Z0-9]{1,9}\Z"), max_size=3).map(
            lambda names: " ".join(sorted(names))
        ),
        columns.Date: st.dates(dt.date(1900, 1, 1), dt.date(2100, 1, 1)).map(dt.date.isoformat),
        columns.Month: st.dates(dt.date(1900, 1, 1), dt.date(2100, 1, 1)).map(
            lambda day: day.replace(day=1).isoformat()
        ),
        columns.Surface: st.integers(0, 9_999_999),
        columns.Email: st.from_regex(r"\A[a-z0-9]{1,9}@[a-z0-9]{1,9}\.fr\Z"),
        columns.Phone: st.from_regex(r"\A0[1-9]( [0-9]{2}){4}\Z"),
    }
    kind = column.type
    if isinstance(kind, columns.Text):
        found = NAMES.filter(lambda text: len(text) <= kind.longest).map(
            lambda t: t[: kind.longest]
        )
    elif isinstance(kind, columns.Code):
        found = st.sampled_from(sorted(set(kind.choices.values())))
    elif isinstance(kind, columns.Amount):
        found = st.integers(-99_999_999_999 if kind.signed else 0, 99_999_999_999)
    elif isinstance(kind, columns.Integer):
        found = st.integers(kind.least, kind.most)
    else:
        found = made[type(kind)]
    return found if column.required else st.one_of(st.just(kind.empty), found)


def records_of(kind: Kind) -> st.SearchStrategy[Any]:
    fields = {name: values_of(column) for name, column in kind.columns.items()}
    return st.builds(kind.record, **fields)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
@settings(max_examples=25, deadline=None)
@given(draw=st.data())
def test_a_record_written_and_read_is_the_same_record(kind: Kind, draw: st.DataObject) -> None:
    records = draw.draw(st.lists(records_of(kind), max_size=4))
    with tempfile.TemporaryDirectory() as folder:
        writer = KindWriter(Path(folder), kind)
        for record in records:
            writer.write(record)
        announced = writer.close()
        problems = Problems()
        chunks = read_chunks(writer.path, kind, announced, "utf-8", problems)
        found = [kind.record(**dict(zip(kind.attributes, row, strict=True)))
                 for chunk in chunks for row in chunk.rows]  # fmt: skip
    assert not problems.report()
    assert found == records


@given(cents=st.integers(-99_999_999_999, 99_999_999_999))
def test_an_amount_is_exact_whatever_its_separator(cents: int) -> None:
    amount = columns.Amount()
    written = amount.format(cents)
    assert amount.parse(written) == cents
    assert amount.parse(written.replace(",", ".")) == cents


@pytest.mark.parametrize(
    ("codes", "values"),
    [
        (estate.DWELLING_KINDS, Dwelling.Kind.values),
        (estate.ANNEX_KINDS, Annex.Kind.values),
        (tenancy.TITLES, [value for value in Person.Title.values if value]),
        (tenancy.PAYMENT_MEANS, TenantAccount.PaymentMeans.values),
        (tenancy.LEASE_KINDS, Lease.Kind.values),
        (tenancy.LEASE_TERMS, Lease.Term.values),
        (tenancy.HOLDER_ROLES, AccountHolder.Role.values),
        (tenancy.LEASE_ROLES, LeaseRole.Role.values),
        (tenancy.RELATIONS, HouseholdMember.Relation.values),
        (
            accounting.ENTRY_KINDS,
            [kind for kind in Entry.Kind.values if kind not in ("opening", "reversal")],
        ),
        (accounting.RAILS, [value for value in Entry.Rail.values if value]),
        (accounting.BILLING_NATURES, BillingLine.Nature.values),
        (accounting.TERM_TYPES, NoticeHeader.TermType.values),
        (papers.VISIBILITIES, Document.Visibility.values),
    ],
)
def test_the_codes_of_the_format_are_those_of_the_models(
    codes: dict[str, str], values: list[str]
) -> None:
    assert sorted(codes.values()) == sorted(values)


def test_the_documents_an_erp_delivers_are_kinds_of_the_vault() -> None:
    assert set(papers.DOCUMENT_KINDS.values()) <= set(Document.Kind.values)


def test_a_column_added_later_and_left_empty_does_not_change_the_hash() -> None:
    assert content_hash(("E1", "C1", 5)) == content_hash(("E1", "C1", 5, "", None))
    assert content_hash(("E1", "C1", 0)) != content_hash(("E1", "C1"))
    assert content_hash(("E1", "", "C1")) != content_hash(("E1", "C1"))


def test_every_example_of_the_documentation_can_be_read() -> None:
    for kind in KINDS:
        for column in kind.columns.values():
            if column.example:
                column.type.parse(column.example)
            else:
                assert not column.required, f"{kind.name}.{column.header} has no example"


def test_the_announced_file_knows_its_rows_and_hash(tmp_path: Path) -> None:
    writer = KindWriter(tmp_path, KINDS[0])
    announced = writer.close()
    assert announced == KindFile("agencies", "agencies.csv", "full", 0, announced.sha256)
    assert len(announced.sha256) == 64
