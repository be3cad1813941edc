"""Messages with where they go, and the sources that files are collected from."""

from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('store', '0007_checks_counted'),
    ]

    operations = [
        migrations.CreateModel(
            name='Robot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('vendor', models.CharField(max_length=4, verbose_name='哪一家')),
                ('name', models.CharField(max_length=60, verbose_name='名称')),
                ('mark', models.CharField(max_length=32)),
                ('sealed', models.TextField()),
                ('off', models.JSONField(default=list)),
                ('quiet_from', models.TimeField(null=True)),
                ('quiet_to', models.TimeField(null=True)),
                ('active', models.BooleanField(default=True)),
                ('problem', models.CharField(blank=True, max_length=200)),
                ('made_at', models.DateTimeField()),
                ('entity', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='robots', to='store.entity')),
                ('made_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Source',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('文件夹', 'Folder'), ('邮箱', 'Mailbox')], max_length=3, verbose_name='种类')),
                ('name', models.CharField(max_length=60, verbose_name='名称')),
                ('mark', models.CharField(max_length=32)),
                ('sealed', models.TextField()),
                ('every', models.PositiveIntegerField(default=5, verbose_name='每几分钟')),
                ('active', models.BooleanField(default=True)),
                ('made_at', models.DateTimeField()),
                ('ran_at', models.DateTimeField(null=True)),
                ('problem', models.CharField(blank=True, max_length=200)),
                ('validity', models.BigIntegerField(null=True)),
                ('last_uid', models.BigIntegerField(default=0)),
                ('due_at', models.DateTimeField(null=True)),
                ('lease_until', models.DateTimeField(null=True)),
                ('attempt', models.PositiveIntegerField(default=0)),
                ('entity', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sources', to='store.entity')),
                ('giver', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sources', to=settings.AUTH_USER_MODEL)),
                ('made_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Collected',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('mark', models.CharField(max_length=80)),
                ('name', models.CharField(max_length=500)),
                ('sender', models.CharField(blank=True, max_length=200)),
                ('sha256', models.CharField(blank=True, max_length=64)),
                ('size', models.BigIntegerField()),
                ('found_at', models.DateTimeField()),
                ('state', models.CharField(choices=[('交读', 'Handed In'), ('重复', 'Duplicate'), ('需人工', 'By Hand'), ('拒绝', 'Refused')], max_length=3)),
                ('said', models.CharField(blank=True, max_length=300)),
                ('links', models.JSONField(default=list)),
                ('intake', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='collected', to='store.intake')),
                ('source', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='collected', to='store.source')),
            ],
        ),
        migrations.CreateModel(
            name='Wish',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('by_mail', models.BooleanField(default=True)),
                ('off', models.JSONField(default=list)),
                ('quiet_from', models.TimeField(null=True)),
                ('quiet_to', models.TimeField(null=True)),
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='wish', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Message',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('查到了', 'Found'), ('有变化', 'Changed'), ('快到期', 'Deadline'), ('跟进结束', 'Ended'), ('审批', 'Access'), ('入账后变化', 'Booked'), ('导入', 'Import'), ('归集', 'Collect'), ('确认地址', 'Address')], max_length=5, verbose_name='种类')),
                ('once', models.CharField(max_length=80)),
                ('tail', models.CharField(blank=True, max_length=20, verbose_name='号码尾号')),
                ('amount', models.BigIntegerField(null=True, verbose_name='价税合计')),
                ('says', models.CharField(max_length=300)),
                ('step', models.CharField(blank=True, max_length=200, verbose_name='下一步')),
                ('link', models.CharField(max_length=200)),
                ('made_at', models.DateTimeField()),
                ('read_at', models.DateTimeField(null=True)),
                ('mark', models.CharField(max_length=32)),
                ('address', models.CharField(blank=True, max_length=254)),
                ('batch', models.CharField(blank=True, max_length=32)),
                ('due_at', models.DateTimeField(null=True)),
                ('lease_until', models.DateTimeField(null=True)),
                ('attempt', models.PositiveIntegerField(default=0)),
                ('sending_at', models.DateTimeField(null=True)),
                ('sent_at', models.DateTimeField(null=True)),
                ('problem', models.CharField(blank=True, max_length=200)),
                ('person', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='messages', to=settings.AUTH_USER_MODEL)),
                ('robot', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='messages', to='store.robot')),
            ],
            options={
                'indexes': [models.Index(fields=['person', '-made_at'], name='message_mine'), models.Index(condition=models.Q(('person__isnull', False), ('read_at', None)), fields=['person'], name='message_unread'), models.Index(condition=models.Q(('due_at__isnull', False)), fields=['due_at'], name='message_due'), models.Index(fields=['robot', '-sending_at'], name='message_pace')],
                'constraints': [models.UniqueConstraint(fields=('person', 'once'), name='message_person_once'), models.UniqueConstraint(fields=('robot', 'once'), name='message_robot_once')],
            },
        ),
        migrations.AddIndex(
            model_name='source',
            index=models.Index(condition=models.Q(('due_at__isnull', False)), fields=['due_at'], name='source_due'),
        ),
        migrations.AddIndex(
            model_name='collected',
            index=models.Index(fields=['source', '-found_at'], name='collected_newest'),
        ),
        migrations.AddIndex(
            model_name='collected',
            index=models.Index(fields=['source', 'sha256'], name='collected_same'),
        ),
        migrations.AddConstraint(
            model_name='collected',
            constraint=models.UniqueConstraint(fields=('source', 'mark'), name='collected_once'),
        ),
    ]
