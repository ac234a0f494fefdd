"""Whether an order concerns a minor, whose telephone waits for an approval."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0073_accusation_untold"),
        ("hotline", "0008_sealed_untold"),
        ("orgs", "0003_responsible"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="externalticket",
            name="minor",
            field=models.BooleanField(db_default=False, default=False, verbose_name="涉及未成年人"),
        ),
        migrations.AddConstraint(
            model_name="externalticket",
            constraint=models.CheckConstraint(
                condition=models.Q(("guarded", False), ("minor", True), _negated=True), name="ticket_minor_guarded"
            ),
        ),
    ]
