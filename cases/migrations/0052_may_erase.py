"""When the locks of a matter give way: it stands on a list on which two persons agreed, waits to be erased, and is no
matter that may never be. The locks themselves let through only what an erasing writes (cases/models/erasable.py)."""

from django.db import migrations

MAY_ERASE = """
CREATE FUNCTION cases_may_erase(matter bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT FROM privacy_disposalitem i JOIN privacy_disposalbatch b ON b.id = i.batch_id
        WHERE i.kind = 'petition' AND i.object_id = matter AND i.done_at IS NULL AND i.passed_over = ''
            AND b.confirmed_at IS NOT NULL AND b.finished_at IS NULL AND b.confirmed_by_id <> b.drawn_by_id
    ) AND EXISTS (
        SELECT FROM cases_petition p LEFT JOIN cases_archive a ON a.petition_id = p.id
        WHERE p.id = matter AND p.disposed_at IS NULL AND p.matter_class <> 'accusation'
            AND (p.status = 'merged' OR p.status = 'archived' AND a.retention <> 'forever')
    ) AND NOT EXISTS (SELECT FROM cases_legalhold h WHERE h.petition_id = matter AND h.ended_at IS NULL)
$$
"""


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0051_personal_rights"),
        ("privacy", "0001_disposal"),
    ]

    operations = [
        migrations.RunSQL(MAY_ERASE, "DROP FUNCTION cases_may_erase(bigint)"),
    ]
