"""What Palier stands on, examined one after another: each trouble is a sentence and its remedy.

Only what cannot be seen from the settings alone, which ``palier.config.checks`` reads: whether
suppliers answer, whether there is room, whether somebody works in the background.
"""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.files.storage import FileSystemStorage, default_storage
from django.db import DatabaseError
from django.utils import timezone

from palier.domain.banking.rules.references import is_creditor_identifier
from palier.domain.documents import vault
from palier.domain.documents.intake import gateway as antivirus
from palier.domain.landlord.queries import settings_on, today
from palier.domain.mail import gateway as mail
from palier.foundation.models import ScheduleMark

SIGNATURES_OLD = dt.timedelta(days=7)
WORKER_SILENT = dt.timedelta(minutes=15)
GIGABYTE = 1024**3
LITTLE_ROOM, NO_ROOM = 5 * GIGABYTE, GIGABYTE // 2
SMTP = "django.core.mail.backends.smtp.EmailBackend"


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found of one thing. Without a ``remedy`` all is well; ``is_grave``: repair it."""

    sentence: str
    remedy: str = ""
    is_grave: bool = False


def examine(now: dt.datetime) -> Iterator[Finding]:
    """Examine everything, the slow last; what is not set is left out."""
    tries: tuple[Callable[[dt.datetime], Finding | None], ...] = (
        worker, room, storage, creditor, clamd, smtp,
    )  # fmt: skip
    for each in tries:
        found = each(now)
        if found is not None:
            yield found


def worker(now: dt.datetime) -> Finding | None:
    """Tell whether a worker keeps the time of what comes round every few minutes."""
    try:
        last = ScheduleMark.objects.order_by("-slot").values_list("slot", flat=True).first()
    except DatabaseError:
        return None  # said already
    if last is not None and now - last <= WORKER_SILENT:
        return Finding("Travaux de fond : le processus tourne.")
    since = f" depuis le {timezone.localtime(last):%d/%m/%Y à %H:%M}" if last else ""
    return Finding(
        f"Travaux de fond : aucun processus ne tourne{since}.",
        "Démarrez-le : « systemctl start palier-worker », puis « systemctl status palier-worker ».",
        is_grave=settings.PALIER_MODE == "production",
    )


def room(now: dt.datetime) -> Finding | None:
    """Tell how much room is left on the disk of the data, and of the files where they differ."""
    places = {Path(settings.PALIER_HOME)}
    if isinstance(default_storage, FileSystemStorage):
        places.add(Path(default_storage.location))
    left = min(shutil.disk_usage(_existing(place)).free for place in places)
    said = f"Place sur le disque : {left / GIGABYTE:.1f} Go".replace(".", ",")
    if left >= LITTLE_ROOM:
        return Finding(f"{said}.")
    return Finding(
        f"{said}, c’est peu." if left >= NO_ROOM else f"{said} : plus rien ne peut s’enregistrer.",
        "Agrandissez le disque, ou ôtez d’anciennes sauvegardes ; « palier retention --dry-run » "
        "compte ce qui peut être effacé.",
        is_grave=left < NO_ROOM,
    )


def storage(now: dt.datetime) -> Finding | None:
    """Tell whether the files of the vault can be written, read and removed."""
    failures: tuple[type[Exception], ...] = (OSError, *vault.errors_of_suppliers())
    try:
        vault.try_storage()
    except failures as failure:
        return Finding(
            f"Fichiers : on ne peut pas y écrire ({type(failure).__name__}).",
            "Vérifiez les droits du dossier et son disque, ou la clé et l’adresse du stockage S3.",
            is_grave=True,
        )
    return Finding("Fichiers : on peut y écrire, y lire et y effacer.")


def creditor(now: dt.datetime) -> Finding | None:
    """Tell whether the landlord's creditor identifier is one: without it nobody signs a mandate."""
    try:
        written = str(settings_on(today(now))["creditor_identifier"])
    except DatabaseError:
        return None  # said already
    if is_creditor_identifier(written):
        return Finding("Identifiant créancier (ICS) : sa clé est juste.")
    return Finding(
        "Identifiant créancier (ICS) : sa clé est fausse, aucun mandat ne se signe."
        if written
        else "Identifiant créancier (ICS) : absent, aucun mandat ne se signe.",
        "Votre banque vous l’a donné. Écrivez-le dans le réglage creditor_identifier "
        "(« palier landlord decide »), ou laissez-le vide si vous ne prélevez pas.",
    )


def clamd(now: dt.datetime) -> Finding | None:
    """Tell whether the antivirus answers, and how old its list of viruses is."""
    if not antivirus.is_configured():
        return None
    try:
        dated = antivirus.signatures_dated()
    except OSError as failure:
        return Finding(
            f"Antivirus : {settings.PALIER_CLAMD} ne répond pas ({type(failure).__name__}). Les "
            "fichiers déposés attendent.",
            "« systemctl status clamav-daemon » ; vérifiez PALIER_CLAMD. Les fichiers retenus "
            "sont vérifiés d’eux-mêmes au retour.",
            is_grave=True,
        )
    if dated is not None and now.date() - dated > SIGNATURES_OLD:
        return Finding(
            f"Antivirus : il répond, mais sa liste de virus date du {dated:%d/%m/%Y}.",
            "« systemctl status clamav-freshclam » : c’est lui qui la renouvelle.",
        )
    return Finding("Antivirus : il répond" + (f", liste du {dated:%d/%m/%Y}." if dated else "."))


def smtp(now: dt.datetime) -> Finding | None:
    """Tell whether the mail server lets us in."""
    if settings.EMAIL_BACKEND != SMTP:
        return None
    where = f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
    try:
        mail.reach()
    except OSError as failure:
        return Finding(
            f"E-mails : le serveur {where} ne nous laisse pas entrer ({type(failure).__name__}).",
            "Vérifiez PALIER_SMTP_URL (nom, port, compte, TLS) et le pare-feu. Les e-mails en "
            "attente partiront d’eux-mêmes.",
            is_grave=True,
        )
    return Finding(f"E-mails : le serveur {where} nous laisse entrer.")


def _existing(place: Path) -> Path:
    return next(one for one in (place, *place.parents) if one.exists())
