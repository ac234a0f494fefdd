"""Lines of 12338 and their history."""

import django.contrib.postgres.fields
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import hotline.models.line


class Migration(migrations.Migration):
    dependencies = [
        ("hotline", "0002_guarded_follows"),
        ("orgs", "0003_responsible"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="HotlineLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("org_code", models.BigIntegerField()),
                ("number", models.CharField(max_length=20, verbose_name="号码")),
                ("opened_on", models.DateField(verbose_name="开通日期")),
                ("closed_on", models.DateField(blank=True, null=True, verbose_name="停用日期")),
                (
                    "staffing",
                    models.CharField(
                        choices=[("office", "工作时间"), ("round", "24 小时")], max_length=10, verbose_name="接听时间"
                    ),
                ),
                (
                    "days",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.SmallIntegerField(
                            choices=[
                                (1, "周一"),
                                (2, "周二"),
                                (3, "周三"),
                                (4, "周四"),
                                (5, "周五"),
                                (6, "周六"),
                                (7, "周日"),
                            ]
                        ),
                        default=hotline.models.line.working_week,
                        size=None,
                        verbose_name="接听日",
                    ),
                ),
                ("begins", models.TimeField(blank=True, null=True, verbose_name="开始")),
                ("rests_from", models.TimeField(blank=True, null=True, verbose_name="午休自")),
                ("rests_until", models.TimeField(blank=True, null=True, verbose_name="午休至")),
                ("ends", models.TimeField(blank=True, null=True, verbose_name="结束")),
                ("in_centre", models.BooleanField(default=False, verbose_name="进驻综治中心")),
                ("unified_sign", models.BooleanField(default=False, verbose_name="统一标识")),
                (
                    "services",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("reception", "信访接待"),
                                ("mediation", "家事调解"),
                                ("legal", "法律咨询"),
                                ("relief", "法律援助、司法救助、社会救助转介"),
                                ("psychology", "心理疏导"),
                                ("publicity", "普法宣传"),
                            ],
                            max_length=12,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="服务内容",
                    ),
                ),
                ("greeting", models.CharField(max_length=200, verbose_name="接听用语")),
                ("closing", models.CharField(max_length=200, verbose_name="结束用语")),
                (
                    "org",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="orgs.organization",
                        verbose_name="开设单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "12338 线路",
                "verbose_name_plural": "12338 线路",
            },
        ),
        migrations.CreateModel(
            name="LineEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("verb", models.CharField(max_length=40, verbose_name="操作")),
                ("at", models.DateTimeField(verbose_name="时间")),
                ("changes", models.JSONField(default=list)),
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
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="events", to="hotline.hotlineline"
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
                "verbose_name": "线路变更",
                "verbose_name_plural": "线路变更",
            },
        ),
        migrations.AddIndex(
            model_name="hotlineline",
            index=models.Index(fields=["org_code"], name="line_in_range"),
        ),
        migrations.AddConstraint(
            model_name="hotlineline",
            constraint=models.UniqueConstraint(
                condition=models.Q(("closed_on", None)), fields=("org", "number"), name="line_once_in_a_unit"
            ),
        ),
        migrations.AddConstraint(
            model_name="hotlineline",
            constraint=models.CheckConstraint(
                condition=models.Q(("number__regex", "^[0-9]{3,4}-[0-9]{5,8}$")), name="line_number_dialled"
            ),
        ),
        migrations.AddConstraint(
            model_name="hotlineline",
            constraint=models.CheckConstraint(
                condition=models.Q(("closed_on", None), ("closed_on__gte", models.F("opened_on")), _connector="OR"),
                name="line_closed_after_it_opened",
            ),
        ),
        migrations.AddConstraint(
            model_name="hotlineline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("begins", None),
                        ("days", [1, 2, 3, 4, 5, 6, 7]),
                        ("ends", None),
                        ("rests_from", None),
                        ("staffing", "round"),
                    ),
                    models.Q(
                        ("begins__isnull", False),
                        ("begins__lt", models.F("ends")),
                        ("ends__isnull", False),
                        ("staffing", "office"),
                    ),
                    _connector="OR",
                ),
                name="line_hours_of_its_staffing",
            ),
        ),
        migrations.AddConstraint(
            model_name="hotlineline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("days__contained_by", [1, 2, 3, 4, 5, 6, 7]), models.Q(("days", []), _negated=True)
                ),
                name="line_days_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="hotlineline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("rests_from", None), ("rests_until", None)),
                    models.Q(
                        ("rests_from__isnull", False),
                        ("rests_until__isnull", False),
                        ("ends__gt", models.F("rests_until")),
                        ("rests_from__gt", models.F("begins")),
                        ("rests_until__gt", models.F("rests_from")),
                    ),
                    _connector="OR",
                ),
                name="line_rest_within_hours",
            ),
        ),
        migrations.AddConstraint(
            model_name="hotlineline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "services__contained_by",
                        ["reception", "mediation", "legal", "relief", "psychology", "publicity"],
                    )
                ),
                name="line_services_known",
            ),
        ),
        migrations.AddIndex(
            model_name="lineevent",
            index=models.Index(fields=["line", "at"], name="line_event_story"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="lineevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="a70f125293909264954c453fbe169f12615642a4",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_d47a0",
                    table="hotline_lineevent",
                    when="BEFORE",
                ),
            ),
        ),
    ]
