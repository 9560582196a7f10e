"""The upload field in a real browser: progress, a lost line, a page left open, no script."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from palier.domain.accounts.models import User
from palier.domain.documents.intake.models import Draft
from tests.domain.documents.intake import samples
from tests.domain.documents.intake.conftest import files  # noqa: F401  (a fixture)
from tests.rig.browser import PHONE, assert_accessible, watch

pytestmark = [pytest.mark.browser, pytest.mark.urls("tests.ui.upload_page")]
OpenForm = Callable[..., Page]
# The browser keeps an event loop in this thread, which Django takes for an asynchronous caller.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


@pytest.fixture
def open_form(
    chromium: Browser,
    transactional_db: None,
    files: Path,  # noqa: F811
    live_server: LiveServer,
) -> Iterator[OpenForm]:
    contexts, troubles = [], list[str]()

    def open_one(user: User, *, javascript: bool = True) -> Page:
        client = Client()
        client.force_login(user)
        session = client.cookies["sessionid"]
        context = chromium.new_context(
            viewport=PHONE,  # type: ignore[arg-type]
            java_script_enabled=javascript,
            has_touch=True,
            is_mobile=True,
            reduced_motion="reduce",
        )
        context.set_default_timeout(10_000)
        context.add_cookies([{"name": "sessionid", "value": session.value, "url": live_server.url}])
        contexts.append(context)
        page = context.new_page()
        watch(page, troubles)
        page.goto(f"{live_server.url}/attestation/")
        return page

    yield open_one
    for context in contexts:
        context.close()
    troubles = [trouble for trouble in troubles if "ERR_FAILED" not in trouble]
    assert not troubles, troubles


def chosen(name: str, content: bytes) -> dict[str, object]:
    return {"name": name, "mimeType": "application/octet-stream", "buffer": content}


@pytest.fixture
def somebody(transactional_db: None) -> User:
    from tests.cast import make_user

    return make_user("awa@exemple.fr", "Awa Diallo")


def test_files_go_at_once_and_the_form_after_them(open_form: OpenForm, somebody: User) -> None:
    page = open_form(somebody)
    page.get_by_label("Assureur").fill("MAIF")
    page.locator("#id_files").set_input_files(
        [chosen("IMG_1.heic", samples.heic()), chosen("police.pdf", samples.pdf(2))]  # type: ignore[list-item]
    )
    expect(page.locator(".upload__facts")).to_have_count(2)
    expect(page.get_by_text("PDF, 2 pages")).to_be_visible()
    expect(page.locator(".upload__said")).to_have_text("police.pdf a été ajouté.")
    expect(page.locator("[name=files-add]")).to_be_hidden()
    assert page.locator(".upload__image").first.evaluate("one => one.naturalWidth") > 0
    assert_accessible(page)
    page.get_by_role("button", name="Envoyer").click()
    expect(page.locator("body")).to_have_text("Reçu : IMG_1.heic, police.pdf")


def test_a_refused_file_says_why_and_the_others_pass(open_form: OpenForm, somebody: User) -> None:
    page = open_form(somebody)
    page.locator("#id_files").set_input_files(
        [chosen("cv.docx", samples.BAD["docx"][1]()), chosen("police.pdf", samples.pdf())]  # type: ignore[list-item]
    )
    expect(page.get_by_text("est un document de bureautique").first).to_be_visible()
    expect(page.get_by_text("PDF, 1 page")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name="Fermer").click()
    page.get_by_role("button", name="Retirer police.pdf").click()
    expect(page.locator(".upload__file")).to_have_count(0)
    expect(page.locator(".upload__said")).to_have_text("Le fichier a été retiré.")
    assert not Draft.objects.exists()


def test_a_lost_line_loses_nothing(open_form: OpenForm, somebody: User) -> None:
    page = open_form(somebody)
    page.get_by_label("Assureur").fill("MAIF")

    def lose(route: Route) -> None:
        route.abort()

    page.route("**/fichiers/**", lose)
    page.locator("#id_files").set_input_files([chosen("police.pdf", samples.pdf())])  # type: ignore[list-item]
    expect(page.get_by_text("Connexion perdue.").first).to_be_visible()
    page.get_by_role("button", name="Envoyer").click()
    expect(page.get_by_text("encore en cours d’envoi")).to_be_visible()
    page.unroute("**/fichiers/**", lose)
    page.get_by_role("button", name="Réessayer").click()
    expect(page.locator("body")).to_have_text("Reçu : police.pdf")


def test_a_page_left_open_after_signing_out_keeps_the_file(
    open_form: OpenForm, somebody: User
) -> None:
    page = open_form(somebody)
    cookies = page.context.cookies()
    page.context.clear_cookies(name="sessionid")
    page.locator("#id_files").set_input_files([chosen("police.pdf", samples.pdf())])  # type: ignore[list-item]
    expect(page.get_by_text("Votre session est terminée.").first).to_be_visible()
    page.context.add_cookies(cookies)  # type: ignore[arg-type]
    page.get_by_role("button", name="Réessayer").click()
    expect(page.get_by_text("PDF, 1 page")).to_be_visible()


def test_without_a_script_files_are_added_removed_and_sent(
    open_form: OpenForm, somebody: User
) -> None:
    page = open_form(somebody, javascript=False)
    page.locator("#id_files").set_input_files([chosen("a.pdf", samples.pdf())])  # type: ignore[list-item]
    page.get_by_role("button", name="Ajouter ces fichiers").click()
    page.locator("#id_files-camera").set_input_files([chosen("b.jpg", samples.jpeg())])  # type: ignore[list-item]
    page.get_by_label("Assureur").fill("MAIF")
    page.get_by_role("button", name="Ajouter ces fichiers").click()
    page.get_by_role("button", name="Retirer a.pdf").click()
    assert page.get_by_label("Assureur").input_value() == "MAIF"
    page.get_by_label("Assureur").press("Enter")
    expect(page.locator("body")).to_have_text("Reçu : b.jpg")
