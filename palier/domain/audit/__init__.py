"""The trail (*journal*): who did or looked at what, and when. Append-only.

Nouns: event (*événement*, from a typed catalogue), trace (*trace*, one event that happened),
look (*consultation*), actor (*auteur*), move (*changement d'état*), floor of the trail (*début
de conservation*: only what is older may be forgotten). This room points at others by typed,
opaque references only.
"""
