from django.apps import AppConfig


class RightsConfig(AppConfig):
    name = "palier.domain.rights"
    label = "rights"
    default_auto_field = "django.db.models.BigAutoField"
