from __future__ import annotations

import datetime as dt
import re
import threading

import pytest
import time_machine
from django.db import connection
from django.test import Client

from palier.domain.access import actions
from palier.domain.access.models import PersonLink, Recovery
from palier.domain.audit.models import Trace
from palier.domain.casework.models import Case
from palier.domain.mail.models import Letter
from palier.domain.messaging.models import Thread
from tests.cast import NOW, Cast, make_staff
from tests.portal.test_sign_in import reset_link, sign_in

ADDRESS = "/mot-de-passe-oublie/adresse/"
AGENCY = "/mot-de-passe-oublie/agence/"
CODE = "/mot-de-passe-oublie/code/"
CHOOSE = "/mot-de-passe-oublie/choisir/"
DONE = "/mot-de-passe-oublie/change/"
NEW = "sept-otaries-sur-un-banc"
LATER = NOW + dt.timedelta(hours=24)


def access_of(cast: Cast) -> PersonLink:
    return PersonLink.objects.get(user=cast.awa_user)


def given(cast: Cast, means: str, now: dt.datetime = NOW) -> tuple[Recovery, str]:
    return actions.start_recovery(
        link=access_of(cast),
        means=Recovery.Means(means),
        cause=Recovery.Cause.PASSWORD,
        checked="questions",
        staff=cast.north_advisor,
        now=now,
    )


def typed(client: Client, secret: str, reference: str = "12345"):
    return client.post(CODE, {"reference": reference, "code": secret})


def link_in(template: str) -> str:
    letter = Letter.objects.filter(template=f"mail/{template}").latest("pk")
    found = re.search(r"https?://[^/\s]+(/mot-de-passe-oublie/\S+)", letter.text)
    assert found is not None
    return found[1]


# --- the address ------------------------------------------------------------------------


def test_a_forgotten_address_is_told_to_the_known_mailboxes_only(
    known: Cast, client: Client, run_jobs
) -> None:
    known.awa.email = "dossier@exemple.fr"
    known.awa.save(update_fields=["email"])
    answer = client.post(ADDRESS, {"reference": "L/0012345", "family_name": "diallo"})
    assert answer.url == f"{ADDRESS}envoye/"
    run_jobs(NOW)
    texts = {letter.to: letter.text for letter in Letter.objects.all()}
    assert set(texts) == {"awa@exemple.fr", "dossier@exemple.fr"}
    assert "awa@exemple.fr" in texts["awa@exemple.fr"]
    assert "awa@exemple.fr" not in texts["dossier@exemple.fr"]
    assert "a•••@exemple.fr" in texts["dossier@exemple.fr"]
    assert "awa" not in client.get(answer.url).content.decode()


@pytest.mark.parametrize("said", [("L/0012345", "Diallo"), ("L/0099999", "Diallo"), ("1", "x")])
def test_the_answer_is_one_whatever_is_typed(known: Cast, said: tuple[str, str]) -> None:
    answer = Client().post(ADDRESS, {"reference": said[0], "family_name": said[1]})
    assert (answer.status_code, answer.url) == (302, f"{ADDRESS}envoye/")


def test_one_person_is_written_to_three_times_a_day(known: Cast, client: Client, run_jobs) -> None:
    for _time in range(5):
        client.post(ADDRESS, {"reference": "12345", "family_name": "Diallo"})
    run_jobs(NOW)
    assert Letter.objects.filter(template="mail/sign_in_address").count() == 3


def test_whoever_has_no_access_yet_is_told_how_to_open_one(
    known: Cast, client: Client, run_jobs
) -> None:
    PersonLink.objects.filter(person=known.awa).delete()
    client.post(ADDRESS, {"reference": "12345", "family_name": "Diallo"})
    run_jobs(NOW)
    assert Letter.objects.get().template == "mail/no_access_yet"


# --- the agency -------------------------------------------------------------------------


def ask_agency(client: Client, **more: str):
    said = {
        "reference": "12345",
        "family_name": "Diallo",
        "given_name": "Awa",
        "wish": "letter",
        "phone": "06 39 98 00 11",
    }
    return client.post(AGENCY, said | more)


def test_a_lost_mailbox_asks_the_agency_and_attaches_nothing(
    known: Cast, client: Client, run_jobs
) -> None:
    for _time in range(2):
        assert ask_agency(client).url == f"{AGENCY}demande/"
    run_jobs(NOW)
    case = Case.objects.get()
    assert (case.kind, case.agency_id) == ("lost_access", known.north.erp_id)
    assert (case.tenant_account, case.person, case.user) == (None, None, None)
    assert case.subject_reference == access_of(known).code


