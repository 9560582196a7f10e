from django.apps import AppConfig


class FoundationConfig(AppConfig):
    name = "palier.foundation"
    label = "foundation"
    verbose_name = "Fondations"
