"""What the tests stand on: settings, a PostgreSQL of their own, a Chromium, a living portal.

settings.py   Palier's settings, on the engine that PALIER_TEST_DATABASE names
postgres.py   a PostgreSQL server for the length of a run
plugin.py     frozen clock, cast, drained queue, counted queries, ``--only-database``
flushing.py   empty the tables whose rows the database itself protects
chromium.py   find a Chromium, or fetch one
site.py       ``palier serve`` with the sample landlord, in a process of its own
browser.py    fixtures of the browser tests
"""
