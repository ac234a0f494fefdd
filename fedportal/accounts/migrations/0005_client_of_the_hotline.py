"""Another system may hold the role of those who answer 12338."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_client_is_no_person"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="user", name="user_client_is_no_person"),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("roles__contains", ["data_client"]), _negated=True),
                    models.Q(
                        ("password__startswith", "!"),
                        ("roles__contained_by", ["data_client", "receptionist", "agent"]),
                    ),
                    _connector="OR",
                ),
                name="user_client_is_no_person",
            ),
        ),
    ]
