from django.db import migrations

# Which matters are kept from whom: wherever a party that nobody removed has a digest that a member of staff has noted.
_SAME = """(
    (s.kind = 'id' AND s.index = p.id_index) OR (s.kind = 'phone' AND s.index = p.phone_index)
    OR (s.kind = 'address' AND s.index = p.address_index)
)"""

PARTY = """
CREATE FUNCTION cases_party_walls() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        DELETE FROM cases_relationwall w WHERE w.petition_id = NEW.petition_id AND NOT EXISTS (
            SELECT FROM cases_party p JOIN cases_staffdigest s ON s.user_id = w.user_id AND [same]
            WHERE p.petition_id = w.petition_id AND p.removed_at IS NULL
        );
    END IF;
    INSERT INTO cases_relationwall (petition_id, user_id)
    SELECT p.petition_id, s.user_id FROM (SELECT NEW.*) p JOIN cases_staffdigest s ON [same]
    WHERE p.removed_at IS NULL
    ON CONFLICT DO NOTHING;
    RETURN NULL;
END $$;
CREATE TRIGGER builds_walls AFTER INSERT OR UPDATE OF id_index, phone_index, address_index, removed_at ON cases_party
FOR EACH ROW EXECUTE FUNCTION cases_party_walls();
""".replace("[same]", _SAME)

DIGEST = """
CREATE FUNCTION cases_digest_walls() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO cases_relationwall (petition_id, user_id)
        SELECT DISTINCT p.petition_id, s.user_id FROM (SELECT NEW.*) s JOIN cases_party p ON p.removed_at IS NULL AND (
            (s.kind = 'id' AND p.id_index = s.index AND p.id_index <> '')
            OR (s.kind = 'phone' AND p.phone_index = s.index AND p.phone_index <> '')
            OR (s.kind = 'address' AND p.address_index = s.index AND p.address_index <> '')
        )
        ON CONFLICT DO NOTHING;
    ELSE
        DELETE FROM cases_relationwall w WHERE w.user_id = OLD.user_id AND NOT EXISTS (
            SELECT FROM cases_party p JOIN cases_staffdigest s ON s.user_id = w.user_id AND [same]
            WHERE p.petition_id = w.petition_id AND p.removed_at IS NULL
        );
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER builds_walls AFTER INSERT OR DELETE ON cases_staffdigest
FOR EACH ROW EXECUTE FUNCTION cases_digest_walls();
""".replace("[same]", _SAME)

# A province begins at what has come close to it: for her who has opened a matter in an emergency, that has.
OPENED = """
CREATE FUNCTION cases_breakglass_concerns() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO cases_concern (petition_id, org_id, reader_id, until)
    SELECT NEW.petition_id, NEW.org_id, NEW.user_id, NEW.expires_at
    FROM orgs_organization o WHERE o.id = NEW.org_id AND o.level = 1;
    RETURN NULL;
END $$;
CREATE TRIGGER concerns_its_reader AFTER INSERT ON cases_breakglass
FOR EACH ROW EXECUTE FUNCTION cases_breakglass_concerns();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0043_urgent_access"),
    ]

    operations = [
        migrations.RunSQL(
            OPENED, "DROP TRIGGER concerns_its_reader ON cases_breakglass; DROP FUNCTION cases_breakglass_concerns();"
        ),
        migrations.RunSQL(PARTY, "DROP TRIGGER builds_walls ON cases_party; DROP FUNCTION cases_party_walls();"),
        migrations.RunSQL(
            DIGEST, "DROP TRIGGER builds_walls ON cases_staffdigest; DROP FUNCTION cases_digest_walls();"
        ),
    ]
