"""Numbers in other systems are those of the unit whose client gave them: no unit learns of another's."""

import django.db.models.deletion
from django.db import migrations, models

# Names were given in the request that registered, by a client of the unit that registered. The key is checked at once,
# for the table is altered again in this transaction.
THEIRS = """
SET CONSTRAINTS ALL IMMEDIATE;
UPDATE cases_externalid e SET org_id = p.registered_org_id FROM cases_petition p WHERE p.id = e.petition_id;
SET CONSTRAINTS ALL DEFERRED;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0070_external_id"),
        ("orgs", "0001_initial"),
    ]

    operations = [
        migrations.RemoveConstraint("externalid", "external_id_once"),
        migrations.AddField(
            "externalid",
            "org",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="orgs.organization",
                verbose_name="编号的单位",
            ),
        ),
        migrations.RunSQL(THEIRS, migrations.RunSQL.noop),
        migrations.AlterField(
            "externalid",
            "org",
            models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="orgs.organization",
                verbose_name="编号的单位",
            ),
        ),
        migrations.AddConstraint(
            "externalid",
            models.UniqueConstraint(fields=["org", "system", "external_id"], name="external_id_once"),
        ),
    ]
