"""Exchange: the files between the landlord's ERP and Palier, in and out.

What comes in is a *delivery* (livraison): a folder with ``manifest.json`` and one CSV
file a kind. It is **read** and **staged** in a workbench of its own (a SQLite file, never
the main database), **checked** as a whole, **compared** with what is known, then
**applied** in short slices and made visible by one switch.
The payments that go out to the ERP are the business of ``payments``.

The ERP's word holds for every delivered value. When the portal lets a tenant change one, the
room of that value keeps the change in a row of its own, reads it over the delivered one and
drops it once a delivery echoes it or the ERP rejects it: nothing here has to know.

    records/     the typed records: one source for reading, writing and documentation
    manifest     the delivery's cover sheet
    reading      files to typed rows, every mistake explained
    staging/     the workbench: rows, checks across files, comparison with the database
    applying/    slices, resumption, the switch
    importing    ``import_folder``: all of it, in order
    writing      records to files, for the sample and the tests
    documenting  ``docs/exchange-format.md``
"""
