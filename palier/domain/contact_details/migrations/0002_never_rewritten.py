"""What was said, agreed and delivered is never rewritten."""

from django.db import migrations

from palier.foundation.triggers import hold


class Migration(migrations.Migration):
    dependencies = [("contact_details", "0001_initial")]
    operations = [
        hold(
            "contact_details",
            "Change",
            may_change=("state", "moved_at", "rival", "erp_message"),
        ),
        hold("contact_details", "DeliveryChoice"),
        hold("contact_details", "ContactDelivery"),
        hold("contact_details", "ContactDeliveryLine", may_change=("state", "moved_at", "message")),
    ]
