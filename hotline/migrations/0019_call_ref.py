"""By which the interface names a call; calls of before are given one too."""

import uuid

import django.contrib.postgres.functions
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("hotline", "0018_desk_sealed"),
    ]

    operations = [
        migrations.AddField(
            model_name="call",
            name="ref",
            field=models.UUIDField(
                db_default=django.contrib.postgres.functions.RandomUUID(),
                default=uuid.uuid4,
                editable=False,
                unique=True,
            ),
        ),
    ]
