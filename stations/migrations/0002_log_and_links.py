"""The daily log of stations, what they are linked with, and the rows that are counted (0003)."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import stations.models.station_link


class Migration(migrations.Migration):
    dependencies = [
        ("orgs", "0003_responsible"),
        ("stations", "0001_station"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ServiceEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField(verbose_name="日期")),
                (
                    "service",
                    models.CharField(
                        choices=[
                            ("complaint", "咨询投诉"),
                            ("legal", "法律帮助"),
                            ("education", "普法教育"),
                            ("governance", "综合治理"),
                            ("needs", "服务妇女需求"),
                            ("hardship", "困难群体帮扶"),
                        ],
                        max_length=10,
                        verbose_name="服务类别",
                    ),
                ),
                ("people", models.PositiveSmallIntegerField(default=1, verbose_name="人次")),
                ("words", models.CharField(blank=True, max_length=200, verbose_name="说明")),
                ("entered_at", models.DateTimeField(verbose_name="登记时间")),
                ("origin_key", models.CharField(max_length=60, null=True, unique=True)),
                ("struck_at", models.DateTimeField(null=True, verbose_name="划去时间")),
                ("struck_reason", models.CharField(blank=True, max_length=200, verbose_name="划去原因")),
                (
                    "entered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="登记人",
                    ),
                ),
                (
                    "station",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="services", to="stations.station"
                    ),
                ),
                (
                    "struck_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="划去人",
                    ),
                ),
            ],
            options={
                "verbose_name": "服务记录",
                "verbose_name_plural": "服务记录",
            },
        ),
        migrations.CreateModel(
            name="LogEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField(verbose_name="日期")),
                ("verb", models.CharField(max_length=40, verbose_name="操作")),
                ("at", models.DateTimeField(verbose_name="时间")),
                ("changes", models.JSONField(default=list)),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="原因")),
                (
                    "actor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="操作人",
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
                (
                    "station",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="log_events", to="stations.station"
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="stations.serviceentry",
                    ),
                ),
            ],
            options={
                "verbose_name": "日志更正",
                "verbose_name_plural": "日志更正",
            },
        ),
        migrations.CreateModel(
            name="StationDay",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField(verbose_name="日期")),
                ("opened_at", models.DateTimeField(verbose_name="开门时间")),
                ("closed_at", models.DateTimeField(null=True, verbose_name="关门时间")),
                ("duty_name", models.CharField(max_length=60, verbose_name="值班人员")),
                ("visitors", models.PositiveIntegerField(default=0, verbose_name="来访人次")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="值班记录")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="登记人",
                    ),
                ),
                (
                    "station",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="days", to="stations.station"
                    ),
                ),
            ],
            options={
                "verbose_name": "值班日志",
                "verbose_name_plural": "值班日志",
            },
        ),
        migrations.CreateModel(
            name="StationFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "link",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("organisation", "机构融入"),
                            ("people", "人员融入"),
                            ("work", "工作融入"),
                            ("visits", "来访联接"),
                            ("disputes", "纠纷联调"),
                            ("emergencies", "突发联动"),
                        ],
                        max_length=12,
                        verbose_name="佐证项目",
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="名称")),
                ("extension", models.CharField(max_length=5, verbose_name="类型")),
                ("size", models.PositiveIntegerField(verbose_name="大小")),
                ("digest", models.CharField(max_length=64, verbose_name="摘要")),
                ("file", models.FileField(upload_to=stations.models.station_link.stored_name, verbose_name="文件")),
                ("uploaded_at", models.DateTimeField(verbose_name="上传时间")),
                ("removed_at", models.DateTimeField(null=True, verbose_name="移除时间")),
                ("removal_reason", models.CharField(blank=True, max_length=200, verbose_name="移除原因")),
                (
                    "removed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "station",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="files", to="stations.station"
                    ),
                ),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "站点材料",
                "verbose_name_plural": "站点材料",
            },
        ),
        migrations.CreateModel(
            name="StationLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "link",
                    models.CharField(
                        choices=[
                            ("organisation", "机构融入"),
                            ("people", "人员融入"),
                            ("work", "工作融入"),
                            ("visits", "来访联接"),
                            ("disputes", "纠纷联调"),
                            ("emergencies", "突发联动"),
                        ],
                        max_length=12,
                        verbose_name="项目",
                    ),
                ),
                ("met", models.BooleanField(verbose_name="已做到")),
                ("evidence", models.CharField(blank=True, max_length=500, verbose_name="佐证")),
                ("at", models.DateTimeField(verbose_name="时间")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="填写人",
                    ),
                ),
                (
                    "station",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="links", to="stations.station"
                    ),
                ),
            ],
            options={
                "verbose_name": "三融三联",
                "verbose_name_plural": "三融三联",
            },
        ),
        migrations.CreateModel(
            name="StationMonth",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("month", models.DateField(verbose_name="月份")),
                ("entries", models.IntegerField(default=0)),
                ("complaint", models.IntegerField(default=0)),
                ("legal", models.IntegerField(default=0)),
                ("education", models.IntegerField(default=0)),
                ("governance", models.IntegerField(default=0)),
                ("needs", models.IntegerField(default=0)),
                ("hardship", models.IntegerField(default=0)),
                (
                    "station",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="months", to="stations.station"
                    ),
                ),
            ],
            options={
                "verbose_name": "站点月度服务",
                "verbose_name_plural": "站点月度服务",
            },
        ),
        migrations.CreateModel(
            name="TownCoverage",
            fields=[
                ("town", models.BigIntegerField(primary_key=True, serialize=False)),
                ("towns", models.IntegerField(default=0)),
                ("towns_live", models.IntegerField(default=0)),
                ("villages", models.IntegerField(default=0)),
                ("villages_live", models.IntegerField(default=0)),
            ],
            options={
                "verbose_name": "乡镇覆盖",
                "verbose_name_plural": "乡镇覆盖",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("towns_live__lte", models.F("towns")), ("villages_live__lte", models.F("villages"))
                        ),
                        name="town_covers_no_more_than_there_is",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="TownServed",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("town", models.BigIntegerField()),
                ("quarter", models.DateField()),
                ("towns", models.IntegerField(default=0)),
                ("villages", models.IntegerField(default=0)),
            ],
            options={
                "verbose_name": "乡镇有效覆盖",
                "verbose_name_plural": "乡镇有效覆盖",
                "constraints": [models.UniqueConstraint(fields=("town", "quarter"), name="town_served_once")],
            },
        ),
        migrations.AddIndex(
            model_name="serviceentry",
            index=models.Index(fields=["station", "-day", "-id"], name="service_of_station"),
        ),
        migrations.AddConstraint(
            model_name="serviceentry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("service__in", ["complaint", "legal", "education", "governance", "needs", "hardship"])
                ),
                name="service_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="serviceentry",
            constraint=models.CheckConstraint(
                condition=models.Q(("people__gte", 1), ("people__lte", 5000)), name="service_of_somebody"
            ),
        ),
        migrations.AddConstraint(
            model_name="serviceentry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("struck_at", None), ("struck_by", None), ("struck_reason", "")),
                    models.Q(
                        ("struck_at__isnull", False),
                        ("struck_by__isnull", False),
                        models.Q(("struck_reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="service_struck_with_a_reason",
            ),
        ),
        migrations.AddIndex(
            model_name="logevent",
            index=models.Index(fields=["station", "day"], name="log_event_of_day"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="logevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="d51972d4f58a53a08df4775931f1566029b7b155",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_273e7",
                    table="stations_logevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="stationday",
            constraint=models.UniqueConstraint(fields=("station", "day"), name="station_day_once"),
        ),
        migrations.AddConstraint(
            model_name="stationday",
            constraint=models.CheckConstraint(
                condition=models.Q(("closed_at", None), ("closed_at__gte", models.F("opened_at")), _connector="OR"),
                name="station_day_closed_after_opening",
            ),
        ),
        migrations.AddConstraint(
            model_name="stationday",
            constraint=models.CheckConstraint(
                condition=models.Q(("duty_name", ""), _negated=True), name="station_day_has_duty"
            ),
        ),
        migrations.AddConstraint(
            model_name="stationfile",
            constraint=models.UniqueConstraint(
                condition=models.Q(("removed_at", None)),
                fields=("station", "digest", "link"),
                name="station_file_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="stationfile",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("extension__in", ["amr", "docx", "jpg", "m4a", "mp3", "mp4", "pdf", "png", "wav", "xlsx"])
                ),
                name="station_file_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="stationfile",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("removal_reason", ""), ("removed_at", None), ("removed_by", None)),
                    models.Q(
                        ("removed_at__isnull", False),
                        ("removed_by__isnull", False),
                        models.Q(("removal_reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="station_file_removed_by_someone",
            ),
        ),
        migrations.AddConstraint(
            model_name="stationlink",
            constraint=models.UniqueConstraint(fields=("station", "link"), name="station_link_once"),
        ),
        migrations.AddConstraint(
            model_name="stationlink",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("link__in", ["organisation", "people", "work", "visits", "disputes", "emergencies"])
                ),
                name="station_link_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="stationlink",
            constraint=models.CheckConstraint(
                condition=models.Q(("met", False), models.Q(("evidence", ""), _negated=True), _connector="OR"),
                name="station_link_shown",
            ),
        ),
        migrations.AddConstraint(
            model_name="stationmonth",
            constraint=models.UniqueConstraint(fields=("station", "month"), name="station_month_once"),
        ),
        migrations.AddConstraint(
            model_name="stationmonth",
            constraint=models.CheckConstraint(
                condition=models.Q(("entries__gte", 0)), name="station_month_not_negative"
            ),
        ),
    ]
