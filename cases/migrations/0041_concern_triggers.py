from django.db import migrations

# Each row below says that a matter has come close to a unit. The unit stands in the named column of the row; where the
# row names a paper or a person instead of the matter or the unit, a question finds it.
_MATTER = "NEW.petition_id"
CLOSE = {
    "cases_transfer": ("sender_id", _MATTER, "NEW.sender_id"),
    "cases_dispute": ("decider_id", _MATTER, "NEW.decider_id"),
    "cases_review": ("org_id", _MATTER, "NEW.org_id"),
    "cases_supervisionorder": ("issuer_id", _MATTER, "NEW.issuer_id"),
    "cases_handlingcomplaint": ("org_id", _MATTER, "NEW.org_id"),
    "cases_receiver": ("org_id", "(SELECT petition_id FROM cases_document WHERE id = NEW.document_id)", "NEW.org_id"),
    "cases_leadercase": ("leader_id", _MATTER, "(SELECT org_id FROM accounts_user WHERE id = NEW.leader_id)"),
    "cases_namedreader": ("user_id", _MATTER, "(SELECT org_id FROM accounts_user WHERE id = NEW.user_id)"),
}

ROW = """
CREATE FUNCTION {table}_concerns() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO cases_concern (petition_id, org_id)
    SELECT petition, org FROM (VALUES ({petition}, {org})) AS close (petition, org)
    WHERE petition IS NOT NULL AND org IS NOT NULL
    ON CONFLICT DO NOTHING;
    RETURN NULL;
END $$;
CREATE TRIGGER concerns_its_unit AFTER INSERT OR UPDATE OF {column} ON {table}
FOR EACH ROW EXECUTE FUNCTION {table}_concerns();
"""

# What a province holds itself; its code is two digits and ten zeros.
HELD = """
CREATE FUNCTION cases_petition_concerns() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO cases_concern (petition_id, org_id) VALUES (NEW.id, NEW.org_id) ON CONFLICT DO NOTHING;
    RETURN NULL;
END $$;
CREATE TRIGGER concerns_the_province AFTER INSERT OR UPDATE OF org_id ON cases_petition
FOR EACH ROW WHEN (NEW.org_code % 10000000000 = 0) EXECUTE FUNCTION cases_petition_concerns();
"""

# Duties come by the thousand, from the engine and from imports: one statement for each of theirs. On a desk above the
# unit that owes it lies what has climbed; a unit may also owe something about a matter that another one holds.
DUTIES = """
CREATE FUNCTION cases_duties_concern() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    petitions integer := (SELECT id FROM django_content_type WHERE app_label = 'cases' AND model = 'petition');
BEGIN
    INSERT INTO cases_concern (petition_id, org_id)
    SELECT DISTINCT object_id, desk_id FROM changed WHERE content_type_id = petitions AND desk_id <> org_id
    ON CONFLICT DO NOTHING;
    IF TG_OP = 'INSERT' THEN
        INSERT INTO cases_concern (petition_id, org_id)
        SELECT DISTINCT p.id, duty.org_id FROM changed duty JOIN cases_petition p ON p.id = duty.object_id
        WHERE duty.content_type_id = petitions AND duty.org_id <> p.org_id
        ON CONFLICT DO NOTHING;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER concerns_who_owes AFTER INSERT ON deadlines_deadline
REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION cases_duties_concern();
CREATE TRIGGER concerns_the_desk AFTER UPDATE ON deadlines_deadline
REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION cases_duties_concern();
"""

# What came close before there were such rows.
SO_FAR = """
INSERT INTO cases_concern (petition_id, org_id)
SELECT petition_id, sender_id FROM cases_transfer
UNION SELECT petition_id, decider_id FROM cases_dispute
UNION SELECT petition_id, org_id FROM cases_review
UNION SELECT petition_id, issuer_id FROM cases_supervisionorder
UNION SELECT petition_id, org_id FROM cases_handlingcomplaint
UNION SELECT d.petition_id, r.org_id FROM cases_receiver r JOIN cases_document d ON d.id = r.document_id
    WHERE r.org_id IS NOT NULL AND d.petition_id IS NOT NULL
UNION SELECT c.petition_id, u.org_id FROM cases_leadercase c JOIN accounts_user u ON u.id = c.leader_id
UNION SELECT n.petition_id, u.org_id FROM cases_namedreader n JOIN accounts_user u ON u.id = n.user_id
UNION SELECT id, org_id FROM cases_petition WHERE org_code % 10000000000 = 0
UNION SELECT d.object_id, e.to_desk_id FROM deadlines_escalation e
    JOIN deadlines_deadline d ON d.id = e.deadline_id
    JOIN django_content_type t ON t.id = d.content_type_id AND t.app_label = 'cases' AND t.model = 'petition'
    WHERE e.to_desk_id <> e.from_desk_id
UNION SELECT d.object_id, unit FROM deadlines_deadline d
    JOIN cases_petition p ON p.id = d.object_id
    JOIN django_content_type t ON t.id = d.content_type_id AND t.app_label = 'cases' AND t.model = 'petition'
    CROSS JOIN LATERAL (VALUES (d.org_id), (d.desk_id)) AS who (unit)
    WHERE unit <> p.org_id
ON CONFLICT DO NOTHING
"""


def _row(table: str) -> migrations.RunSQL:
    column, petition, org = CLOSE[table]
    gone = f"DROP TRIGGER concerns_its_unit ON {table}; DROP FUNCTION {table}_concerns();"
    return migrations.RunSQL(ROW.format(table=table, column=column, petition=petition, org=org), gone)


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0040_need_to_know"),
        ("deadlines", "0001_initial"),
        ("accounts", "0001_initial"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        *(_row(table) for table in CLOSE),
        migrations.RunSQL(
            HELD,
            "DROP TRIGGER concerns_the_province ON cases_petition; DROP FUNCTION cases_petition_concerns();",
        ),
        migrations.RunSQL(
            DUTIES,
            "DROP TRIGGER concerns_who_owes ON deadlines_deadline; DROP TRIGGER concerns_the_desk ON "
            "deadlines_deadline; DROP FUNCTION cases_duties_concern();",
        ),
        migrations.RunSQL(SO_FAR, migrations.RunSQL.noop),
    ]
