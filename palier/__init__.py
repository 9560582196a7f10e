"""Palier: the open tenant portal of social landlords.

The floors, from the top: ``config`` assembles; ``portal``, ``office``, ``api`` and
``jobs`` speak to people and machines; ``demo`` and ``exchange``/``ui`` serve them;
``domain`` decides and writes; ``foundation`` knows no business.
See ``docs/architecture.md``.
"""
