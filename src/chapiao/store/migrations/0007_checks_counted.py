"""Checks are counted by invoice and day; announced maintenance, news, warnings, alerts."""

from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('store', '0006_accounts'),
    ]

    operations = [
        migrations.CreateModel(
            name='Alert',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('status', models.CharField(max_length=10, verbose_name='税务状态')),
                ('says', models.CharField(max_length=300)),
                ('raised_at', models.DateTimeField()),
                ('handled_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Maintenance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('entry', models.CharField(max_length=10, verbose_name='入口')),
                ('starts', models.DateTimeField(verbose_name='开始')),
                ('ends', models.DateTimeField(null=True, verbose_name='结束')),
                ('region', models.CharField(blank=True, max_length=2, verbose_name='地区')),
                ('says', models.CharField(max_length=300, verbose_name='公告')),
                ('added_at', models.DateTimeField()),
            ],
        ),
        migrations.AddField(
            model_name='check',
            name='day',
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name='check',
            name='ordinal',
            field=models.PositiveSmallIntegerField(null=True),
        ),
        migrations.AddField(
            model_name='lookup',
            name='news',
            field=models.CharField(blank=True, max_length=300, null=True),
        ),
        migrations.AddField(
            model_name='lookup',
            name='warned_of',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddConstraint(
            model_name='check',
            constraint=models.UniqueConstraint(fields=('key', 'day', 'ordinal'), name='check_once'),
        ),
        migrations.AddField(
            model_name='alert',
            name='handled_by',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='alert',
            name='invoice',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='alerts', to='store.invoice'),
        ),
        migrations.AddField(
            model_name='alert',
            name='snapshot',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='store.snapshot'),
        ),
        migrations.AddIndex(
            model_name='maintenance',
            index=models.Index(fields=['entry', 'ends'], name='maintenance_entry'),
        ),
        migrations.AddIndex(
            model_name='alert',
            index=models.Index(condition=models.Q(('handled_at', None)), fields=['-raised_at'], name='alert_open'),
        ),
        migrations.AddConstraint(
            model_name='alert',
            constraint=models.UniqueConstraint(fields=('invoice', 'status'), name='alert_once'),
        ),
    ]
