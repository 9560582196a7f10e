"""French insurers of dwellings, as certificates name them. Pure."""

from __future__ import annotations

import re

# (name on screen, folded words that name it); the most usual first.
_BRANDS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("MAIF", ("maif", "filia maif", "mutuelle assurance des instituteurs de france")),
    ("MACIF", ("macif", "mutuelle assurance des commercants et industriels de france")),
    ("Matmut", ("matmut", "inter mutuelles entreprises")),
    ("GMF", ("gmf", "garantie mutuelle des fonctionnaires")),
    ("MMA", ("mma", "mma iard", "mutuelles du mans")),
    ("MAAF", ("maaf",)),
    ("Direct Assurance", ("direct assurance", "avanssur")),
    ("Pacifica, Crédit Agricole", ("pacifica", "credit agricole assurances")),
    ("LCL Assurances", ("lcl assurances", "caci non vie")),
    ("ACM, Crédit Mutuel", ("acm iard", "assurances du credit mutuel", "credit mutuel")),
    ("Sogessur, Société Générale", ("sogessur", "societe generale assurances")),
    ("BNP Paribas Cardif", ("cardif iard", "bnp paribas", "cardif", "natio assurance")),
    ("La Banque Postale Assurances", ("la banque postale", "banque postale assurances")),
    ("BPCE Assurances", ("bpce assurances", "caisse d epargne", "banque populaire", "bpce iard")),
    ("Groupama", ("groupama", "caisse regionale d assurances mutuelles agricoles")),
    ("Gan Assurances", ("gan assurances", "gan eurocourtage", "gan")),
    ("Amaguiz", ("amaguiz",)),
    ("AXA", ("axa", "axa france", "axa assurances")),
    ("Allianz", ("allianz", "allianz direct", "allianz iard")),
    ("Generali", ("generali",)),
    ("Abeille Assurances", ("abeille assurances", "abeille iard", "aviva")),
    ("Swiss Life", ("swiss life", "swisslife")),
    ("Thélem assurances", ("thelem",)),
    ("Aréas", ("areas assurances", "areas dommages", "areas")),
    ("MAE", ("mae assurance", "mutuelle assurance de l education", "mae")),
    ("SMACL", ("smacl",)),
    ("MGEN", ("mgen",)),
    ("AMF Assurances", ("amf assurances",)),
    ("Mutuelle de Poitiers", ("mutuelle de poitiers",)),
    ("L’olivier Assurance", ("l olivier", "olivier assurance", "admiral intermediary")),
    ("Eurofil", ("eurofil",)),
    ("Luko", ("luko", "getluko")),
    ("Leocare", ("leocare",)),
    ("Lovys", ("lovys",)),
    ("Acheel", ("acheel",)),
    ("Lemonade", ("lemonade",)),
    ("Friday", ("friday assurance", "friday insurance")),
    ("Ornikar Assurance", ("ornikar",)),
    ("Assurland", ("assurland",)),
    ("AssurOne", ("assurone",)),
    ("Assu 2000, Vilavi", ("assu 2000", "vilavi")),
    ("Carrefour Assurance", ("carrefour assurance", "carma")),
    ("Serenis Assurances", ("serenis",)),
    ("SADA Assurances", ("sada assurances", "deutsche ruckversicherung")),
    ("Monceau Assurances", ("monceau",)),
    ("APRIL", ("april moto", "april assurances", "april partenaires")),
    ("Solly Azar", ("solly azar",)),
    ("Heyme", ("heyme", "smeno")),
    ("LMDE", ("lmde",)),
    ("ADH Assurances", ("assurances des etudiants", "adh assurances", "studyassur")),
    ("Mila", ("mila assurances",)),
    ("Neat", ("neat assurances",)),
    ("La Médicale", ("la medicale",)),
    ("Gras Savoye", ("gras savoye",)),
    ("Altima", ("altima assurances",)),
    ("Wakam", ("wakam", "la parisienne assurances")),
    ("Seyna", ("seyna",)),
)  # fmt: skip
# They carry the risk of contracts sold under another name, which is the one people know.
_CARRIERS = {"Altima", "Wakam", "Seyna", "AXA", "Allianz", "BPCE Assurances", "Generali"}
HEAD = 400

NAMES: tuple[str, ...] = tuple(sorted((name for name, _words in _BRANDS), key=str.casefold))
_PATTERNS = [
    (name, re.compile(rf"\b(?:{'|'.join(sorted(map(re.escape, words), key=len, reverse=True))})\b"))
    for name, words in _BRANDS
]


def insurer_in(folded: str) -> str:
    """Name the insurer whose certificate a folded text is; empty when none is known.

    The one named first and most often; a carrier only when no brand is named at the top.
    """
    best, best_score = "", 0.0
    for name, pattern in _PATTERNS:
        places = [found.start() for found in pattern.finditer(folded)]
        if not places:
            continue
        score = min(len(places), 4) + (6.0 if places[0] < HEAD else 0.0) - places[0] / 10_000
        if name in _CARRIERS:
            score *= 0.5
        if score > best_score:
            best, best_score = name, score
    return best
