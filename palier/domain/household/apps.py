from django.apps import AppConfig


class HouseholdConfig(AppConfig):
    name = "palier.domain.household"
    label = "household"
    default_auto_field = "django.db.models.BigAutoField"
