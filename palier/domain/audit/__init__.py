"""The trail (*journal*): who did or looked at what, and when. Append-only.

Nouns: event (*événement*, from a typed catalogue), actor (*auteur*), move (*changement
d'état*). This room points at others by typed, opaque references only.
"""
