"""A shelter refers to an agency of the referral directory, or to whom the words name."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import fedportal.lib.encrypted_fields


class Migration(migrations.Migration):
    dependencies = [
        ("orgs", "0003_responsible"),
        ("stations", "0010_external_names"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="stayreferral",
            name="agency",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="orgs.agency",
                verbose_name="转介单位",
            ),
        ),
        migrations.AlterField(
            model_name="stayreferral",
            name="words",
            field=fedportal.lib.encrypted_fields.EncryptedCharField(
                blank=True, max_length=200, verbose_name="转介单位、事项"
            ),
        ),
        migrations.AddConstraint(
            model_name="stayreferral",
            constraint=models.CheckConstraint(
                condition=models.Q(("agency__isnull", False), models.Q(("words", ""), _negated=True), _connector="OR"),
                name="stay_referral_to_somebody",
            ),
        ),
    ]
