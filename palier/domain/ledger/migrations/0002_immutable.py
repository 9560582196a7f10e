"""Entries are corrected by reversal; only the ERP's later lettrage may be written on them."""

from django.db import migrations

from palier.foundation.triggers import hold

NOT_YET_SEEN = (
    "OLD.delivery_no > COALESCE((SELECT number FROM landlord_currentdelivery WHERE id = 1), 0)"
)


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial"), ("landlord", "0001_initial")]
    operations = [
        # An abandoned delivery takes its rows away again: nobody has ever seen them.
        hold("ledger", "Entry", may_change=("lettrage", "fingerprint"), deletable_when=NOT_YET_SEEN),
    ]
