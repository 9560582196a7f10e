"""An acknowledgement says for ever what it said."""

from django.db import migrations

from palier.foundation.triggers import hold


class Migration(migrations.Migration):
    dependencies = [("acknowledgements", "0001_initial")]
    operations = [hold("acknowledgements", "Acknowledgement")]
