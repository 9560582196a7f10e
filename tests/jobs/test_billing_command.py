"""``palier billing`` as an operator runs it."""

from __future__ import annotations

import pytest

from palier.domain.billing.models import RentNotice
from palier.jobs import cli
from tests.cast import Cast
from tests.domain.billing.delivery import deliver_notice


def test_publish_says_what_it_did(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    deliver_notice(cast.account)

    assert cli.run(["billing", "publish", "2026-11"]) == 0
    assert RentNotice.objects.count() == 1
    said = capsys.readouterr()
    assert "Avis de novembre 2026\u00a0: 1 publiés, 0 corrigés, 2 e-mails" in said.out
    assert "1 / 1" in said.err


def test_publish_reports_what_it_refused_and_fails(
    cast: Cast, capsys: pytest.CaptureFixture[str]
) -> None:
    deliver_notice(cast.account, net_cents=1)
    deliver_notice(cast.arrears_account)

    assert cli.run(["billing", "publish", "2026-11"]) == 1
    assert RentNotice.objects.count() == 1
    assert "AV2026-11-C1 n’est pas publié" in capsys.readouterr().err


@pytest.mark.parametrize("month", ["2026-13", "11/2026", "novembre"])
def test_a_month_written_otherwise_is_a_misuse(
    db: None, month: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.run(["billing", "publish", month]) == 2
    assert "2026-11" in capsys.readouterr().err


def test_a_month_that_was_not_delivered_is_a_refusal(
    cast: Cast, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.run(["billing", "publish", "2026-11"]) == 1
    assert "ne contient aucun avis pour novembre 2026" in capsys.readouterr().err


def test_draw_keeps_each_pdf_once(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    deliver_notice(cast.account)
    cli.run(["billing", "publish", "2026-11"])

    assert cli.run(["billing", "draw", "2026-11"]) == 0
    assert cli.run(["billing", "draw", "2026-11"]) == 0
    assert RentNotice.objects.exclude(document=None).count() == 1
    assert "1 PDF dessinés" in capsys.readouterr().out
