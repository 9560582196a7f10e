"""``/mon-profil/securite/`` and ``/mon-profil/appareils/``: for tenants and staff alike."""
