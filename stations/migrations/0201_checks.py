"""Checklists in versions, checks of stations, and demonstration stations and units."""

import uuid

import django.contrib.postgres.fields
import django.contrib.postgres.functions
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import stations.models.station_check


class Migration(migrations.Migration):
    dependencies = [
        ("orgs", "0003_responsible"),
        ("stations", "0004_station_import"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Checklist",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("station", "服务站点建设"), ("peace_family", "平安家庭创建")],
                        max_length=12,
                        verbose_name="类别",
                    ),
                ),
                ("number", models.SmallIntegerField(verbose_name="版本")),
                ("valid_from", models.DateField(verbose_name="施行日期")),
                ("reason", models.CharField(max_length=200, verbose_name="依据和说明")),
                ("at", models.DateTimeField(verbose_name="制定时间")),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="制定人",
                    ),
                ),
                (
                    "org",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="orgs.organization",
                        verbose_name="制定单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "检查清单",
                "verbose_name_plural": "检查清单",
            },
        ),
        migrations.CreateModel(
            name="ChecklistItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("place", models.SmallIntegerField(verbose_name="顺序")),
                ("code", models.SlugField(db_index=False, max_length=30, verbose_name="代码")),
                (
                    "section",
                    models.CharField(
                        choices=[
                            ("four_haves", "四有"),
                            ("five_ones", "五个一"),
                            ("systems", "制度上墙"),
                            ("preventions", "防"),
                            ("absences", "无"),
                            ("local", "本地要求"),
                        ],
                        max_length=12,
                        verbose_name="部分",
                    ),
                ),
                ("label", models.CharField(max_length=100, verbose_name="内容")),
                ("points", models.SmallIntegerField(verbose_name="分值")),
                ("evidence", models.BooleanField(default=False, verbose_name="须附照片")),
                ("graded", models.BooleanField(default=False, verbose_name="按程度评分")),
                (
                    "checklist",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="items", to="stations.checklist"
                    ),
                ),
            ],
            options={
                "verbose_name": "检查项目",
                "verbose_name_plural": "检查项目",
                "ordering": ("checklist__org__level", "place"),
            },
        ),
        migrations.CreateModel(
            name="CheckAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("points", models.SmallIntegerField(null=True, verbose_name="得分")),
                ("met", models.BooleanField(null=True, verbose_name="达标")),
                ("remark", models.CharField(blank=True, max_length=200, verbose_name="说明")),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="stations.checklistitem",
                        verbose_name="项目",
                    ),
                ),
            ],
            options={
                "verbose_name": "检查结果",
                "verbose_name_plural": "检查结果",
            },
        ),
        migrations.CreateModel(
            name="CheckPhoto",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("extension", models.CharField(max_length=5, verbose_name="类型")),
                ("size", models.PositiveIntegerField(verbose_name="大小")),
                ("digest", models.CharField(max_length=64, verbose_name="摘要")),
                ("file", models.FileField(upload_to=stations.models.station_check.stored_name, verbose_name="文件")),
                ("at", models.DateTimeField(verbose_name="上传时间")),
                (
                    "answer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="photos", to="stations.checkanswer"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="上传人",
                    ),
                ),
            ],
            options={
                "verbose_name": "检查照片",
                "verbose_name_plural": "检查照片",
                "ordering": ("pk",),
            },
        ),
        migrations.CreateModel(
            name="StationCheck",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "ref",
                    models.UUIDField(
                        db_default=django.contrib.postgres.functions.RandomUUID(),
                        default=uuid.uuid4,
                        editable=False,
                        unique=True,
                    ),
                ),
                ("org_code", models.BigIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[("self", "自评"), ("yearly", "年度检查"), ("spot", "抽查"), ("recheck", "复查")],
                        max_length=10,
                        verbose_name="类别",
                    ),
                ),
                (
                    "joint",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("governance", "综治中心"),
                                ("justice", "司法所"),
                                ("police", "公安派出所"),
                                ("civil", "民政部门"),
                                ("court", "人民法院"),
                                ("congress", "人大代表"),
                                ("other", "其他单位"),
                            ],
                            max_length=12,
                        ),
                        default=list,
                        size=None,
                        verbose_name="会同单位",
                    ),
                ),
                ("checked_on", models.DateField(verbose_name="检查日期")),
                ("began_at", models.DateTimeField(verbose_name="开始时间")),
                ("done_at", models.DateTimeField(null=True, verbose_name="完成时间")),
                ("note", models.TextField(blank=True, max_length=1000, verbose_name="总体情况")),
                ("points", models.SmallIntegerField(null=True, verbose_name="得分")),
                ("whole", models.SmallIntegerField(null=True, verbose_name="总分")),
                ("four_haves", models.BooleanField(null=True, verbose_name="四有达标")),
                ("five_ones", models.BooleanField(null=True, verbose_name="五个一达标")),
                ("systems", models.BooleanField(null=True, verbose_name="制度上墙达标")),
                ("missing", models.SmallIntegerField(null=True, verbose_name="未达项数")),
                ("rectified_at", models.DateTimeField(null=True, verbose_name="整改报告时间")),
                ("rectification", models.TextField(blank=True, max_length=1000, verbose_name="整改情况")),
                ("settled_at", models.DateTimeField(null=True, verbose_name="销号时间")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="检查人",
                    ),
                ),
                (
                    "follows",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rechecks",
                        to="stations.stationcheck",
                        verbose_name="复查的检查",
                    ),
                ),
                (
                    "org",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="orgs.organization",
                        verbose_name="检查单位",
                    ),
                ),
                (
                    "rectified_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="整改报告人",
                    ),
                ),
                (
                    "station",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="checks",
                        to="stations.station",
                        verbose_name="站点",
                    ),
                ),
            ],
            options={
                "verbose_name": "站点检查",
                "verbose_name_plural": "站点检查",
            },
        ),
        migrations.AddField(
            model_name="checkanswer",
            name="of",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="answers",
                to="stations.stationcheck",
                verbose_name="检查",
            ),
        ),
        migrations.CreateModel(
            name="Accreditation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "ref",
                    models.UUIDField(
                        db_default=django.contrib.postgres.functions.RandomUUID(),
                        default=uuid.uuid4,
                        editable=False,
                        unique=True,
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("station", "妇女维权服务示范站"),
                            ("peace_county", "平安家庭示范县（市、区）"),
                            ("peace_township", "平安家庭示范乡镇（街道）"),
                            ("no_violence", "零家庭暴力社区（村庄）"),
                        ],
                        max_length=14,
                        verbose_name="类别",
                    ),
                ),
                (
                    "level",
                    models.SmallIntegerField(choices=[(3, "县级"), (2, "市级"), (1, "省级")], verbose_name="申报级别"),
                ),
                ("org_code", models.BigIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "草稿"),
                            ("county", "待县级审核"),
                            ("city", "待市级审核"),
                            ("province", "待省级审核"),
                            ("returned", "退回补正"),
                            ("valid", "已命名"),
                            ("refused", "未通过"),
                            ("abandoned", "已撤回申报"),
                            ("withdrawn", "已撤销命名"),
                            ("expired", "已到期"),
                            ("superseded", "已升级"),
                        ],
                        default="draft",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("statement", models.TextField(max_length=2000, verbose_name="自评报告")),
                ("at", models.DateTimeField(verbose_name="申报时间")),
                ("moved_at", models.DateTimeField(verbose_name="最近变动")),
                ("named_at", models.DateTimeField(null=True, verbose_name="命名时间")),
                ("valid_until", models.DateField(null=True, verbose_name="有效期至")),
                ("ended_at", models.DateTimeField(null=True, verbose_name="结束时间")),
                (
                    "ground",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("failed_check", "复查未达标"),
                            ("breach", "违反规定"),
                            ("closed", "站点撤销"),
                            ("unmet", "不再符合条件"),
                        ],
                        max_length=12,
                        verbose_name="撤销事由",
                    ),
                ),
                ("version", models.IntegerField(db_default=1, default=1, editable=False)),
                (
                    "applicant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="orgs.organization",
                        verbose_name="申报单位",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="申报人",
                    ),
                ),
                (
                    "namer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="orgs.organization",
                        verbose_name="命名单位",
                    ),
                ),
                (
                    "station",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="accreditations",
                        to="stations.station",
                        verbose_name="站点",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="orgs.organization",
                        verbose_name="单位",
                    ),
                ),
                (
                    "gate_check",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="opened",
                        to="stations.stationcheck",
                        verbose_name="依据的检查",
                    ),
                ),
                (
                    "self_check",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="stations.stationcheck",
                        verbose_name="自评",
                    ),
                ),
            ],
            options={
                "verbose_name": "示范创建",
                "verbose_name_plural": "示范创建",
            },
        ),
        migrations.CreateModel(
            name="AccreditationStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("verb", models.CharField(max_length=40, verbose_name="操作")),
                ("source", models.CharField(max_length=10, verbose_name="原状态")),
                ("target", models.CharField(max_length=10, verbose_name="新状态")),
                ("at", models.DateTimeField(verbose_name="时间")),
                ("note", models.TextField(blank=True, max_length=1000, verbose_name="意见")),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="办理人",
                    ),
                ),
                (
                    "of",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="stations.accreditation",
                        verbose_name="申报",
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
                "verbose_name": "创建办理过程",
                "verbose_name_plural": "创建办理过程",
                "ordering": ("pk",),
                "indexes": [models.Index(fields=["of", "at"], name="accreditation_story")],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="accreditationstep",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="bde1bc8d33f49d0815e9fb385aa3ade7d366e23c",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_ac9f6",
                    table="stations_accreditationstep",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="checklist",
            constraint=models.UniqueConstraint(
                condition=models.Q(("org", None)), fields=("kind", "number"), name="checklist_national_version_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="checklist",
            constraint=models.UniqueConstraint(
                condition=models.Q(("org__isnull", False)),
                fields=("org", "kind", "number"),
                name="checklist_version_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="checklist",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["station", "peace_family"])), name="checklist_kind_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="checklist",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("by", None), ("org", None)),
                    models.Q(("by__isnull", False), ("org__isnull", False)),
                    _connector="OR",
                ),
                name="checklist_from_someone",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="checklist",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="66890c5dc83224ea48bda15f2e862ca0f8a1f9b0",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_1d2ca",
                    table="stations_checklist",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="checklistitem",
            constraint=models.UniqueConstraint(fields=("checklist", "place"), name="checklist_item_place_once"),
        ),
        migrations.AddConstraint(
            model_name="checklistitem",
            constraint=models.UniqueConstraint(fields=("checklist", "code"), name="checklist_item_code_once"),
        ),
        migrations.AddConstraint(
            model_name="checklistitem",
            constraint=models.CheckConstraint(
                condition=models.Q(("points__gt", 0), ("points__lte", 100)), name="checklist_item_has_points"
            ),
        ),
        migrations.AddConstraint(
            model_name="checklistitem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("section__in", ["four_haves", "five_ones", "systems", "preventions", "absences", "local"])
                ),
                name="checklist_item_section_known",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="checklistitem",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="eda63e955535d132f1099a109df1c0705732cfca",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_18826",
                    table="stations_checklistitem",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="checkphoto",
            constraint=models.UniqueConstraint(fields=("answer", "digest"), name="check_photo_once"),
        ),
        migrations.AddConstraint(
            model_name="checkphoto",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("extension__in", ["amr", "docx", "jpg", "m4a", "mp3", "mp4", "pdf", "png", "wav", "xlsx"])
                ),
                name="check_photo_kind_known",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="checkphoto",
            trigger=pgtrigger.compiler.Trigger(
                name="no_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="fcb1055204b4b8f14373dd00316b403f4a73431f",
                    operation="UPDATE",
                    pgid="pgtrigger_no_update_eb85c",
                    table="stations_checkphoto",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="checkphoto",
            trigger=pgtrigger.compiler.Trigger(
                name="stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    IF EXISTS (\n        SELECT FROM stations_checkanswer a JOIN stations_stationcheck c ON c.id = a.of_id\n        WHERE a.id = OLD.answer_id AND c.done_at IS NOT NULL\n    ) THEN\n        RAISE EXCEPTION 'what was shown stays' USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    RETURN OLD;\n",
                    hash="a042fe9d677b19628c6b3f88e48906c9c50fe3ba",
                    operation="DELETE",
                    pgid="pgtrigger_stays_ba74a",
                    table="stations_checkphoto",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="stationcheck",
            index=models.Index(fields=["org_code", "-checked_on"], name="station_check_in_range"),
        ),
        migrations.AddIndex(
            model_name="stationcheck",
            index=models.Index(fields=["station", "-checked_on", "-id"], name="station_check_newest"),
        ),
        migrations.AddConstraint(
            model_name="stationcheck",
            constraint=models.UniqueConstraint(
                condition=models.Q(("done_at", None)), fields=("station", "by"), name="station_check_one_begun_each"
            ),
        ),
        migrations.AddConstraint(
            model_name="stationcheck",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["self", "yearly", "spot", "recheck"])),
                name="station_check_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="stationcheck",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("done_at", None),
                        ("five_ones", None),
                        ("four_haves", None),
                        ("missing", None),
                        ("points", None),
                        ("systems", None),
                        ("whole", None),
                    ),
                    models.Q(
                        ("done_at__isnull", False),
                        ("missing__gte", 0),
                        ("points__gte", 0),
                        ("points__lte", models.F("whole")),
                        ("whole__gt", 0),
                        ("five_ones__isnull", False),
                        ("four_haves__isnull", False),
                        ("systems__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="station_check_done_wholly",
            ),
        ),
        migrations.AddConstraint(
            model_name="stationcheck",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("follows__isnull", False), ("kind", "recheck")),
                    models.Q(models.Q(("kind", "recheck"), _negated=True), ("follows", None)),
                    _connector="OR",
                ),
                name="station_check_again_of_one",
            ),
        ),
        migrations.AddConstraint(
            model_name="stationcheck",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("rectification", ""), ("rectified_at", None), ("rectified_by", None)),
                    models.Q(
                        ("missing__gt", 0),
                        ("rectified_at__isnull", False),
                        ("rectified_by__isnull", False),
                        models.Q(("rectification", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="station_check_rectified_wholly",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="stationcheck",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="6b30dbeb4c717dc4e601fbece4cb1a059990294a",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_56376",
                    table="stations_stationcheck",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="checkanswer",
            constraint=models.UniqueConstraint(fields=("of", "item"), name="check_answer_once"),
        ),
        migrations.AddConstraint(
            model_name="checkanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("met", None), ("points", None)),
                    models.Q(("met__isnull", False), ("points__gte", 0)),
                    _connector="OR",
                ),
                name="check_answer_wholly",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="checkanswer",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="b0f8d2980284b0c60a02286c009f87ede0728101",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_e033c",
                    table="stations_checkanswer",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="checkanswer",
            trigger=pgtrigger.compiler.Trigger(
                name="stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    IF EXISTS (SELECT FROM stations_stationcheck c WHERE c.id = OLD.of_id AND c.done_at IS NOT NULL) THEN\n        RAISE EXCEPTION 'what was found stays' USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    RETURN NEW;\n",
                    hash="129c9cc2a9a3545ad66e9a24e5cddd774600a770",
                    operation="UPDATE",
                    pgid="pgtrigger_stays_7987d",
                    table="stations_checkanswer",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="accreditation",
            index=models.Index(fields=["org_code", "-moved_at"], name="accreditation_in_range"),
        ),
        migrations.AddConstraint(
            model_name="accreditation",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["city", "county", "draft", "province", "returned"])),
                fields=("station",),
                name="accreditation_one_open_of_a_station",
            ),
        ),
        migrations.AddConstraint(
            model_name="accreditation",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "valid")), fields=("station",), name="accreditation_one_name_of_a_station"
            ),
        ),
        migrations.AddConstraint(
            model_name="accreditation",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("state__in", ["city", "county", "draft", "province", "returned"]), ("station", None)
                ),
                fields=("unit", "kind"),
                name="accreditation_one_open_of_a_unit",
            ),
        ),
        migrations.AddConstraint(
            model_name="accreditation",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "valid"), ("station", None)),
                fields=("unit", "kind"),
                name="accreditation_one_name_of_a_unit",
            ),
        ),
        migrations.AddConstraint(
            model_name="accreditation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        [
                            "draft",
                            "county",
                            "city",
                            "province",
                            "returned",
                            "valid",
                            "refused",
                            "abandoned",
                            "withdrawn",
                            "expired",
                            "superseded",
                        ],
                    )
                ),
                name="accreditation_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="accreditation",
            constraint=models.CheckConstraint(
                condition=models.Q(("level__in", (3, 2, 1))), name="accreditation_level_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="accreditation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "station"), ("station__isnull", False)),
                    models.Q(models.Q(("kind", "station"), _negated=True), ("station", None)),
                    _connector="OR",
                ),
                name="accreditation_of_a_station_or_unit",
            ),
        ),
        migrations.AddConstraint(
            model_name="accreditation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("named_at__isnull", False),
                        ("namer__isnull", False),
                        ("state__in", ("valid", "withdrawn", "expired", "superseded")),
                        ("valid_until__isnull", False),
                    ),
                    models.Q(
                        models.Q(("state__in", ("valid", "withdrawn", "expired", "superseded")), _negated=True),
                        ("named_at", None),
                        ("namer", None),
                        ("valid_until", None),
                    ),
                    _connector="OR",
                ),
                name="accreditation_named_wholly",
            ),
        ),
        migrations.AddConstraint(
            model_name="accreditation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ("valid", "withdrawn", "expired", "superseded")), _negated=True),
                    models.Q(("kind", "station"), _negated=True),
                    ("gate_check__isnull", False),
                    _connector="OR",
                ),
                name="accreditation_named_through_the_gate",
            ),
        ),
        migrations.AddConstraint(
            model_name="accreditation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "withdrawn"), models.Q(("ground", ""), _negated=True)),
                    models.Q(models.Q(("state", "withdrawn"), _negated=True), ("ground", "")),
                    _connector="OR",
                ),
                name="accreditation_withdrawn_with_a_ground",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="accreditation",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="1fd0dcb19a05dd5a47e865ef9ef4a71be70894f8",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_1cdac",
                    table="stations_accreditation",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="accreditation",
            trigger=pgtrigger.compiler.Trigger(
                name="counts_versions",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF NEW IS DISTINCT FROM OLD THEN NEW.version = OLD.version + 1; END IF; RETURN NEW;",
                    hash="38bd1c57b33fad5d8aeea6b16d7969c5a8cfc582",
                    operation="UPDATE",
                    pgid="pgtrigger_counts_versions_862b5",
                    table="stations_accreditation",
                    when="BEFORE",
                ),
            ),
        ),
    ]
