"""Nothing erases the history: what was declared, sent or demanded stays as it was."""

from django.db import migrations

from palier.foundation.triggers import hold


class Migration(migrations.Migration):
    dependencies = [("insurance", "0001_initial")]
    operations = [
        hold(
            "insurance",
            "Certificate",
            may_change=("state", "moved_at", "reading", "accepted_from", "accepted_to"),
        ),
        hold(
            "insurance",
            "FormalDemand",
            may_change=("state", "moved_at", "document", "cancelled_because", "certificate"),
        ),
        hold("insurance", "Reminder"),
    ]
