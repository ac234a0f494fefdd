"""Numbers that petitions have in other systems."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0054_concern_covers"),
    ]

    operations = [
        migrations.CreateModel(
            name="ExternalId",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("system", models.CharField(max_length=40, verbose_name="系统")),
                ("external_id", models.CharField(max_length=100, verbose_name="对方编号")),
                ("at", models.DateTimeField(verbose_name="登记时间")),
                (
                    "petition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="external_ids",
                        to="cases.petition",
                    ),
                ),
            ],
            options={
                "verbose_name": "其他系统的编号",
                "verbose_name_plural": "其他系统的编号",
                "constraints": [
                    models.UniqueConstraint(fields=("system", "external_id"), name="external_id_once"),
                    models.CheckConstraint(
                        condition=Q(system__regex="^[a-z0-9][a-z0-9_-]{0,39}$"), name="external_id_system_named"
                    ),
                    models.CheckConstraint(condition=~Q(external_id=""), name="external_id_says_something"),
                ],
            },
        ),
    ]
