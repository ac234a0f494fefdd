"""What becomes a guarded petition, or an accusation, after its order was joined to it: the order follows at once."""

from django.db import migrations

# By trigger, since a petition knows nothing of orders; whoever corrects it, by one or by the hundred.
FOLLOW = """
CREATE FUNCTION hotline_guarded_follows() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $function$
BEGIN
    UPDATE hotline_externalticket SET guarded = true, no_callback = true
    WHERE petition_id = NEW.id AND NOT guarded;
    IF NEW.matter_class = 'accusation' THEN
        UPDATE hotline_externalticket
        SET sealed = true, guarded = true, no_callback = true, anonymous = true, caller_name = '', caller_phone = '',
            title = '检举控告事项', content = '内容已转入检举控告事项，依法只限指定人员查阅，本单不再保留。'
        WHERE petition_id = NEW.id AND NOT sealed;
    END IF;
    RETURN NULL;
END $function$;
CREATE TRIGGER hotline_guarded_follows AFTER UPDATE ON cases_petition FOR EACH ROW
    WHEN (NEW.guarded AND NOT OLD.guarded OR NEW.matter_class = 'accusation' AND OLD.matter_class <> 'accusation')
    EXECUTE FUNCTION hotline_guarded_follows();
"""
BACK = "DROP TRIGGER hotline_guarded_follows ON cases_petition; DROP FUNCTION hotline_guarded_follows();"


class Migration(migrations.Migration):
    dependencies = [
        ("hotline", "0001_external_ticket"),
        ("cases", "0070_external_id"),
    ]

    operations = [migrations.RunSQL(FOLLOW, BACK)]
