from __future__ import annotations

import datetime as dt
import smtplib
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.core import mail

from palier.domain.landlord.actions import decide
from palier.domain.mail import actions, rules
from palier.domain.mail.models import Letter
from palier.foundation.models import Job
from tests.cast import NOW, TODAY

pytestmark = pytest.mark.django_db
DOMAIN = Path(__file__).parents[3] / "palier" / "domain"


def queued(**more: object) -> Letter:
    asked = {
        "to": "awa@exemple.fr",
        "template": "mail/password_changed",
        "context": {"name": "Awa <Diallo>"},
        "now": NOW,
    }
    return actions.queue_mail(**(asked | more))  # type: ignore[arg-type]


def test_a_letter_waits_in_the_outbox_with_its_job(now: dt.datetime) -> None:
    decide(values={"name": "Plaine Habitat", "phone": "01 99 00 10 00"}, valid_from=TODAY)
    letter = queued()
    assert letter.state == Letter.State.QUEUED
    assert Job.objects.get(name="mail.send").arguments == {"letter": letter.pk}
    assert "Plaine Habitat" in letter.text
    assert "01 99 00 10 00" in letter.text
    assert "ne demandent jamais un mot de passe" in letter.text
    assert "&" not in letter.text.replace("&amp;", "&amp") or "'" not in letter.text


def test_the_html_twin_says_the_same_words(now: dt.datetime) -> None:
    letter = queued()
    words = _Words()
    words.feed(letter.html)
    for line in rules.split_subject("x\n" + letter.text.partition("\n-- ")[0]).body.split("\n"):
        assert line.strip() in " ".join(words.found)
    assert '<html lang="fr">' in letter.html
    assert "<h1>" in letter.html
    assert letter.html.count("<a href=") == 1


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_data(self, text: str) -> None:
        self.found.append(text)


def test_a_letter_is_sent_once(settings, now: dt.datetime) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    letter = queued()
    for _ in range(2):
        actions.deliver(letter_id=letter.pk, now=NOW)
    [message] = mail.outbox
    assert message.to == ["awa@exemple.fr"]
    assert message.alternatives[0][1] == "text/html"
    letter.refresh_from_db()
    assert (letter.state, letter.tries) == (Letter.State.SENT, 1)


def test_a_letter_carries_the_name_of_who_sends_it(settings, now: dt.datetime) -> None:
    """Not of the machine, which a filter of unwanted mail holds against it."""
    settings.DEFAULT_FROM_EMAIL = "Plaine Habitat <ne-pas-repondre@plaine.example>"
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    actions.deliver(letter_id=queued().pk, now=now)
    assert mail.outbox[0].message()["Message-ID"].endswith("@plaine.example>")


@pytest.mark.parametrize(("sample", "kept"), [(True, True), (False, False)])
def test_a_secret_is_wiped_once_sent_but_in_the_sample(
    settings, sample: bool, kept: bool, now: dt.datetime
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    letter = queued(holds_secret=True)
    settings.SAMPLE = sample
    actions.deliver(letter_id=letter.pk, now=NOW)
    letter.refresh_from_db()
    assert bool(letter.text) is kept
    assert len(mail.outbox[0].body) > 100


def test_a_server_that_is_down_is_tried_again(
    monkeypatch: pytest.MonkeyPatch, now: dt.datetime
) -> None:
    letter = queued()

    def down(_letter: Letter) -> None:
        raise ConnectionRefusedError("nobody there")

    monkeypatch.setattr("palier.domain.mail.gateway.send", down)
    with pytest.raises(ConnectionRefusedError):
        actions.deliver(letter_id=letter.pk, now=NOW)
    letter.refresh_from_db()
    assert (letter.state, letter.tries) == (Letter.State.QUEUED, 1)
    assert "nobody there" in letter.last_error


def test_an_address_refused_for_good_is_given_up(settings, now: dt.datetime) -> None:
    class Refusing:
        def __init__(self, **_options: object) -> None: ...

        def send_messages(self, messages: list[object]) -> int:
            raise smtplib.SMTPRecipientsRefused({"awa@exemple.fr": (550, b"no such user")})

    from django.core.mail import backends

    backends.refusing = type("module", (), {"EmailBackend": Refusing})  # type: ignore[attr-defined]
    letter = queued()
    import sys

    sys.modules["tests_refusing_backend"] = backends.refusing  # type: ignore[attr-defined]
    settings.EMAIL_BACKEND = "tests_refusing_backend.EmailBackend"
    actions.deliver(letter_id=letter.pk, now=NOW)
    letter.refresh_from_db()
    assert letter.state == Letter.State.FAILED


def test_old_letters_are_forgotten_but_those_still_waiting(now: dt.datetime) -> None:
    sent, waiting = queued(), queued()
    Letter.objects.filter(pk=sent.pk).update(state=Letter.State.SENT)
    assert actions.forget_old_letters(now=NOW + dt.timedelta(days=91)) == 1
    assert list(Letter.objects.all()) == [waiting]


@pytest.mark.parametrize(
    ("body", "html"),
    [
        ("Bonjour,", "<p>Bonjour,</p>"),
        ("a < b & c", "<p>a &lt; b &amp; c</p>"),
        ("- un\n- deux", "<ul><li>un</li><li>deux</li></ul>"),
        ("    123 456", '<p class="code">123 456</p>'),
        (
            "Voir https://exemple.fr/a?b=1&c=2.",
            '<p>Voir <a href="https://exemple.fr/a?b=1&amp;c=2">https://exemple.fr/a?b=1&amp;c=2</a>.</p>',
        ),
    ],
)
def test_plain_text_becomes_plain_html(body: str, html: str) -> None:
    assert rules.as_html(body) == html


@pytest.mark.parametrize(
    "path", sorted(DOMAIN.glob("*/templates/mail/*.txt")), ids=lambda p: p.stem
)
def test_no_letter_speaks_of_amounts_or_leads_to_paying(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert "€" not in text
    assert "euros" not in text
    assert "payments-start" not in text


def test_a_mail_program_offers_to_stop_what_may_be_stopped(settings, now: dt.datetime) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    ordinary = queued(template="mail/rent_notice", context={"name": "Awa", "month": "octobre"})
    security = queued()
    for letter in (ordinary, security):
        actions.deliver(letter_id=letter.pk, now=NOW)
    first, second = mail.outbox
    assert first.extra_headers["List-Unsubscribe"] == f"<{ordinary.unsubscribe_url}>"
    assert first.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "/mon-profil/notifications/" in first.body
    assert "List-Unsubscribe" not in second.extra_headers
    assert "Ne plus recevoir" not in second.body
