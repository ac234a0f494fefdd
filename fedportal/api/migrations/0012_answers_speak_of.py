"""What kept answers speak of, so that they go with what is erased."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("api", "0011_work_orders"),
    ]

    operations = [
        migrations.AddField(
            "keptanswer",
            "about",
            django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=40), db_default=[], default=list, size=None
            ),
        ),
        migrations.AddField("keptanswer", "erased_at", models.DateTimeField(null=True)),
        migrations.AddIndex(
            "keptanswer",
            django.contrib.postgres.indexes.GinIndex(fields=["about"], name="kept_answer_about"),
        ),
    ]
