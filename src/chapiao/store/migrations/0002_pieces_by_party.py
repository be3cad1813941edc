"""An index to the pieces of one name: undoing an import deletes names by the thousand."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("store", "0001_start")]

    operations = [
        migrations.AlterField(
            model_name="partypiece",
            name="party",
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="store.party"),
        )
    ]
