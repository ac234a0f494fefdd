"""What other systems are told of a course of violence: by which name, where it is, in which version."""

import uuid

import django.contrib.postgres.functions
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

# A course is where its petition is, whoever began the one or moves the other, one by one or a whole unit's at once; who
# moves a matter away may see neither afterwards, so it is done as the owner.
FOLLOWS = """
UPDATE cases_violencecase c SET org_code = p.org_code FROM cases_petition p WHERE p.id = c.petition_id;
CREATE FUNCTION cases_violencecase_place() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    NEW.org_code = (SELECT org_code FROM cases_petition WHERE id = NEW.petition_id);
    RETURN NEW;
END $$;
CREATE TRIGGER at_its_petition BEFORE INSERT OR UPDATE ON cases_violencecase
FOR EACH ROW EXECUTE FUNCTION cases_violencecase_place();
CREATE FUNCTION cases_violencecase_follows() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE cases_violencecase SET org_code = NEW.org_code WHERE petition_id = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER violence_follows AFTER UPDATE OF org_code ON cases_petition
FOR EACH ROW WHEN (NEW.org_code IS DISTINCT FROM OLD.org_code) EXECUTE FUNCTION cases_violencecase_follows();
"""
ALONE = """
DROP TRIGGER violence_follows ON cases_petition;
DROP FUNCTION cases_violencecase_follows();
DROP TRIGGER at_its_petition ON cases_violencecase;
DROP FUNCTION cases_violencecase_place();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0075_violence_case"),
    ]

    operations = [
        migrations.AddField(
            model_name="violencecase",
            name="ref",
            field=models.UUIDField(
                db_default=django.contrib.postgres.functions.RandomUUID(),
                default=uuid.uuid4,
                editable=False,
                unique=True,
            ),
        ),
        migrations.AddField(
            model_name="violencecase",
            name="org_code",
            field=models.BigIntegerField(db_default=0, default=0, editable=False),
        ),
        migrations.AddField(
            model_name="violencecase",
            name="version",
            field=models.IntegerField(db_default=1, default=1, editable=False),
        ),
        migrations.RunSQL(FOLLOWS, ALONE),
        pgtrigger.migrations.AddTrigger(
            model_name="violencecase",
            trigger=pgtrigger.compiler.Trigger(
                name="counts_versions",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF NEW IS DISTINCT FROM OLD THEN NEW.version = OLD.version + 1; END IF; RETURN NEW;",
                    hash="2f441f004ec9a64454f33ecc18735ba0d4107d59",
                    operation="UPDATE",
                    pgid="pgtrigger_counts_versions_e2c9b",
                    table="cases_violencecase",
                    when="BEFORE",
                ),
            ),
        ),
    ]
