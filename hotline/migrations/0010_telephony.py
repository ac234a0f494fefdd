"""Telephone systems: their keys, what they told, the facts of calls, seats, and what screens are told."""

import uuid

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import fedportal.lib.encrypted_fields


class Migration(migrations.Migration):
    dependencies = [
        ("hotline", "0009_order_of_minors"),
        ("orgs", "0003_responsible"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CallSignal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("ringing", "振铃"), ("answered", "接听"), ("ended", "挂断"), ("gone", "不再响")],
                        max_length=10,
                    ),
                ),
                ("at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "来电提示",
                "verbose_name_plural": "来电提示",
            },
        ),
        migrations.CreateModel(
            name="PhoneEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("event_id", models.CharField(max_length=100)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("ringing", "振铃"),
                            ("answered", "接听"),
                            ("transferred", "转接"),
                            ("ended", "挂断"),
                            ("recording_ready", "录音就绪"),
                        ],
                        max_length=20,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("line", models.CharField(max_length=20)),
                ("caller", fedportal.lib.encrypted_fields.EncryptedCharField(blank=True, max_length=40)),
                ("extension", models.CharField(blank=True, max_length=20)),
                ("to_extension", models.CharField(blank=True, max_length=20)),
                ("recording", models.CharField(blank=True, max_length=200)),
                ("received_at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "通话事件",
                "verbose_name_plural": "通话事件",
            },
        ),
        migrations.CreateModel(
            name="PhoneSwitch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("org_code", models.BigIntegerField()),
                ("name", models.CharField(max_length=60, verbose_name="名称")),
                ("ref", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("key", fedportal.lib.encrypted_fields.EncryptedCharField(max_length=100, verbose_name="密钥")),
                (
                    "former_key",
                    fedportal.lib.encrypted_fields.EncryptedCharField(
                        blank=True, max_length=100, verbose_name="旧密钥"
                    ),
                ),
                ("former_until", models.DateTimeField(null=True, verbose_name="旧密钥有效期至")),
                ("registered_at", models.DateTimeField(verbose_name="登记时间")),
                ("stopped_at", models.DateTimeField(null=True, verbose_name="停用时间")),
                ("heard_at", models.DateTimeField(null=True, verbose_name="最近收到消息")),
            ],
            options={
                "verbose_name": "电话系统",
                "verbose_name_plural": "电话系统",
            },
        ),
        migrations.CreateModel(
            name="Seat",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("org_code", models.BigIntegerField()),
                ("extension", models.CharField(max_length=20, verbose_name="分机号")),
                ("since", models.DateTimeField(verbose_name="自")),
                ("until", models.DateTimeField(verbose_name="至")),
            ],
            options={
                "verbose_name": "座席",
                "verbose_name_plural": "座席",
            },
        ),
        migrations.CreateModel(
            name="SwitchCall",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("told_id", models.CharField(max_length=100)),
                ("rang_at", models.DateTimeField(null=True, verbose_name="来电时间")),
                ("answered_at", models.DateTimeField(null=True, verbose_name="接听时间")),
                ("ended_at", models.DateTimeField(null=True, verbose_name="挂断时间")),
                ("extension", models.CharField(blank=True, max_length=20, verbose_name="分机")),
                ("transfers", models.JSONField(default=list, verbose_name="转接")),
                ("recording", models.CharField(blank=True, max_length=200, verbose_name="录音编号")),
                ("waits_since", models.DateTimeField(null=True)),
            ],
            options={
                "verbose_name": "通话",
                "verbose_name_plural": "通话",
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="call",
            name="counts_versions",
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="call",
            trigger=pgtrigger.compiler.Trigger(
                name="counts_versions",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n                IF to_jsonb(NEW) - ARRAY['rang_at', 'answered_at', 'ended_at', 'saved_at']\n                    <> to_jsonb(OLD) - ARRAY['rang_at', 'answered_at', 'ended_at', 'saved_at']\n                THEN\n                    NEW.version = OLD.version + 1;\n                END IF;\n                RETURN NEW;\n                ",
                    hash="954a5fbfe8b09e1e04526b77902263f0ee53bd6c",
                    operation="UPDATE",
                    pgid="pgtrigger_counts_versions_f097b",
                    table="hotline_call",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddField(
            model_name="callsignal",
            name="agent",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="callsignal",
            name="call",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="signals", to="hotline.call"
            ),
        ),
        migrations.AddField(
            model_name="phoneswitch",
            name="account",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="phoneswitch",
            name="org",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="orgs.organization",
                verbose_name="所属单位",
            ),
        ),
        migrations.AddField(
            model_name="phoneswitch",
            name="registered_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="登记人",
            ),
        ),
        migrations.AddField(
            model_name="phoneevent",
            name="switch",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="events", to="hotline.phoneswitch"
            ),
        ),
        migrations.AddField(
            model_name="seat",
            name="agent",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="seat",
            name="org",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="orgs.organization"
            ),
        ),
        migrations.AddField(
            model_name="switchcall",
            name="agent",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="switchcall",
            name="call",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="phone",
                to="hotline.call",
                verbose_name="来电",
            ),
        ),
        migrations.AddField(
            model_name="switchcall",
            name="switch",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="calls", to="hotline.phoneswitch"
            ),
        ),
        migrations.AddField(
            model_name="phoneevent",
            name="of",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="events", to="hotline.switchcall"
            ),
        ),
        migrations.AddIndex(
            model_name="callsignal",
            index=models.Index(fields=["agent", "id"], name="call_signal_of_agent"),
        ),
        migrations.AddIndex(
            model_name="callsignal",
            index=models.Index(fields=["at"], name="call_signal_oldest"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="callsignal",
            trigger=pgtrigger.compiler.Trigger(
                name="calls_the_stream",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="PERFORM pg_notify('hotline_call_signal', ''); RETURN NULL;",
                    hash="f2e94945a2913443f339fe52648290ecb7b60246",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_calls_the_stream_20dff",
                    table="hotline_callsignal",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="phoneswitch",
            index=models.Index(fields=["org_code"], name="phone_switch_in_range"),
        ),
        migrations.AddConstraint(
            model_name="phoneswitch",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("former_key", ""), ("former_until", None)),
                    models.Q(models.Q(("former_key", ""), _negated=True), ("former_until__isnull", False)),
                    _connector="OR",
                ),
                name="phone_switch_former_key_ends",
            ),
        ),
        migrations.AddIndex(
            model_name="seat",
            index=models.Index(fields=["org", "extension", "-since"], name="seat_of_extension"),
        ),
        migrations.AddIndex(
            model_name="seat",
            index=models.Index(fields=["agent", "-since"], name="seat_of_agent"),
        ),
        migrations.AddConstraint(
            model_name="seat",
            constraint=models.CheckConstraint(
                condition=models.Q(("until__gte", models.F("since"))), name="seat_ends_after_it_begins"
            ),
        ),
        migrations.AddIndex(
            model_name="switchcall",
            index=models.Index(
                condition=models.Q(("waits_since__isnull", False)), fields=["waits_since"], name="switch_call_waits"
            ),
        ),
        migrations.AddConstraint(
            model_name="switchcall",
            constraint=models.UniqueConstraint(fields=("switch", "told_id"), name="switch_call_once"),
        ),
        migrations.AddIndex(
            model_name="phoneevent",
            index=models.Index(fields=["received_at"], name="phone_event_oldest"),
        ),
        migrations.AddConstraint(
            model_name="phoneevent",
            constraint=models.UniqueConstraint(fields=("switch", "event_id"), name="phone_event_once"),
        ),
    ]
