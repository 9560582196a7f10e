"""Safe uploads (*dépôt de fichiers*): files from anywhere become clean bytes, or a kind refusal.

Nouns: tray (*ce que je suis en train de déposer*: a user, a purpose, what it is about), draft
(*fichier en attente*: cleaned, kept a day outside the vault, seen by its owner alone), bundle
(*dépôt prêt*: its bytes are in the vault, its rows are not yet), refusal (*refus*, one class
and one sentence a case), airlock (*sas*: the bounded child process that opens files).

A room that takes files does three things (``palier.ui.uploads`` has the form field):

    bundle = intake.actions.assemble(drafts=form.cleaned_data["files"], title=…)  # no transaction
    with transaction.atomic():
        stored = intake.actions.store(bundle=bundle, now=now)      # rows of StoredFile
        …                                                          # the room's own rows

    limits.py    how many, how heavy, how long
    refusals.py  the sentences
    gate.py      hands a file to the airlock and takes its answer
    airlock/     what opens files: no Django, little memory, little time
    gateway.py   the antivirus (clamd)
    shelf.py     the bytes of drafts and the images of pages
    rules.py     names as people may read them
    pages.py     a page of a stored file as an image
"""
