"""A look-up writes less: what many lack stands once, and no index follows the invoice."""

import django.db.models.deletion
from django.db import migrations, models

import chapiao.store.models.lookup


class Migration(migrations.Migration):
    dependencies = [("store", "0008_messages_collected")]

    operations = [
        migrations.CreateModel(
            name="Lacking",
            fields=[
                ("digest", models.CharField(max_length=32, primary_key=True, serialize=False)),
                ("told", chapiao.store.models.lookup.Json()),
            ],
        ),
        migrations.RemoveIndex(model_name="lookup", name="lookup_mine"),
        migrations.RenameField(model_name="lookup", old_name="answer", new_name="said"),
        migrations.AlterField(
            model_name="lookup", name="said", field=chapiao.store.models.lookup.Json()
        ),
        migrations.AlterField(
            model_name="lookup",
            name="invoice",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                to="store.invoice",
            ),
        ),
        migrations.AddField(
            model_name="lookup",
            name="lacking",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                to="store.lacking",
            ),
        ),
        migrations.AddIndex(
            model_name="lookup",
            index=models.Index(fields=["asker", "asked_at"], name="lookup_of_mine"),
        ),
    ]
