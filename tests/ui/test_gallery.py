import re

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory

from palier.ui import gallery
from palier.ui.templatetags import ui as tags

SAMPLES = gallery.TEMPLATES / "gallery"


@pytest.fixture(params=sorted(gallery.BASES))
def page(request: pytest.FixtureRequest) -> str:
    asked = RequestFactory().get("/_galerie/", {"cadre": request.param})
    return gallery.index(asked).content.decode()


def test_every_component_opens_with_its_contract():
    for one in gallery.components():
        assert one.contract.startswith((f"{one.name}:", f"{one.name} (block):"))


def test_every_component_appears_in_the_gallery():
    drawn = {one.name for one in gallery.components()}
    assert drawn == {path.stem for path in SAMPLES.glob("*.html")} - {"index"}


def test_every_component_has_a_tag():
    known = set(tags.register.tags) | {"field"}
    named_otherwise = {"messages": "flash_messages", "upload": "field"}
    for one in gallery.components():
        assert named_otherwise.get(one.name, one.name) in known


def test_each_frame_draws_every_component(page: str):
    for one in gallery.components():
        assert f'id="{one.name}"' in page


def test_a_page_has_one_title_written_once(page: str):
    assert page.count("<h1>") == 1
    title = re.search(r"<h1>(.+?)</h1>", page)
    assert title is not None
    assert f"<title>{title[1]} – " in page


def test_a_page_begins_with_its_doctype(page: str):
    assert page.startswith("<!doctype html>")


def test_nothing_is_written_inline(page: str):
    assert " style=" not in page
    assert "<style" not in page
    assert not re.search(r"<script(?![^>]*\bsrc=)", page)
    assert not re.search(r"\son\w+=", page)


def test_identifiers_are_unique(page: str):
    found = re.findall(r'\sid="([^"]+)"', page)
    assert len(found) == len(set(found)), {one for one in found if found.count(one) > 1}


def test_signing_out_is_a_post(page: str):
    for form in re.findall(r"<form[^>]*>(?:(?!</form>).)*Se déconnecter", page, re.DOTALL):
        assert 'method="post"' in form


@pytest.mark.parametrize("name", gallery.ERRORS)
def test_every_error_page_says_what_to_do_and_whom_to_call(name: str):
    answer = gallery.error_page(RequestFactory().get("/"), name)
    page = answer.content.decode()
    assert "tel:+33148965050" in page
    assert "Revenir à l’accueil" in page


@pytest.mark.parametrize("name", gallery.ERRORS)
def test_every_error_page_can_be_drawn_when_nothing_is_known(name: str):
    assert "<h1>" in render_to_string(f"ui/errors/{name}.html")


def test_a_page_with_errors_says_so_in_its_title():
    sample = gallery.gallery_samples.Samples()
    page = render_to_string("ui/base_portal.html", {"form": sample.wrong_form})
    assert "<title>Erreur\u00a0: " in page
