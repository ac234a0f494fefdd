"""An order that is sealed, whichever way it came about: nothing that clients were answered about it is told again."""

from django.db import migrations

UNTOLD = """
CREATE FUNCTION hotline_sealed_untold() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $function$
BEGIN
    PERFORM api_erase_answers('ticket:' || NEW.id);
    RETURN NULL;
END $function$;
CREATE TRIGGER hotline_sealed_untold AFTER UPDATE ON hotline_externalticket FOR EACH ROW
    WHEN (NEW.sealed AND NOT OLD.sealed)
    EXECUTE FUNCTION hotline_sealed_untold();
"""
BACK = "DROP TRIGGER hotline_sealed_untold ON hotline_externalticket; DROP FUNCTION hotline_sealed_untold();"


class Migration(migrations.Migration):
    dependencies = [
        ("hotline", "0007_orders_disposal"),
        ("api", "0013_answers_go"),
    ]

    operations = [migrations.RunSQL(UNTOLD, BACK)]
