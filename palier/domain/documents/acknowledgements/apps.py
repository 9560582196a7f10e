from django.apps import AppConfig


class AcknowledgementsConfig(AppConfig):
    name = "palier.domain.documents.acknowledgements"
    label = "acknowledgements"
    default_auto_field = "django.db.models.BigAutoField"
