"""What no e-mail ever holds, over every template of every room."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from palier.domain.mail.topics import TOPIC_OF, Topic, topic_of

DOMAIN = Path(__file__).parents[3] / "palier" / "domain"
TEMPLATES = sorted(
    path for path in DOMAIN.rglob("templates/mail/*.txt") if path.name != "frame.txt"
)
FRAMES = sorted(DOMAIN.rglob("templates/mail/frame.*"))
# Where a letter may lead: never to a page where one pays or types bank details.
FORBIDDEN = re.compile(
    r"/paiements|/mon-loyer|/payer|banque|coordonnees-bancaires|portal:pay|portal:bank|"
    r"portal:rent-account",
)
LINK = re.compile(r"{{ address }}(?P<place>\S*?(?:{%.*?%}|{{.*?}})?\S*)|https?://\S+")
AMOUNT = re.compile(r"\b(?:amount|cents|euros|balance|net|iban|rib)\b|€", re.IGNORECASE)
VARIABLE = re.compile(r"{{(.*?)}}")


@pytest.mark.parametrize("path", [*TEMPLATES, *FRAMES], ids=lambda path: path.stem)
def test_no_letter_leads_to_a_page_where_one_pays(path: Path) -> None:
    links = [found[0] for found in LINK.finditer(path.read_text())]
    assert not [link for link in links if FORBIDDEN.search(link)]
    assert not [link for link in links if link.startswith("http")], "only the portal's own address"


@pytest.mark.parametrize("path", [*TEMPLATES, *FRAMES], ids=lambda path: path.stem)
def test_no_letter_holds_an_amount_or_an_account_number(path: Path) -> None:
    variables = VARIABLE.findall(path.read_text())
    assert not [name for name in variables if AMOUNT.search(name)]
    assert "€" not in path.read_text()


def test_a_letter_that_nobody_classed_is_always_sent() -> None:
    assert topic_of("mail/something_new") is Topic.SECURITY
    assert not Topic.SECURITY.may_be_refused
    assert not Topic.LEGAL.may_be_refused


def test_the_catalogue_names_no_letter_that_does_not_exist() -> None:
    assert set(TOPIC_OF) <= {f"mail/{path.stem}" for path in TEMPLATES}


def test_every_subject_has_a_label_and_says_why() -> None:
    for topic in Topic:
        assert str(topic.label)
        assert str(topic.explanation).endswith(".")
