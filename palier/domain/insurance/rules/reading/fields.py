"""The policy number, the insured and the address that a certificate names. Pure."""

from __future__ import annotations

import re

from palier.domain.insurance.rules.reading.flat import flat

# Each is written in flat text: lower case, no accents.
_N = r"(?:n\s?[°o]?|num(?:ero)?|ref(?:erence)?s?)\.?"
_NUMBER_LABELS = (
    rf"{_N}\s*(?:de\s+|du\s+|d')?(?:votre\s+)?(?:contrat|police|assurance|adhesion)(?:\s*/\s*\w+)?",
    r"(?:contrat|police)(?:\s+(?:d'assurance|[a-z]{2,14})){0,3}"
    r"\s*(?:n\s?[°o]?|numero)\.?",
    r"(?:sous|contrat)\s+(?:le\s+)?(?:n\s?[°o]|numero)",
    r"(?:n\s?[°o]?|numero)\.?\s*(?:de\s+|d')?(?:societaire|client|adherent|souscription)",
    r"(?:contrat|police)\s*:",
)
_PIECE = r"[a-z0-9]*\d[a-z0-9]*"
_VALUE = (
    r"\s*[:.]?\s*\n?\s*(?P<number>(?=[a-z0-9 ./-]{0,24}\d{2})"
    rf"[a-z]{{0,5}}[ -]?{_PIECE}(?:[ ./-]?{_PIECE}){{0,6}}(?:[ /-][a-z]{{1,4}}\b)?)"
)
_NUMBERS = tuple(re.compile(label + _VALUE) for label in _NUMBER_LABELS)
_DATE_LIKE = re.compile(
    r"^\d{1,2}[./-]\d{1,2}[./-]\d{2,4}$|^20\d\d$|^0[1-9](?:[ .]\d\d){4}$|^\d{5}$"
)
_TAIL = re.compile(r"\s(?:du|de|et|au|le|en|est|souscrit|pour|sous|par)$")
SHORTEST, LONGEST = 4, 30

_CIVIL = (
    r"(?:m(?:onsieur|r)?\.?|mme\.?|madame|mlle|m\.?\s*(?:et|ou)\s*mme\.?"
    r"|monsieur\s+(?:et|ou)\s+madame)"
)
_NAME = r"(?P<name>[^\W\d_][^\n\d:;,(!]{2,60})"
_WHO = (
    r"(?:nom\s+(?:et\s+prenom\s+)?(?:de\s+l'|du\s+)(?:assure\w*|souscripteur|societaire|titulaire)"
    r"|assure(?:\(?e\)?)?(?:\(?s\)?)?(?:\s+principal)?|souscripteur(?:\(s\))?|societaire"
    r"|titulaire(?: du contrat)?|preneur(?: d'assurance)?|locataire assure|nom)"
)
_CERTIFIES = r"(?:attest\w*|certifi\w*|confirm\w*|assure\s+que|garantit\s+que)"
_INSURED_LABELS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_CERTIFIES}\s*(?:par la presente\s*)?,?\s*(?:que|a)?\s*:?\s*{_CIVIL}\s+{_NAME}",
        rf"{_WHO}\s*:\s*\n?\s*(?:{_CIVIL}\s+)?{_NAME}",
        rf"(?:^|\n){_CIVIL}\s+{_NAME}",
        rf"\b(?:mme\.?|madame|monsieur|m\.)\s+{_NAME}",
        rf"{_CERTIFIES}\s+que\s+(?!(?:le|la|les|vous|nous|ce|cette|votre|notre|son|sa)\b|l'){_NAME}",
    )
)
_NAME_ENDS = re.compile(
    r"\s+(?:est|sont|a|ont|demeurant|domicilie\w*|titulaire|beneficie\w*|sous|pour|ne\(?e?\)?"
    r"|residant|souscrit|locataire|dont|par|au titre|nomme\w*)\b.*$"
)

_THING = r"(?:risque|bien|logement|habitation|local|locaux|residence|lieu|domicile)"
_AT = r"(?:a l'adresse(?: suivante)?|au|a|:)"
_PLACE_LABELS = re.compile(
    rf"(?:adresse|situation|lieu|localisation)\s+(?:du|de la|de l'|des)?\s*{_THING}\w*"
    r"(?:\s+(?:assure\w*|garanti\w*|locatif\w*))*\s*:?"
    r"|adresse\s+(?:assuree|garantie)\s*:?"
    rf"|(?:{_THING}|appartement|maison)[^\n.:]{{0,60}}?\s+(?:situe\w*|sis\w*)\s*{_AT}?\s*:?"
    rf"|(?:situe\w*|sis\w*)\s+{_AT}\s*:?"
    r"|risque\s+assure\s*:"
)
_POSTCODE = re.compile(r"\b(?:0[1-9]|[1-8]\d|9[0-8])\s?\d{3}\b")
_PLACE_ENDS = re.compile(r"[\n.,;(]|\s(?:est|sont|au titre|pour|du|en qualite|type)\b")
_BREAKS = re.compile(r"\s*\n\s*")
REACH = 220


def policy_number_in(text: str) -> str:
    """Give the policy number that a label announces, as printed; empty when there is none."""
    found = flat(text)
    for pattern in _NUMBERS:
        for match in pattern.finditer(found):
            number = re.sub(r"\s+", " ", match["number"]).strip(" ./-")
            number = _TAIL.sub("", number)
            digits = sum(sign.isdigit() for sign in number)
            if not SHORTEST <= len(number) <= LONGEST or digits < 4 or _DATE_LIKE.match(number):
                continue
            return number.upper()
    return ""


def insured_in(text: str) -> str:
    """Give the name of whoever the certificate insures, as printed; empty when unsure."""
    found = flat(text)
    same_length = len(found) == len(text)
    for pattern in _INSURED_LABELS:
        for match in pattern.finditer(found):
            start = match.start("name")
            name = _NAME_ENDS.sub("", match["name"]).strip(" .-'")
            words = name.split()
            if not 1 <= len(words) <= 7 or len(name) < 4:
                continue
            printed = text[start : start + len(name)] if same_length else name.title()
            return _BREAKS.sub(" ", printed).strip(" .-")
    return ""


def place_in(text: str) -> str:
    """Give the insured address that a label announces, on one line; empty when there is none."""
    found = flat(text)
    same_length = len(found) == len(text)
    for match in _PLACE_LABELS.finditer(found):
        reach = found[match.end() : match.end() + REACH]
        postcode = _POSTCODE.search(reach)
        if postcode is None:
            continue
        line_end = _PLACE_ENDS.search(reach[postcode.end() :])
        stop = postcode.end() + (line_end.start() if line_end else min(40, len(reach)))
        source = text if same_length else found
        place = _BREAKS.sub(", ", source[match.end() : match.end() + stop]).strip(" ,:-.")
        if len(place) > 8:
            return place
    return ""
