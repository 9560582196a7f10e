"""The format's page says what the code does."""

from __future__ import annotations

from palier.exchange.documenting import TARGET, documentation


def test_the_page_is_up_to_date() -> None:
    assert TARGET.read_text(encoding="utf-8") == documentation(), "run: palier exchange document"
