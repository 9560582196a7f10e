"""A copy holds what is the person's, all of it, and nothing of anybody else."""

from __future__ import annotations

import datetime as dt
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from palier.domain.accounts.models import User
from palier.domain.accounts.queries import actor_of
from palier.domain.audit.models import Trace
from palier.domain.mail.models import Letter
from palier.domain.rights import actions
from palier.domain.rights.content import SECTIONS, schema
from palier.domain.rights.models import DataCopy
from tests.doors.people import PEOPLE
from tests.doors.world import World, build
from tests.rig.shapes import fits

DAY = dt.timedelta(days=1)


@pytest.fixture
def world(db: None, now: dt.datetime, tmp_path: Path, settings: Any) -> World:
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path)},
        },
    }
    return build(now)


def copy_of(user: User, now: dt.datetime) -> zipfile.ZipFile:
    asked = actions.ask_copy(user=user, actor=actor_of(user), now=now)
    actions.prepare_copy(code=asked.code, now=now)
    _copy, file = actions.hand_over(user=user, actor=actor_of(user), now=now)
    with file:
        return zipfile.ZipFile(io.BytesIO(file.read()))


def told(archive: zipfile.ZipFile) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(archive.read("mes-donnees.json"))
    return found


def words_in(archive: zipfile.ZipFile) -> str:
    pages = [archive.read(name).decode() for name in archive.namelist() if name.endswith("json")]
    return " ".join([*archive.namelist(), *pages])


def test_a_copy_fits_the_schema_it_carries(world: World, now: dt.datetime) -> None:
    archive = copy_of(world.cast.awa_user, now)
    assert json.loads(archive.read("schema.json")) == json.loads(json.dumps(schema()))
    assert not list(fits(told(archive), schema()))
    assert archive.testzip() is None


def test_a_copy_holds_what_is_awa_s(world: World, now: dt.datetime) -> None:
    data = told(copy_of(world.cast.awa_user, now))
    assert data["mon_espace"][0]["adresse_email"] == world.cast.awa_user.email
    assert data["mon_identite"][0]["nom_de_naissance"] == "Diallo"
    filled = {section.key for section in SECTIONS if data[section.key]}
    assert filled >= {
        "comptes",
        "baux",
        "ecritures",
        "avis_d_echeance",
        "paiements",
        "demandes",
        "messages",
        "declarations",
        "pieces_deposees",
        "attestations_d_assurance",
        "documents",
        "journal",
        "e-mails_envoyes",
    }


def test_the_files_are_those_of_the_documents(world: World, now: dt.datetime) -> None:
    archive = copy_of(world.cast.awa_user, now)
    files = [name for name in archive.namelist() if name.startswith("fichiers/")]
    assert len(files) == len(set(files))
    assert len(files) >= len(told(archive)["documents"])


@pytest.mark.parametrize("letter", ["H", "C", "F", "S"])
def test_a_copy_tells_nothing_that_is_another_s(
    world: World, now: dt.datetime, letter: str
) -> None:
    """The same words as before the doors: what each person may read anywhere."""
    person = next(person for person in PEOPLE if person.letter == letter)
    user = person.user(world)
    assert user is not None
    read = words_in(copy_of(user, now))
    # What they wrote themselves is theirs, even where no page of theirs shows it again.
    own = {"H": "Awa", "C": "Yanis"}.get(letter, "\0")
    leaks = {
        name
        for name, word in world.words.items()
        if word in read and name not in person.reads and not name.startswith(own)
    }
    assert not leaks


def test_a_copy_names_no_member_of_the_staff(world: World, now: dt.datetime) -> None:
    read = words_in(copy_of(world.cast.awa_user, now))
    for member in (world.cast.north_advisor, world.manager, world.cast.administrator):
        assert str(member.user) not in read


def test_a_former_holder_gets_their_own_time_alone(world: World, now: dt.datetime) -> None:
    data = told(copy_of(world.moussa_user, now))
    days = {row["date"] for row in data["ecritures"]}
    assert days
    assert max(days) <= "2021-06-30"


def test_one_copy_at_a_time_and_one_a_day(world: World, now: dt.datetime) -> None:
    user = world.cast.awa_user
    asked = actions.ask_copy(user=user, actor=actor_of(user), now=now)
    with pytest.raises(actions.AskedAlready):
        actions.ask_copy(user=user, actor=actor_of(user), now=now + 2 * DAY)
    actions.prepare_copy(code=asked.code, now=now)
    actions.forget_old_copies(now=now + 8 * DAY)
    actions.ask_copy(user=user, actor=actor_of(user), now=now + 8 * DAY)


def test_a_copy_goes_after_its_days_with_its_file(
    world: World, now: dt.datetime, tmp_path: Path, django_capture_on_commit_callbacks: Any
) -> None:
    user = world.cast.awa_user
    copy_of(user, now)
    assert list(tmp_path.glob("copies/*.zip"))
    assert actions.forget_old_copies(now=now + 6 * DAY) == 0
    with pytest.raises(actions.CopyNotThere):
        actions.hand_over(user=user, actor=actor_of(user), now=now + 7 * DAY)
    with django_capture_on_commit_callbacks(execute=True):
        assert actions.forget_old_copies(now=now + 7 * DAY) == 1
    assert not list(tmp_path.glob("copies/*.zip"))
    assert DataCopy.objects.get().state == "gone"


def test_preparing_twice_prepares_once(world: World, now: dt.datetime) -> None:
    user = world.cast.awa_user
    asked = actions.ask_copy(user=user, actor=actor_of(user), now=now)
    actions.prepare_copy(code=asked.code, now=now)
    actions.prepare_copy(code=asked.code, now=now)
    assert Letter.objects.filter(template="mail/data_copy_ready").count() == 1


def test_asking_and_taking_are_in_the_trail(world: World, now: dt.datetime) -> None:
    copy_of(world.cast.awa_user, now)
    told = Trace.objects.filter(event__startswith="rights.").order_by("pk")
    assert [trace.event for trace in told] == [
        "rights.export_asked",
        "rights.export_prepared",
        "rights.export_downloaded",
    ]


def test_somebody_who_never_proved_who_they_are_gets_their_account_alone(
    world: World, now: dt.datetime
) -> None:
    data = told(copy_of(world.cast.stranger_user, now))
    assert data["mon_espace"]
    assert not [key for key in ("comptes", "ecritures", "documents", "messages") if data[key]]


def test_a_helper_gets_their_own_account_and_nothing_of_the_file_they_help_with(
    world: World, now: dt.datetime
) -> None:
    archive = copy_of(world.helper("papers"), now)
    data = told(archive)
    opened = [row["ce_qui_m_est_ouvert"] for row in data["personnes_que_j_aide"]]
    assert opened == ["papiers"]
    filled = {key for key in data if isinstance(data[key], list) and data[key]}
    own = {"mon_espace", "personnes_que_j_aide", "journal", "e-mails_envoyes"}
    assert filled <= own | {"demandes_de_droits"}
    assert not [name for name in archive.namelist() if name.startswith("fichiers/")]
    planted = {name for name, word in world.words.items() if word in words_in(archive)}
    assert planted <= {"AwaName"}
