"""A call or its work order that is sealed, whichever way it came about: nothing that clients were answered about it is
told again."""

from django.db import migrations

UNTOLD = """
CREATE FUNCTION hotline_sealed_calls_untold() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $function$
BEGIN
    PERFORM api_erase_answers(TG_ARGV[0] || ':' || NEW.id);
    RETURN NULL;
END $function$;
CREATE TRIGGER hotline_sealed_untold AFTER UPDATE ON hotline_call FOR EACH ROW
    WHEN (NEW.sealed AND NOT OLD.sealed)
    EXECUTE FUNCTION hotline_sealed_calls_untold('call');
CREATE TRIGGER hotline_sealed_untold AFTER UPDATE ON hotline_callticket FOR EACH ROW
    WHEN (NEW.sealed AND NOT OLD.sealed)
    EXECUTE FUNCTION hotline_sealed_calls_untold('call_ticket');
"""
BACK = """
DROP TRIGGER hotline_sealed_untold ON hotline_call;
DROP TRIGGER hotline_sealed_untold ON hotline_callticket;
DROP FUNCTION hotline_sealed_calls_untold();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("hotline", "0019_call_ref"),
        ("api", "0013_answers_go"),
    ]

    operations = [migrations.RunSQL(UNTOLD, BACK)]
