"""Every place that this installation speaks to, read off its settings.

The rest of the house speaks out from a ``gateway`` alone; ``palier.foundation.egress`` refuses
whatever is not listed here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit
from urllib.request import getproxies

from palier.foundation.egress import ANY_PORT, Destination

PORTS = {"http": 80, "https": 443}
LOOPBACK = ("127.0.0.1", "localhost", "::1")
# The State's payment service, whose description is kept in the library.
PAYFIP = "https://www.payfip.gouv.fr/tpa/services/securite"


def outgoing(told: Mapping[str, Any]) -> tuple[Destination, ...]:
    """Give the destinations of the settings ``told``, without doubles."""
    return tuple({(place.host, place.port): place for place in _every(told)}.values())


def _every(told: Mapping[str, Any]) -> Iterator[Destination]:
    if told["PALIER_SMTP_URL"]:
        default = 465 if told.get("EMAIL_USE_SSL") else 25
        yield Destination(
            str(told["EMAIL_HOST"]), int(told["EMAIL_PORT"] or default), "Envoi des e-mails"
        )
    gateway = told["PALIER_PAYMENT_GATEWAY"]
    if gateway == "systempay":
        yield from _address(told["PALIER_SYSTEMPAY"]["rest_url"], "Banque : état d’un paiement")
    if gateway == "payfip":
        yield from _address(PAYFIP, "PayFiP : paiements")
        yield from _address(told["PALIER_PAYFIP"]["wsdl"], "PayFiP : description du service")
    yield from _address(told["PALIER_SSO"]["issuer"], "Annuaire des agents")
    yield from _files(told["STORAGES"]["default"]["OPTIONS"])
    yield from _antivirus(told["PALIER_CLAMD"])
    for name, proxy in getproxies().items():
        if name != "no":
            yield from _address(proxy, f"Relais sortant ({name}_proxy)")
    for written in told["PALIER_OUTGOING_MORE"]:
        host, _colon, port = written.rpartition(":")
        if host and port.isdigit():
            yield Destination(host.strip("[]"), int(port), "PALIER_OUTGOING")
    if told["SAMPLE"]:
        # Its bank, its mailbox and whatever a developer tries beside it.
        for host in LOOPBACK:
            yield Destination(host, ANY_PORT, "Bailleur d’essai : cette machine")


def _address(url: str, why: str) -> Iterator[Destination]:
    where = urlsplit(url)
    if where.hostname and where.scheme in PORTS:
        yield Destination(where.hostname, where.port or PORTS[where.scheme], why)


def _files(options: Mapping[str, Any]) -> Iterator[Destination]:
    bucket = options.get("bucket_name")
    if not bucket:
        return
    region = options.get("region_name")
    regional = [f"https://s3.{region}.amazonaws.com"] if region else []
    for url in (
        [options["endpoint_url"]]
        if options["endpoint_url"]
        else [
            "https://s3.amazonaws.com",
            *regional,
        ]
    ):
        for place in _address(url, "Fichiers (S3)"):
            yield place
            yield Destination(f"{bucket}.{place.host}", place.port, place.why)


def _antivirus(written: str) -> Iterator[Destination]:
    if "/" in written:
        yield Destination(written, 0, "Antivirus")
    elif written:
        host, colon, port = written.rpartition(":")
        yield Destination(host if colon else written, int(port) if colon else 3310, "Antivirus")
