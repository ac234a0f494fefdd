"""Numbers of other systems; bases and services have names and versions in the interface."""

import uuid

import django.contrib.postgres.functions
import django.db.models.deletion
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

# When a base was entered that stands, nobody wrote down: its first day, then.
SINCE = "UPDATE stations_partnerbase SET entered_at = opened_on::timestamp AT TIME ZONE 'Asia/Shanghai'"


class Migration(migrations.Migration):
    dependencies = [
        ("orgs", "0003_responsible"),
        ("stations", "0009_shelter"),
    ]

    operations = [
        migrations.CreateModel(
            name="ExternalName",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("system", models.CharField(max_length=40, verbose_name="系统")),
                ("external_id", models.CharField(max_length=100, verbose_name="对方编号")),
                ("at", models.DateTimeField(verbose_name="登记时间")),
            ],
            options={
                "verbose_name": "其他系统的编号",
                "verbose_name_plural": "其他系统的编号",
            },
        ),
        migrations.AddField(
            model_name="partnerbase",
            name="entered_at",
            field=models.DateTimeField(default=django.utils.timezone.now, verbose_name="登记时间"),
        ),
        migrations.RunSQL(SINCE, migrations.RunSQL.noop),
        migrations.AddField(
            model_name="partnerbase",
            name="ref",
            field=models.UUIDField(
                db_default=django.contrib.postgres.functions.RandomUUID(),
                default=uuid.uuid4,
                editable=False,
                unique=True,
            ),
        ),
        migrations.AddField(
            model_name="partnerbase",
            name="version",
            field=models.IntegerField(db_default=1, default=1, editable=False),
        ),
        migrations.AddField(
            model_name="serviceentry",
            name="ref",
            field=models.UUIDField(
                db_default=django.contrib.postgres.functions.RandomUUID(),
                default=uuid.uuid4,
                editable=False,
                unique=True,
            ),
        ),
        migrations.AddField(
            model_name="serviceentry",
            name="version",
            field=models.IntegerField(db_default=1, default=1, editable=False),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="partnerbase",
            trigger=pgtrigger.compiler.Trigger(
                name="counts_versions",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF NEW IS DISTINCT FROM OLD THEN NEW.version = OLD.version + 1; END IF; RETURN NEW;",
                    hash="94cc98ee3e64eab7bd0a20a85b6d27beac142a74",
                    operation="UPDATE",
                    pgid="pgtrigger_counts_versions_300f3",
                    table="stations_partnerbase",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="serviceentry",
            trigger=pgtrigger.compiler.Trigger(
                name="counts_versions",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF NEW IS DISTINCT FROM OLD THEN NEW.version = OLD.version + 1; END IF; RETURN NEW;",
                    hash="14776582c18a10382bb6bf7051b6841c95d9878d",
                    operation="UPDATE",
                    pgid="pgtrigger_counts_versions_46f3e",
                    table="stations_serviceentry",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddField(
            model_name="externalname",
            name="base",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="external_names",
                to="stations.partnerbase",
            ),
        ),
        migrations.AddField(
            model_name="externalname",
            name="org",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="orgs.organization",
                verbose_name="编号的单位",
            ),
        ),
        migrations.AddField(
            model_name="externalname",
            name="person",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="external_names",
                to="stations.networkperson",
            ),
        ),
        migrations.AddField(
            model_name="externalname",
            name="post",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="external_names",
                to="stations.rightspost",
            ),
        ),
        migrations.AddField(
            model_name="externalname",
            name="service",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="external_names",
                to="stations.serviceentry",
            ),
        ),
        migrations.AddField(
            model_name="externalname",
            name="station",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="external_names",
                to="stations.station",
            ),
        ),
        migrations.AddConstraint(
            model_name="externalname",
            constraint=models.UniqueConstraint(
                condition=models.Q(("station__isnull", False)),
                fields=("org", "system", "external_id"),
                name="external_station_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="externalname",
            constraint=models.UniqueConstraint(
                condition=models.Q(("service__isnull", False)),
                fields=("org", "system", "external_id"),
                name="external_service_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="externalname",
            constraint=models.UniqueConstraint(
                condition=models.Q(("person__isnull", False)),
                fields=("org", "system", "external_id"),
                name="external_person_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="externalname",
            constraint=models.UniqueConstraint(
                condition=models.Q(("post__isnull", False)),
                fields=("org", "system", "external_id"),
                name="external_post_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="externalname",
            constraint=models.UniqueConstraint(
                condition=models.Q(("base__isnull", False)),
                fields=("org", "system", "external_id"),
                name="external_base_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="externalname",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("base__isnull", True),
                        ("person__isnull", True),
                        ("post__isnull", True),
                        ("service__isnull", True),
                        ("station__isnull", False),
                    ),
                    models.Q(
                        ("base__isnull", True),
                        ("person__isnull", True),
                        ("post__isnull", True),
                        ("service__isnull", False),
                        ("station__isnull", True),
                    ),
                    models.Q(
                        ("base__isnull", True),
                        ("person__isnull", False),
                        ("post__isnull", True),
                        ("service__isnull", True),
                        ("station__isnull", True),
                    ),
                    models.Q(
                        ("base__isnull", True),
                        ("person__isnull", True),
                        ("post__isnull", False),
                        ("service__isnull", True),
                        ("station__isnull", True),
                    ),
                    models.Q(
                        ("base__isnull", False),
                        ("person__isnull", True),
                        ("post__isnull", True),
                        ("service__isnull", True),
                        ("station__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="external_names_one",
            ),
        ),
        migrations.AddConstraint(
            model_name="externalname",
            constraint=models.CheckConstraint(
                condition=models.Q(("system__regex", "^[a-z0-9][a-z0-9_-]{0,39}$")), name="external_name_of_a_system"
            ),
        ),
        migrations.AddConstraint(
            model_name="externalname",
            constraint=models.CheckConstraint(
                condition=models.Q(("external_id", ""), _negated=True), name="external_name_says_something"
            ),
        ),
    ]
