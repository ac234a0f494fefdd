"""Shifts, hand-overs, redirections and answering days."""

import django.contrib.postgres.constraints
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import fedportal.lib.encrypted_fields


class Migration(migrations.Migration):
    dependencies = [
        ("hotline", "0014_knowledge"),
        ("orgs", "0003_responsible"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Shift",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("org_code", models.BigIntegerField()),
                ("begins_at", models.DateTimeField(verbose_name="开始")),
                ("ends_at", models.DateTimeField(verbose_name="结束")),
                ("capacity", models.SmallIntegerField(default=1, verbose_name="每时段回拨数")),
                ("called_off_at", models.DateTimeField(null=True, verbose_name="取消时间")),
                ("reason", models.CharField(blank=True, max_length=100, verbose_name="取消理由")),
                (
                    "agent",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="接线员",
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="shifts",
                        to="hotline.hotlineline",
                        verbose_name="线路",
                    ),
                ),
                (
                    "org",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="orgs.organization",
                        verbose_name="值班单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "班次",
                "verbose_name_plural": "班次",
            },
        ),
        migrations.CreateModel(
            name="HandOver",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("note", fedportal.lib.encrypted_fields.EncryptedTextField(verbose_name="交班事项")),
                ("at", models.DateTimeField(verbose_name="交班时间")),
                ("taken_at", models.DateTimeField(null=True, verbose_name="签收时间")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="交班人",
                    ),
                ),
                (
                    "call",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="hand_overs",
                        to="hotline.call",
                        verbose_name="有关来电",
                    ),
                ),
                (
                    "taken_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="接班人",
                    ),
                ),
                (
                    "shift",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="hand_overs",
                        to="hotline.shift",
                        verbose_name="班次",
                    ),
                ),
            ],
            options={
                "verbose_name": "交班事项",
                "verbose_name_plural": "交班事项",
            },
        ),
        migrations.CreateModel(
            name="AnsweringDay",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("org_code", models.BigIntegerField()),
                ("day", models.DateField(verbose_name="日期")),
                ("begins", models.TimeField(verbose_name="自")),
                ("ends", models.TimeField(verbose_name="至")),
                ("topic", models.CharField(blank=True, max_length=60, verbose_name="主题")),
                ("answered", models.SmallIntegerField(null=True, verbose_name="接听来电")),
                ("settled", models.SmallIntegerField(null=True, verbose_name="当场解答")),
                ("record", models.TextField(blank=True, max_length=2000, verbose_name="记录")),
                ("recorded_at", models.DateTimeField(null=True, verbose_name="记录时间")),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answering_days",
                        to="hotline.hotlineline",
                        verbose_name="线路",
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
                    "president",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="接听的主席",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="记录人",
                    ),
                ),
            ],
            options={
                "verbose_name": "主席接听日",
                "verbose_name_plural": "主席接听日",
                "constraints": [
                    models.UniqueConstraint(fields=("org", "day"), name="answering_day_once"),
                    models.CheckConstraint(
                        condition=models.Q(("ends__gt", models.F("begins"))), name="answering_day_hours_in_order"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("answered", None),
                                ("record", ""),
                                ("recorded_at", None),
                                ("recorded_by", None),
                                ("settled", None),
                            ),
                            models.Q(
                                ("answered__gte", 0),
                                ("recorded_at__isnull", False),
                                ("recorded_by__isnull", False),
                                ("settled__gte", 0),
                                ("settled__lte", models.F("answered")),
                                models.Q(("record", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="answering_day_recorded_wholly",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Redirection",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("org_code", models.BigIntegerField()),
                ("number", models.CharField(max_length=20, verbose_name="代接号码")),
                ("round_the_clock", models.BooleanField(default=True, verbose_name="代接单位 24 小时接听")),
                ("begins", models.TimeField(blank=True, null=True, verbose_name="代接自")),
                ("ends", models.TimeField(blank=True, null=True, verbose_name="代接至")),
                ("begun_on", models.DateField(verbose_name="开始日期")),
                ("ended_on", models.DateField(null=True, verbose_name="结束日期")),
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
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="redirections",
                        to="hotline.hotlineline",
                        verbose_name="线路",
                    ),
                ),
                (
                    "target",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="orgs.organization",
                        verbose_name="代接单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "非接听时间转接",
                "verbose_name_plural": "非接听时间转接",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_on", None)), fields=("line",), name="redirection_one_of_a_line"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_on", None), ("ended_on__gte", models.F("begun_on")), _connector="OR"
                        ),
                        name="redirection_days_in_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("begins", None), ("ends", None), ("round_the_clock", True)),
                            models.Q(
                                ("begins__isnull", False),
                                ("ends__isnull", False),
                                ("round_the_clock", False),
                                models.Q(("begins", models.F("ends")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="redirection_has_hours",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("number__regex", "^[0-9]{3,4}-[0-9]{5,8}$")),
                        name="redirection_number_dialled",
                    ),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="shift",
            index=models.Index(fields=["org_code", "begins_at"], name="shift_in_range"),
        ),
        migrations.AddConstraint(
            model_name="shift",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_at__gt", models.F("begins_at"))), name="shift_ends_after_it_begins"
            ),
        ),
        migrations.AddConstraint(
            model_name="shift",
            constraint=models.CheckConstraint(
                condition=models.Q(("capacity__gte", 0), ("capacity__lte", 10)), name="shift_capacity_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="shift",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("called_off_at", None), ("reason", "")),
                    models.Q(("called_off_at__isnull", False), models.Q(("reason", ""), _negated=True)),
                    _connector="OR",
                ),
                name="shift_called_off_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="shift",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(("agent__isnull", False), ("called_off_at", None)),
                expressions=[
                    (
                        models.Func(
                            models.F("agent_id"), models.F("agent_id"), models.Value("[]"), function="int8range"
                        ),
                        "&&",
                    ),
                    (models.Func(models.F("begins_at"), models.F("ends_at"), function="tstzrange"), "&&"),
                ],
                name="shift_one_at_a_time",
            ),
        ),
        migrations.AddIndex(
            model_name="handover",
            index=models.Index(condition=models.Q(("taken_at", None)), fields=["shift"], name="hand_over_waiting"),
        ),
        migrations.AddConstraint(
            model_name="handover",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("taken_at", None), ("taken_by", None)),
                    models.Q(
                        ("taken_at__isnull", False),
                        ("taken_by__isnull", False),
                        models.Q(("taken_by", models.F("by")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="hand_over_taken_by_another",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="handover",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="b3fe3e9446a50ccb162f03f491a2d777226cd64c",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_39b0b",
                    table="hotline_handover",
                    when="BEFORE",
                ),
            ),
        ),
    ]
