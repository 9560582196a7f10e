import datetime as dt

import pytest
from django.template import Context, Template
from django.utils import translation

from palier.ui.parts import Column, Link, Row, Status, Table

TABLE = Table(
    "Mes avis",
    (Column("Mois"), Column("Date limite", "date"), Column("Net", "amount"), Column("État")),
    (
        Row(
            (
                Link("novembre <2026>", "/a/"),
                dt.date(2026, 12, 5),
                -1_250,
                Status("Payé", "success"),
            )
        ),
        Row(("octobre", None, 0, None)),
    ),
    total=Row(("Total", None, -1_250, None)),
)


def drawn(tag: str) -> str:
    with translation.override("fr"):
        return Template("{% load ui %}" + tag).render(Context({"table": TABLE}))


def test_a_table_names_each_row_and_labels_each_cell():
    page = drawn("{% data_table table %}")
    assert page.count('scope="row"') == 3
    assert 'data-label="Date limite"' in page
    assert 'role="table"' in page


def test_what_people_wrote_is_escaped():
    assert "novembre &lt;2026&gt;" in drawn("{% data_table table %}{% dense_table table %}")


def test_integers_are_cents_and_dates_are_written_out():
    page = drawn("{% data_table table %}")
    assert "−12,50\u00a0€" in page
    assert "0,00\u00a0€" in page
    assert "5\u00a0décembre\u00a02026" in page


def test_a_row_of_another_length_is_a_mistake():
    with pytest.raises(ValueError, match="longer"):
        _ = Table("x", (Column("a"), Column("b")), (Row(("seul",)),)).lines
