"""What waits to be sorted into the index of like texts is read whole at every registration: little may wait."""

import django.contrib.postgres.indexes
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("cases", "0073_accusation_untold")]

    operations = [
        migrations.SeparateDatabaseAndState(
            # Set, where the index is built anew otherwise.
            database_operations=[
                migrations.RunSQL(
                    "ALTER INDEX petition_alike SET (gin_pending_list_limit = 64)",
                    "ALTER INDEX petition_alike RESET (gin_pending_list_limit)",
                )
            ],
            state_operations=[
                migrations.RemoveIndex(model_name="petition", name="petition_alike"),
                migrations.AddIndex(
                    model_name="petition",
                    index=django.contrib.postgres.indexes.GinIndex(
                        fields=["signature"], gin_pending_list_limit=64, name="petition_alike"
                    ),
                ),
            ],
        )
    ]
