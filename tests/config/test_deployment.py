"""What the operators' files of ``deploy/`` promise."""

from __future__ import annotations

import re
from pathlib import Path

from palier.domain.documents.intake import limits

DEPLOY = Path(__file__).parents[2] / "deploy"


def test_nginx_leaves_it_to_palier_to_refuse_a_heavy_request() -> None:
    """nginx would answer in English and lose what was typed."""
    found = re.search(r"client_max_body_size (\d+)m;", (DEPLOY / "nginx.conf").read_text())

    assert found is not None
    assert int(found[1]) * limits.MEGABYTE >= limits.REQUEST_BYTES_REFUSED_AT_ONCE


def test_nginx_replaces_what_a_visitor_says_of_where_they_come_from() -> None:
    written = (DEPLOY / "nginx.conf").read_text()

    assert "proxy_set_header X-Forwarded-For $remote_addr;" in written
    assert "proxy_set_header X-Forwarded-Proto $scheme;" in written
    assert "$proxy_add_x_forwarded_for" not in written


def test_nginx_sends_to_its_own_name_only() -> None:
    """``$host`` is what the visitor wrote."""
    assert "return 301 https://$server_name$request_uri;" in (DEPLOY / "nginx.conf").read_text()


def test_nginx_speaks_http2_in_words_that_every_supported_version_knows() -> None:
    """``http2 on`` stops nginx 1.22, that of Debian 12, from starting at all."""
    directives = re.sub(r"#.*", "", (DEPLOY / "nginx.conf").read_text())

    assert "listen 443 ssl http2;" in directives
    assert "http2 on;" not in directives


def test_nginx_refuses_a_machine_that_speaks_in_clear() -> None:
    """Led to TLS, it would go on sending in clear, and nobody would know (ASVS 4.1.2)."""
    in_clear = (DEPLOY / "nginx.conf").read_text().split("listen 443")[0]

    assert re.search(r"location /api/ \{\s*return 403;", in_clear)
