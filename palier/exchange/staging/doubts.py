"""What is well made and yet hard to believe: refused until somebody accepts it by name."""

from __future__ import annotations

from collections.abc import Collection

from palier.domain.landlord.models import Delivery
from palier.domain.landlord.queries import current_delivery_number
from palier.exchange.manifest import NAME, Manifest
from palier.exchange.problems import Problem, Problems
from palier.exchange.staging.knowing import DELIVERED
from palier.exchange.staging.workbench import Workbench

SUSPICIOUS_SHARE = 0.2
FEWEST_TO_SUSPECT = 50


def doubt_origin(manifest: Manifest, problems: Problems, accept: Collection[str]) -> None:
    """Doubt a delivery of another landlord, or one older than what people already see."""
    current = Delivery.objects.filter(number=current_delivery_number()).first()
    if current is None:
        return
    landlord = str(current.manifest.get("landlord", ""))
    if landlord and landlord != manifest.landlord and "landlord" not in accept:
        problems.add(
            Problem(
                NAME,
                f"la livraison en vigueur est celle de « {landlord} »",
                "Vérifiez le dossier ; si le bailleur a changé de nom, relancez avec "
                "--accept-landlord.",
                column="landlord",
                value=manifest.landlord,
            )
        )
    older = current.produced_at is not None and manifest.produced_instant < current.produced_at
    if older and "older" not in accept:
        problems.add(
            Problem(
                NAME,
                f"la livraison en vigueur a été produite après, le {current.produced_at:%d/%m/%Y}",
                "Importez la plus récente ; pour revenir à celle-ci, relancez avec --accept-older.",
                column="produced_at",
                value=manifest.produced_at,
            )
        )


def doubt_absences(
    bench: Workbench, manifest: Manifest, problems: Problems, accept: Collection[str]
) -> None:
    """Doubt a full delivery that would end a large part of what is known.

    A truncated export looks exactly like a landlord who lost a fifth of its tenants.
    """
    if "absences" in accept:
        return
    for name in DELIVERED:
        absent, known = bench.count(f"absent_{name}"), bench.count(f"known_{name}")
        if absent >= FEWEST_TO_SUSPECT and absent > known * SUSPICIOUS_SHARE:
            problems.add(
                Problem(
                    manifest.kinds[name].file,
                    f"{absent} lignes connues sur {known} sont absentes de ce fichier complet "
                    "et prendraient fin",
                    "Vérifiez que l’export n’est pas tronqué ; si ces fins sont voulues, relancez "
                    "avec --accept-absences.",
                    column="mode",
                    value="full",
                )
            )
