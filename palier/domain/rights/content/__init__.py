"""What a copy of somebody's data holds, section by section, each with its schema.

sections.py    fields, sections, the schema they make
about_me.py    the account, who I am, how I sign in, what was recorded of me
getting_in.py  how I got in, what the agency gave back, what I asked of my rights
tenancy.py     my accounts, leases, rent, payments
money.py       the lines of my avis, what was collected and changed at the bank
exchanges.py   what I asked, said, declared and deposited, and what was decided
coverage.py    every table that points at somebody: where it is told, or why it is not
readers.py     whose data, and what they may see

Only what is the reader's own or shared with them: never a co-holder's private papers, never
the name of a member of staff (« l’agence »).
"""

from palier.domain.rights.content.catalogue import SECTIONS, collected, files_of, schema
from palier.domain.rights.content.readers import Reader, reader_of
from palier.domain.rights.content.sections import Field, Section

__all__ = [
    "SECTIONS",
    "Field",
    "Reader",
    "Section",
    "collected",
    "files_of",
    "reader_of",
    "schema",
]
