"""Of a call that is sealed, for it became an accusation, nothing stays in what was handed over or found in it."""

from django.db import migrations

SEAL = """
CREATE FUNCTION hotline_desk_follows() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $function$
BEGIN
    UPDATE hotline_handover SET note = '' WHERE call_id = NEW.id;
    UPDATE hotline_qualityreview SET remarks = '' WHERE call_id = NEW.id;
    RETURN NULL;
END $function$;
CREATE TRIGGER hotline_desk_follows AFTER UPDATE ON hotline_call FOR EACH ROW
    WHEN (NEW.sealed AND NOT OLD.sealed)
    EXECUTE FUNCTION hotline_desk_follows();
"""
BACK = "DROP TRIGGER hotline_desk_follows ON hotline_call; DROP FUNCTION hotline_desk_follows();"


class Migration(migrations.Migration):
    dependencies = [("hotline", "0017_quality")]

    operations = [migrations.RunSQL(SEAL, BACK)]
