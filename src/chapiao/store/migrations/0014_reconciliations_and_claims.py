"""Comparisons of lists with their gaps, and the claims that hold invoices."""

from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('store', '0013_notices'),
    ]

    operations = [
        migrations.CreateModel(
            name='Claim',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=40)),
                ('number', models.CharField(max_length=20, verbose_name='发票号码')),
                ('code', models.CharField(blank=True, max_length=12, verbose_name='发票代码')),
                ('issued_on', models.DateField(blank=True, null=True, verbose_name='开票日期')),
                ('seller_name', models.CharField(blank=True, max_length=200, verbose_name='销方名称')),
                ('total', models.BigIntegerField(blank=True, null=True, verbose_name='价税合计')),
                ('department', models.CharField(blank=True, max_length=60, verbose_name='部门')),
                ('paper', models.CharField(blank=True, max_length=60, verbose_name='单据号')),
                ('state', models.CharField(choices=[('占用', 'Held'), ('已核销', 'Settled'), ('已解锁', 'Released'), ('查验未通过', 'Failed')], max_length=6)),
                ('because', models.CharField(blank=True, max_length=200, verbose_name='原因')),
                ('claimed_at', models.DateTimeField()),
                ('changed_at', models.DateTimeField()),
                ('document', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='store.document')),
                ('entity', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to='store.entity')),
                ('person', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='ClaimLock',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('group', models.CharField(blank=True, max_length=60)),
                ('key', models.CharField(max_length=40)),
                ('claim', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='locks', to='store.claim')),
            ],
        ),
        migrations.CreateModel(
            name='Reconciliation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('made_at', models.DateTimeField()),
                ('lists', models.JSONField(default=list)),
                ('asof', models.DateField(blank=True, null=True, verbose_name='时点')),
                ('tolerance', models.BigIntegerField(default=0, verbose_name='容差')),
                ('window_days', models.PositiveIntegerField(default=31, verbose_name='日期相差')),
                ('state', models.CharField(choices=[('排队中', 'Waiting'), ('待指定列', 'Asking'), ('比对中', 'Running'), ('已完成', 'Done'), ('没有完成', 'Failed'), ('已取消', 'Cancelled')], max_length=6)),
                ('step', models.CharField(blank=True, max_length=60)),
                ('share', models.PositiveSmallIntegerField(default=0)),
                ('stopping', models.BooleanField(default=False)),
                ('problem', models.CharField(blank=True, max_length=300)),
                ('result', models.JSONField(default=dict)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('due_at', models.DateTimeField(blank=True, null=True)),
                ('lease_until', models.DateTimeField(blank=True, null=True)),
                ('attempt', models.PositiveIntegerField(default=0)),
                ('entity', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='store.entity')),
                ('made_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('report', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.document')),
            ],
        ),
        migrations.CreateModel(
            name='ReconciliationGap',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place', models.PositiveIntegerField()),
                ('pair', models.PositiveSmallIntegerField()),
                ('outcome', models.CharField(max_length=10)),
                ('cause', models.CharField(blank=True, max_length=40)),
                ('owner', models.CharField(blank=True, max_length=12)),
                ('key', models.CharField(blank=True, max_length=64)),
                ('stake', models.BigIntegerField(default=0)),
                ('told', models.JSONField()),
                ('reconciliation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='gaps', to='store.reconciliation')),
            ],
        ),
        migrations.AddIndex(
            model_name='claim',
            index=models.Index(fields=['entity', '-id'], name='claim_entity'),
        ),
        migrations.AddIndex(
            model_name='claim',
            index=models.Index(fields=['person', '-id'], name='claim_person'),
        ),
        migrations.AddIndex(
            model_name='claim',
            index=models.Index(fields=['key'], name='claim_key'),
        ),
        migrations.AddIndex(
            model_name='claim',
            index=models.Index(fields=['number'], name='claim_number'),
        ),
        migrations.AddIndex(
            model_name='claim',
            index=models.Index(fields=['issued_on', 'total'], name='claim_day_sum'),
        ),
        migrations.AddConstraint(
            model_name='claimlock',
            constraint=models.UniqueConstraint(fields=('group', 'key'), name='claim_lock'),
        ),
        migrations.AddIndex(
            model_name='reconciliation',
            index=models.Index(fields=['made_by', '-id'], name='reconciliation_mine'),
        ),
        migrations.AddIndex(
            model_name='reconciliation',
            index=models.Index(fields=['due_at'], name='reconciliation_due'),
        ),
        migrations.AddIndex(
            model_name='reconciliationgap',
            index=models.Index(fields=['reconciliation', 'pair', 'outcome'], name='gap_outcome'),
        ),
        migrations.AddIndex(
            model_name='reconciliationgap',
            index=models.Index(fields=['reconciliation', 'cause'], name='gap_cause'),
        ),
        migrations.AddIndex(
            model_name='reconciliationgap',
            index=models.Index(fields=['key'], name='gap_key'),
        ),
        migrations.AddConstraint(
            model_name='reconciliationgap',
            constraint=models.UniqueConstraint(fields=('reconciliation', 'place'), name='gap_place'),
        ),
    ]