def test_a_demand_that_matches_nobody_is_read_by_a_person_too(
    known: Cast, client: Client, run_jobs
) -> None:
    assert ask_agency(client, family_name="Personne").url == f"{AGENCY}demande/"
    run_jobs(NOW)
    assert (Case.objects.get().agency_id, Case.objects.get().subject_reference) == ("", "")


# --- a letter or a paper ----------------------------------------------------------------


def test_the_code_of_a_letter_gives_the_access_back_after_the_delay(
    known: Cast, client: Client, run_jobs
) -> None:
    elsewhere = Client()
    sign_in(elsewhere)
    _recovery, secret = given(known, "letter")
    early = typed(client, secret)
    assert "Ce code est le bon" in early.content.decode()
    with time_machine.travel(LATER, tick=False):
        assert typed(client, secret.lower().replace("-", " ")).url == CHOOSE
        page = client.get(CHOOSE)
        assert "awa@exemple.fr" in page.content.decode()
        assert "no-store" in page["Cache-Control"]
        weak = client.post(CHOOSE, {"password": "diallo-awa-2026"})
        assert "en vous connaissant" in weak.content.decode()
        assert client.post(CHOOSE, {"password": NEW}).url == DONE
        assert client.post(CHOOSE, {"password": NEW}).status_code == 410
        assert sign_in(client, password=NEW).status_code == 302
        assert elsewhere.get("/mon-loyer/").url.startswith("/connexion/")
        assert "ne marche plus" in typed(Client(), secret).content.decode()
    assert Letter.objects.filter(template="mail/password_changed").count() == 1
    assert Trace.objects.filter(event="access.recovery_used").count() == 1


def test_a_second_pair_of_eyes_opens_a_code_given_by_hand_at_once(
    known: Cast, client: Client
) -> None:
    recovery, secret = given(known, "hand")
    with pytest.raises(actions.NotToThem):
        actions.second_recovery(recovery=recovery, staff=known.north_advisor, now=NOW)
    colleague = make_staff("lou@plaine.example", "Lou Colas", "advisor", known.north)
    actions.second_recovery(recovery=recovery, staff=colleague, now=NOW)
    assert typed(client, secret).url == CHOOSE


def test_the_owner_is_told_everywhere_and_stops_it(known: Cast, client: Client, run_jobs) -> None:
    known.awa.email = "dossier@exemple.fr"
    known.awa.save(update_fields=["email"])
    _recovery, secret = given(known, "letter")
    run_jobs(NOW)
    told = Letter.objects.filter(template="mail/recovery_started")
    assert {letter.to for letter in told} == {"awa@exemple.fr", "dossier@exemple.fr"}
    assert Thread.objects.filter(person=known.awa).count() == 1
    stop = link_in("recovery_started")
    client.get(stop)
    assert Recovery.objects.get().state == "open"
    assert "C’est arrêté" in client.post(stop).content.decode()
    with time_machine.travel(LATER, tick=False):
        assert typed(client, secret).status_code == 200
    assert Recovery.objects.get().state == "stopped"


def test_codes_are_guessed_nine_times_an_hour_from_one_network(known: Cast) -> None:
    given(known, "letter")
    looked_at = 0
    for minute in range(60):
        with time_machine.travel(LATER + dt.timedelta(minutes=minute), tick=False):
            guess = typed(Client(REMOTE_ADDR=f"203.0.113.{minute}"), "2222-2222-2222")
            looked_at += guess.status_code == 200
    assert looked_at == 9
    assert Recovery.objects.get().tries == 9


def test_strangers_who_know_a_reference_never_keep_its_owner_from_the_code(known: Cast) -> None:
    _recovery, secret = given(known, "letter")
    for day in range(3):
        with time_machine.travel(LATER + dt.timedelta(days=day), tick=False):
            for number in range(30):
                typed(Client(REMOTE_ADDR=f"198.51.{number}.{day}"), "2222-2222-2222")
    with time_machine.travel(LATER + dt.timedelta(days=2), tick=False):
        held = [
            typed(Client(REMOTE_ADDR=f"198.51.3.{number}"), "2222-2222-2222").status_code
            for number in range(4)
        ]
        assert held[-1] == 429
        assert typed(Client(REMOTE_ADDR="203.0.113.1"), secret).url == CHOOSE


def test_a_wrong_code_gets_one_page_whether_one_was_drawn(known: Cast) -> None:
    given(known, "letter")
    pages = {
        re.sub(r'value="[^"]*"', "", typed(Client(), "AAAA-BBBB-CCCC", reference).content.decode())
        for reference in ("12345", "54321", "99999")
    }
    assert len(pages) == 1


