"""When he was violent again, by which reports count; and which groups were answered, beside those that follow."""

import django.contrib.postgres.fields
from django.db import migrations, models

# The moment is known where an order was broken or a visit found it; else it counts from when it was typed, and what
# cannot be told apart counts as answered: both ask for rather one report too many.
BACK_FILL = """
UPDATE cases_violencecase c SET
    said_groups = c.groups,
    relapsed_at = CASE WHEN c.relapses > 0 THEN coalesce(
        (SELECT max(b.happened_at) FROM cases_orderbreach b
          WHERE b.petition_id = c.petition_id AND b.at = c.round_at),
        (SELECT max(v.visited_at) FROM cases_warningvisit v
          WHERE v.petition_id = c.petition_id AND v.recorded_at = c.round_at AND v.finding = 'violence'),
        c.round_at) END
"""


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0076_violence_told"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="party",
            name="party_groups_known",
        ),
        migrations.RemoveConstraint(
            model_name="violencecase",
            name="violence_groups_known",
        ),
        migrations.AddField(
            model_name="violencecase",
            name="relapsed_at",
            field=models.DateTimeField(null=True, verbose_name="最近一次再次施暴时间"),
        ),
        migrations.AddField(
            model_name="violencecase",
            name="said_groups",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(
                    choices=[
                        ("minor", "未成年人"),
                        ("no_capacity", "无民事行为能力、限制民事行为能力的成年人"),
                        ("elderly", "老年人"),
                        ("disabled", "残疾人"),
                        ("maternity", "孕期、哺乳期妇女"),
                        ("ill", "重病患者"),
                    ],
                    max_length=12,
                ),
                default=list,
                size=None,
            ),
        ),
        migrations.AlterField(
            model_name="party",
            name="groups",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(
                    choices=[
                        ("elderly", "老年"),
                        ("disabled", "残疾"),
                        ("maternity", "孕期、产期、哺乳期"),
                        ("migrant", "流动"),
                        ("left_behind", "留守"),
                        ("single_parent", "单亲"),
                        ("low_income", "低保"),
                        ("minority", "少数民族"),
                        ("bereaved", "失独"),
                        ("no_capacity", "无、限制民事行为能力"),
                    ],
                    max_length=15,
                ),
                default=list,
                size=None,
                verbose_name="特殊群体",
            ),
        ),
        migrations.AddConstraint(
            model_name="party",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "groups__contained_by",
                        [
                            "elderly",
                            "disabled",
                            "maternity",
                            "migrant",
                            "left_behind",
                            "single_parent",
                            "low_income",
                            "minority",
                            "bereaved",
                            "no_capacity",
                        ],
                    )
                ),
                name="party_groups_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="violencecase",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "groups__contained_by",
                        ["minor", "no_capacity", "elderly", "disabled", "maternity", "ill"],
                    ),
                    ("said_groups__contained_by", models.F("groups")),
                ),
                name="violence_groups_known",
            ),
        ),
        migrations.RunSQL(BACK_FILL, migrations.RunSQL.noop),
    ]
