from django.apps import AppConfig
from django.conf import settings

from palier.foundation.egress import allow_only


class ConfigConfig(AppConfig):
    name = "palier.config"
    label = "palier_config"

    def ready(self) -> None:
        from palier.config import checks  # noqa: F401  (registers the system checks)

        if settings.PALIER_OUTGOING_HELD:
            allow_only(settings.PALIER_OUTGOING)
