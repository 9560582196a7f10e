"""Fixtures of the browser tests: a living portal, and pages as different people have them.

Every page watches itself: an error of a script, a refusal by the security policy or a
server error fails the test, whatever the test was looking at.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import struct
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from tests.rig.chromium import REMEDY, found
from tests.rig.site import SignIn, Site, prepared_home

PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 900}
OpenPage = Callable[..., Page]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Serve the sample landlord, a copy of its own for each file of tests.

    What one file does to a person (a new password, a passkey, a draft) is nothing to another.
    """
    base = tmp_path_factory.getbasetemp()
    shared = base if base.name.startswith("pytest-") else base.parent
    home = prepared_home(shared, tmp_path_factory.mktemp("site") / "home")
    with Site(home) as running:
        yield running


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = found()
    if path is None:
        pytest.fail(REMEDY)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
        )
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium: Browser, site: Site, tmp_path: Path) -> Iterator[OpenPage]:
    """Open a page of a new visitor: ``open_page("/connexion/", javascript=False)``."""
    contexts = []
    troubles: list[str] = []

    def open_one(
        path: str = "/",
        *,
        viewport: dict[str, int] = PHONE,
        javascript: bool = True,
        host: str = "127.0.0.1",
        locale: str = "fr-FR",
        **more: Any,
    ) -> Page:
        context = chromium.new_context(
            viewport=viewport,  # type: ignore[arg-type]
            java_script_enabled=javascript,
            locale=locale,
            reduced_motion="reduce",
            **more,
        )
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        watch(page, troubles)
        page.goto(site.url(path, host=host))
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert not troubles, "\n".join(troubles)


def watch(page: Page, troubles: list[str]) -> None:
    """Write down what goes wrong behind the page."""
    page.on("pageerror", lambda error: troubles.append(f"script: {error}"))
    page.on(
        "console",
        lambda message: (
            troubles.append(f"console: {message.text}")
            if message.type == "error" and "status of 4" not in message.text
            else None
        ),
    )
    page.on(
        "response",
        lambda answer: (
            troubles.append(f"{answer.status} {answer.url}") if answer.status >= 500 else None
        ),
    )


def sign_in(page: Page, site: Site, person: SignIn) -> None:
    """Sign in through the page, second factor included where the person has one."""
    host = page.url.split("/")[2].split(":")[0]
    page.goto(site.url("/connexion/", host=host))
    page.locator("input[type=email]").fill(person.email)
    page.locator("input[type=password]").fill(person.password)
    page.locator("main form button[type=submit]").first.click()
    if person.totp_secret:
        page.locator("input[name=code]").fill(unused_totp(person.totp_secret, site))
        page.locator("main form button[type=submit]").first.click()
    # A click does not wait for its answer: going elsewhere at once would give the sign-in up.
    page.wait_for_url(lambda address: urlsplit(address).path != "/connexion/")
    if person.totp_secret:
        page.wait_for_url(lambda address: "/connexion/" not in address)


_spent: dict[tuple[str, int], set[int]] = {}


def unused_totp(secret: str, site: Site) -> str:
    """Give a code the portal still takes: each serves once, and lives to the end of its step."""
    spent = _spent.setdefault((secret, site.port), set())
    while True:
        step, gone = divmod(time.time(), 30)
        if step not in spent and gone < 26:
            spent.add(int(step))
            return totp(secret)
        time.sleep(0.5)


def totp(secret: str, at: float | None = None) -> str:
    """Give the six digits of RFC 6238 for a base-32 secret."""
    key = base64.b32decode(secret.upper() + "=" * (-len(secret) % 8))
    step = int((time.time() if at is None else at) // 30)
    digest = hmac.new(key, struct.pack(">Q", step), hashlib.sha1).digest()
    offset = digest[-1] & 15
    number = struct.unpack(">I", digest[offset : offset + 4])[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06d}"


def assert_accessible(page: Page) -> None:
    """Fail on anything axe finds against WCAG 2.2 A and AA, and on sideways scrolling."""
    levels = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    found_by_axe = Axe().run(page, options={"runOnly": levels})
    assert not found_by_axe.response["violations"], found_by_axe.generate_report()
    wide = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    assert wide <= 0, f"{page.url} scrolls sideways by {wide} px"


def assert_keyboard_reaches(page: Page, selector: str, *, presses: int = 60) -> None:
    """Tab until the element has the focus, and see that the focus shows."""
    for _ in range(presses):
        page.keyboard.press("Tab")
        if page.evaluate("wanted => document.activeElement?.matches(wanted) ?? false", selector):
            outline = page.evaluate(
                "() => { const s = getComputedStyle(document.activeElement);"
                " return s.outlineStyle !== 'none' || s.boxShadow !== 'none'; }"
            )
            assert outline, f"the focus on {selector} cannot be seen"
            return
    raise AssertionError(f"{selector} is not reached with the Tab key on {page.url}")


@contextmanager
def zoomed(page: Page, percent: int) -> Iterator[None]:
    """Look at the page as someone who enlarges it (200 % of 1280 px is 640 px)."""
    before = page.viewport_size
    assert before is not None
    page.set_viewport_size({"width": before["width"] * 100 // percent, "height": before["height"]})
    yield
    page.set_viewport_size(before)
