"""``/documents/``: what the landlord and the portal handed over, by kind and by year.

shelves.py   every paper of an account, whichever room holds it, sorted and searched
pages.py     the list, one document page by page as pictures, its file
archive.py   a year in one file
"""

from __future__ import annotations

from django.urls import path

from palier.portal.documents import archive, pages

urlpatterns = [
    path("", pages.documents, name="documents"),
    path("annee/<int:year>.zip", archive.documents_of_year, name="documents-year"),
    path("<slug:code>/", pages.document, name="document"),
    path("<slug:code>/page/<int:page_no>.jpg", pages.document_page, name="document-page"),
    path("<slug:code>/fichier/", pages.document_file, name="document-file"),
]
