"""Rights: departments, scopes, requests to be let in, papers of people, what the bureau lets see."""

from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('store', '0003_faces'),
    ]

    operations = [
        migrations.AddField(
            model_name='entity',
            name='group',
            field=models.CharField(blank=True, max_length=60, verbose_name='集团'),
        ),
        migrations.AddField(
            model_name='membership',
            name='department',
            field=models.CharField(blank=True, max_length=60, verbose_name='部门'),
        ),
        migrations.CreateModel(
            name='Scope',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('extra', models.BooleanField(default=False, verbose_name='临时授权')),
                ('key', models.CharField(blank=True, max_length=40, verbose_name='只这一张')),
                ('departments', models.JSONField(blank=True, null=True, verbose_name='部门')),
                ('own_only', models.BooleanField(default=False, verbose_name='仅本人提交')),
                ('gross_max', models.BigIntegerField(blank=True, null=True, verbose_name='价税合计上限')),
                ('kinds', models.JSONField(blank=True, null=True, verbose_name='票种')),
                ('regions', models.JSONField(blank=True, null=True, verbose_name='开票地')),
                ('first_day', models.DateField(blank=True, null=True, verbose_name='开票日期从')),
                ('last_day', models.DateField(blank=True, null=True, verbose_name='开票日期到')),
                ('starts_at', models.DateTimeField(blank=True, null=True, verbose_name='生效')),
                ('ends_at', models.DateTimeField(blank=True, null=True, verbose_name='到期')),
                ('reason', models.CharField(blank=True, max_length=200, verbose_name='事由')),
                ('made_at', models.DateTimeField()),
                ('entity', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='store.entity')),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='scopes', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': '数据范围',
            },
        ),
        migrations.CreateModel(
            name='BureauRight',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('has_role', models.BooleanField(blank=True, null=True, verbose_name='发票业务角色')),
                ('gross_max', models.BigIntegerField(blank=True, null=True, verbose_name='价税合计上限')),
                ('places', models.JSONField(blank=True, null=True, verbose_name='受票地')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='有效期至')),
                ('noted_at', models.DateTimeField()),
                ('entity', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='store.entity')),
                ('noted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='bureau_rights', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': '电子税务局权限',
                'constraints': [models.UniqueConstraint(fields=('person', 'entity'), name='one_bureau_right')],
            },
        ),
        migrations.CreateModel(
            name='Department',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, verbose_name='部门')),
                ('entity', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='departments', to='store.entity')),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('entity', 'name'), name='department_name')],
            },
        ),
        migrations.CreateModel(
            name='FormerTaxId',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('tax_id', models.CharField(max_length=20, verbose_name='旧税号')),
                ('until', models.DateField(blank=True, null=True)),
                ('entity', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='former_tax_ids', to='store.entity')),
            ],
            options={
                'ordering': ['-until'],
                'constraints': [models.UniqueConstraint(fields=('tax_id',), name='former_tax_id')],
            },
        ),
        migrations.CreateModel(
            name='Profile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('id_sealed', models.CharField(blank=True, max_length=200)),
                ('id_hash', models.CharField(blank=True, max_length=64)),
                ('phone', models.CharField(blank=True, max_length=20, verbose_name='手机')),
                ('verified_at', models.DateTimeField(blank=True, null=True)),
                ('reviewed_at', models.DateTimeField(blank=True, null=True)),
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='profile', to=settings.AUTH_USER_MODEL)),
                ('verified_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': '身份资料',
                'constraints': [models.UniqueConstraint(condition=models.Q(('id_hash__gt', '')), fields=('id_hash',), name='one_person_per_id')],
            },
        ),
        migrations.CreateModel(
            name='AccessRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=40)),
                ('reason', models.CharField(max_length=200, verbose_name='事由')),
                ('asked_at', models.DateTimeField()),
                ('state', models.CharField(choices=[('待审批', 'Open'), ('已批准', 'Granted'), ('未批准', 'Refused'), ('已撤回', 'Withdrawn')], default='待审批', max_length=4)),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('answer', models.CharField(blank=True, max_length=200, verbose_name='审批意见')),
                ('told_at', models.DateTimeField(blank=True, null=True)),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('entity', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.entity')),
                ('lookup', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='access_requests', to='store.lookup')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='access_requests', to=settings.AUTH_USER_MODEL)),
                ('scope', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, to='store.scope')),
            ],
            options={
                'verbose_name': '权限申请',
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', '待审批')), fields=('lookup',), name='one_open_request')],
            },
        ),
    ]
