from django.apps import AppConfig


class ReceiptsConfig(AppConfig):
    name = "palier.domain.billing.receipts"
    label = "receipts"
    default_auto_field = "django.db.models.BigAutoField"
