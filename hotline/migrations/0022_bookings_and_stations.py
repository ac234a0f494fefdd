"""Bookings and reviews are told other systems, passed bookings are made anew, and orders go to a station."""

import uuid

import django.contrib.postgres.functions
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0074_likeness_at_once"),
        ("hotline", "0021_calls_disposal"),
        ("orgs", "0003_responsible"),
        ("stations", "0009_shelter"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="callbackbooking",
            name="instead_of",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="instead",
                to="hotline.callbackbooking",
                verbose_name="原约",
            ),
        ),
        migrations.AddField(
            model_name="callbackbooking",
            name="org_code",
            field=models.BigIntegerField(default=0),
            preserve_default=False,
        ),
        migrations.RunSQL(
            "UPDATE hotline_callbackbooking b SET org_code = c.org_code FROM hotline_call c WHERE c.id = b.call_id",
            migrations.RunSQL.noop,
        ),
        migrations.AddField(
            model_name="callbackbooking",
            name="passed_at",
            field=models.DateTimeField(null=True, verbose_name="过期时间"),
        ),
        migrations.AddField(
            model_name="callbackbooking",
            name="ref",
            field=models.UUIDField(
                db_default=django.contrib.postgres.functions.RandomUUID(),
                default=uuid.uuid4,
                editable=False,
                unique=True,
            ),
        ),
        migrations.AddField(
            model_name="callbackbooking",
            name="version",
            field=models.IntegerField(db_default=1, default=1, editable=False),
        ),
        migrations.AddField(
            model_name="callticket",
            name="station",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="call_tickets",
                to="stations.station",
                verbose_name="转介站点",
            ),
        ),
        migrations.AddField(
            model_name="callticket",
            name="station_done_at",
            field=models.DateTimeField(null=True, verbose_name="站点反馈时间"),
        ),
        migrations.AddField(
            model_name="callticket",
            name="station_outcome",
            field=models.CharField(
                blank=True,
                choices=[
                    ("served", "已提供服务"),
                    ("following", "已介入，还要继续跟进"),
                    ("unreached", "没有联系上本人"),
                    ("unwanted", "本人不需要"),
                    ("beyond", "站点办不了，请承办单位办理"),
                ],
                default="",
                max_length=10,
                verbose_name="站点办理结果",
            ),
        ),
        migrations.AddField(
            model_name="callticket",
            name="station_words",
            field=models.TextField(blank=True, default="", verbose_name="站点办理情况"),
        ),
        migrations.AddField(
            model_name="qualityreview",
            name="ref",
            field=models.UUIDField(
                db_default=django.contrib.postgres.functions.RandomUUID(),
                default=uuid.uuid4,
                editable=False,
                unique=True,
            ),
        ),
        migrations.AddField(
            model_name="qualityreview",
            name="version",
            field=models.IntegerField(db_default=1, default=1, editable=False),
        ),
        migrations.AlterField(
            model_name="callbackbooking",
            name="by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="预约人",
            ),
        ),
        migrations.AddIndex(
            model_name="callbackbooking",
            index=models.Index(fields=["org_code", "-at", "-id"], name="booking_in_range"),
        ),
        migrations.AddIndex(
            model_name="callticket",
            index=models.Index(
                condition=models.Q(("station__isnull", False)), fields=["station"], name="call_ticket_of_station"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="callbackbooking",
            trigger=pgtrigger.compiler.Trigger(
                name="counts_versions",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF NEW IS DISTINCT FROM OLD THEN NEW.version = OLD.version + 1; END IF; RETURN NEW;",
                    hash="8b0aee347c4e7210771251258d163833489a1a8d",
                    operation="UPDATE",
                    pgid="pgtrigger_counts_versions_6ffec",
                    table="hotline_callbackbooking",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="qualityreview",
            trigger=pgtrigger.compiler.Trigger(
                name="counts_versions",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF NEW IS DISTINCT FROM OLD THEN NEW.version = OLD.version + 1; END IF; RETURN NEW;",
                    hash="69c7a097a37e1a609599d0fba051c683d3a908b7",
                    operation="UPDATE",
                    pgid="pgtrigger_counts_versions_1c226",
                    table="hotline_qualityreview",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="callbackbooking",
            constraint=models.CheckConstraint(
                condition=models.Q(("passed_at", None), ("released_at__isnull", False), _connector="OR"),
                name="booking_passed_is_released",
            ),
        ),
        migrations.AddConstraint(
            model_name="callbackbooking",
            constraint=models.CheckConstraint(
                condition=models.Q(("by__isnull", False), ("instead_of__isnull", False), _connector="OR"),
                name="booking_by_somebody_or_anew",
            ),
        ),
        migrations.AddConstraint(
            model_name="callticket",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("station_done_at", None), ("station_outcome", ""), ("station_words", "")),
                    models.Q(
                        models.Q(("station_outcome", ""), _negated=True),
                        ("station__isnull", False),
                        ("station_done_at__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="call_ticket_outcome_is_a_stations",
            ),
        ),
    ]
