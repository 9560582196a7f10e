"""``/agence/messages/``: conversations with tenants, from the agency's side.

thread.py   one thread: read it, answer, note a call, every act on its case
start.py    write first, or note a call or a visit that no thread is about
counter.py  write down what the tenant says at the counter
wording.py  reply texts, frequent questions, delays
forms.py    the forms; words.py   how threads and messages are written out

The queue leads here: a case of kind *message* is worked on at its thread.
"""

from __future__ import annotations

from django.urls import path, reverse
from django.utils.translation import gettext_lazy

from palier.domain.casework.models import Case
from palier.office.file_sections import add_section
from palier.office.messages import counter, start, thread, wording
from palier.office.messages.words import messages_section
from palier.office.permissions import Permission
from palier.office.reviewing import work_at

work_at(Case.Kind.MESSAGE, lambda case: reverse("office:thread", args=[case.subject_reference]))
add_section(
    "messages",
    messages_section,
    title=gettext_lazy("Messages"),
    order=10,
    permission=Permission.READ_CASES,
)

urlpatterns = [
    path("", wording.replies, name="replies"),
    path("modeles/<slug:code>/", wording.reply_text, name="reply-text"),
    path("questions/<slug:code>/", wording.question, name="question"),
    path("delais/<slug:agency>/", wording.delays, name="message-delays"),
    path("guichet/<slug:account>/", counter.file_message, name="messages-counter"),
    path("nouveau/<slug:account>/", start.write, name="thread-start"),
    path("piece/<slug:code>/", thread.attachment, name="thread-attachment"),
    path("<slug:code>/", thread.thread, name="thread"),
    path("<slug:code>/brouillon/", thread.save, name="thread-draft"),
    path("<slug:code>/<slug:verb>/", thread.act, name="thread-act"),
]
