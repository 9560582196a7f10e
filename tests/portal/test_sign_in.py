from __future__ import annotations

import re
import threading

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse

from palier.domain.audit.models import Trace
from palier.domain.mail.models import Letter
from tests.cast import NOW, PASSWORD, Cast

PAGE = "/connexion/"
FORGOTTEN = "/mot-de-passe-oublie/"


def sign_in(client: Client, email: str = "awa@exemple.fr", password: str = PASSWORD, **more: str):
    return client.post(PAGE, {"login": email, "password": password, **more})


def test_signing_in_leads_home_and_is_recorded(known: Cast, client: Client) -> None:
    answer = sign_in(client, email="  AWA@exemple.fr ")
    assert (answer.status_code, answer.url) == (302, "/")
    assert client.session["_auth_user_id"] == str(known.awa_user.pk)
    assert Trace.objects.filter(event="accounts.signed_in").count() == 1


def test_the_session_key_changes_at_sign_in_and_at_sign_out(known: Cast, client: Client) -> None:
    client.get("/ouvrir-mon-compte/")
    session = client.session
    session["before"] = "1"
    session.save()
    client.cookies["sessionid"] = session.session_key
    sign_in(client)
    signed_in = client.session.session_key
    assert signed_in != session.session_key
    client.post("/deconnexion/")
    assert client.session.session_key != signed_in
    assert "_auth_user_id" not in client.session


def test_signing_out_takes_a_post(known: Cast, client: Client) -> None:
    client.force_login(known.awa_user)
    assert client.get("/deconnexion/").status_code == 200
    assert "_auth_user_id" in client.session
    assert client.post("/deconnexion/").url == "/"
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize(
    ("email", "password"),
    [
        ("awa@exemple.fr", "pas-le-bon"),
        ("personne@exemple.fr", PASSWORD),
        ("personne@exemple.fr", "x"),
    ],
)
def test_every_failure_gets_one_page(known: Cast, email: str, password: str) -> None:
    answer = sign_in(Client(), email, password)
    other = sign_in(Client(), "jeanne@exemple.fr", "encore-faux")
    assert answer.status_code == other.status_code
    assert comparable(answer) == comparable(other)
    assert "ne vont pas ensemble" in answer.content.decode()


def comparable(answer) -> str:
    return re.sub(r'(value="[^"]*"|csrf[^>]*>)', "", answer.content.decode())


@pytest.mark.parametrize(
    ("asked", "given"),
    [
        ("/mon-loyer/", "/mon-loyer/"),
        ("https://pirate.example/", "/"),
        ("//pirate.example/", "/"),
        ("javascript:alert(1)", "/"),
        ("/\\pirate.example", "/"),
    ],
)
def test_next_leads_inside_only(known: Cast, client: Client, asked: str, given: str) -> None:
    assert sign_in(client, next=asked).url == given


def test_a_private_page_leads_back_after_sign_in(known: Cast, client: Client) -> None:
    answer = client.get("/ouvrir-mon-compte/identite/")
    assert answer.url == "/connexion/?next=/ouvrir-mon-compte/identite/"
    assert (
        'name="next" value="/ouvrir-mon-compte/identite/"'
        in client.get(answer.url).content.decode()
    )


@pytest.mark.parametrize("page", ["/connexion/", "/mot-de-passe-oublie/", "/connexion/a-nouveau/"])
@pytest.mark.parametrize(
    "outside", ["https://ailleurs.example/", "//ailleurs.example/", "/\\ailleurs.example"]
)
def test_no_page_carries_an_outside_address(
    known: Cast, client: Client, page: str, outside: str
) -> None:
    if page.endswith("a-nouveau/"):
        sign_in(client)
    shown = client.get(page, {"next": outside})
    assert shown.status_code == 200
    assert "ailleurs.example" not in shown.content.decode()


def test_the_cookies_are_out_of_reach_of_scripts(known: Cast, client: Client) -> None:
    answer = sign_in(client)
    for name in ("sessionid", "device"):
        assert answer.cookies[name]["httponly"]
        assert answer.cookies[name]["samesite"] == "Lax"


def reset_link(letter: Letter) -> str:
    found = re.search(r"https?://[^/\s]+(/mot-de-passe-oublie/nouveau/\S+)", letter.text)
    assert found is not None
    return found[1]


