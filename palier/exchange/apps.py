from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "palier.exchange"
    label = "exchange"
