"""What has changed since a moment: rows come in the order of their moments, so that a summary of ranges is enough."""

import django.contrib.postgres.indexes
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("changes", "0010_webhooks"),
    ]

    operations = [
        migrations.AddIndex(
            "change",
            django.contrib.postgres.indexes.BrinIndex(fields=["at"], name="change_at"),
        ),
    ]
