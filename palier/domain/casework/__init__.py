"""The agencies' work: one queue of cases, promises, decisions, coded reasons.

Nouns: case (*demande*), promise (*réponse promise pour le*), note (*note*).
"""
