"""What becomes an accusation after it was registered: nothing that clients were answered about it is told again."""

from django.db import migrations

UNTOLD = """
CREATE FUNCTION cases_accusation_untold() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $function$
BEGIN
    PERFORM api_erase_answers('petition:' || NEW.id);
    RETURN NULL;
END $function$;
CREATE TRIGGER cases_accusation_untold AFTER UPDATE OF matter_class ON cases_petition FOR EACH ROW
    WHEN (NEW.matter_class = 'accusation' AND OLD.matter_class <> 'accusation')
    EXECUTE FUNCTION cases_accusation_untold();
"""
BACK = "DROP TRIGGER cases_accusation_untold ON cases_petition; DROP FUNCTION cases_accusation_untold();"


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0072_numbers_of_a_unit"),
        ("api", "0013_answers_go"),
    ]

    operations = [migrations.RunSQL(UNTOLD, BACK)]
