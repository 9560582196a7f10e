"""Probable typing mistakes in the domain of an e-mail address.

The answer is a question to the reader ("vouliez-vous dire… ?"), never a refusal: the
address as typed may be the right one.
"""

from __future__ import annotations

USUAL_DOMAINS = (
    "gmail.com",
    "orange.fr",
    "hotmail.fr",
    "hotmail.com",
    "yahoo.fr",
    "yahoo.com",
    "free.fr",
    "outlook.fr",
    "outlook.com",
    "sfr.fr",
    "laposte.net",
    "live.fr",
    "live.com",
    "icloud.com",
    "wanadoo.fr",
    "bbox.fr",
    "numericable.fr",
    "protonmail.com",
    "proton.me",
    "gmx.fr",
    "aol.com",
    "msn.com",
    "me.com",
    "neuf.fr",
    "ymail.com",
    "mail.com",
)
# Neighbours of a usual domain that exist in their own right and are often typed on purpose.
_REAL_NEIGHBOURS = frozenset(
    {
        "gmx.com",
        "gmx.net",
        "gmx.de",
        "ymail.fr",
        "free.org",
        "mail.fr",
        "email.com",
        "hotmail.it",
        "hotmail.es",
        "hotmail.be",
        "live.be",
        "live.it",
        "outlook.be",
        "outlook.es",
        "yahoo.it",
        "yahoo.es",
        "yahoo.de",
        "sfr.com",
        "mac.com",
        "tmail.com",
        "love.fr",
        "pm.me",
        "ms.com",
    }
)
_SLIPS_OF_ENDING = {
    "con": "com", "cm": "com", "om": "com", "comm": "com", "vom": "com", "cpm": "com",
    "fe": "fr", "ft": "fr", "f": "fr", "frr": "fr", "rf": "fr", "fr.": "fr",
    "ne": "net", "nrt": "net", "met": "net",
}  # fmt: skip


# Domains that receive no mail at all, though they look usual.
_MEANT_OUTRIGHT = {
    "gmail.fr": "gmail.com",
    "googlemail.fr": "googlemail.com",
    "icloud.fr": "icloud.com",
}


def folded_email(typed: str) -> str:
    """Write an address the way it is stored and compared: no outer spaces, lower case."""
    return typed.strip().strip("\u00a0\u202f\u200b").lower()


def meant_address(typed: str) -> str | None:
    """Propose the address that was probably meant, or ``None`` when nothing looks wrong.

    ``jeanne@gmial.com`` → ``jeanne@gmail.com``; ``jeanne@gmail.con`` too.
    """
    name, at, domain = folded_email(typed).rpartition("@")
    if not (name and at and domain) or domain in USUAL_DOMAINS or domain in _REAL_NEIGHBOURS:
        return None
    meant = _meant_domain(domain)
    return f"{name}@{meant}" if meant and meant != domain else None


def _meant_domain(domain: str) -> str | None:
    squeezed = domain.replace(",", ".").replace("..", ".").strip(".")
    if squeezed in _MEANT_OUTRIGHT:
        return _MEANT_OUTRIGHT[squeezed]
    stem, _, ending = squeezed.rpartition(".")
    candidates = [squeezed]
    if stem and ending in _SLIPS_OF_ENDING:
        candidates.append(f"{stem}.{_SLIPS_OF_ENDING[ending]}")
    for candidate in candidates:
        if candidate in USUAL_DOMAINS:
            return candidate
    for candidate in candidates:
        for usual in USUAL_DOMAINS:
            # Short domains have too many honest neighbours to be guessed from one letter.
            if len(usual) >= 7 and _one_slip_apart(candidate, usual):
                return usual
    return candidates[-1] if squeezed != domain or len(candidates) > 1 else None


def _one_slip_apart(typed: str, meant: str) -> bool:
    """Tell whether one letter is missing, added, wrong, or two neighbours are swapped."""
    if abs(len(typed) - len(meant)) > 1:
        return False
    start = 0
    while start < min(len(typed), len(meant)) and typed[start] == meant[start]:
        start += 1
    rest_typed, rest_meant = typed[start:], meant[start:]
    return (
        rest_typed[1:] == rest_meant[1:]
        or rest_typed[1:] == rest_meant
        or rest_typed == rest_meant[1:]
        or (rest_typed[:2] == rest_meant[1::-1] and rest_typed[2:] == rest_meant[2:])
    )


def masked_email(email: str) -> str:
    """Write an address so that its owner knows it and the postman does not: ``a•••@exemple.fr``."""
    name, _at, domain = email.partition("@")
    return f"{name[:1]}•••@{domain}"