def test_an_old_code_opens_nothing(known: Cast, client: Client) -> None:
    _recovery, secret = given(known, "letter")
    with time_machine.travel(NOW + dt.timedelta(days=31), tick=False):
        assert typed(client, secret).status_code == 200
        assert actions.forget_dead_recoveries(now=NOW + dt.timedelta(days=31)) == 1


# --- a link -----------------------------------------------------------------------------


def test_the_link_of_the_agency_serves_once_and_an_hour(known: Cast, client: Client) -> None:
    given(known, "link")
    link = link_in("recovery_link")
    assert Letter.objects.get(template="mail/recovery_link").to == "awa@exemple.fr"
    assert client.get(link).url == CHOOSE
    assert client.post(CHOOSE, {"password": NEW}).url == DONE
    assert Client().get(link).status_code == 410
    given(known, "link")
    with time_machine.travel(NOW + dt.timedelta(minutes=61), tick=False):
        assert Client().get(link_in("recovery_link")).status_code == 410


def test_a_forged_link_is_unknown(known: Cast, client: Client) -> None:
    recovery, _none = given(known, "link")
    assert client.get(f"/mot-de-passe-oublie/lien/{recovery.code}/{'0' * 32}/").status_code == 404
    assert client.get(CHOOSE).status_code == 410


def test_a_planted_session_does_not_follow_its_victim_into_a_new_password(known: Cast) -> None:
    given(known, "link")
    victim, thief = Client(), Client()
    thief.get("/ouvrir-mon-compte/")
    session = thief.session
    session["planted"] = "1"
    session.save()
    victim.cookies["sessionid"] = thief.cookies["sessionid"] = session.session_key
    victim.get(link_in("recovery_link"))
    assert victim.get(CHOOSE).status_code == 200
    assert thief.get(CHOOSE).status_code == 410


@pytest.mark.parametrize("where", [ADDRESS, AGENCY, CODE, CHOOSE])
def test_every_form_wants_its_token(db: None, where: str) -> None:
    assert Client(enforce_csrf_checks=True).post(where, {}).status_code == 403


def test_links_start_at_our_address(known: Cast, settings, run_jobs) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    Client(HTTP_HOST="pirate.example").post(
        ADDRESS, {"reference": "12345", "family_name": "Diallo"}
    )
    run_jobs(NOW)
    assert "pirate.example" not in Letter.objects.get().text


def test_a_reset_link_dies_after_an_hour(known: Cast, client: Client, run_jobs) -> None:
    with time_machine.travel(NOW, tick=False):
        client.post("/mot-de-passe-oublie/", {"email": "awa@exemple.fr"})
        run_jobs(NOW)
    link = reset_link(Letter.objects.get(template="mail/password_reset"))
    with time_machine.travel(NOW + dt.timedelta(minutes=59), tick=False):
        assert Client().get(link).status_code == 302
    with time_machine.travel(NOW + dt.timedelta(minutes=61), tick=False):
        assert "ne marche plus" in Client().get(link).content.decode()


@pytest.mark.django_db(transaction=True)
def test_two_answers_to_one_code_at_once_change_one_password(cast: Cast) -> None:
    recovery, _secret = given(cast, "letter")
    gate = threading.Barrier(2)
    results: list[object] = []

    def use(password: str) -> None:
        gate.wait()
        try:
            results.append(actions.use_recovery(code=recovery.code, password=password, now=LATER))
        except actions.RecoveryDead as dead:
            results.append(dead)
        finally:
            connection.close()

    threads = [threading.Thread(target=use, args=(word,)) for word in (NEW, f"{NEW}-et-deux")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(isinstance(result, actions.RecoveryDead) for result in results) == 1
    assert Letter.objects.filter(template="mail/password_changed").count() == 1


# --- another address --------------------------------------------------------------------


def test_whoever_opens_again_with_another_address_reads_when_it_opens(
    known: Cast, client: Client
) -> None:
    claim = PersonLink.objects.create(
        user=known.stranger_user,
        person=known.awa,
        tenant_account=known.account,
        opened_at=NOW,
        moved_at=NOW,
    )
    _proof, secret = actions.issue_letter_code(link=claim, staff=known.north_advisor, now=NOW)
    client.force_login(known.stranger_user)
    page = "/ouvrir-mon-compte/identite/"
    answer = client.post(page, {"typed": secret}, follow=True).content.decode()
    assert "25\u00a0novembre\u00a02026 à 10\u00a0h\u00a000" in answer
    assert "Diallo" not in answer
    assert client.get("/mon-loyer/").status_code in {302, 404}
