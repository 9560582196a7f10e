"""The clock and the command line: what runs without anybody waiting for a page.

cli.py        `palier …`, one group a file in ``commands/``
registry.py   jobs by name; the functions live in ``work/``, one file a room
schedule.py   what comes round by itself, and when
worker.py     the loop that takes jobs from the queue, again when they fail
serve.py      web server and worker in one tree of processes
"""
