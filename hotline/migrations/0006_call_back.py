"""Calls back: two states more, and attempts."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0070_external_id"),
        ("hotline", "0005_calls_follow"),
        ("orgs", "0003_responsible"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CallAttempt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "result",
                    models.CharField(
                        choices=[
                            ("no_answer", "无人接听"),
                            ("unavailable", "关机、忙线、空号"),
                            ("other", "他人接听，没有说明来意"),
                        ],
                        max_length=12,
                        verbose_name="结果",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="时间")),
            ],
            options={
                "verbose_name": "回拨记录",
                "verbose_name_plural": "回拨记录",
            },
        ),
        migrations.RemoveConstraint(
            model_name="call",
            name="call_talked_was_answered",
        ),
        migrations.RemoveIndex(
            model_name="call",
            name="call_unfinished_of_agent",
        ),
        migrations.AlterField(
            model_name="call",
            name="state",
            field=models.CharField(
                choices=[
                    ("ringing", "振铃"),
                    ("answered", "接听中"),
                    ("missed", "未接"),
                    ("classified", "已分类"),
                    ("emergency", "紧急"),
                    ("resolved", "当场解答"),
                    ("ticketed", "已登记信访"),
                    ("callback", "待回拨"),
                    ("unreached", "未联系上"),
                    ("closed", "办结"),
                ],
                max_length=10,
                verbose_name="状态",
            ),
        ),
        migrations.AddIndex(
            model_name="call",
            index=models.Index(
                condition=models.Q(("state__in", ["closed", "missed", "unreached"]), _negated=True),
                fields=["agent"],
                name="call_unfinished_of_agent",
            ),
        ),
        migrations.AddConstraint(
            model_name="call",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answered_at", None), ("state__in", ("ringing", "missed", "callback", "unreached"))),
                    models.Q(
                        models.Q(("state__in", ("ringing", "missed", "callback", "unreached")), _negated=True),
                        ("answered_at__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="call_talked_was_answered",
            ),
        ),
        migrations.AddField(
            model_name="callattempt",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="拨打人",
            ),
        ),
        migrations.AddField(
            model_name="callattempt",
            name="call",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="attempts", to="hotline.call"
            ),
        ),
        migrations.AddIndex(
            model_name="callattempt",
            index=models.Index(fields=["call", "at"], name="call_attempt_story"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="callattempt",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="21333caac0b7692e8d47c2dc0f6de4ec856fef6b",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_a1082",
                    table="hotline_callattempt",
                    when="BEFORE",
                ),
            ),
        ),
    ]
