"""A published avis stays as it was; only its PDF is added when it is first drawn."""

from django.db import migrations

from palier.foundation.triggers import hold


class Migration(migrations.Migration):
    dependencies = [("billing", "0001_initial")]
    operations = [hold("billing", "RentNotice", may_change=("document",))]
