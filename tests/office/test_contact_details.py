from __future__ import annotations

import datetime as dt
import re

import pytest
from django.test import Client
from django.urls import reverse

from palier.domain.audit.actor import Actor
from palier.domain.casework.models import Case
from palier.domain.contact_details import actions
from palier.domain.contact_details.models import Change, EmailChange
from palier.domain.mail.models import Letter
from tests.cast import Cast, make_staff
from tests.domain.contact_details.making import NEW_EMAIL, new_email, new_mobile
from tests.office.desks import at_desk
from tests.portal.test_home import text_of
from tests.portal.test_home import vault as vault_folder  # noqa: F401  a fixture

PAPER = {"paper": "passport", "same": "on"}


@pytest.fixture
def colleague(cast: Cast) -> Client:
    return at_desk(make_staff("nadia@plaine.example", "Nadia Roy", "manager", cast.north))


def section_url(cast: Cast) -> str:
    return reverse("office:tenant-section", args=[cast.account.code, "contact-details"])


def confirmed(cast: Cast, now: dt.datetime, run_jobs, **more: object) -> EmailChange:
    change = new_email(cast, now, **more)
    run_jobs(now)
    return actions.confirm_email_change(change=change, actor=Actor.visitor(), now=now)


def test_the_file_shows_each_value_with_its_state(
    nora: Client, cast: Cast, now, at_most_queries
) -> None:
    new_mobile(cast, now)
    new_email(cast, now)
    nora.get(section_url(cast))  # the look is written once
    with at_most_queries(15):
        page = text_of(nora, section_url(cast))
    assert "06\u00a039\u00a098\u00a000\u00a042" in page
    assert "enregistré chez nous le 24/11/2026" in page
    assert "progiciel\u00a0: 06\u00a039\u00a098\u00a000\u00a011" in page
    assert "Changement d’adresse e-mail de Awa Diallo" in page


def test_a_telephone_recorded_at_the_counter_is_marked_and_told(
    nora: Client, cast: Cast, now
) -> None:
    address = reverse("office:contact-counter", args=[cast.account.code])
    given = {"person": str(cast.awa.pk), "mobile": "06 39 98 00 55", "phone": "", "where": "same"}
    assert (
        "un numéro français en a 10"
        in nora.post(address, {**given, "mobile": "06 39 98"}).content.decode()
    )
    assert nora.post(address, given).status_code == 302
    change = Change.objects.get()
    assert (change.filed_by, change.user) == (cast.north_advisor, None)
    assert "Un conseiller" in Letter.objects.get(to="awa@exemple.fr").text
    assert "enregistré par Nora Benali" in text_of(nora, section_url(cast))


def test_an_e_mail_is_never_changed_by_one_alone(
    nora: Client, colleague: Client, cast: Cast, now, run_jobs
) -> None:
    address = reverse("office:contact-counter-email", args=[cast.account.code])
    given = {"person": str(cast.awa.pk), "email": NEW_EMAIL}
    assert "cochez cette case" in nora.post(address, given).content.decode()
    page = nora.post(address, {**given, **PAPER})["Location"]
    change = EmailChange.objects.get()
    run_jobs(now)
    actions.confirm_email_change(change=change, actor=Actor.visitor(), now=now)

    nora.post(page, {"step": "approve"})
    change.refresh_from_db()
    assert change.approved_by is None
    assert "vous ne pouvez pas approuver vous-même" in text_of(nora, page)

    colleague.post(page, {"step": "approve"})
    actions.apply_due_email_changes(now=now + dt.timedelta(hours=49))
    cast.awa_user.refresh_from_db()
    assert cast.awa_user.email == NEW_EMAIL


def test_the_letter_shows_its_code_once_and_goes_to_the_dwelling(
    nora: Client, cast: Cast, now, run_jobs
) -> None:
    change = confirmed(cast, now, run_jobs, old_is_dead=True)
    address = reverse("office:contact-email-letter", args=[change.code])
    assert "Préparer la lettre et son code" in nora.get(address).content.decode()
    answer = nora.post(address)
    letter = answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    assert "1 allée des Tilleuls" in letter
    assert NEW_EMAIL not in letter
    [secret] = re.findall(r"\w{4}-\w{4}-\w{4}", letter)
    actions.give_code(change=change, typed=secret, actor=Actor.visitor(), now=now)
    cast.awa_user.refresh_from_db()
    assert cast.awa_user.email == NEW_EMAIL


@pytest.mark.usefixtures("vault_folder")
def test_two_values_that_disagree_are_decided_at_the_desk(nora: Client, cast: Cast, now) -> None:
    change = new_mobile(cast, now)
    actions.deliver_changes(actor=Actor.system(), now=now)
    cast.awa.mobile = "06 39 98 00 77"
    cast.awa.save()
    actions.compare_with_erp(now=now)
    page = reverse("office:contact-dispute", args=[change.code])
    task = Case.objects.get(subject_reference=change.code)
    assert page in nora.get(reverse("office:case", args=[task.code])).content.decode()
    assert page in nora.get(section_url(cast)).content.decode()
    assert "06\u00a039\u00a098\u00a000\u00a077" in text_of(nora, page)
    nora.post(page, {"garder": "locataire"})
    change.refresh_from_db()
    assert change.state == "recorded"
    assert "plus rien à décider" in text_of(nora, page)


def test_another_agency_sees_nothing(sacha: Client, cast: Cast, now) -> None:
    mobile, email = new_mobile(cast, now), new_email(cast, now)
    for name, code in (
        ("contact-counter", cast.account.code),
        ("contact-counter-email", cast.account.code),
        ("contact-email", email.code),
        ("contact-email-letter", email.code),
        ("contact-dispute", mobile.code),
    ):
        address = reverse(f"office:{name}", args=[code])
        assert (sacha.get(address).status_code, sacha.post(address).status_code) == (404, 404)
