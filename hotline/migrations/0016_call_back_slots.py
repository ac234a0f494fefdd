"""Slots of call-backs and their bookings, counted by the database."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("hotline", "0015_rota"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CallBackSlot",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("begins_at", models.DateTimeField(verbose_name="开始")),
                ("ends_at", models.DateTimeField(verbose_name="结束")),
                ("capacity", models.SmallIntegerField(verbose_name="可约")),
                ("booked", models.SmallIntegerField(db_default=0, default=0, verbose_name="已约")),
                (
                    "shift",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="slots",
                        to="hotline.shift",
                        verbose_name="班次",
                    ),
                ),
            ],
            options={
                "verbose_name": "回拨时段",
                "verbose_name_plural": "回拨时段",
            },
        ),
        migrations.CreateModel(
            name="CallBackBooking",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(verbose_name="预约时间")),
                ("released_at", models.DateTimeField(null=True, verbose_name="释放时间")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="预约人",
                    ),
                ),
                (
                    "call",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bookings",
                        to="hotline.call",
                        verbose_name="来电",
                    ),
                ),
                (
                    "slot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bookings",
                        to="hotline.callbackslot",
                        verbose_name="时段",
                    ),
                ),
            ],
            options={
                "verbose_name": "回拨预约",
                "verbose_name_plural": "回拨预约",
            },
        ),
        migrations.AddIndex(
            model_name="callbackslot",
            index=models.Index(
                condition=models.Q(("booked__lt", models.F("capacity"))), fields=["begins_at"], name="slot_free"
            ),
        ),
        migrations.AddConstraint(
            model_name="callbackslot",
            constraint=models.UniqueConstraint(fields=("shift", "begins_at"), name="slot_once_in_a_shift"),
        ),
        migrations.AddConstraint(
            model_name="callbackslot",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_at__gt", models.F("begins_at"))), name="slot_ends_after_it_begins"
            ),
        ),
        migrations.AddConstraint(
            model_name="callbackslot",
            constraint=models.CheckConstraint(
                condition=models.Q(("booked__gte", 0), ("booked__lte", models.F("capacity"))),
                name="slot_not_overbooked",
            ),
        ),
        migrations.AddConstraint(
            model_name="callbackbooking",
            constraint=models.UniqueConstraint(
                condition=models.Q(("released_at", None)), fields=("call",), name="booking_one_of_a_call"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="callbackbooking",
            trigger=pgtrigger.compiler.Trigger(
                name="counts_booked",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n                IF TG_OP <> 'INSERT' AND OLD.released_at IS NULL THEN\n                    UPDATE hotline_callbackslot SET booked = booked - 1 WHERE id = OLD.slot_id;\n                END IF;\n                IF TG_OP <> 'DELETE' AND NEW.released_at IS NULL THEN\n                    UPDATE hotline_callbackslot SET booked = booked + 1 WHERE id = NEW.slot_id;\n                END IF;\n                RETURN NULL;\n                ",
                    hash="3a53daabc1f240ab6f3b2881a80ce21a0f7d7f80",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_counts_booked_9bf62",
                    table="hotline_callbackbooking",
                    when="AFTER",
                ),
            ),
        ),
    ]
