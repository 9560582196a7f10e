"""What was agreed, issued and voided stays as it was; a PDF is added when it is first drawn."""

from django.db import migrations

from palier.foundation.triggers import hold


class Migration(migrations.Migration):
    dependencies = [("receipts", "0001_initial")]
    operations = [
        hold("receipts", "Agreement"),
        hold("receipts", "Receipt", may_change=("document",)),
        hold("receipts", "Voiding", may_change=("document",)),
    ]
