"""Work orders of 12345 and their story."""

import uuid

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import fedportal.lib.encrypted_fields


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("cases", "0070_external_id"),
        ("orgs", "0003_responsible"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ExternalTicket",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ref", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "direction",
                    models.CharField(
                        choices=[("in", "12345 转来"), ("out", "转 12345")], max_length=3, verbose_name="方向"
                    ),
                ),
                ("org_code", models.BigIntegerField()),
                ("system", models.CharField(max_length=40, verbose_name="对方系统")),
                ("system_number", models.CharField(blank=True, max_length=100, verbose_name="对方工单编号")),
                ("sent_at", models.DateTimeField(null=True, verbose_name="派单时间")),
                ("received_at", models.DateTimeField(verbose_name="收到（转出）时间")),
                ("entered_at", models.DateTimeField(verbose_name="录入时间")),
                ("their_due_at", models.DateTimeField(null=True, verbose_name="对方要求的答复时间")),
                (
                    "ticket_class",
                    models.CharField(
                        choices=[
                            ("consult", "咨询"),
                            ("complaint", "投诉"),
                            ("suggestion", "建议"),
                            ("help", "求助"),
                            ("report", "举报"),
                            ("praise", "表扬"),
                        ],
                        max_length=10,
                        verbose_name="类别",
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="标题")),
                ("content", models.TextField(verbose_name="内容")),
                ("anonymous", models.BooleanField(default=False, verbose_name="匿名")),
                (
                    "caller_name",
                    fedportal.lib.encrypted_fields.EncryptedCharField(
                        blank=True, max_length=60, verbose_name="来电人"
                    ),
                ),
                (
                    "caller_phone",
                    fedportal.lib.encrypted_fields.EncryptedCharField(
                        blank=True, max_length=40, verbose_name="联系电话"
                    ),
                ),
                ("guarded", models.BooleanField(default=False, verbose_name="涉及人身安全、未成年人或者检举控告")),
                ("no_callback", models.BooleanField(default=False, verbose_name="不要回访本人")),
                ("sealed", models.BooleanField(default=False, verbose_name="内容已转入检举控告事项")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("received", "待签收"),
                            ("accepted", "办理中"),
                            ("rework", "退回重办"),
                            ("returned", "已退回"),
                            ("answered", "已答复"),
                            ("sent", "已转出"),
                            ("taken", "对方已接收"),
                            ("refused", "被退回"),
                            ("replied", "对方已答复"),
                            ("closed", "已办结"),
                            ("withdrawn", "已撤回"),
                        ],
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("accepted_at", models.DateTimeField(null=True, verbose_name="签收时间")),
                ("answer", models.TextField(blank=True, verbose_name="答复")),
                ("answered_at", models.DateTimeField(null=True, verbose_name="答复时间")),
                ("return_until", models.DateTimeField(null=True, verbose_name="可以退回至")),
                ("returned_at", models.DateTimeField(null=True, verbose_name="退回时间")),
                ("return_reason", models.TextField(blank=True, verbose_name="退回理由")),
                ("return_basis", models.CharField(blank=True, max_length=200, verbose_name="退回依据")),
                ("extended_days", models.PositiveSmallIntegerField(default=0, verbose_name="延期工作日数")),
                ("extension_reason", models.TextField(blank=True, verbose_name="延期理由")),
                ("rework_count", models.PositiveSmallIntegerField(default=0, verbose_name="重办次数")),
                ("ended_at", models.DateTimeField(null=True, verbose_name="结束时间")),
                ("origin_key", models.CharField(max_length=60, null=True, unique=True)),
                ("version", models.IntegerField(db_default=1, default=1, editable=False)),
                (
                    "accepted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="签收人",
                    ),
                ),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="答复人",
                    ),
                ),
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
                        verbose_name="承办单位",
                    ),
                ),
                (
                    "petition",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tickets",
                        to="cases.petition",
                        verbose_name="信访事项",
                    ),
                ),
            ],
            options={
                "verbose_name": "12345 工单",
                "verbose_name_plural": "12345 工单",
            },
        ),
        migrations.CreateModel(
            name="TicketEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("verb", models.CharField(max_length=40, verbose_name="操作")),
                ("at", models.DateTimeField(verbose_name="时间")),
                ("note", models.TextField(blank=True, verbose_name="内容")),
                ("data", models.JSONField(default=dict)),
                (
                    "actor",
                    models.ForeignKey(
                        null=True,
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
                    "ticket",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="events", to="hotline.externalticket"
                    ),
                ),
            ],
            options={
                "verbose_name": "工单办理过程",
                "verbose_name_plural": "工单办理过程",
            },
        ),
        migrations.AddIndex(
            model_name="externalticket",
            index=models.Index(fields=["org_code", "-received_at", "-id"], name="ticket_in_range"),
        ),
        migrations.AddIndex(
            model_name="externalticket",
            index=models.Index(
                condition=models.Q(("state__in", ("closed", "withdrawn")), _negated=True),
                fields=["org", "state"],
                name="ticket_open_of_org",
            ),
        ),
        migrations.AddConstraint(
            model_name="externalticket",
            constraint=models.UniqueConstraint(
                condition=models.Q(("system_number", ""), _negated=True),
                fields=("system", "system_number", "org", "direction"),
                name="ticket_once_in_a_unit",
            ),
        ),
        migrations.AddConstraint(
            model_name="externalticket",
            constraint=models.CheckConstraint(
                condition=models.Q(("system__regex", "^[a-z0-9][a-z0-9_-]{0,39}$")), name="ticket_system_named"
            ),
        ),
        migrations.AddConstraint(
            model_name="externalticket",
            constraint=models.CheckConstraint(
                condition=models.Q(("direction", "in"), ("system_number", ""), _negated=True),
                name="ticket_in_has_a_number",
            ),
        ),
        migrations.AddConstraint(
            model_name="externalticket",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("direction", "in"),
                        (
                            "state__in",
                            ("received", "accepted", "rework", "returned", "answered", "closed", "withdrawn"),
                        ),
                    ),
                    models.Q(
                        ("direction", "out"),
                        ("state__in", ("sent", "taken", "refused", "replied", "closed", "withdrawn")),
                    ),
                    _connector="OR",
                ),
                name="ticket_state_of_its_direction",
            ),
        ),
        migrations.AddConstraint(
            model_name="externalticket",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ticket_class__in", ["consult", "complaint", "suggestion", "help", "report", "praise"])
                ),
                name="ticket_class_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="externalticket",
            constraint=models.CheckConstraint(
                condition=models.Q(("guarded", False), ("ticket_class", "report"), _negated=True),
                name="ticket_report_guarded",
            ),
        ),
        migrations.AddConstraint(
            model_name="externalticket",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("anonymous", True), _negated=True), ("caller_name", ""), _connector="OR"),
                name="ticket_anonymous_unnamed",
            ),
        ),
        migrations.AddConstraint(
            model_name="externalticket",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("sealed", False),
                    models.Q(
                        ("caller_name", ""), ("caller_phone", ""), ("guarded", True), ("petition__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="ticket_sealed_says_nothing",
            ),
        ),
        migrations.AddConstraint(
            model_name="externalticket",
            constraint=models.CheckConstraint(
                condition=models.Q(("received_at__lte", models.F("entered_at"))), name="ticket_received_first"
            ),
        ),
        migrations.AddConstraint(
            model_name="externalticket",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("accepted_at", None), ("accepted_by", None)),
                    models.Q(("accepted_at__isnull", False), ("accepted_by__isnull", False)),
                    _connector="OR",
                ),
                name="ticket_accepted_by_someone",
            ),
        ),
        migrations.AddConstraint(
            model_name="externalticket",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["answered", "replied"]), _negated=True),
                    models.Q(("answered_at__isnull", False), models.Q(("answer", ""), _negated=True)),
                    _connector="OR",
                ),
                name="ticket_answer_says_something",
            ),
        ),
        migrations.AddConstraint(
            model_name="externalticket",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["returned", "refused"]), _negated=True),
                    models.Q(("returned_at__isnull", False), models.Q(("return_reason", ""), _negated=True)),
                    _connector="OR",
                ),
                name="ticket_returned_for_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="externalticket",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("extended_days", 0), ("extension_reason", "")),
                    models.Q(
                        ("extended_days__gte", 1),
                        ("extended_days__lte", 10),
                        models.Q(("extension_reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="ticket_extended_for_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="externalticket",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at__isnull", False), ("state__in", ["closed", "withdrawn"])),
                    models.Q(models.Q(("state__in", ["closed", "withdrawn"]), _negated=True), ("ended_at", None)),
                    _connector="OR",
                ),
                name="ticket_ended_has_moment",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="externalticket",
            trigger=pgtrigger.compiler.Trigger(
                name="counts_versions",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="NEW.version = OLD.version + 1; RETURN NEW;",
                    hash="6d913f368baee387a0411f151090aebabcdf3855",
                    operation="UPDATE",
                    pgid="pgtrigger_counts_versions_4d8b1",
                    table="hotline_externalticket",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="ticketevent",
            index=models.Index(fields=["ticket", "at"], name="ticket_event_story"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="ticketevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n                IF TG_OP = 'UPDATE' AND NEW.note = '' AND NEW.data = '{}'\n                    AND to_jsonb(NEW) - ARRAY['note', 'data'] = to_jsonb(OLD) - ARRAY['note', 'data']\n                    AND cases_may_erase((SELECT petition_id FROM hotline_externalticket WHERE id = OLD.ticket_id))\n                THEN\n                    RETURN NEW;\n                END IF;\n                RAISE EXCEPTION 'pgtrigger: Cannot % rows from % table', lower(TG_OP), TG_TABLE_NAME;\n                ",
                    hash="9d3d1bb774476ee8e99f3cb54cf037b9f1183a10",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_f3905",
                    table="hotline_ticketevent",
                    when="BEFORE",
                ),
            ),
        ),
    ]
