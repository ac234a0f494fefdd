"""Stations, who is there, and their history."""

import uuid

import django.contrib.postgres.functions
import django.db.models.constraints
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import fedportal.lib.encrypted_fields


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("orgs", "0003_responsible"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Station",
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
                        choices=[
                            ("rights", "妇女维权服务站"),
                            ("home", "妇女之家"),
                            ("mobile", "流动妇女平安之家"),
                            ("mediation", "婚姻家庭纠纷调委会"),
                            ("window", "综治中心窗口"),
                            ("social", "社工维权岗"),
                            ("charity", "慈善义工站"),
                            ("centre", "12338妇联维权服务中心"),
                            ("other", "其他"),
                        ],
                        max_length=10,
                        verbose_name="类别",
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="名称")),
                (
                    "host_kind",
                    models.CharField(
                        choices=[
                            ("governance", "综治中心"),
                            ("home", "妇女之家"),
                            ("committee", "村（居）委会"),
                            ("hall", "为民服务大厅"),
                            ("ngo", "社会组织"),
                            ("federation", "妇联"),
                            ("other", "其他单位"),
                        ],
                        max_length=10,
                        verbose_name="依托单位类别",
                    ),
                ),
                ("host_name", models.CharField(blank=True, max_length=120, verbose_name="依托单位")),
                ("address", models.CharField(max_length=200, verbose_name="地址")),
                ("phone", models.CharField(blank=True, max_length=40, verbose_name="对外电话")),
                ("hours", models.CharField(max_length=100, verbose_name="开放时间")),
                ("opened_on", models.DateField(verbose_name="建站日期")),
                ("closed_on", models.DateField(blank=True, null=True, verbose_name="撤销日期")),
                ("closed_reason", models.CharField(blank=True, max_length=200, verbose_name="撤销原因")),
                ("public", models.BooleanField(default=True, verbose_name="向社会公开")),
                ("entered_at", models.DateTimeField(verbose_name="录入时间")),
                ("version", models.IntegerField(db_default=1, default=1, editable=False)),
                (
                    "entered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="录入人",
                    ),
                ),
                (
                    "org",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="orgs.organization",
                        verbose_name="服务的单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "站点",
                "verbose_name_plural": "站点",
            },
        ),
        migrations.CreateModel(
            name="StationContact",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("place", models.PositiveSmallIntegerField(verbose_name="顺序")),
                ("name", models.CharField(max_length=60, verbose_name="姓名")),
                ("duty", models.CharField(blank=True, max_length=60, verbose_name="职责")),
                (
                    "phone",
                    fedportal.lib.encrypted_fields.EncryptedCharField(blank=True, max_length=40, verbose_name="电话"),
                ),
                ("published", models.BooleanField(default=False, verbose_name="对外公开")),
                (
                    "station",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="contacts", to="stations.station"
                    ),
                ),
            ],
            options={
                "verbose_name": "站点人员",
                "verbose_name_plural": "站点人员",
                "ordering": ("place",),
            },
        ),
        migrations.CreateModel(
            name="StationEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("verb", models.CharField(max_length=40, verbose_name="操作")),
                ("at", models.DateTimeField(verbose_name="时间")),
                ("changes", models.JSONField(default=list)),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="说明")),
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="events", to="stations.station"
                    ),
                ),
            ],
            options={
                "verbose_name": "站点变更",
                "verbose_name_plural": "站点变更",
            },
        ),
        migrations.AddIndex(
            model_name="station",
            index=models.Index(fields=["org_code", "id"], name="station_in_range"),
        ),
        migrations.AddIndex(
            model_name="station",
            index=models.Index(condition=models.Q(("closed_on", None)), fields=["org"], name="station_live_of_unit"),
        ),
        migrations.AddConstraint(
            model_name="station",
            constraint=models.UniqueConstraint(
                condition=models.Q(("closed_on", None)), fields=("org", "kind", "name"), name="station_once_in_a_unit"
            ),
        ),
        migrations.AddConstraint(
            model_name="station",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        ["rights", "home", "mobile", "mediation", "window", "social", "charity", "centre", "other"],
                    )
                ),
                name="station_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="station",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("host_kind__in", ["governance", "home", "committee", "hall", "ngo", "federation", "other"])
                ),
                name="station_host_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="station",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closed_on", None), ("closed_reason", "")),
                    models.Q(
                        ("closed_on__gte", models.F("opened_on")), models.Q(("closed_reason", ""), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="station_closed_with_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="station",
            constraint=models.CheckConstraint(condition=models.Q(("name", ""), _negated=True), name="station_named"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="station",
            trigger=pgtrigger.compiler.Trigger(
                name="counts_versions",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF NEW IS DISTINCT FROM OLD THEN NEW.version = OLD.version + 1; END IF; RETURN NEW;",
                    hash="5ae83c05583ccec989230673e79ecba7d30bf8c9",
                    operation="UPDATE",
                    pgid="pgtrigger_counts_versions_e6757",
                    table="stations_station",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="stationcontact",
            constraint=models.UniqueConstraint(
                deferrable=django.db.models.constraints.Deferrable["DEFERRED"],
                fields=("station", "place"),
                name="station_contact_place_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="stationcontact",
            constraint=models.CheckConstraint(
                condition=models.Q(("name", ""), _negated=True), name="station_contact_named"
            ),
        ),
        migrations.AddIndex(
            model_name="stationevent",
            index=models.Index(fields=["station", "at"], name="station_event_story"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="stationevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="a3e6d0378d04e3dfa338a4cd0a5da6ab701c1e75",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_c23bc",
                    table="stations_stationevent",
                    when="BEFORE",
                ),
            ),
        ),
    ]
