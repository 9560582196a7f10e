"""What the bank said, what money moved and what was delivered is never rewritten."""

from django.db import migrations

from palier.foundation.triggers import hold


class Migration(migrations.Migration):
    dependencies = [("payments", "0001_initial")]
    operations = [
        hold("payments", "BankAnswer", may_empty=("raw",)),
        hold("payments", "Operation"),
        hold("payments", "SettlementFile"),
        hold("payments", "SettlementLine"),
        hold("payments", "PaymentDelivery"),
    ]
