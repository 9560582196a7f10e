from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "palier.ui"
    label = "ui"
