"""What was signed, asked, debited and delivered is never rewritten; only its seal is renewed."""

from django.db import migrations

from palier.foundation.triggers import hold


class Migration(migrations.Migration):
    dependencies = [("banking", "0001_initial")]
    operations = [
        hold(
            "banking",
            "BankAccount",
            may_change=(
                "sealed",
                "mark",
                "state",
                "moved_at",
                "confirmed_at",
                "usable_from",
                "first_eyes",
                "first_eyes_at",
                "contested_at",
                "was_frozen",
            ),
        ),
        hold("banking", "MandateChange"),
        hold("banking", "SealedFile", may_change=("sealed",)),
        hold("banking", "DebitDelivery"),
        hold("banking", "Collection"),
        hold("banking", "MandateDelivery"),
        hold("banking", "MandateDeliveryLine", may_change=("state", "moved_at", "message")),
        hold("banking", "AccountDelivery"),
        hold("banking", "AccountDeliveryLine", may_change=("state", "moved_at", "message")),
    ]
