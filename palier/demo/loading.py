"""Bring the sample landlord to life: its files through the real import, its people through
the actions, its avis through the real publication.

The committed ``demo/`` folder is of a fixed day, for the tests and for reading. Loaded long
after that day, the same landlord is written again up to today, and that folder is imported.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from palier.demo.accounts import create_sign_ins
from palier.demo.banking import open_bank_accounts
from palier.demo.delegates import get_people_helped
from palier.demo.deposits import ask_for_papers, change_households
from palier.demo.desk import bring_the_desk_to_life
from palier.demo.generating import Order, generate
from palier.demo.insurance import insure_the_sample
from palier.demo.landlord import settle_landlord
from palier.demo.messages import write_to_one_another
from palier.demo.profiles import reach_people
from palier.demo.receipts import agree_and_follow
from palier.demo.recoveries import lose_and_find_accesses
from palier.demo.rights import exercise_rights
from palier.domain.audit.actor import Actor
from palier.domain.billing.actions import publish_period
from palier.domain.landlord.queries import current_delivery_number, today
from palier.exchange.importing import Outcome, import_folder
from palier.exchange.manifest import read_manifest
from palier.exchange.problems import DeliveryRefused, Problems
from palier.foundation.errors import DomainError
from palier.foundation.periods import Period

FOLDER = Path(__file__).resolve().parents[2] / "demo"
LEASES = 50
FIRST = Period(2024, 11)
WRITTEN_ON = dt.date(2026, 11, 24)
FRESH_FOR = dt.timedelta(days=6)

Tell = Callable[[str], None]


class NotASample(DomainError):
    """The sample landlord would be mixed with a real one."""


@dataclass(frozen=True)
class Loaded:
    """What was loaded, and from which folder."""

    folder: Path
    outcome: Outcome
    notices: int


def sample_order(as_of: dt.date) -> Order:
    """Describe the sample landlord as it stands on ``as_of``: billed to the month before."""
    last = Period.of(as_of).previous()
    return Order(LEASES, FIRST, last, as_of, with_cast=True)


def write_sample(folder: Path = FOLDER, as_of: dt.date = WRITTEN_ON) -> None:
    """Write the sample landlord's files."""
    generate(folder, sample_order(as_of))


def load(*, now: dt.datetime, tell: Tell = lambda sentence: None) -> Loaded:
    """Load the sample landlord into an empty installation.

    Raises:
        NotASample: not in sample mode, or another delivery is already there.
        DeliveryRefused: the files hold mistakes.
    """
    if settings.PALIER_MODE != "sample":
        raise NotASample(
            "Le bailleur d’essai ne se charge qu’en mode « sample » : jamais à côté de vrais "
            "locataires. Vérifiez PALIER_MODE."
        )
    if current_delivery_number():
        raise NotASample(
            "Une livraison est déjà en vigueur dans cette installation. Pour repartir du bailleur "
            "d’essai : make reset, puis make run."
        )
    folder = sample_folder(today(now))
    tell(f"Import du bailleur d’essai ({folder})…")
    settle_landlord()
    outcome = import_folder(folder, now=now, sleep=False)
    tell("Ouverture des comptes et publication des avis…")
    notices = _publish(now=now)
    agree_and_follow(now=now)
    bring_the_desk_to_life(now=now)
    write_to_one_another(now=now)
    insure_the_sample(now=now)
    change_households(now=now)
    ask_for_papers(now=now)
    get_people_helped(now=now)
    reach_people(now=now)
    lose_and_find_accesses(now=now)
    open_bank_accounts(now=now)
    exercise_rights(now=now)
    return Loaded(folder, outcome, notices)


def sample_folder(day: dt.date) -> Path:
    """Give ``demo/`` while it is fresh, else the same landlord written again up to ``day``."""
    problems = Problems()
    manifest = read_manifest(FOLDER, problems) if FOLDER.is_dir() else None
    if manifest is not None and not problems:
        written = dt.datetime.fromisoformat(manifest.produced_at).date()
        if dt.timedelta(0) <= day - written <= FRESH_FOR and day.month == written.month:
            return FOLDER
    folder = Path(settings.PALIER_HOME) / "imports" / f"demo-{day.isoformat()}"
    write_sample(folder, day)
    return folder


def _publish(*, now: dt.datetime) -> int:
    """Publish each month on its day; accounts open just before the last, which tells them."""
    periods = list(FIRST.until(Period.of(today(now)).previous()))
    published = 0
    for period in periods:
        issued = dt.datetime.combine(period.next().first_day, dt.time(6), tzinfo=dt.UTC)
        if period == periods[-1]:
            create_sign_ins(now=min(now, issued))
        published += publish_period(
            period=period, actor=Actor.system(), now=min(now, issued)
        ).published
    return published


__all__ = ["DeliveryRefused", "Loaded", "NotASample", "load", "sample_folder", "write_sample"]
