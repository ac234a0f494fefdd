"""Of a call that is sealed, for it became an accusation, nothing stays with the telephone system's facts either."""

from django.db import migrations

SEAL = """
CREATE FUNCTION hotline_phone_follows() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $function$
BEGIN
    UPDATE hotline_switchcall SET recording = '' WHERE call_id = NEW.id;
    UPDATE hotline_phoneevent SET caller = '', recording = ''
    WHERE of_id IN (SELECT id FROM hotline_switchcall WHERE call_id = NEW.id);
    RETURN NULL;
END $function$;
CREATE TRIGGER hotline_phone_follows AFTER UPDATE ON hotline_call FOR EACH ROW
    WHEN (NEW.sealed AND NOT OLD.sealed)
    EXECUTE FUNCTION hotline_phone_follows();
"""
BACK = "DROP TRIGGER hotline_phone_follows ON hotline_call; DROP FUNCTION hotline_phone_follows();"


class Migration(migrations.Migration):
    dependencies = [("hotline", "0010_telephony")]

    operations = [migrations.RunSQL(SEAL, BACK)]
