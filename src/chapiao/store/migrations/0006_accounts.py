"""Accounts: sign-ins, tries, second factors, invitations, single sign-on, scopes of tokens."""

from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('store', '0005_column_map'),
    ]

    operations = [
        migrations.AddField(
            model_name='apitoken',
            name='scopes',
            field=models.CharField(db_default='读取 查票 导入 审批', default='读取 查票 导入 审批', max_length=40),
        ),
        migrations.AddField(
            model_name='entity',
            name='second_factor',
            field=models.BooleanField(db_default=False, default=False, verbose_name='登录要两步验证'),
        ),
        migrations.CreateModel(
            name='SignIn',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('session_key', models.CharField(db_index=True, max_length=40)),
                ('how', models.CharField(max_length=20, verbose_name='方式')),
                ('strong', models.BooleanField(default=False, verbose_name='两步')),
                ('device', models.CharField(max_length=64)),
                ('device_name', models.CharField(max_length=80, verbose_name='设备')),
                ('portable', models.BooleanField(default=False)),
                ('address', models.CharField(blank=True, max_length=45, verbose_name='地址')),
                ('started_at', models.DateTimeField()),
                ('seen_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('ended_how', models.CharField(blank=True, max_length=20)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sign_ins', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='DeviceSwitch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('gap', models.PositiveIntegerField()),
                ('person', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('after', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='store.signin')),
                ('before', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='store.signin')),
            ],
        ),
        migrations.CreateModel(
            name='SignInTry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=64)),
                ('wrong', models.PositiveIntegerField(default=0)),
                ('last_at', models.DateTimeField(db_index=True)),
                ('wait_until', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('key',), name='sign_in_try_key')],
            },
        ),
        migrations.CreateModel(
            name='Factor',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('验证器', 'Totp'), ('通行密钥', 'Passkey'), ('恢复码', 'Recovery')], max_length=4)),
                ('name', models.CharField(blank=True, max_length=60, verbose_name='名称')),
                ('handle', models.CharField(blank=True, max_length=64)),
                ('secret', models.TextField(blank=True)),
                ('counter', models.BigIntegerField(default=0)),
                ('made_at', models.DateTimeField()),
                ('used_at', models.DateTimeField(blank=True, null=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='factors', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('handle__gt', '')), fields=('kind', 'handle'), name='factor_handle'), models.UniqueConstraint(condition=models.Q(('kind', '验证器')), fields=('person',), name='one_app_each')],
            },
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(max_length=64)),
                ('renews', models.BooleanField(default=False)),
                ('login', models.CharField(max_length=60, verbose_name='登录名')),
                ('full_name', models.CharField(blank=True, max_length=60, verbose_name='姓名')),
                ('role', models.CharField(blank=True, max_length=10, verbose_name='角色')),
                ('department', models.CharField(blank=True, max_length=60, verbose_name='部门')),
                ('made_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('used_at', models.DateTimeField(blank=True, null=True)),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                ('entity', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='store.entity')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('digest',), name='invitation_digest')],
            },
        ),
        migrations.CreateModel(
            name='OuterLogin',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('issuer', models.CharField(max_length=200)),
                ('subject', models.CharField(max_length=255)),
                ('made_at', models.DateTimeField()),
                ('used_at', models.DateTimeField(blank=True, null=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='outer_logins', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('issuer', 'subject'), name='outer_login_once'), models.UniqueConstraint(fields=('person', 'issuer'), name='one_outer_login_each')],
            },
        ),
        migrations.AddIndex(
            model_name='signin',
            index=models.Index(fields=['person', '-seen_at'], name='sign_in_seen'),
        ),
        migrations.AddIndex(
            model_name='deviceswitch',
            index=models.Index(fields=['person', 'at'], name='device_switch_at'),
        ),
    ]
