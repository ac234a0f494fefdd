from django.db import migrations

# Accusations registered before there were named readers: whoever registered one in the unit that holds it, and its
# handler, are named now, as the verbs have named them since (cases.actions.accusations). Otherwise they would lose
# their own matter, and nobody at all would read one that lies with a unit without a head, as a township.
FIRST_READERS = """
INSERT INTO cases_namedreader (petition_id, user_id, named_by_id, at, reason)
SELECT DISTINCT ON (petition_id, user_id) petition_id, user_id, named_by_id, at, reason
FROM (
    SELECT p.id AS petition_id, u.id AS user_id, p.registered_by_id AS named_by_id, p.registered_at AS at,
        CASE WHEN u.id = p.registered_by_id THEN '登记人' ELSE '承办人' END AS reason
    FROM cases_petition p
    JOIN accounts_user u ON u.id IN (p.registered_by_id, p.handler_id) AND u.org_id = p.org_id
    WHERE p.matter_class = 'accusation'
        AND NOT EXISTS (SELECT 1 FROM cases_namedreader known WHERE known.petition_id = p.id)
        AND NOT EXISTS (SELECT 1 FROM cases_accused accused WHERE accused.petition_id = p.id)
) AS old
"""


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0026_complaint_paper"),
        ("accounts", "0001_initial"),
    ]

    operations = [
        migrations.RunSQL(FIRST_READERS, migrations.RunSQL.noop),
    ]
