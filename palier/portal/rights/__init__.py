"""Rights over my data, below ``/mon-profil/``.

my_data.py   /mes-donnees/          a copy of everything, prepared in the background
closing.py   /fermer-mon-espace/    close my account, or take the closing back
"""

from __future__ import annotations

from django.urls import URLPattern

from palier.portal.rights import closing, my_data

urlpatterns: list[URLPattern] = [*my_data.urlpatterns, *closing.urlpatterns]
