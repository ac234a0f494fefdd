"""Calls of 12338 and their story."""

import django.contrib.postgres.fields
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import fedportal.lib.encrypted_fields


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0070_external_id"),
        ("hotline", "0003_hotline_line"),
        ("orgs", "0003_responsible"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Call",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("org_code", models.BigIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("ringing", "振铃"),
                            ("answered", "接听中"),
                            ("missed", "未接"),
                            ("classified", "已分类"),
                            ("emergency", "紧急"),
                            ("resolved", "当场解答"),
                            ("ticketed", "已登记信访"),
                            ("closed", "办结"),
                        ],
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("rang_at", models.DateTimeField(verbose_name="来电时间")),
                ("answered_at", models.DateTimeField(null=True, verbose_name="接听时间")),
                ("ended_at", models.DateTimeField(null=True, verbose_name="挂断时间")),
                ("closed_at", models.DateTimeField(null=True, verbose_name="办结时间")),
                ("saved_at", models.DateTimeField(verbose_name="最近保存时间")),
                (
                    "caller_phone",
                    fedportal.lib.encrypted_fields.EncryptedCharField(
                        blank=True, max_length=40, verbose_name="来电号码"
                    ),
                ),
                ("phone_index", models.CharField(blank=True, default="", editable=False, max_length=32)),
                ("anonymous", models.BooleanField(default=False, verbose_name="不愿透露姓名")),
                (
                    "caller_name",
                    fedportal.lib.encrypted_fields.EncryptedCharField(
                        blank=True, max_length=60, verbose_name="来电人"
                    ),
                ),
                ("for_other", models.BooleanField(default=False, verbose_name="替别人来电")),
                ("relation", models.CharField(blank=True, max_length=30, verbose_name="来电人与当事人的关系")),
                (
                    "victim_name",
                    fedportal.lib.encrypted_fields.EncryptedCharField(
                        blank=True, max_length=60, verbose_name="当事人"
                    ),
                ),
                (
                    "victim_phone",
                    fedportal.lib.encrypted_fields.EncryptedCharField(
                        blank=True, max_length=40, verbose_name="当事人电话"
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        choices=[
                            ("mandarin", "普通话"),
                            ("dialect", "方言"),
                            ("minority", "少数民族语言"),
                            ("foreign", "外语"),
                        ],
                        default="mandarin",
                        max_length=10,
                        verbose_name="语言",
                    ),
                ),
                (
                    "needs",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("hearing", "听力障碍"),
                                ("speech", "言语障碍"),
                                ("sight", "视力障碍"),
                                ("mind", "智力、精神障碍"),
                                ("interpret", "需要翻译"),
                            ],
                            max_length=10,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="沟通需要",
                    ),
                ),
                ("recording_told", models.BooleanField(default=False, verbose_name="已告知通话录音")),
                ("triage", models.JSONField(default=dict, verbose_name="紧急情况询问")),
                (
                    "call_class",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("consult", "咨询"),
                            ("help", "求助"),
                            ("complaint", "投诉"),
                            ("suggestion", "建议"),
                            ("report", "举报"),
                            ("nuisance", "骚扰无效"),
                        ],
                        max_length=10,
                        verbose_name="类别",
                    ),
                ),
                ("facts", models.TextField(blank=True, verbose_name="反映的情况")),
                ("request", models.TextField(blank=True, verbose_name="诉求")),
                ("answer", models.TextField(blank=True, verbose_name="答复")),
                ("wish", fedportal.lib.encrypted_fields.EncryptedJSONField(null=True, verbose_name="安全联系")),
                ("guarded", models.BooleanField(default=False, verbose_name="涉及人身安全、未成年人或者举报")),
                ("emergency_at", models.DateTimeField(null=True, verbose_name="紧急处置时间")),
                (
                    "whereabouts",
                    fedportal.lib.encrypted_fields.EncryptedCharField(
                        blank=True, max_length=200, verbose_name="现在的位置"
                    ),
                ),
                ("police_at", models.DateTimeField(null=True, verbose_name="接通 110 时间")),
                ("police_note", models.CharField(blank=True, max_length=200, verbose_name="110 处置")),
                ("sealed", models.BooleanField(default=False, verbose_name="内容已转入检举控告事项")),
                ("origin_key", models.CharField(max_length=60, null=True, unique=True)),
                ("version", models.IntegerField(db_default=1, default=1, editable=False)),
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
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="calls",
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
                        verbose_name="接听单位",
                    ),
                ),
                (
                    "petition",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="calls",
                        to="cases.petition",
                        verbose_name="信访事项",
                    ),
                ),
            ],
            options={
                "verbose_name": "来电",
                "verbose_name_plural": "来电",
            },
        ),
        migrations.CreateModel(
            name="CallEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("verb", models.CharField(max_length=40, verbose_name="操作")),
                ("at", models.DateTimeField(verbose_name="时间")),
                ("note", models.TextField(blank=True, verbose_name="内容")),
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
                    "call",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="events", to="hotline.call"
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
                "verbose_name": "来电办理过程",
                "verbose_name_plural": "来电办理过程",
            },
        ),
        migrations.AddIndex(
            model_name="call",
            index=models.Index(fields=["org_code", "-rang_at", "-id"], name="call_in_range"),
        ),
        migrations.AddIndex(
            model_name="call",
            index=models.Index(
                condition=models.Q(("phone_index", ""), _negated=True),
                fields=["phone_index", "-rang_at"],
                name="call_by_phone",
            ),
        ),
        migrations.AddIndex(
            model_name="call",
            index=models.Index(
                condition=models.Q(("state__in", ["closed", "missed"]), _negated=True),
                fields=["agent"],
                name="call_unfinished_of_agent",
            ),
        ),
        migrations.AddConstraint(
            model_name="call",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answered_at", None), ("state__in", ("ringing", "missed"))),
                    models.Q(
                        models.Q(("state__in", ("ringing", "missed")), _negated=True), ("answered_at__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="call_talked_was_answered",
            ),
        ),
        migrations.AddConstraint(
            model_name="call",
            constraint=models.CheckConstraint(
                condition=models.Q(("answered_at", None), ("answered_at__gte", models.F("rang_at")), _connector="OR"),
                name="call_rang_first",
            ),
        ),
        migrations.AddConstraint(
            model_name="call",
            constraint=models.CheckConstraint(
                condition=models.Q(("ended_at", None), ("ended_at__gte", models.F("rang_at")), _connector="OR"),
                name="call_ended_after_it_rang",
            ),
        ),
        migrations.AddConstraint(
            model_name="call",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closed_at__isnull", False), ("ended_at__isnull", False), ("state", "closed")),
                    models.Q(models.Q(("state", "closed"), _negated=True), ("closed_at", None)),
                    _connector="OR",
                ),
                name="call_closed_has_moments",
            ),
        ),
        migrations.AddConstraint(
            model_name="call",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "emergency"), _negated=True), ("emergency_at__isnull", False), _connector="OR"
                ),
                name="call_emergency_has_moment",
            ),
        ),
        migrations.AddConstraint(
            model_name="call",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "ticketed"), _negated=True), ("petition__isnull", False), _connector="OR"
                ),
                name="call_ticketed_has_petition",
            ),
        ),
        migrations.AddConstraint(
            model_name="call",
            constraint=models.CheckConstraint(
                condition=models.Q(("emergency_at", None), ("guarded", True), _connector="OR"),
                name="call_emergency_is_guarded",
            ),
        ),
        migrations.AddConstraint(
            model_name="call",
            constraint=models.CheckConstraint(
                condition=models.Q(("call_class", "report"), ("guarded", False), _negated=True),
                name="call_report_guarded",
            ),
        ),
        migrations.AddConstraint(
            model_name="call",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("anonymous", True), _negated=True), ("caller_name", ""), _connector="OR"),
                name="call_anonymous_unnamed",
            ),
        ),
        migrations.AddConstraint(
            model_name="call",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("sealed", False),
                    models.Q(
                        ("caller_name", ""),
                        ("caller_phone", ""),
                        ("guarded", True),
                        ("phone_index", ""),
                        ("victim_name", ""),
                        ("victim_phone", ""),
                    ),
                    _connector="OR",
                ),
                name="call_sealed_says_nothing",
            ),
        ),
        migrations.AddConstraint(
            model_name="call",
            constraint=models.CheckConstraint(
                condition=models.Q(("needs__contained_by", ["hearing", "speech", "sight", "mind", "interpret"])),
                name="call_needs_known",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="call",
            trigger=pgtrigger.compiler.Trigger(
                name="counts_versions",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="NEW.version = OLD.version + 1; RETURN NEW;",
                    hash="107857718323f666f692072389cbe40ddade9336",
                    operation="UPDATE",
                    pgid="pgtrigger_counts_versions_f097b",
                    table="hotline_call",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="callevent",
            index=models.Index(fields=["call", "at"], name="call_event_story"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="callevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n                IF TG_OP = 'UPDATE' AND NEW.note = ''\n                    AND to_jsonb(NEW) - ARRAY['note'] = to_jsonb(OLD) - ARRAY['note']\n                    AND cases_may_erase((SELECT petition_id FROM hotline_call WHERE id = OLD.call_id))\n                THEN\n                    RETURN NEW;\n                END IF;\n                RAISE EXCEPTION 'pgtrigger: Cannot % rows from % table', lower(TG_OP), TG_TABLE_NAME;\n                ",
                    hash="401d58ef0b4f5fed0759efc844a4851e12af2199",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_26b20",
                    table="hotline_callevent",
                    when="BEFORE",
                ),
            ),
        ),
    ]
