"""Forms and reviews of calls."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("hotline", "0016_call_back_slots"),
        ("orgs", "0003_responsible"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="call",
            name="qa_reviewed_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="质检时间"),
        ),
        migrations.CreateModel(
            name="QualityForm",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("org_code", models.BigIntegerField()),
                ("number", models.SmallIntegerField(verbose_name="版本")),
                ("criteria", models.JSONField(verbose_name="评分项目")),
                ("at", models.DateTimeField(verbose_name="制定时间")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="制定人",
                    ),
                ),
                (
                    "org",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="orgs.organization",
                        verbose_name="制定单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "质检表",
                "verbose_name_plural": "质检表",
            },
        ),
        migrations.CreateModel(
            name="QualityReview",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("org_code", models.BigIntegerField()),
                ("week", models.DateField(verbose_name="抽取的周")),
                ("drawn_at", models.DateTimeField(verbose_name="抽取时间")),
                ("points", models.JSONField(default=list, verbose_name="得分")),
                ("total", models.SmallIntegerField(null=True, verbose_name="总分")),
                ("announced", models.BooleanField(null=True, verbose_name="已告知录音")),
                ("remarks", models.TextField(blank=True, max_length=1000, verbose_name="评语")),
                ("at", models.DateTimeField(null=True, verbose_name="质检时间")),
                (
                    "agent",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="接线员",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="质检人",
                    ),
                ),
                (
                    "call",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="quality",
                        to="hotline.call",
                        verbose_name="来电",
                    ),
                ),
                (
                    "drawn_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="抽取人",
                    ),
                ),
                (
                    "form",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reviews",
                        to="hotline.qualityform",
                        verbose_name="质检表",
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
                "verbose_name": "质检",
                "verbose_name_plural": "质检",
            },
        ),
        migrations.AddConstraint(
            model_name="qualityform",
            constraint=models.UniqueConstraint(fields=("org", "number"), name="quality_form_version_once"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="qualityform",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="9416afad011709db6fb52ea142d7a5ff6b798d1e",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_cdf1c",
                    table="hotline_qualityform",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="qualityreview",
            index=models.Index(fields=["org_code", "-week", "agent"], name="quality_in_range"),
        ),
        migrations.AddConstraint(
            model_name="qualityreview",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("announced", None), ("at", None), ("by", None), ("form", None), ("total", None)),
                    models.Q(
                        ("announced__isnull", False),
                        ("at__isnull", False),
                        ("by__isnull", False),
                        ("form__isnull", False),
                        ("total__gte", 0),
                        ("total__lte", 100),
                        models.Q(("by", models.F("agent")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="quality_reviewed_wholly_by_another",
            ),
        ),
    ]
