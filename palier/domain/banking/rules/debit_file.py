"""The bank's file of debits: ISO 20022 CustomerDirectDebitInitiation, SEPA Core.

``sepaxml`` lays the tree; identifiers and instants are ours, so that the same debits give the
same bytes, and the result is validated against the schema of ISO 20022 that it ships
(pain.008.001.02 and pain.008.001.08). The library knows no amendment: we add those too.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
import xml.etree.ElementTree as ET
from collections.abc import Sequence, Set
from dataclasses import dataclass
from typing import Any

from sepaxml import SepaDD
from sepaxml.validation import ValidationError, try_valid_xml

SCHEMAS = ("pain.008.001.02", "pain.008.001.08")
EURO = "EUR"
OTHER_ACCOUNT = "SMNDA"
"""Same mandate with a new debtor account, at the same bank or another (EPC130-08 v9.0, 1.5.4)."""
_NOT_LATIN = re.compile(r"[^A-Za-z0-9/\-?:().,'+ ]+")
_ODD = str.maketrans({"’": "'", "œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE", "ß": "ss", "ø": "o"})


class DebitFileInvalid(ValueError):
    """The file does not follow its schema: a fault of ours, or of the landlord's settings."""


@dataclass(frozen=True, slots=True)
class Creditor:
    name: str
    identifier: str
    iban: str
    bic: str


@dataclass(frozen=True, slots=True, repr=False)
class Debit:
    """One collection. ``reference`` comes back with the bank's answer, and in the ERP's line.

    ``amended``: the account is not the one of the mandate's last collection.
    """

    reference: str
    amount_cents: int
    sequence: str
    rum: str
    signed_on: dt.date
    owner_name: str
    iban: str
    bic: str
    words: str
    amended: bool = False


def write_debit_file(
    number: int,
    debits: Sequence[Debit],
    *,
    creditor: Creditor,
    collected_on: dt.date,
    made_at: dt.datetime,
    schema: str,
) -> bytes:
    """Write delivery ``number``; ``made_at`` is an instant of the landlord's clock.

    Raises:
        DebitFileInvalid: the result is not valid against its schema.
    """
    config: dict[str, Any] = {
        "name": sepa_text(creditor.name, 70),
        "IBAN": creditor.iban,
        "batch": True,
        "creditor_id": creditor.identifier,
        "currency": EURO,
    }
    if creditor.bic:
        config["BIC"] = creditor.bic
    laid = SepaDD(config, schema=schema, clean=True)
    for debit in debits:
        payment: dict[str, Any] = {
            "name": sepa_text(debit.owner_name, 70),
            "IBAN": debit.iban,
            "amount": debit.amount_cents,
            "type": debit.sequence,
            "collection_date": collected_on,
            "mandate_id": debit.rum,
            "mandate_date": debit.signed_on,
            "description": sepa_text(debit.words, 140),
            "endtoend_id": debit.reference,
        }
        if debit.bic:
            payment["BIC"] = debit.bic
        laid.add_payment(payment)
    tree = _identified(laid.export(validate=False), number, made_at, schema)
    _amend(tree, {debit.reference for debit in debits if debit.amended}, schema)
    written: bytes = ET.tostring(tree, encoding="UTF-8", xml_declaration=True)
    try:
        try_valid_xml(written, schema)
    except ValidationError as invalid:
        raise DebitFileInvalid(str(invalid.__cause__ or invalid)[:500]) from None
    return written


def message_of(number: int) -> str:
    """Give the identifier of the bank message of delivery ``number``."""
    return f"PALIER-{number:06d}"


def sepa_text(text: str, longest: int) -> str:
    """Write ``text`` with the letters every SEPA bank reads (EPC217-08)."""
    plain = unicodedata.normalize("NFKD", text.translate(_ODD))
    ascii_only = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return " ".join(_NOT_LATIN.sub(" ", ascii_only).split())[:longest].strip()


def _space(schema: str) -> str:
    return f"urn:iso:std:iso:20022:tech:xsd:{schema}"


def _identified(content: bytes, number: int, made_at: dt.datetime, schema: str) -> ET.Element:
    """Put our identifiers where the library draws random ones."""
    space = _space(schema)
    ET.register_namespace("", space)
    tree = ET.fromstring(content)  # noqa: S314  written by ourselves a moment ago
    names = {"p": space}

    def written(node: ET.Element, path: str, text: str) -> None:
        found = node.find(path, names)
        assert found is not None, path
        found.text = text

    written(tree, ".//p:GrpHdr/p:MsgId", message_of(number))
    written(tree, ".//p:GrpHdr/p:CreDtTm", made_at.strftime("%Y-%m-%dT%H:%M:%S"))
    for block in tree.findall(".//p:PmtInf", names):
        sequence = block.find(".//p:SeqTp", names)
        assert sequence is not None
        written(block, "p:PmtInfId", f"{message_of(number)}-{sequence.text}")
    return tree


def _amend(tree: ET.Element, references: Set[str], schema: str) -> None:
    """Say of these collections that their mandate was amended: another account.

    The account before is not named: the acronym alone says that it is another, whichever bank
    holds it, and the old one need not be opened.
    """
    space = _space(schema)
    names = {"p": space}
    for one in tree.findall(".//p:DrctDbtTxInf", names):
        if one.findtext("p:PmtId/p:EndToEndId", namespaces=names) not in references:
            continue
        mandate = one.find("p:DrctDbtTx/p:MndtRltdInf", names)
        assert mandate is not None
        indicated = ET.SubElement(mandate, f"{{{space}}}AmdmntInd")
        indicated.text = "true"
        inner = mandate
        for tag in ("AmdmntInfDtls", "OrgnlDbtrAcct", "Id", "Othr", "Id"):
            inner = ET.SubElement(inner, f"{{{space}}}{tag}")
        inner.text = OTHER_ACCOUNT
