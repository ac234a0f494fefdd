"""What becomes a guarded petition, or an accusation, after a call was joined to it: the call follows, as orders do."""

from django.db import migrations

FOLLOW = """
CREATE FUNCTION hotline_calls_follow() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $function$
BEGIN
    UPDATE hotline_call SET guarded = true WHERE petition_id = NEW.id AND NOT guarded;
    IF NEW.matter_class = 'accusation' THEN
        UPDATE hotline_call
        SET sealed = true, guarded = true, caller_phone = '', phone_index = '', caller_name = '', relation = '',
            victim_name = '', victim_phone = '', request = '', answer = '', whereabouts = '', police_note = '',
            wish = NULL, facts = '内容已转入检举控告事项，依法只限指定人员查阅，本单不再保留。'
        WHERE petition_id = NEW.id AND NOT sealed;
    END IF;
    RETURN NULL;
END $function$;
CREATE TRIGGER hotline_calls_follow AFTER UPDATE ON cases_petition FOR EACH ROW
    WHEN (NEW.guarded AND NOT OLD.guarded OR NEW.matter_class = 'accusation' AND OLD.matter_class <> 'accusation')
    EXECUTE FUNCTION hotline_calls_follow();
"""
BACK = "DROP TRIGGER hotline_calls_follow ON cases_petition; DROP FUNCTION hotline_calls_follow();"


class Migration(migrations.Migration):
    dependencies = [
        ("hotline", "0004_call"),
        ("cases", "0070_external_id"),
    ]

    operations = [migrations.RunSQL(FOLLOW, BACK)]
