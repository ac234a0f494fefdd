"""Orders that became no petition are disposed of by lists of their own; what their story's lock asks for that."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

MAY_ERASE = """
CREATE FUNCTION hotline_may_erase(ticket bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT FROM privacy_disposalitem i JOIN privacy_disposalbatch b ON b.id = i.batch_id
        WHERE i.kind = 'ticket' AND i.object_id = ticket AND i.done_at IS NULL AND i.passed_over = ''
            AND b.confirmed_at IS NOT NULL AND b.finished_at IS NULL AND b.confirmed_by_id <> b.drawn_by_id
    ) AND EXISTS (
        SELECT FROM hotline_externalticket t
        WHERE t.id = ticket AND t.petition_id IS NULL AND t.kept_at IS NULL AND t.disposed_at IS NULL
            AND t.state IN ('answered', 'returned', 'closed', 'withdrawn')
    )
$$
"""


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0072_numbers_of_a_unit"),
        ("hotline", "0006_call_back"),
        ("privacy", "0001_disposal"),
        ("orgs", "0003_responsible"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="ticketevent",
            name="append_only",
        ),
        migrations.AddField(
            model_name="externalticket",
            name="disposed_at",
            field=models.DateTimeField(null=True, verbose_name="处置时间"),
        ),
        migrations.AddField(
            model_name="externalticket",
            name="kept_at",
            field=models.DateTimeField(null=True, verbose_name="标记保留时间"),
        ),
        migrations.AddField(
            model_name="externalticket",
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
            model_name="externalticket",
            name="kept_reason",
            field=models.CharField(blank=True, max_length=200, verbose_name="保留原因"),
        ),
        migrations.RunSQL(MAY_ERASE, "DROP FUNCTION hotline_may_erase(bigint)"),
        pgtrigger.migrations.AddTrigger(
            model_name="ticketevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n                IF TG_OP = 'UPDATE' AND NEW.note = '' AND NEW.data = '{}'\n                    AND to_jsonb(NEW) - ARRAY['note', 'data'] = to_jsonb(OLD) - ARRAY['note', 'data']\n                    AND (\n                        cases_may_erase((SELECT petition_id FROM hotline_externalticket WHERE id = OLD.ticket_id))\n                        OR hotline_may_erase(OLD.ticket_id)\n                    )\n                THEN\n                    RETURN NEW;\n                END IF;\n                RAISE EXCEPTION 'pgtrigger: Cannot % rows from % table', lower(TG_OP), TG_TABLE_NAME;\n                ",
                    hash="541bfda07d22e4441210ba4aee5cfd13b95236e6",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_f3905",
                    table="hotline_ticketevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="externalticket",
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
                name="ticket_kept_for_a_reason",
            ),
        ),
    ]
