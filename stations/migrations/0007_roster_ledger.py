"""Rosters of people come in as other ledgers do. Those that wait for a confirmation go with the old table: they are
working material that is kept for a week, and their office has the file."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import fedportal.lib.encrypted_fields
import stations.models.station_import


class Migration(migrations.Migration):
    dependencies = [
        ("orgs", "0003_responsible"),
        ("stations", "0006_checks"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.DeleteModel("RosterImport"),
        migrations.CreateModel(
            name="RosterImport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uploaded_at", models.DateTimeField(verbose_name="上传时间")),
                ("file_name", models.CharField(max_length=255, verbose_name="文件名")),
                ("file_size", models.IntegerField(verbose_name="文件大小")),
                ("file_digest", models.CharField(max_length=64, verbose_name="文件摘要")),
                ("layout", fedportal.lib.encrypted_fields.EncryptedJSONField(default=dict, verbose_name="表格位置")),
                ("mapping", models.JSONField(default=list, verbose_name="列的对应")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("uploaded", "正在核对"),
                            ("checked", "待确认"),
                            ("confirmed", "正在导入"),
                            ("done", "已导入"),
                            ("failed", "未能导入"),
                            ("discarded", "已放弃"),
                        ],
                        default="uploaded",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("problem", models.CharField(blank=True, max_length=300, verbose_name="问题")),
                ("attempts", models.SmallIntegerField(default=0, verbose_name="处理次数")),
                ("good", models.IntegerField(default=0, verbose_name="可以导入")),
                ("warned", models.IntegerField(default=0, verbose_name="有提醒")),
                ("bad", models.IntegerField(default=0, verbose_name="有误")),
                ("known", models.IntegerField(default=0, verbose_name="已导入过")),
                ("imported", models.IntegerField(default=0, verbose_name="导入数")),
                ("finished_at", models.DateTimeField(null=True, verbose_name="完成时间")),
                (
                    "file",
                    models.FileField(
                        blank=True, upload_to=stations.models.station_import.stored_name, verbose_name="文件"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="导入人",
                    ),
                ),
                (
                    "org",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="orgs.organization",
                        verbose_name="单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "人员名册导入",
                "verbose_name_plural": "人员名册导入",
            },
        ),
        migrations.CreateModel(
            name="RosterImportRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.IntegerField(verbose_name="行号")),
                (
                    "state",
                    models.CharField(
                        choices=[("bad", "有误"), ("known", "已导入过"), ("warned", "有提醒")],
                        max_length=10,
                        verbose_name="情况",
                    ),
                ),
                ("remarks", fedportal.lib.encrypted_fields.EncryptedJSONField(default=list, verbose_name="说明")),
                ("cells", fedportal.lib.encrypted_fields.EncryptedJSONField(default=list, verbose_name="原内容")),
                ("known_as", models.CharField(blank=True, max_length=90, verbose_name="已登记编号")),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="rows", to="stations.rosterimport"
                    ),
                ),
            ],
            options={
                "verbose_name": "人员名册导入行",
                "verbose_name_plural": "人员名册导入行",
            },
        ),
        migrations.AddIndex(
            model_name="rosterimport",
            index=models.Index(fields=["org", "-id"], name="roster_import_of_org"),
        ),
        migrations.AddIndex(
            model_name="rosterimport",
            index=models.Index(
                condition=models.Q(("status__in", ["uploaded", "confirmed"])),
                fields=["attempts", "id"],
                name="roster_import_waiting",
            ),
        ),
        migrations.AddConstraint(
            model_name="rosterimport",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("finished_at__isnull", False), ("status", "done")),
                    models.Q(("status", "done"), _negated=True),
                    _connector="OR",
                ),
                name="roster_import_done_has_moment",
            ),
        ),
        migrations.AddConstraint(
            model_name="rosterimportrow",
            constraint=models.UniqueConstraint(fields=("batch", "state", "number"), name="roster_import_row_once"),
        ),
    ]
