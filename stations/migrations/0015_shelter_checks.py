"""What a shelter must have, as a list in versions, and what was found of it (domain.md 3.6, H2-H12)."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import fedportal.lib.encrypted_fields


class Migration(migrations.Migration):
    dependencies = [
        ("orgs", "0003_responsible"),
        ("stations", "0014_services_by_day"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ShelterCheck",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("self", "自查"), ("yearly", "上级检查")], max_length=10, verbose_name="类别"
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="检查时间")),
                ("points", models.SmallIntegerField(verbose_name="得分")),
                ("whole", models.SmallIntegerField(verbose_name="总分")),
                ("missing", models.SmallIntegerField(verbose_name="未达项数")),
            ],
            options={
                "verbose_name": "庇护所检查",
                "verbose_name_plural": "庇护所检查",
            },
        ),
        migrations.CreateModel(
            name="ShelterCheckAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("points", models.SmallIntegerField(verbose_name="得分")),
                ("met", models.BooleanField(verbose_name="达标")),
                (
                    "remark",
                    fedportal.lib.encrypted_fields.EncryptedCharField(blank=True, max_length=200, verbose_name="说明"),
                ),
            ],
            options={
                "verbose_name": "庇护所检查结果",
                "verbose_name_plural": "庇护所检查结果",
            },
        ),
        migrations.RemoveConstraint(
            model_name="checklist",
            name="checklist_kind_known",
        ),
        migrations.RemoveConstraint(
            model_name="checklistitem",
            name="checklist_item_section_known",
        ),
        migrations.AddField(
            model_name="checklistitem",
            name="source",
            field=models.CharField(blank=True, max_length=100, verbose_name="依据"),
        ),
        migrations.AlterField(
            model_name="checklist",
            name="kind",
            field=models.CharField(
                choices=[("station", "服务站点建设"), ("peace_family", "平安家庭创建"), ("shelter", "庇护所条件")],
                max_length=12,
                verbose_name="类别",
            ),
        ),
        migrations.AlterField(
            model_name="checklistitem",
            name="section",
            field=models.CharField(
                choices=[
                    ("four_haves", "四有"),
                    ("five_ones", "五个一"),
                    ("systems", "制度上墙"),
                    ("preventions", "防"),
                    ("absences", "无"),
                    ("conditions", "场所、设施"),
                    ("protection", "安全、保密"),
                    ("care", "日常管理"),
                    ("links", "协作、队伍"),
                    ("local", "本地要求"),
                ],
                max_length=12,
                verbose_name="部分",
            ),
        ),
        migrations.AddConstraint(
            model_name="checklist",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["station", "peace_family", "shelter"])), name="checklist_kind_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="checklistitem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "section__in",
                        [
                            "four_haves",
                            "five_ones",
                            "systems",
                            "preventions",
                            "absences",
                            "conditions",
                            "protection",
                            "care",
                            "links",
                            "local",
                        ],
                    )
                ),
                name="checklist_item_section_known",
            ),
        ),
        migrations.AddField(
            model_name="sheltercheck",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="检查人",
            ),
        ),
        migrations.AddField(
            model_name="sheltercheck",
            name="org",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="orgs.organization",
                verbose_name="检查单位",
            ),
        ),
        migrations.AddField(
            model_name="sheltercheck",
            name="shelter",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="checks", to="stations.shelter"
            ),
        ),
        migrations.AddField(
            model_name="sheltercheckanswer",
            name="item",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="stations.checklistitem",
                verbose_name="项目",
            ),
        ),
        migrations.AddField(
            model_name="sheltercheckanswer",
            name="of",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="answers", to="stations.sheltercheck"
            ),
        ),
        migrations.AddIndex(
            model_name="sheltercheck",
            index=models.Index(fields=["shelter", "-at"], name="shelter_check_newest"),
        ),
        migrations.AddConstraint(
            model_name="sheltercheck",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["self", "yearly"])), name="shelter_check_kind_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="sheltercheck",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("missing__gte", 0), ("points__gte", 0), ("points__lte", models.F("whole")), ("whole__gt", 0)
                ),
                name="shelter_check_scored",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="sheltercheck",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="025573807ec7b5c9ec35ed8bad9e3f3f048302a4",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_03578",
                    table="stations_sheltercheck",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="sheltercheckanswer",
            constraint=models.UniqueConstraint(fields=("of", "item"), name="shelter_check_answer_once"),
        ),
        migrations.AddConstraint(
            model_name="sheltercheckanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(("points__gte", 0)), name="shelter_check_answer_scored"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="sheltercheckanswer",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="faac0fa422aa925ec624da4ec1ff864e6965c9a7",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_0c9ba",
                    table="stations_sheltercheckanswer",
                    when="BEFORE",
                ),
            ),
        ),
    ]
