"""``/messages/``: write to the agency, read its answers, in threads that stay whole.

listing.py   the threads and what is begun
writing.py   a new message: what about, the page that may answer already, then the words
thread.py    one thread: read, answer, say it is settled, share
forms.py     the forms; words.py   how threads and messages are written out
"""

from __future__ import annotations

from django.urls import path

from palier.portal.messages import listing, thread, writing

urlpatterns = [
    path("", listing.messages_list, name="messages"),
    path("nouveau/", writing.about, name="messages-new"),
    path("nouveau/reponses/", writing.suggested, name="messages-suggested"),
    path("nouveau/ecrire/", writing.write, name="messages-write"),
    path("brouillon/", writing.save, name="messages-draft"),
    path("brouillon/supprimer/", writing.drop, name="messages-draft-drop"),
    path("piece/<slug:code>/", thread.attachment, name="messages-attachment"),
    path("<slug:code>/", thread.thread, name="thread"),
    path("<slug:code>/regle/", thread.settle, name="thread-settle"),
    path("<slug:code>/partage/", thread.share, name="thread-share"),
]
