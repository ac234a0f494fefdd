"""A second key founds a shelter; by what other systems name stays; and locks that give way when a stay is disposed of."""

import uuid

import django.contrib.postgres.functions
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models
from django.utils import timezone

import fedportal.lib.encrypted_fields

# A stay on a list of its own unit, or with its petition on one; the lists themselves are of two persons.
MAY_ERASE = """
CREATE FUNCTION stations_may_erase(stay bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT FROM stations_shelterstay s JOIN stations_shelterapplication a ON a.id = s.application_id
        WHERE s.id = stay AND s.state = 'closed' AND a.disposed_at IS NULL AND (
            cases_may_erase(a.petition_id) OR a.kept_at IS NULL AND EXISTS (
                SELECT FROM privacy_disposalitem i JOIN privacy_disposalbatch b ON b.id = i.batch_id
                WHERE i.kind = 'shelter' AND i.object_id = a.id AND i.done_at IS NULL AND i.passed_over = ''
                    AND b.confirmed_at IS NOT NULL AND b.finished_at IS NULL AND b.confirmed_by_id <> b.drawn_by_id
            )
        )
    )
$$
"""


class Migration(migrations.Migration):
    dependencies = [
        ("orgs", "0003_responsible"),
        ("privacy", "0002_longer_kinds"),
        ("stations", "0015_shelter_checks"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="careplan",
            name="append_only",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="leavingvisit",
            name="append_only",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="stayevent",
            name="append_only",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="stayextension",
            name="append_only",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="stayreferral",
            name="append_only",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="visitor",
            name="append_only",
        ),
        migrations.AddField(
            model_name="shelter",
            name="confirmed_at",
            field=models.DateTimeField(default=timezone.now, null=True, verbose_name="确认时间"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="shelter",
            name="confirmed_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="shelter",
            name="entered_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="shelter",
            name="version",
            field=models.IntegerField(db_default=1, default=1, editable=False),
        ),
        migrations.AddField(
            model_name="shelterapplication",
            name="disposed_at",
            field=models.DateTimeField(null=True, verbose_name="处置时间"),
        ),
        migrations.AddField(
            model_name="shelterapplication",
            name="kept_at",
            field=models.DateTimeField(null=True, verbose_name="标记保留时间"),
        ),
        migrations.AddField(
            model_name="shelterapplication",
            name="kept_reason",
            field=fedportal.lib.encrypted_fields.EncryptedCharField(
                blank=True, max_length=200, verbose_name="保留原因"
            ),
        ),
        migrations.AddField(
            model_name="shelterstay",
            name="ref",
            field=models.UUIDField(
                db_default=django.contrib.postgres.functions.RandomUUID(),
                default=uuid.uuid4,
                editable=False,
                unique=True,
            ),
        ),
        migrations.AddField(
            model_name="shelterstay",
            name="version",
            field=models.IntegerField(db_default=1, default=1, editable=False),
        ),
        migrations.RunSQL(MAY_ERASE, "DROP FUNCTION stations_may_erase(bigint)"),
        pgtrigger.migrations.AddTrigger(
            model_name="careplan",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n        IF stations_may_erase(OLD.stay_id) THEN\n            IF TG_OP = 'DELETE' AND false THEN\n                RETURN OLD;\n            END IF;\n            IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - ARRAY['safety', 'needs', 'steps'] = to_jsonb(OLD) - ARRAY['safety', 'needs', 'steps'] AND NEW.safety IN ('', '已处置') AND NEW.needs IN ('', '已处置') AND NEW.steps IN ('', '已处置') THEN\n                RETURN NEW;\n            END IF;\n        END IF;\n        RAISE EXCEPTION 'pgtrigger: Cannot % rows from % table', lower(TG_OP), TG_TABLE_NAME;\n        ",
                    hash="72fc136ff12c117fbbf3d8680abd35b8777aceeb",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_7890f",
                    table="stations_careplan",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="leavingvisit",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n        IF stations_may_erase(OLD.stay_id) THEN\n            IF TG_OP = 'DELETE' AND false THEN\n                RETURN OLD;\n            END IF;\n            IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - ARRAY['words'] = to_jsonb(OLD) - ARRAY['words'] AND NEW.words IN ('', '已处置') THEN\n                RETURN NEW;\n            END IF;\n        END IF;\n        RAISE EXCEPTION 'pgtrigger: Cannot % rows from % table', lower(TG_OP), TG_TABLE_NAME;\n        ",
                    hash="17478cb1c459cb23c68d7d4922fad93e46fdc6f9",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_81a54",
                    table="stations_leavingvisit",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="shelter",
            trigger=pgtrigger.compiler.Trigger(
                name="counts_versions",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF NEW IS DISTINCT FROM OLD THEN NEW.version = OLD.version + 1; END IF; RETURN NEW;",
                    hash="fcf1af082d6f49bc81d4ab90238850e4498c14da",
                    operation="UPDATE",
                    pgid="pgtrigger_counts_versions_abd89",
                    table="stations_shelter",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="shelterstay",
            trigger=pgtrigger.compiler.Trigger(
                name="counts_versions",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF NEW IS DISTINCT FROM OLD THEN NEW.version = OLD.version + 1; END IF; RETURN NEW;",
                    hash="2caad7760749669245784c974c46f2a0aeabbf46",
                    operation="UPDATE",
                    pgid="pgtrigger_counts_versions_9ab00",
                    table="stations_shelterstay",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="stayevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n        IF stations_may_erase(OLD.stay_id) THEN\n            IF TG_OP = 'DELETE' AND false THEN\n                RETURN OLD;\n            END IF;\n            IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - ARRAY['words'] = to_jsonb(OLD) - ARRAY['words'] AND NEW.words IN ('', '已处置') THEN\n                RETURN NEW;\n            END IF;\n        END IF;\n        RAISE EXCEPTION 'pgtrigger: Cannot % rows from % table', lower(TG_OP), TG_TABLE_NAME;\n        ",
                    hash="1064d873f03cc8ccd4476853bf7437cf6e67af29",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_1627f",
                    table="stations_stayevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="stayextension",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n        IF stations_may_erase(OLD.stay_id) THEN\n            IF TG_OP = 'DELETE' AND false THEN\n                RETURN OLD;\n            END IF;\n            IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - ARRAY['number'] = to_jsonb(OLD) - ARRAY['number'] AND NEW.number IN ('', '已处置') THEN\n                RETURN NEW;\n            END IF;\n        END IF;\n        RAISE EXCEPTION 'pgtrigger: Cannot % rows from % table', lower(TG_OP), TG_TABLE_NAME;\n        ",
                    hash="f94ba87d43acb56cd42d67520d8f820aa302e5ce",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_a74d8",
                    table="stations_stayextension",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="stayreferral",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n        IF stations_may_erase(OLD.stay_id) THEN\n            IF TG_OP = 'DELETE' AND false THEN\n                RETURN OLD;\n            END IF;\n            IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - ARRAY['words'] = to_jsonb(OLD) - ARRAY['words'] THEN\n                RETURN NEW;\n            END IF;\n        END IF;\n        RAISE EXCEPTION 'pgtrigger: Cannot % rows from % table', lower(TG_OP), TG_TABLE_NAME;\n        ",
                    hash="89afd8f8e681c57a774b7deff8f9226f49ccfe54",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_a45e8",
                    table="stations_stayreferral",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="visitor",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n        IF stations_may_erase(OLD.stay_id) THEN\n            IF TG_OP = 'DELETE' AND false THEN\n                RETURN OLD;\n            END IF;\n            IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - ARRAY['name'] = to_jsonb(OLD) - ARRAY['name'] AND NEW.name IN ('', '已处置') THEN\n                RETURN NEW;\n            END IF;\n        END IF;\n        RAISE EXCEPTION 'pgtrigger: Cannot % rows from % table', lower(TG_OP), TG_TABLE_NAME;\n        ",
                    hash="9dbfe96c3b1d8358c86503f705064fdf96cdca51",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_7e8d7",
                    table="stations_visitor",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="shelter",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("confirmed_at__isnull", False), ("confirmed_by", None), ("entered_by", None)),
                    models.Q(("confirmed_at", None), ("confirmed_by", None), ("entered_by__isnull", False)),
                    models.Q(
                        ("confirmed_at__isnull", False),
                        ("confirmed_by__isnull", False),
                        ("entered_by__isnull", False),
                        models.Q(("confirmed_by", models.F("entered_by")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="shelter_founded_by_two",
            ),
        ),
    ]
