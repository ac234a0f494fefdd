"""What is also seen from another place than where it is: an order that one unit took and another handles."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("changes", "0015_changes_by_moment"),
    ]

    operations = [
        migrations.AddField(
            model_name="change",
            name="also_code",
            field=models.BigIntegerField(null=True),
        ),
    ]
