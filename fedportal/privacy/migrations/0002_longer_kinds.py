"""Kinds of records have longer names: call_ticket has eleven letters."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("privacy", "0001_disposal"),
    ]

    operations = [
        migrations.AlterField(
            model_name="disposalitem",
            name="kind",
            field=models.CharField(default="petition", max_length=20),
        ),
        migrations.AlterField(
            model_name="tombstone",
            name="kind",
            field=models.CharField(max_length=20),
        ),
    ]
