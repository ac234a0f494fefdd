"""What becomes a guarded petition, or an accusation, after a work order was joined to it: the order follows, as calls."""

from django.db import migrations

FOLLOW = """
CREATE FUNCTION hotline_call_tickets_follow() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $function$
BEGIN
    UPDATE hotline_callticket SET guarded = true WHERE petition_id = NEW.id AND NOT guarded;
    IF NEW.matter_class = 'accusation' THEN
        UPDATE deadlines_deadline d SET closed_at = now(), outcome = 'cancelled', awaiting_ack = false
        FROM hotline_callticket t, django_content_type c
        WHERE t.petition_id = NEW.id AND NOT t.sealed AND d.object_id = t.id AND d.content_type_id = c.id
          AND c.app_label = 'hotline' AND c.model = 'callticket' AND d.closed_at IS NULL;
        UPDATE hotline_callticket
        SET sealed = true, guarded = true, anonymous = true, caller_phone = '', phone_index = '', caller_name = '',
            relation = '', victim_name = '', victim_phone = '', request = '', told = '', opinion = '', wish = NULL,
            state = 'closed', closed_at = coalesce(closed_at, now()), due_at = NULL,
            feedback = CASE WHEN feedback = '' THEN '' ELSE '已按检举控告依法办理。' END,
            facts = '内容已转入检举控告事项，依法只限指定人员查阅，本单不再保留。'
        WHERE petition_id = NEW.id AND NOT sealed;
    END IF;
    RETURN NULL;
END $function$;
CREATE TRIGGER hotline_call_tickets_follow AFTER UPDATE ON cases_petition FOR EACH ROW
    WHEN (NEW.guarded AND NOT OLD.guarded OR NEW.matter_class = 'accusation' AND OLD.matter_class <> 'accusation')
    EXECUTE FUNCTION hotline_call_tickets_follow();
"""
BACK = "DROP TRIGGER hotline_call_tickets_follow ON cases_petition; DROP FUNCTION hotline_call_tickets_follow();"


class Migration(migrations.Migration):
    dependencies = [
        ("hotline", "0012_call_ticket"),
        ("cases", "0072_numbers_of_a_unit"),
    ]

    operations = [migrations.RunSQL(FOLLOW, BACK)]
