"""What was said is never rewritten. It may go once its retention ends (RGPD, art. 5)."""

from django.db import migrations

from palier.foundation.triggers import hold


class Migration(migrations.Migration):
    dependencies = [("messaging", "0001_initial")]
    operations = [hold("messaging", "Message", deletable_when="1 = 1")]
