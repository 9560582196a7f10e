from django.apps import AppConfig


class LandlordConfig(AppConfig):
    name = "palier.domain.landlord"
    label = "landlord"
    default_auto_field = "django.db.models.BigAutoField"
