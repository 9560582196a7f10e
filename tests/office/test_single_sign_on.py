"""Staff sign in with the landlord's directory: a real provider, honest and otherwise."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client

from palier.domain.accounts.models import StaffMember, User
from palier.domain.accounts.single_sign_on.actions import give_directory_id
from palier.domain.audit.actor import Actor
from palier.domain.audit.models import Trace
from tests.cast import NOW, PASSWORD, Cast
from tests.rig.directory import CLIENT_ID, CLIENT_SECRET, RunningDirectory, running_directory
from tests.rig.site import free_port

START = "/agence/connexion/"
NORA = "agent-0042"


@pytest.fixture(scope="module")
def running() -> Iterator[RunningDirectory]:
    with running_directory(free_port()) as directory:
        yield directory


@pytest.fixture
def directory(running: RunningDirectory, settings, db: None) -> RunningDirectory:
    cache.clear()
    settings.PALIER_SSO = {
        "issuer": running.issuer,
        "client_id": CLIENT_ID,
        "client_secret": CLIENT_SECRET,
        "name": "compte de la Plaine",
        "identifier": "sub",
        "email": False,
        "second_factor": ["amr:mfa"],
    }
    return running


@pytest.fixture
def nora(cast: Cast) -> StaffMember:
    return give_directory_id(
        member=cast.north_advisor, directory_id=NORA, actor=Actor.system(), now=NOW
    )


def to_the_directory(client: Client, start: str = START) -> str:
    """Follow the browser to the directory; give the address it is sent back to."""
    sent = client.get(start)
    assert sent.status_code == 302, sent
    answer = requests.get(sent["Location"], allow_redirects=False, timeout=10)
    assert answer.status_code == 302, answer.text
    where = urlsplit(answer.headers["Location"])
    return f"{where.path}?{where.query}"


def sign_in(client: Client, start: str = START) -> HttpResponse:
    return client.get(to_the_directory(client, start))


def reason() -> str:
    trace = Trace.objects.filter(event="accounts.single_sign_on_refused").latest("pk")
    return str(trace.facts["reason"])


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_an_agent_known_to_the_directory_reaches_the_desk(
    directory: RunningDirectory, nora: StaffMember, client: Client
) -> None:
    directory.tell(sub=NORA, amr=["pwd", "mfa"])

    assert sign_in(client).url == "/agence/"

    assert client.get("/agence/").status_code == 200
    assert Trace.objects.filter(event="accounts.staff_recognised").exists()


def test_the_browser_is_sent_with_a_challenge_a_state_and_a_nonce(
    directory: RunningDirectory, client: Client
) -> None:
    asked = parse_qs(urlsplit(client.get(START)["Location"]).query)

    assert asked["code_challenge_method"] == ["S256"]
    assert asked["response_type"] == ["code"]
    for name in ("state", "nonce", "code_challenge"):
        assert len(asked[name][0]) >= 43
    again = parse_qs(urlsplit(client.get(START)["Location"]).query)
    assert again["state"] != asked["state"]


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ("nonce", "nonce"),
        ("no-nonce", "nonce"),
        ("issuer", "issuer"),
        ("audience", "audience"),
        ("two-audiences", "audience"),
        ("expired", "expired"),
        ("no-expiry", "signature"),
        ("stranger", "signature"),
        ("none", "unsigned"),
        ("shared-secret", "unsigned"),
    ],
)
def test_an_answer_that_does_not_hold_signs_nobody_in(
    directory: RunningDirectory, nora: StaffMember, client: Client, fault: str, said: str
) -> None:
    directory.tell(sub=NORA, amr=["mfa"], fault=fault)

    assert sign_in(client).url == "/connexion/"

    assert not is_signed_in(client)
    assert reason() == said


def test_an_answer_serves_once_and_in_its_own_browser(
    directory: RunningDirectory, nora: StaffMember, client: Client
) -> None:
    directory.tell(sub=NORA, amr=["mfa"])
    answer = to_the_directory(client)

    other = Client()
    assert other.get(answer).url == "/connexion/"
    assert not is_signed_in(other)
    assert client.get(answer).url == "/agence/"
    client.post("/deconnexion/")
    assert client.get(answer).url == "/connexion/"
    assert not is_signed_in(client)


def test_a_stolen_code_is_no_use_without_the_verifier(
    directory: RunningDirectory, nora: StaffMember, client: Client
) -> None:
    directory.tell(sub=NORA, amr=["mfa"])
    answer = to_the_directory(client)
    session = client.session
    way = session["palier_on_the_way"]
    session["palier_on_the_way"] = {**way, "verifier": "x" * 64}
    session.save()

    assert client.get(answer).url == "/connexion/"
    assert reason() == "code"


def test_a_changed_state_is_refused(directory: RunningDirectory, client: Client) -> None:
    directory.tell(sub=NORA)
    answer = re.sub(r"state=[^&]*", "state=un-autre", to_the_directory(client))

    assert client.get(answer).url == "/connexion/"
    assert reason() == "state"


def test_another_issuer_in_the_address_is_refused(
    directory: RunningDirectory, nora: StaffMember, client: Client
) -> None:
    directory.tell(sub=NORA, amr=["mfa"])
    answer = to_the_directory(client) + "&iss=https%3A%2F%2Fpirate.example"

    assert client.get(answer).url == "/connexion/"
    assert reason() == "issuer"


def test_nobody_becomes_staff_by_signing_in(
    directory: RunningDirectory, cast: Cast, client: Client
) -> None:
    directory.tell(sub="agent-9999", email="nouveau@plaine.example", email_verified=True)
    before = (User.objects.count(), StaffMember.objects.count())

    page = client.get(sign_in(client).url)

    assert "vous n’êtes pas encore agent" in page.content.decode()
    assert (User.objects.count(), StaffMember.objects.count()) == before
    assert reason() == "unknown"


def test_a_tenant_is_not_staff_whatever_the_directory_says(
    directory: RunningDirectory, cast: Cast, client: Client, settings
) -> None:
    settings.PALIER_SSO = {**settings.PALIER_SSO, "email": True}
    directory.tell(sub="x", email=cast.awa_user.email, email_verified=True, amr=["mfa"])

    assert sign_in(client).url == "/connexion/"
    assert not is_signed_in(client)


@pytest.mark.parametrize(
    ("allowed", "verified", "expected"),
    [(True, True, True), (False, True, False), (True, False, False), (True, "true", False)],
)
def test_a_verified_address_is_recognised_only_where_the_landlord_says_so(
    directory: RunningDirectory, cast: Cast, client: Client, settings, allowed, verified, expected
) -> None:
    settings.PALIER_SSO = {**settings.PALIER_SSO, "email": allowed}
    directory.tell(sub="s-1", email="Nora@plaine.example", email_verified=verified, amr=["mfa"])

    sign_in(client)

    assert is_signed_in(client) is expected


def test_an_address_given_to_somebody_else_later_opens_nothing(
    directory: RunningDirectory, cast: Cast, settings
) -> None:
    settings.PALIER_SSO = {**settings.PALIER_SSO, "email": True}
    directory.tell(sub="s-1", email="nora@plaine.example", email_verified=True, amr=["mfa"])
    sign_in(Client())
    directory.tell(sub="s-2", email="nora@plaine.example", email_verified=True, amr=["mfa"])

    second = Client()
    sign_in(second)

    assert not is_signed_in(second)
    cast.north_advisor.refresh_from_db()
    assert cast.north_advisor.directory_id == "s-1"


def test_without_a_proof_we_accept_palier_asks_for_its_own_second_factor(
    directory: RunningDirectory, nora: StaffMember, client: Client
) -> None:
    TOTP.activate(nora.user, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    directory.tell(sub=NORA, amr=["pwd"])

    assert sign_in(client).url == "/connexion/code/"
    assert client.get("/agence/").url.startswith("/connexion/")


def test_without_any_second_factor_the_desk_stays_closed(
    directory: RunningDirectory, nora: StaffMember, client: Client
) -> None:
    directory.tell(sub=NORA)

    sign_in(client)

    assert client.get("/agence/").url == "/connexion/second-facteur/activer/"


def test_by_default_no_proof_of_the_directory_counts(
    directory: RunningDirectory, nora: StaffMember, client: Client, settings
) -> None:
    settings.PALIER_SSO = {**settings.PALIER_SSO, "second_factor": []}
    directory.tell(sub=NORA, amr=["mfa"])

    sign_in(client)

    assert client.get("/agence/").status_code == 302


def test_local_sign_in_can_be_switched_off_for_staff_alone(
    directory: RunningDirectory, nora: StaffMember, cast: Cast, settings
) -> None:
    settings.PALIER_STAFF_LOCAL_SIGN_IN = False
    directory.tell(sub=NORA, amr=["mfa"])
    local, tenant, through = Client(), Client(), Client()

    for client, email in ((local, "nora@plaine.example"), (tenant, "awa@exemple.fr")):
        client.post("/connexion/", {"login": email, "password": PASSWORD})
    sign_in(through)

    assert not is_signed_in(local)
    assert is_signed_in(tenant)
    assert is_signed_in(through)


def test_signing_out_leads_out_of_the_directory_too(
    directory: RunningDirectory, nora: StaffMember, client: Client
) -> None:
    directory.tell(sub=NORA, amr=["mfa"])
    sign_in(client)

    out = client.post("/deconnexion/")

    where = urlsplit(out.url)
    asked = parse_qs(where.query)
    assert f"{where.scheme}://{where.netloc}{where.path}" == f"{directory.issuer}/sortie"
    assert asked["id_token_hint"][0].count(".") == 2
    assert asked["post_logout_redirect_uri"][0].endswith("/connexion/")
    assert not is_signed_in(client)


def test_an_agent_without_password_shows_who_they_are_through_the_directory(
    directory: RunningDirectory, nora: StaffMember, client: Client
) -> None:
    directory.tell(sub=NORA, amr=["mfa"])
    sign_in(client)
    page = "/connexion/second-facteur/activer/"
    key = client.session.session_key
    assert client.get(page).status_code == 302

    directory.tell(sub=NORA, fault="old-login")
    assert sign_in(client, f"{START}?next={page}").url == "/connexion/"
    assert client.get(page).status_code == 302
    directory.tell(sub=NORA)
    assert sign_in(client, f"{START}?next={page}").url == page

    assert client.get(page).status_code == 200
    assert client.session.session_key != key


def test_somebody_else_at_the_keyboard_shows_nothing(
    directory: RunningDirectory, nora: StaffMember, cast: Cast, client: Client
) -> None:
    give_directory_id(
        member=cast.south_advisor, directory_id="sacha", actor=Actor.system(), now=NOW
    )
    directory.tell(sub=NORA, amr=["mfa"])
    sign_in(client)
    directory.tell(sub="sacha")

    sign_in(client)

    assert reason() == "again"
    assert client.session["_auth_user_id"] == str(nora.user_id)


def test_giving_up_leads_back_to_the_sign_in(directory: RunningDirectory, client: Client) -> None:
    directory.tell(sub=NORA, signed_in=False)

    page = client.get(sign_in(client).url)

    assert "abandonnée" in page.content.decode()


def test_the_agents_who_left_are_strangers(
    directory: RunningDirectory, nora: StaffMember, client: Client
) -> None:
    from palier.domain.accounts.actions import end_staff

    end_staff(member=nora, actor=Actor.system(), now=NOW)
    directory.tell(sub=NORA, amr=["mfa"])

    sign_in(client)

    assert not is_signed_in(client)


def test_a_directory_that_is_down_keeps_the_local_door_open(
    cast: Cast, client: Client, settings
) -> None:
    cache.clear()
    settings.PALIER_SSO = {
        "issuer": f"http://localhost:{free_port()}", "client_id": "x", "client_secret": "y",
        "name": "compte", "identifier": "sub", "email": False, "second_factor": [],
    }  # fmt: skip

    assert client.get(START).url == "/connexion/"
    assert client.get("/connexion/").status_code == 200


def test_without_a_directory_its_addresses_do_not_exist(cast: Cast, client: Client) -> None:
    assert client.get(START).status_code == 404
    assert client.get(f"{START}retour/").status_code == 404
    assert "Vous travaillez pour le bailleur" not in client.get("/connexion/").content.decode()


def test_the_sign_in_page_offers_the_directory(directory: RunningDirectory, client: Client) -> None:
    page = client.get("/connexion/?next=/agence/chiffres/").content.decode()

    assert "Se connecter avec mon compte de la Plaine" in page
    assert 'href="/agence/connexion/?next=/agence/chiffres/"' in page


def test_no_authenticator_is_made_by_the_directory(
    directory: RunningDirectory, nora: StaffMember, client: Client
) -> None:
    directory.tell(sub=NORA, amr=["mfa"])
    sign_in(client)
    assert not Authenticator.objects.filter(user=nora.user).exists()
