"""The agencies' work: one queue of cases, promises, decisions, coded reasons.

Nouns: case (*demande*, something the agency owes an answer to), promise (*réponse promise
pour le*), message (*message* of a case, from the requester or the agency), queue (*file de
travail*), revision (the number that keeps two advisors from overwriting each other).

Another room puts its own things in the queue by opening a case ``about`` one of its rows.
"""
