"""The insurance as a tenant lives it: phone, no script, axe on every page."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.domain.insurance.papers import OTHERS, Paper, draw
from tests.rig.browser import DESK, PHONE, OpenPage, assert_accessible, sign_in, zoomed
from tests.rig.site import SignIn, Site


def someone_who_owes_one(site: Site) -> list[SignIn]:
    return [one for one in site.sign_ins() if one.role in {"holder", "co_holder"}]


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    today = dt.datetime.now(dt.UTC).date()
    paper = Paper(starts=today - dt.timedelta(days=3), ends=today + dt.timedelta(days=362))
    file = tmp_path / "attestation.pdf"
    file.write_bytes(draw(paper, "table"))
    return file


def to_the_deposit(page: Page, site: Site, rank: int) -> None:
    sign_in(page, site, someone_who_owes_one(site)[rank])
    page.goto(site.url("/assurance/"))
    href = page.locator("a[href*='/assurance/deposer/']").first.get_attribute("href")
    assert href
    page.goto(site.url(href))


@pytest.mark.parametrize("rank", [0, 2, 3, 4])
def test_each_state_reads_well_on_a_phone_and_enlarged(
    open_page: OpenPage, site: Site, rank: int
) -> None:
    page = open_page("/", viewport=PHONE)
    sign_in(page, site, someone_who_owes_one(site)[rank])
    page.goto(site.url("/assurance/"))
    assert page.locator(".figure__value").first.inner_text()
    assert_accessible(page)
    page.set_viewport_size(DESK)  # type: ignore[arg-type]
    with zoomed(page, 200):
        assert_accessible(page)
    page.locator("table a").first.click()
    assert_accessible(page)
    page.locator("a[href*='/accuses/']").last.click()
    assert page.locator("h1").inner_text() == "Accusé de réception"
    assert_accessible(page)


def test_a_certificate_is_deposited_without_a_script(
    open_page: OpenPage, site: Site, certificate: Path
) -> None:
    page = open_page("/", viewport=PHONE, javascript=False)
    to_the_deposit(page, site, 2)
    page.locator("input[type=file]").first.set_input_files(certificate)
    page.get_by_role("button", name="Continuer").click()
    assert page.locator("#id_policy_number").input_value() == "4123456A"
    # The name and the address of the sample tenant are not on it: said, and sent anyway.
    page.get_by_text("Regardez ceci").first.wait_for(timeout=30_000)
    page.get_by_role("button", name="Envoyer quand même").click()
    page.get_by_text("Nous avons bien reçu votre attestation.").first.wait_for(timeout=30_000)
    page.get_by_text("Votre accusé de réception").first.wait_for(timeout=30_000)
    page.get_by_role("link", name="Actualiser").first.wait_for(timeout=30_000)


def test_a_quote_is_told_before_sending_with_scripts(
    open_page: OpenPage, site: Site, tmp_path: Path
) -> None:
    quote = tmp_path / "devis.pdf"
    quote.write_bytes(draw(Paper(), "letter", body=OTHERS["quote"]))
    page = open_page("/", viewport=PHONE)
    to_the_deposit(page, site, 3)
    assert_accessible(page)
    page.locator("input[type=file]").first.set_input_files(quote)
    page.locator(".upload__files li").first.wait_for()
    page.get_by_role("button", name="Continuer").click()
    page.get_by_text("ressemble à un devis").first.wait_for(timeout=30_000)
    assert_accessible(page)
