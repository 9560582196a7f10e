from django.apps import AppConfig


class ContactDetailsConfig(AppConfig):
    name = "palier.domain.contact_details"
    label = "contact_details"
    default_auto_field = "django.db.models.BigAutoField"
