"""``/mon-profil/``: what the landlord knows of the reader, and what they may change by themselves.

page.py             the hub, the yearly question, a correction asked of the agency
places.py           the other pages of the profile: shown as soon as they exist
phones.py           /telephones/
address.py          /adresse/
email.py            /e-mail/            the address people sign in with
email_links.py      the two links of an e-mail change, for whoever reads the mailbox
notifications.py    /notifications/     which e-mails come; the unsubscribe link
notice_delivery.py  /avis/              paper or online
language.py         /langue/            of the pages and of the e-mails
former_address.py   /mes-informations/  where all this stood before
"""

from __future__ import annotations

from django.urls import URLPattern

from palier.portal.profile import (
    address,
    email,
    email_links,
    language,
    notice_delivery,
    notifications,
    page,
    phones,
)

urlpatterns: list[URLPattern] = [
    *page.urlpatterns,
    *phones.urlpatterns,
    *address.urlpatterns,
    *email.urlpatterns,
    *email_links.urlpatterns,
    *notifications.urlpatterns,
    *notice_delivery.urlpatterns,
    *language.urlpatterns,
]
