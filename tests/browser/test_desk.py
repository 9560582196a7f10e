"""The desk in a browser: a tenant asks, two advisors answer, another agency sees nothing."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.rig.browser import (
    DESK,
    PHONE,
    OpenPage,
    assert_accessible,
    assert_keyboard_reaches,
    sign_in,
)
from tests.rig.site import Site

pytestmark = pytest.mark.browser
OPEN_EVERYTHING = "document.querySelectorAll('details').forEach(found => { found.open = true })"
SEND = "main form button[type=submit]"


@pytest.fixture
def person(open_page: OpenPage, site: Site) -> Callable[..., Page]:
    """Sign somebody of the sample in: ``person("advisor", family_name="Sacko")``."""

    def enter(role: str, *, javascript: bool = True, viewport: object = DESK, **who: str) -> Page:
        page = open_page("/", javascript=javascript, viewport=viewport)
        sign_in(page, site, site.sign_in(role, **who))
        return page

    return enter


def test_a_demand_travels_from_the_tenant_to_two_advisors_and_back_without_a_script(
    person: Callable[..., Page], site: Site
) -> None:
    tenant = person("holder", family_name="D’Almeida", javascript=False, viewport=PHONE)
    tenant.goto(site.url("/je-ne-peux-pas-payer/"))
    tenant.fill("[name=can_pay]", "150")
    tenant.fill("[name=body]", "Mes heures ont été réduites.")
    tenant.locator(SEND).first.click()
    tenant.wait_for_url("**/mes-demandes/*/")
    assert tenant.get_by_text("Réponse de l’agence au plus tard le").is_visible()

    camille = person("advisor", family_name="Roussel", javascript=False)
    camille.goto(site.url("/agence/?type=hardship"))
    camille.locator("main table a").first.click()
    demand = camille.url
    ibrahim = person("advisor", family_name="Sacko", javascript=False)
    ibrahim.goto(demand)

    camille.fill("[name=text]", "Payons en trois fois.")
    camille.get_by_role("button", name="Enregistrer la réponse").click()
    assert camille.get_by_text("La réponse est enregistrée.").is_visible()
    ibrahim.fill("[name=text]", "Une réponse longue et soignée.")
    ibrahim.get_by_role("button", name="Enregistrer la réponse").click()
    assert ibrahim.get_by_text("en même temps que vous").is_visible()
    assert ibrahim.locator("[name=text]").input_value() == "Une réponse longue et soignée."

    tenant.reload()
    assert tenant.get_by_text("Payons en trois fois.").is_visible()
    tenant.goto(site.url("/mes-demandes/"))
    assert tenant.get_by_text("L’agence a répondu").is_visible()


def test_the_desk_is_accessible_on_a_desk_and_on_a_phone(
    person: Callable[..., Page], site: Site
) -> None:
    page = person("manager")
    page.goto(site.url("/agence/locataires/?q=L/1028336"))
    file = page.url
    places = [
        site.url("/agence/"),
        site.url("/agence/?type=contact&etat=closed"),
        site.url("/agence/locataires/"),
        site.url("/agence/locataires/?q=abreuvoir"),
        site.url("/agence/locataires/?q=zzz"),
        file,
        f"{file}compte/",
        f"{file}journal/",
        site.url("/agence/identites/"),
    ]
    for place in places:
        page.goto(place)
        for viewport in (DESK, PHONE):
            page.set_viewport_size(viewport)  # type: ignore[arg-type]
            page.evaluate(OPEN_EVERYTHING)
            assert_accessible(page)


def test_a_tenant_is_found_with_the_keyboard_alone(person: Callable[..., Page], site: Site) -> None:
    page = person("technical_support")
    page.goto(site.url("/agence/"))
    assert_keyboard_reaches(page, "#recherche-entete")
    page.keyboard.type("ndiaye")
    page.keyboard.press("Enter")
    page.wait_for_url("**/agence/locataires/?q=ndiaye")
    assert_keyboard_reaches(page, "main table a")
    page.keyboard.press("Enter")
    page.wait_for_url("**/agence/locataires/*/")
    assert page.get_by_role("heading", level=1).inner_text().startswith("Aïssatou")
    assert page.get_by_text("Reste dû").count() == 0


def test_an_advisor_of_another_agency_finds_no_trace_of_the_tenant(
    person: Callable[..., Page], site: Site
) -> None:
    page = person("advisor", family_name="Vasseur")
    for typed in ("ndiaye", "L/1028336", "aissatou.ndiaye@example.org"):
        page.goto(site.url(f"/agence/locataires/?q={typed}"))
        assert page.get_by_text("Personne ne répond à cette recherche").is_visible()
    page.goto(site.url("/agence/"))
    assert "D’Almeida" not in page.content()
