"""The calendar's tables, and add_working_days() in SQL."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# The twin of working_days.WorkingDays.add; NULL where the calendar does not reach.
ADD_WORKING_DAYS = """
CREATE FUNCTION add_working_days(start date, n integer) RETURNS date
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN n = 0 THEN start ELSE (
        SELECT target.day
        FROM calendar_workday target
        WHERE target.is_working
          AND target.number = n + (SELECT origin.number FROM calendar_workday origin WHERE origin.day = start)
    ) END
$$
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CalendarEdition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.SmallIntegerField(verbose_name="年份")),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("package", "历年安排（chinesecalendar）"),
                            ("estimate", "暂定（法定节日推算，无调休）"),
                            ("notice", "国务院办公厅通知"),
                        ],
                        max_length=10,
                        verbose_name="来源",
                    ),
                ),
                ("reference", models.CharField(blank=True, max_length=200, verbose_name="文号或说明")),
                ("entered_at", models.DateTimeField(verbose_name="录入时间")),
                (
                    "entered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="录入人",
                    ),
                ),
            ],
            options={"verbose_name": "日历版次", "verbose_name_plural": "日历版次"},
        ),
        migrations.CreateModel(
            name="WorkDay",
            fields=[
                ("day", models.DateField(primary_key=True, serialize=False, verbose_name="日期")),
                ("is_working", models.BooleanField(verbose_name="工作日")),
                ("number", models.IntegerField(verbose_name="工作日序号")),
                ("note", models.CharField(blank=True, max_length=40, verbose_name="说明")),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="days",
                        to="calendar.calendaredition",
                    ),
                ),
            ],
            options={
                "verbose_name": "日历",
                "verbose_name_plural": "日历",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("is_working", True)), fields=("number",), name="workday_number_unique"
                    )
                ],
            },
        ),
        migrations.RunSQL(ADD_WORKING_DAYS, "DROP FUNCTION add_working_days(date, integer)"),
    ]
