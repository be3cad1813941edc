"""Seals and pages of documents, the face of a handed-in file, what a person has to compare.

And the list of the 台账 ends with what has no date, on PostgreSQL too: there an index
in falling order begins with it unless it is told otherwise. SQLite has it last by itself.
"""

from __future__ import annotations

import django.db.models.deletion
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

COLUMNS = "entity_id, owner_id, tax_status, amount, tax, total"


def undated_last(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    _remake(editor, "nulls last")


def undated_first(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    _remake(editor, "nulls first")


def _remake(editor: BaseDatabaseSchemaEditor, where: str) -> None:
    if editor.connection.vendor != "postgresql":
        return
    editor.execute("drop index invoice_day")
    editor.execute(
        f"create index invoice_day on store_invoice (issued_on desc {where}, id desc, {COLUMNS})"
    )


class Migration(migrations.Migration):
    dependencies = [("store", "0002_pieces_by_party")]

    operations = [
        migrations.AddField(
            model_name="document",
            name="seal",
            field=models.JSONField(blank=True, null=True, verbose_name="签章"),
        ),
        migrations.AddField(
            model_name="document",
            name="pages",
            field=models.PositiveIntegerField(blank=True, null=True, verbose_name="页数"),
        ),
        migrations.AddField(
            model_name="intakefile",
            name="face",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="store.face",
            ),
        ),
        migrations.AlterField(
            model_name="intakefile",
            name="state",
            field=models.CharField(
                choices=[
                    ("待读取", "Waiting"),
                    ("已读取", "Read"),
                    ("有疑问", "Doubts"),
                    ("重复发票", "Duplicate"),
                    ("抬头不符", "Not Ours"),
                    ("已拒绝", "Refused"),
                    ("读取失败", "Failed"),
                ],
                default="待读取",
                max_length=6,
            ),
        ),
        migrations.AddField(
            model_name="invoice",
            name="review",
            field=models.CharField(
                blank=True,
                choices=[("需人工核对", "Needed"), ("已核对", "Done")],
                max_length=10,
                null=True,
                verbose_name="核对",
            ),
        ),
        migrations.AddIndex(
            model_name="invoice",
            index=models.Index(
                condition=models.Q(("review", "需人工核对")),
                fields=["-issued_on", "-id"],
                name="invoice_review",
            ),
        ),
        migrations.RunPython(undated_last, undated_first, elidable=False),
    ]
