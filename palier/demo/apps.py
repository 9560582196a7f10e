from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "palier.demo"
    label = "demo"
