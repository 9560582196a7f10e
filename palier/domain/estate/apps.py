from django.apps import AppConfig


class EstateConfig(AppConfig):
    name = "palier.domain.estate"
    label = "estate"
    default_auto_field = "django.db.models.BigAutoField"
