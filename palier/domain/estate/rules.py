"""How an address is written down so that an advisor finds it. Pure."""

from __future__ import annotations

from palier.foundation.folding import folded

# What exports and hurried hands shorten, as they come in the registers of dwellings (RPLS).
_LONG_FORMS = {
    "all": "allee",
    "av": "avenue",
    "ave": "avenue",
    "bat": "batiment",
    "bd": "boulevard",
    "bld": "boulevard",
    "boul": "boulevard",
    "bvd": "boulevard",
    "che": "chemin",
    "chem": "chemin",
    "crs": "cours",
    "esc": "escalier",
    "gal": "general",
    "imp": "impasse",
    "pas": "passage",
    "pl": "place",
    "pce": "place",
    "pte": "porte",
    "qu": "quai",
    "res": "residence",
    "rte": "route",
    "sq": "square",
    "st": "saint",
    "ste": "sainte",
    "vla": "villa",
    "vc": "vieux chemin",
}


def address_words(text: str) -> list[str]:
    """Split an address into folded words, the usual abbreviations written out."""
    words: list[str] = []
    for word in folded(text).split():
        words += _LONG_FORMS.get(word, word).split()
    return words


def dwelling_search_key(
    *, number: str, address: str, address_extra: str, postcode: str, town: str
) -> str:
    """Give the text in which the desk looks for a dwelling: street, extra, town, number."""
    parts = (address, address_extra, postcode, town, number)
    return " ".join(word for part in parts for word in address_words(part))[:300]
