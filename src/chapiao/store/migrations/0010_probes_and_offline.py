"""Probes and what they saw, silent sources, people's computers, hand-ins at the tax office."""

from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('store', '0009_lighter_look_ups'),
    ]

    operations = [
        migrations.CreateModel(
            name='ProbeTarget',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=20, unique=True)),
                ('kind', models.CharField(choices=[('入口', 'Entry'), ('对照', 'Control'), ('本机', 'Own'), ('来源', 'Sources')], max_length=2)),
                ('address', models.CharField(blank=True, max_length=300)),
                ('due_at', models.DateTimeField(null=True)),
                ('lease_until', models.DateTimeField(null=True)),
                ('attempt', models.PositiveIntegerField(default=0)),
                ('whose', models.CharField(blank=True, choices=[('正常', 'Nobody'), ('本地网络', 'Local'), ('对方服务器', 'Theirs'), ('计划维护', 'Planned'), ('我方故障', 'Ours'), ('分不清', 'Untold')], max_length=5)),
                ('says', models.CharField(blank=True, max_length=300)),
                ('seen_at', models.DateTimeField(null=True)),
                ('since', models.DateTimeField(null=True)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('due_at__isnull', False)), fields=['due_at'], name='probe_due')],
            },
        ),
        migrations.CreateModel(
            name='ClientCheck',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('told', models.JSONField()),
                ('sent_at', models.DateTimeField(null=True)),
                ('note', models.CharField(blank=True, max_length=300)),
                ('handled_at', models.DateTimeField(null=True)),
                ('person', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['person', '-at'], name='client_check_mine'), models.Index(condition=models.Q(('sent_at__isnull', False)), fields=['-sent_at'], name='client_check_sent')],
            },
        ),
        migrations.CreateModel(
            name='OfflineCheck',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=40)),
                ('bureau', models.CharField(max_length=80, verbose_name='受理机关')),
                ('reason', models.CharField(max_length=300, verbose_name='核验事由')),
                ('state', models.CharField(choices=[('准备中', 'Preparing'), ('已递交', 'Handed In'), ('已出结果', 'Answered'), ('已撤回', 'Withdrawn')], max_length=4)),
                ('made_at', models.DateTimeField()),
                ('handed_in_on', models.DateField(null=True)),
                ('receipt_no', models.CharField(blank=True, max_length=60, verbose_name='回执号')),
                ('due_on', models.DateField(null=True)),
                ('result', models.CharField(blank=True, choices=[('属实', 'Agrees'), ('已作废', 'Voided'), ('已红冲', 'Red'), ('与底账不一致', 'Differs'), ('底账无此票', 'Absent'), ('无法核验', 'Unclear')], max_length=6)),
                ('result_words', models.CharField(blank=True, max_length=500, verbose_name='结果原文')),
                ('result_no', models.CharField(blank=True, max_length=60, verbose_name='文书号')),
                ('result_on', models.DateField(null=True)),
                ('result_at', models.DateTimeField(null=True)),
                ('due_at', models.DateTimeField(null=True)),
                ('lease_until', models.DateTimeField(null=True)),
                ('attempt', models.PositiveIntegerField(default=0)),
                ('entity', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='store.entity')),
                ('lookup', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='offline_checks', to='store.lookup')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='offline_checks', to=settings.AUTH_USER_MODEL)),
                ('receipt', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.document')),
                ('result_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('result_document', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.document')),
            ],
            options={
                'indexes': [models.Index(fields=['key'], name='offline_key'), models.Index(condition=models.Q(('due_at__isnull', False)), fields=['due_at'], name='offline_due')],
            },
        ),
        migrations.CreateModel(
            name='ProbeResult',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('day', models.DateField()),
                ('whose', models.CharField(choices=[('正常', 'Nobody'), ('本地网络', 'Local'), ('对方服务器', 'Theirs'), ('计划维护', 'Planned'), ('我方故障', 'Ours'), ('分不清', 'Untold')], max_length=5)),
                ('says', models.CharField(max_length=300)),
                ('ms', models.PositiveIntegerField(null=True)),
                ('target', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='results', to='store.probetarget')),
            ],
            options={
                'indexes': [models.Index(fields=['target', '-at'], name='probe_result_at'), models.Index(fields=['target', 'day', 'whose'], name='probe_result_day')],
            },
        ),
        migrations.CreateModel(
            name='SourceAlarm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subject', models.CharField(max_length=40)),
                ('says', models.CharField(max_length=300)),
                ('raised_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('handled_at', models.DateTimeField(null=True)),
                ('entity', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='store.entity')),
                ('handled_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('subject',), name='source_alarm_open')],
            },
        ),
    ]
