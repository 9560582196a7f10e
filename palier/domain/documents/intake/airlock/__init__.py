"""What opens unknown files: it runs in a child process that is poor in memory and time.

Nothing here knows Django, the database or a reader's language. A task is a few plain values
in, a few plain values out; a refusal travels by its kind (``palier.domain.documents.intake.
refusals`` holds the sentences). The parent's side is ``intake/gate.py``.

    child.py     the process: its limits, its tasks, its answer
    sniffing.py  what a file is, by its first bytes
    photos.py    one photo: measured, upright, without metadata, encoded anew
    pdfs.py      one PDF: opened, measured, cleaned, written anew
    active.py    what acts in a PDF: which is refused, which is taken away
    streams.py   compressed streams that would never end
    binding.py   photos and PDFs made into one tagged PDF
    pages.py     one page as an image
"""
