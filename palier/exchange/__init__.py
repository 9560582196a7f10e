"""Exchange: the files between the landlord's ERP and Palier, in and out.

What comes in is a *delivery* (livraison): a folder with ``manifest.json`` and one CSV
file a kind. It is **read** and **staged** in a workbench of its own (a SQLite file, never
the main database), **checked** as a whole, **compared** with what is known, then
**applied** in short slices and made visible by one switch.
What goes out is written with the same typed records, in numbered folders that never change.

    records/     the typed records: one source for reading, writing and documentation
    manifest     the delivery's cover sheet
    reading      files to typed rows, every mistake explained
    staging/     the workbench: rows, checks across files, comparison with the database
    applying/    slices, resumption, the switch
    importing    ``import_folder``: all of it, in order
    exporting    numbered deliveries to the ERP
    documenting  ``docs/exchange-format.md``
"""
