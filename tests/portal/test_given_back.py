"""What was being typed when a session ended is kept for its owner, and for nobody else."""

from __future__ import annotations

import datetime as dt
from typing import Any

import time_machine
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.test import Client

from palier.domain.accounts.models import OpenSession
from palier.domain.casework.models import Case
from palier.ui.forms import Form, giving_back
from tests.cast import NOW, PASSWORD, Cast

PAGE = "/je-ne-peux-pas-payer/"
TYPED = "Mes heures de travail ont baissé"
LATE = NOW + dt.timedelta(hours=2)
HERE = "http://testserver"


def enter(client: Client, email: str = "awa@exemple.fr") -> str:
    answer = client.post("/connexion/", {"login": email, "password": PASSWORD, "next": PAGE})
    return str(answer.url)


def late_post(client: Client, fields: dict[str, Any]) -> None:
    """Send the form once the session has ended: the visitor is led to the sign-in."""
    answer = client.post(PAGE, fields, headers={"referer": f"{HERE}{PAGE}"})
    assert answer.url == f"/connexion/?next={PAGE}"


def signed_in() -> Client:
    client = Client()
    client.post("/connexion/", {"login": "awa@exemple.fr", "password": PASSWORD})
    return client


def field_name(client: Client) -> str:
    """Give the name of the page's first box to write in."""
    form = client.get(PAGE).context["form"]
    return next(name for name, field in form.fields.items() if "Textarea" in repr(field.widget))


def test_it_is_given_back_to_the_same_person_and_nothing_is_sent(
    cast: Cast, now: dt.datetime
) -> None:
    client = signed_in()
    name = field_name(client)
    with time_machine.travel(LATE, tick=False):
        late_post(client, {name: TYPED})
        assert enter(client) == PAGE
        page = client.get(PAGE).content.decode()

    assert TYPED in page
    assert "rien n’a été envoyé" in page
    assert not Case.objects.exists()


def test_it_lies_sealed_until_then(cast: Cast, now: dt.datetime) -> None:
    client = signed_in()
    name = field_name(client)
    with time_machine.travel(LATE, tick=False):
        late_post(client, {name: TYPED, "password": "mon-secret-a-moi"})
        kept = str(dict(client.session.items()))
        assert "palier_parked" in kept
        assert TYPED not in kept
        assert TYPED not in client.get("/connexion/").content.decode()
        enter(client)
        assert "mon-secret-a-moi" not in client.get(PAGE).content.decode()


def test_somebody_else_on_the_same_computer_gets_nothing(cast: Cast, now: dt.datetime) -> None:
    client = signed_in()
    name = field_name(client)
    with time_machine.travel(LATE, tick=False):
        late_post(client, {name: TYPED})
        enter(client, "jeanne@exemple.fr")
        assert TYPED not in client.get(PAGE).content.decode()
        assert "palier_parked" not in client.session
        client.post("/deconnexion/")
        enter(client)
        assert TYPED not in client.get(PAGE).content.decode()


def test_a_visitor_whose_session_never_was_leaves_nothing(cast: Cast, now: dt.datetime) -> None:
    client = Client()
    late_post(client, {"body": TYPED})
    assert "palier_parked" not in client.session


def test_a_session_closed_from_afar_leaves_nothing(cast: Cast, now: dt.datetime) -> None:
    client = signed_in()
    OpenSession.objects.all().delete()
    late_post(client, {"body": TYPED})
    assert "palier_parked" not in client.session


def test_it_is_kept_for_half_an_hour(cast: Cast, now: dt.datetime) -> None:
    client = signed_in()
    name = field_name(client)
    with time_machine.travel(LATE, tick=False):
        late_post(client, {name: TYPED})
    with time_machine.travel(LATE + dt.timedelta(minutes=31), tick=False):
        enter(client)
        assert TYPED not in client.get(PAGE).content.decode()


def test_it_is_forgotten_once_sent(cast: Cast, now: dt.datetime) -> None:
    client = signed_in()
    name = field_name(client)
    with time_machine.travel(LATE, tick=False):
        late_post(client, {name: TYPED})
        enter(client)
        client.get(PAGE)
        client.post(PAGE, {name: TYPED})
        assert "palier_parked" not in client.session


def test_files_are_not_kept_and_the_page_says_so(cast: Cast, now: dt.datetime) -> None:
    client = signed_in()
    name = field_name(client)
    with time_machine.travel(LATE, tick=False):
        late_post(client, {name: TYPED, "files": SimpleUploadedFile("avis.pdf", b"%PDF-1.4")})
        enter(client)
        assert "Choisissez de nouveau vos fichiers" in client.get(PAGE).content.decode()


def test_a_late_post_without_its_token_is_refused_as_ever(cast: Cast, now: dt.datetime) -> None:
    client = Client(enforce_csrf_checks=True)
    assert client.post(PAGE, {"body": TYPED}).status_code == 403


def test_the_way_back_never_leads_outside(cast: Cast, now: dt.datetime) -> None:
    client = signed_in()
    with time_machine.travel(LATE, tick=False):
        answer = client.post(PAGE, {"a": "b"}, headers={"referer": "https://pirate.example/x"})
    assert answer.url == f"/connexion/?next={PAGE}"


def test_a_piece_of_a_page_asked_too_late_changes_nothing(cast: Cast, now: dt.datetime) -> None:
    client = signed_in()
    with time_machine.travel(LATE, tick=False):
        answer = client.post(PAGE, {"a": "b"}, headers={"hx-request": "true"})
    assert answer.status_code == 204


class Question(Form):
    body = forms.CharField(widget=forms.Textarea)
    agree = forms.BooleanField(required=False)
    secret = forms.CharField(widget=forms.PasswordInput, required=False)
    key = forms.CharField(widget=forms.HiddenInput, required=False)


def test_a_piece_asked_while_a_form_is_sent_takes_nothing_away(
    cast: Cast, now: dt.datetime
) -> None:
    client = signed_in()
    name = field_name(client)
    with time_machine.travel(LATE, tick=False):
        before = client.cookies.output()
        piece = client.post(PAGE, {name: TYPED}, headers={"hx-request": "true"})
        assert piece.status_code == 204
        assert not piece.cookies
        assert client.cookies.output() == before


def test_a_form_starts_from_what_was_typed_and_stays_untouched() -> None:
    typed = QueryDict("body=bonjour&agree=on&secret=s&key=k")
    with giving_back(typed):
        form = Question(initial={"key": "new"})
    assert not form.is_bound
    assert form.initial == {"body": "bonjour", "agree": True, "key": "new"}
    assert Question().initial == {}


def test_a_form_that_was_not_the_one_sent_is_left_alone() -> None:
    with giving_back(QueryDict("other=bonjour")):
        assert Question().initial == {}
