from django.apps import AppConfig


class SettlementsConfig(AppConfig):
    name = "palier.domain.billing.settlements"
    label = "settlements"
    default_auto_field = "django.db.models.BigAutoField"