def test_a_forgotten_password_is_chosen_anew(known: Cast, client: Client, run_jobs) -> None:
    elsewhere = Client()
    sign_in(elsewhere)
    answer = client.post(FORGOTTEN, {"email": "awa@exemple.fr"})
    assert answer.url == "/mot-de-passe-oublie/envoye/"
    run_jobs(NOW)
    link = reset_link(Letter.objects.get(template="mail/password_reset"))
    form = client.get(link, follow=True)
    where = form.request["PATH_INFO"]
    assert where.endswith("-set-password/")
    weak = client.post(where, {"password1": "diallo-awa-2026"})
    assert weak.status_code == 200
    assert "en vous connaissant" in weak.content.decode()
    done = client.post(where, {"password1": "sept-otaries-sur-un-banc"})
    assert done.url == "/mot-de-passe-oublie/change/"
    assert sign_in(Client(), password="sept-otaries-sur-un-banc").status_code == 302
    assert elsewhere.get("/ouvrir-mon-compte/identite/").url.startswith("/connexion/")
    assert Letter.objects.get(template="mail/password_changed").to == "awa@exemple.fr"
    again = Client().get(link, follow=True)
    assert "ne marche plus" in again.content.decode()


def test_the_answer_is_the_same_whether_the_account_exists(known: Cast, run_jobs) -> None:
    pages = set()
    for email in ("awa@exemple.fr", "personne@exemple.fr"):
        answer = Client().post(FORGOTTEN, {"email": email}, follow=True)
        pages.add((answer.status_code, comparable(answer)))
    assert len(pages) == 1
    run_jobs(NOW)
    assert [letter.template for letter in Letter.objects.order_by("pk")] == [
        "mail/password_reset",
        "mail/unknown_account",
    ]


def test_the_reset_link_starts_at_our_address(known: Cast, settings, run_jobs) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    Client(HTTP_HOST="pirate.example").post(FORGOTTEN, {"email": "awa@exemple.fr"})
    run_jobs(NOW)
    text = Letter.objects.get().text
    assert "pirate.example" not in text
    assert f"{settings.PALIER_ADDRESS}/mot-de-passe-oublie/nouveau/" in text


def test_a_mailbox_gets_five_links_an_hour_and_every_page_is_the_same(
    known: Cast, run_jobs
) -> None:
    statuses = [
        Client(REMOTE_ADDR=f"203.0.113.{n}")
        .post(FORGOTTEN, {"email": "awa@exemple.fr"})
        .status_code
        for n in range(8)
    ]
    run_jobs(NOW)
    assert statuses == [302] * 8
    assert Letter.objects.filter(template="mail/password_reset").count() == 5


@pytest.mark.parametrize(
    "name",
    ["account_email", "account_set_password", "account_confirm_login_code", "socialaccount_signup"],
)
def test_the_librarys_other_pages_have_no_address(name: str) -> None:
    with pytest.raises(NoReverseMatch):
        reverse(name)


def test_the_librarys_sign_up_leads_to_ours(cast: Cast, client: Client) -> None:
    assert client.get(reverse("account_signup")).url == "/ouvrir-mon-compte/"


def test_a_closed_user_stays_outside(known: Cast, client: Client) -> None:
    known.awa_user.is_active = False
    known.awa_user.save()
    assert sign_in(client).url == "/connexion/ferme/"
    assert "_auth_user_id" not in client.session


def test_a_reset_costs_the_same_whether_the_account_exists(
    known: Cast, django_assert_num_queries
) -> None:
    asked = Client()
    asked.post(FORGOTTEN, {"email": "jeanne@exemple.fr"})
    with CaptureQueriesContext(connection) as known_address:
        asked.post(FORGOTTEN, {"email": "awa@exemple.fr"})
    with django_assert_num_queries(len(known_address)):
        asked.post(FORGOTTEN, {"email": "qui-donc@exemple.fr"})


@pytest.mark.django_db(transaction=True)
def test_two_answers_to_one_reset_link_at_once_change_one_password(cast: Cast, run_jobs) -> None:
    Client().post(FORGOTTEN, {"email": "awa@exemple.fr"})
    run_jobs(NOW)
    link = reset_link(Letter.objects.get(template="mail/password_reset"))
    passwords = ["sept-otaries-sur-un-banc", "neuf-castors-dans-un-bain"]
    clients = [Client(), Client()]
    where = [client.get(link, follow=True).request["PATH_INFO"] for client in clients]
    gate = threading.Barrier(2)
    answers: list[str] = ["", ""]

    def answer(index: int) -> None:
        gate.wait()
        try:
            said = clients[index].post(where[index], {"password1": passwords[index]})
            answers[index] = getattr(said, "url", "refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=answer, args=(index,)) for index in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == ["/mot-de-passe-oublie/change/", "refused"]
    won = answers.index("/mot-de-passe-oublie/change/")
    cast.awa_user.refresh_from_db()
    assert cast.awa_user.check_password(passwords[won])
    assert Letter.objects.filter(template="mail/password_changed").count() == 1
