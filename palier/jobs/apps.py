from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "palier.jobs"
    label = "jobs"
    verbose_name = "Travaux de fond"
