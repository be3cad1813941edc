"""Columns: what a person said that the columns of a table are, kept for the next one like it."""

from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('store', '0004_scopes'),
    ]

    operations = [
        migrations.AlterField(
            model_name='snapshot',
            name='state',
            field=models.CharField(choices=[('读取中', 'Reading'), ('待指定列', 'Asking'), ('待确认', 'Preview'), ('导入中', 'Importing'), ('已导入', 'Imported'), ('撤销中', 'Undoing'), ('已撤销', 'Undone'), ('失败', 'Failed')], max_length=6),
        ),
        migrations.CreateModel(
            name='ColumnMap',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('headings', models.CharField(max_length=64)),
                ('columns', models.JSONField()),
                ('said_at', models.DateTimeField()),
                ('person', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('person', 'headings'), name='column_map_once')],
            },
        ),
    ]
