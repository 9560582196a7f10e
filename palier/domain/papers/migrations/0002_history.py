"""What was deposited or said is never rewritten."""

from django.db import migrations

from palier.foundation.triggers import hold


class Migration(migrations.Migration):
    dependencies = [("papers", "0001_initial")]
    operations = [
        hold("papers", "Paper", may_change=("state", "moved_at", "shared")),
        hold("papers", "Impediment", may_change=("state", "moved_at", "due_before")),
        hold("papers", "PaperRequest", may_change=("state", "moved_at", "due_on")),
    ]
