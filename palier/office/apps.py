from django.apps import AppConfig


class OfficeConfig(AppConfig):
    name = "palier.office"
    label = "office"
