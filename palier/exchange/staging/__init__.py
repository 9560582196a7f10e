"""The workbench: a SQLite file for each delivery, where it is read, checked and compared.

Nothing here touches the main database but reads: however long it lasts, whoever signs in
or pays meanwhile is not kept waiting.
"""
