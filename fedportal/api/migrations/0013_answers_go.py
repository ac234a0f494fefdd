"""What was answered about something is erased in the transaction that takes it out of everybody's sight; rooms above
call this in triggers of their own, for a change may be made by one verb or by the hundred."""

from django.db import migrations

ERASE = """
CREATE FUNCTION api_erase_answers(subject text) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $function$
    UPDATE api_keptanswer SET body = '', headers = '{}', erased_at = statement_timestamp()
    WHERE about @> ARRAY[subject]::varchar[] AND erased_at IS NULL
$function$;
REVOKE EXECUTE ON FUNCTION api_erase_answers(text) FROM PUBLIC;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("api", "0012_answers_speak_of"),
    ]

    operations = [migrations.RunSQL(ERASE, "DROP FUNCTION api_erase_answers(text)")]
