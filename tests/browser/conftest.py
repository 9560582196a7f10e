from pathlib import Path

import pytest

from tests.rig.browser import chromium, open_page, site

__all__ = ["chromium", "open_page", "site"]
HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker("browser")
