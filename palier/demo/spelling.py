"""French street names out of capitals: « AV DU GENERAL DE GAULLE » is no way to greet anyone."""

from __future__ import annotations

import re

STREET_TYPES = {
    "ALL": "allée",
    "AV": "avenue",
    "AVE": "avenue",
    "BD": "boulevard",
    "BLD": "boulevard",
    "CAR": "carrefour",
    "CHE": "chemin",
    "CHEM": "chemin",
    "CITE": "cité",
    "CRS": "cours",
    "CTRE": "centre",
    "DOM": "domaine",
    "ESP": "esplanade",
    "FG": "faubourg",
    "HAM": "hameau",
    "IMP": "impasse",
    "LOT": "lotissement",
    "MTE": "montée",
    "PAS": "passage",
    "PASS": "passage",
    "PL": "place",
    "PROM": "promenade",
    "QU": "quai",
    "RES": "résidence",
    "RPT": "rond-point",
    "RTE": "route",
    "SEN": "sentier",
    "SENT": "sentier",
    "SQ": "square",
    "TRA": "traverse",
    "VLA": "villa",
    "VLGE": "village",
    "VOI": "voie",
    "ALLEE": "allée",
    "RESIDENCE": "résidence",
    "MONTEE": "montée",
}
_SMALL = {"de", "du", "des", "la", "le", "les", "et", "en", "sur", "sous", "aux", "au", "à", "lès"}
_SMALL_ELIDED = {"d", "l"}
# Common words of street names whose accents capitals have lost.
_ACCENTS = {
    "abbe": "abbé",
    "academie": "académie",
    "aime": "Aimé",
    "andre": "André",
    "angelique": "Angélique",
    "ampere": "Ampère",
    "benoit": "Benoît",
    "cesaire": "Césaire",
    "cezanne": "Cézanne",
    "chateau": "château",
    "chene": "chêne",
    "chenes": "chênes",
    "cure": "curé",
    "desire": "Désiré",
    "ecluse": "écluse",
    "ecole": "école",
    "ecoles": "écoles",
    "edouard": "Édouard",
    "edourad": "Édouard",
    "egalite": "égalité",
    "eglise": "église",
    "eluard": "Éluard",
    "emile": "Émile",
    "epargne": "épargne",
    "epinette": "épinette",
    "erables": "érables",
    "etienne": "Étienne",
    "etoile": "étoile",
    "eugene": "Eugène",
    "faure": "Fauré",
    "felix": "Félix",
    "feuillere": "feuillère",
    "fevrier": "février",
    "foret": "forêt",
    "francois": "François",
    "fraternite": "fraternité",
    "frederic": "Frédéric",
    "freres": "frères",
    "galilee": "Galilée",
    "general": "général",
    "gerard": "Gérard",
    "heloise": "Héloïse",
    "helene": "Hélène",
    "honore": "Honoré",
    "hopital": "hôpital",
    "irene": "Irène",
    "jaures": "Jaurès",
    "leger": "Léger",
    "leo": "Léo",
    "leon": "Léon",
    "liberation": "libération",
    "liberte": "liberté",
    "marechal": "maréchal",
    "marechaux": "maréchaux",
    "moliere": "Molière",
    "merimee": "Mérimée",
    "musee": "musée",
    "niepce": "Niépce",
    "pecheurs": "pêcheurs",
    "peguy": "Péguy",
    "peri": "Péri",
    "piece": "pièce",
    "pre": "pré",
    "pres": "prés",
    "presidents": "présidents",
    "president": "président",
    "progres": "progrès",
    "rene": "René",
    "republique": "république",
    "resistance": "résistance",
    "reaumur": "Réaumur",
    "semard": "Sémard",
    "severine": "Séverine",
    "stephane": "Stéphane",
    "theatre": "théâtre",
    "theophile": "Théophile",
    "theodore": "Théodore",
    "valery": "Valéry",
    "valles": "Vallès",
    "vallee": "vallée",
    "zephyr": "zéphyr",
}


def street_type(written: str) -> str:
    """Give the word for an abbreviated street type: ``BD`` → ``boulevard``."""
    return STREET_TYPES.get(written.strip().upper(), written.strip().lower())


def street_name(written: str) -> str:
    """Give a street name its French letters: ``DE L'ORME DU CURE`` → ``de l’Orme du Curé``.

    A name that is not all in capitals was typed with care: only its apostrophes change.
    """
    text = " ".join(written.replace("'", "’").split())
    text = re.sub(r"\b([DLdl])[.’]\s*(?=\w)", r"\1’", text)
    if text.upper() != text:
        return text
    return " ".join(_word(word) for word in text.split(" "))


def _word(word: str) -> str:
    lowered = word.lower()
    if "’" in lowered:
        head, _, tail = lowered.partition("’")
        if head in _SMALL_ELIDED:
            return f"{head}’{_capital(tail)}"
    if lowered in _SMALL:
        return lowered
    if len(lowered) == 1 and lowered.isalpha():
        return f"{word}."
    return "-".join(_capital(part) if part not in _SMALL else part for part in lowered.split("-"))


def _capital(word: str) -> str:
    spelt = _ACCENTS.get(word, word)
    return spelt[:1].upper() + spelt[1:]
