"""What was declared, and what was delivered to the ERP, is never rewritten."""

from django.db import migrations

from palier.foundation.triggers import hold


class Migration(migrations.Migration):
    dependencies = [("household", "0001_initial")]
    operations = [
        hold(
            "household",
            "Declaration",
            may_change=("state", "moved_at", "accepted_from", "erp_message"),
        ),
        hold("household", "HouseholdDelivery"),
        hold("household", "HouseholdDeliveryLine", may_change=("state", "moved_at", "message")),
    ]
