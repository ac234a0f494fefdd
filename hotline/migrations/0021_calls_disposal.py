"""Calls and their work orders that became no petition are disposed of by lists of their own; their stories' locks."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

# As hotline_may_erase of orders of 12345.
AGREED = """
CREATE FUNCTION hotline_agreed_to_erase(erased_kind text, erased bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT FROM privacy_disposalitem i JOIN privacy_disposalbatch b ON b.id = i.batch_id
        WHERE i.kind = erased_kind AND i.object_id = erased AND i.done_at IS NULL AND i.passed_over = ''
            AND b.confirmed_at IS NOT NULL AND b.finished_at IS NULL AND b.confirmed_by_id <> b.drawn_by_id
    )
$$
"""
MAY_ERASE_CALL = """
CREATE FUNCTION hotline_may_erase_call(erased bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT hotline_agreed_to_erase('call', erased) AND EXISTS (
        SELECT FROM hotline_call c
        WHERE c.id = erased AND c.petition_id IS NULL AND c.kept_at IS NULL AND c.disposed_at IS NULL
            AND c.state IN ('closed', 'missed', 'unreached')
            AND NOT EXISTS (SELECT FROM hotline_callticket t WHERE t.call_id = c.id AND t.disposed_at IS NULL)
    )
$$
"""
MAY_ERASE_ORDER = """
CREATE FUNCTION hotline_may_erase_order(erased bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT hotline_agreed_to_erase('call_ticket', erased) AND EXISTS (
        SELECT FROM hotline_callticket t
        WHERE t.id = erased AND t.petition_id IS NULL AND t.kept_at IS NULL AND t.disposed_at IS NULL
            AND t.state = 'closed'
    )
$$
"""


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0074_likeness_at_once"),
        ("hotline", "0020_sealed_calls_untold"),
        ("orgs", "0003_responsible"),
        ("privacy", "0002_longer_kinds"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="callevent",
            name="append_only",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="callticketevent",
            name="append_only",
        ),
        migrations.AddField(
            model_name="call",
            name="disposed_at",
            field=models.DateTimeField(null=True, verbose_name="处置时间"),
        ),
        migrations.AddField(
            model_name="call",
            name="kept_at",
            field=models.DateTimeField(null=True, verbose_name="标记保留时间"),
        ),
        migrations.AddField(
            model_name="call",
            name="kept_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="标记人",
            ),
        ),
        migrations.AddField(
            model_name="call",
            name="kept_reason",
            field=models.CharField(blank=True, max_length=200, verbose_name="保留原因"),
        ),
        migrations.AddField(
            model_name="callticket",
            name="disposed_at",
            field=models.DateTimeField(null=True, verbose_name="处置时间"),
        ),
        migrations.AddField(
            model_name="callticket",
            name="kept_at",
            field=models.DateTimeField(null=True, verbose_name="标记保留时间"),
        ),
        migrations.AddField(
            model_name="callticket",
            name="kept_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="标记人",
            ),
        ),
        migrations.AddField(
            model_name="callticket",
            name="kept_reason",
            field=models.CharField(blank=True, max_length=200, verbose_name="保留原因"),
        ),
        migrations.RunSQL(AGREED, "DROP FUNCTION hotline_agreed_to_erase(text, bigint)"),
        migrations.RunSQL(MAY_ERASE_CALL, "DROP FUNCTION hotline_may_erase_call(bigint)"),
        migrations.RunSQL(MAY_ERASE_ORDER, "DROP FUNCTION hotline_may_erase_order(bigint)"),
        pgtrigger.migrations.AddTrigger(
            model_name="callevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n                IF TG_OP = 'UPDATE' AND NEW.note = ''\n                    AND to_jsonb(NEW) - ARRAY['note'] = to_jsonb(OLD) - ARRAY['note']\n                    AND (\n                        cases_may_erase((SELECT petition_id FROM hotline_call WHERE id = OLD.call_id))\n                        OR hotline_may_erase_call(OLD.call_id)\n                    )\n                THEN\n                    RETURN NEW;\n                END IF;\n                RAISE EXCEPTION 'pgtrigger: Cannot % rows from % table', lower(TG_OP), TG_TABLE_NAME;\n                ",
                    hash="7397c085cace94e03a5ed48bd24ecd63517ac8ba",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_26b20",
                    table="hotline_callevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="callticketevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n                IF TG_OP = 'UPDATE' AND NEW.note = '' AND NEW.data = '{}'\n                    AND to_jsonb(NEW) - ARRAY['note', 'data'] = to_jsonb(OLD) - ARRAY['note', 'data']\n                    AND (\n                        cases_may_erase((SELECT petition_id FROM hotline_callticket WHERE id = OLD.ticket_id))\n                        OR hotline_may_erase_order(OLD.ticket_id)\n                    )\n                THEN\n                    RETURN NEW;\n                END IF;\n                RAISE EXCEPTION 'pgtrigger: Cannot % rows from % table', lower(TG_OP), TG_TABLE_NAME;\n                ",
                    hash="65fa589d6472c08be790b45153dc95817bb4593c",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_1ada9",
                    table="hotline_callticketevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="call",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kept_at", None), ("kept_by", None), ("kept_reason", "")),
                    models.Q(
                        ("kept_at__isnull", False),
                        ("kept_by__isnull", False),
                        models.Q(("kept_reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="call_kept_for_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="callticket",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kept_at", None), ("kept_by", None), ("kept_reason", "")),
                    models.Q(
                        ("kept_at__isnull", False),
                        ("kept_by__isnull", False),
                        models.Q(("kept_reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="call_ticket_kept_for_a_reason",
            ),
        ),
    ]
