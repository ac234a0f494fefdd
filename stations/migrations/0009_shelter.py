"""Shelters: rooms, beds, holds, households and their stays; no bed is given twice, nobody is in two at once."""

import uuid

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.functions
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import fedportal.lib.encrypted_fields


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0074_likeness_at_once"),
        ("orgs", "0003_responsible"),
        ("stations", "0008_what_is_told_of_checks"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Shelter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "ref",
                    models.UUIDField(
                        db_default=django.contrib.postgres.functions.RandomUUID(),
                        default=uuid.uuid4,
                        editable=False,
                        unique=True,
                    ),
                ),
                ("org_code", models.BigIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("shelter", "妇女庇护所"),
                            ("rescue", "依托救助管理站"),
                            ("welfare", "依托福利机构"),
                            ("other", "其他场所"),
                        ],
                        max_length=10,
                        verbose_name="类别",
                    ),
                ),
                ("name", fedportal.lib.encrypted_fields.EncryptedCharField(max_length=80, verbose_name="名称")),
                ("address", fedportal.lib.encrypted_fields.EncryptedTextField(max_length=200, verbose_name="地址")),
                (
                    "pick_up",
                    fedportal.lib.encrypted_fields.EncryptedTextField(
                        blank=True, max_length=300, verbose_name="接送约定"
                    ),
                ),
                ("phone", fedportal.lib.encrypted_fields.EncryptedCharField(max_length=40, verbose_name="值班电话")),
                ("opened_on", models.DateField(verbose_name="启用日期")),
                ("closed_on", models.DateField(blank=True, null=True, verbose_name="停用日期")),
                ("closed_reason", models.CharField(blank=True, max_length=200, verbose_name="停用原因")),
                (
                    "org",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="orgs.organization",
                        verbose_name="管理单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "庇护所",
                "verbose_name_plural": "庇护所",
            },
        ),
        migrations.CreateModel(
            name="ShelterApplication",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "basis",
                    models.CharField(
                        choices=[
                            ("warning", "家庭暴力告诫书"),
                            ("police", "报警回执"),
                            ("order", "人身安全保护令"),
                            ("federation", "妇联转介"),
                            ("escort", "公安机关护送"),
                            ("word", "本人自述"),
                        ],
                        max_length=12,
                        verbose_name="依据",
                    ),
                ),
                (
                    "basis_note",
                    fedportal.lib.encrypted_fields.EncryptedCharField(
                        blank=True, max_length=100, verbose_name="文号、说明"
                    ),
                ),
                (
                    "needs",
                    fedportal.lib.encrypted_fields.EncryptedTextField(
                        blank=True, max_length=300, verbose_name="特别需要"
                    ),
                ),
                (
                    "wall",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=32), blank=True, default=list, size=None
                    ),
                ),
                ("applied_at", models.DateTimeField(verbose_name="申请时间")),
                (
                    "decision",
                    models.CharField(
                        choices=[
                            ("applied", "待审核"),
                            ("waiting", "候床"),
                            ("admitted", "已入住"),
                            ("declined", "不予接收"),
                            ("withdrawn", "本人撤回"),
                        ],
                        default="applied",
                        max_length=10,
                        verbose_name="审核",
                    ),
                ),
                ("decided_at", models.DateTimeField(null=True, verbose_name="审核时间")),
                (
                    "decline_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("no_danger", "人身安全没有受到威胁"),
                            ("has_place", "有其他安全的住处"),
                            ("hospital", "伤病需要先送医治疗"),
                            ("elsewhere", "已转其他庇护场所"),
                            ("no_bed", "没有合适的床位，已另行安排"),
                            ("other", "其他"),
                        ],
                        max_length=10,
                        verbose_name="不予接收原因",
                    ),
                ),
                (
                    "decline_words",
                    fedportal.lib.encrypted_fields.EncryptedCharField(
                        blank=True, max_length=300, verbose_name="不予接收说明"
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "entered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "petition",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.petition",
                    ),
                ),
                (
                    "shelter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="applications", to="stations.shelter"
                    ),
                ),
                (
                    "walled_org",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="orgs.organization",
                    ),
                ),
            ],
            options={
                "verbose_name": "庇护申请",
                "verbose_name_plural": "庇护申请",
            },
        ),
        migrations.CreateModel(
            name="Resident",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("place", models.PositiveSmallIntegerField(verbose_name="顺序")),
                ("name", fedportal.lib.encrypted_fields.EncryptedCharField(max_length=60, verbose_name="姓名")),
                ("sex", models.CharField(choices=[("f", "女"), ("m", "男")], max_length=1, verbose_name="性别")),
                ("born_on", models.DateField(verbose_name="出生日期")),
                (
                    "id_number",
                    fedportal.lib.encrypted_fields.EncryptedCharField(
                        blank=True, max_length=40, verbose_name="证件号"
                    ),
                ),
                (
                    "phone",
                    fedportal.lib.encrypted_fields.EncryptedCharField(
                        blank=True, max_length=40, verbose_name="安全联系电话"
                    ),
                ),
                (
                    "carer",
                    fedportal.lib.encrypted_fields.EncryptedCharField(
                        blank=True, max_length=60, verbose_name="照料人"
                    ),
                ),
                ("person_key", models.BigIntegerField(null=True)),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="residents",
                        to="stations.shelterapplication",
                    ),
                ),
            ],
            options={
                "verbose_name": "入住人",
                "verbose_name_plural": "入住人",
                "ordering": ("place",),
            },
        ),
        migrations.CreateModel(
            name="ShelterBed",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("label", models.CharField(max_length=10, verbose_name="床号")),
                ("out_since", models.DateTimeField(null=True, verbose_name="停用时间")),
                ("out_reason", models.CharField(blank=True, max_length=100, verbose_name="停用原因")),
                (
                    "shelter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="beds", to="stations.shelter"
                    ),
                ),
            ],
            options={
                "verbose_name": "床位",
                "verbose_name_plural": "床位",
                "ordering": ("room__zone", "room__label", "label"),
            },
        ),
        migrations.CreateModel(
            name="ShelterDuty",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sex", models.CharField(max_length=1, verbose_name="性别")),
                ("begins_at", models.DateTimeField(verbose_name="开始")),
                ("ends_at", models.DateTimeField(verbose_name="结束")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "shelter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="duties", to="stations.shelter"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="值班人",
                    ),
                ),
            ],
            options={
                "verbose_name": "庇护所值班",
                "verbose_name_plural": "庇护所值班",
            },
        ),
        migrations.CreateModel(
            name="ShelterEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("verb", models.CharField(max_length=40, verbose_name="操作")),
                ("at", models.DateTimeField(verbose_name="时间")),
                (
                    "words",
                    fedportal.lib.encrypted_fields.EncryptedCharField(blank=True, max_length=300, verbose_name="内容"),
                ),
                (
                    "actor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "shelter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="events", to="stations.shelter"
                    ),
                ),
            ],
            options={
                "verbose_name": "庇护所变更",
                "verbose_name_plural": "庇护所变更",
            },
        ),
        migrations.CreateModel(
            name="ShelterHold",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ref", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "occasion",
                    models.CharField(
                        choices=[("call", "12338 来电"), ("petition", "信访事项"), ("application", "庇护申请")],
                        max_length=12,
                        verbose_name="用途",
                    ),
                ),
                ("occasion_id", models.BigIntegerField()),
                ("women", models.PositiveSmallIntegerField(verbose_name="成年女性")),
                ("men", models.PositiveSmallIntegerField(default=0, verbose_name="成年男性")),
                ("children", models.PositiveSmallIntegerField(default=0, verbose_name="随行未成年人")),
                (
                    "needs",
                    fedportal.lib.encrypted_fields.EncryptedTextField(
                        blank=True, max_length=300, verbose_name="特别需要"
                    ),
                ),
                ("contact", fedportal.lib.encrypted_fields.EncryptedCharField(max_length=60, verbose_name="联系电话")),
                ("held_at", models.DateTimeField(verbose_name="预留时间")),
                ("expires_at", models.DateTimeField(verbose_name="保留至")),
                ("released_at", models.DateTimeField(null=True, verbose_name="释放时间")),
                (
                    "application",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="holds",
                        to="stations.shelterapplication",
                    ),
                ),
                (
                    "held_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "org",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="orgs.organization",
                        verbose_name="预留单位",
                    ),
                ),
                (
                    "shelter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="holds", to="stations.shelter"
                    ),
                ),
            ],
            options={
                "verbose_name": "床位预留",
                "verbose_name_plural": "床位预留",
            },
        ),
        migrations.CreateModel(
            name="BedUse",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("person_key", models.BigIntegerField(null=True)),
                ("begins_at", models.DateTimeField(verbose_name="开始")),
                ("ends_at", models.DateTimeField(null=True, verbose_name="结束")),
                (
                    "resident",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="uses",
                        to="stations.resident",
                    ),
                ),
                (
                    "shelter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="stations.shelter"
                    ),
                ),
                (
                    "bed",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="uses", to="stations.shelterbed"
                    ),
                ),
                (
                    "hold",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="uses",
                        to="stations.shelterhold",
                    ),
                ),
            ],
            options={
                "verbose_name": "床位使用",
                "verbose_name_plural": "床位使用",
            },
        ),
        migrations.CreateModel(
            name="ShelterKeeper",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sex", models.CharField(max_length=1, verbose_name="性别")),
                ("named_at", models.DateTimeField(verbose_name="指定时间")),
                ("until", models.DateTimeField(null=True, verbose_name="解除时间")),
                (
                    "named_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "shelter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="keepers", to="stations.shelter"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="管护人",
                    ),
                ),
            ],
            options={
                "verbose_name": "管护人",
                "verbose_name_plural": "管护人",
            },
        ),
        migrations.CreateModel(
            name="ShelterOpening",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("org_code", models.BigIntegerField()),
                ("asked_at", models.DateTimeField(verbose_name="申请时间")),
                ("reason", fedportal.lib.encrypted_fields.EncryptedCharField(max_length=300, verbose_name="理由")),
                ("opened_at", models.DateTimeField(null=True, verbose_name="同意时间")),
                ("until", models.DateTimeField(null=True, verbose_name="开放至")),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "shelter",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="openings",
                        to="stations.shelter",
                    ),
                ),
            ],
            options={
                "verbose_name": "庇护所查阅",
                "verbose_name_plural": "庇护所查阅",
            },
        ),
        migrations.CreateModel(
            name="ShelterRoom",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("label", models.CharField(max_length=20, verbose_name="房间")),
                (
                    "use",
                    models.CharField(
                        choices=[
                            ("living", "居住室"),
                            ("social", "社工室"),
                            ("interview", "询问室"),
                            ("visiting", "会见室"),
                        ],
                        default="living",
                        max_length=10,
                        verbose_name="用途",
                    ),
                ),
                (
                    "zone",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("women", "女性区"),
                            ("family", "亲子区"),
                            ("girls", "未成年人区（女）"),
                            ("boys", "未成年人区（男）"),
                            ("men", "男性区"),
                        ],
                        max_length=10,
                        verbose_name="分区",
                    ),
                ),
                (
                    "shelter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="rooms", to="stations.shelter"
                    ),
                ),
            ],
            options={
                "verbose_name": "庇护所房间",
                "verbose_name_plural": "庇护所房间",
                "ordering": ("zone", "label"),
            },
        ),
        migrations.AddField(
            model_name="shelterbed",
            name="room",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="beds",
                to="stations.shelterroom",
                verbose_name="房间",
            ),
        ),
        migrations.CreateModel(
            name="ShelterStay",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("org_code", models.BigIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("in", "在住"),
                            ("extended", "延期在住"),
                            ("follow_up", "已离所，待回访"),
                            ("closed", "已结案"),
                        ],
                        default="in",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("admitted_at", models.DateTimeField(verbose_name="入住时间")),
                ("adults", models.PositiveSmallIntegerField(verbose_name="成人")),
                ("minors", models.PositiveSmallIntegerField(verbose_name="未成年人")),
                ("until", models.DateTimeField(verbose_name="庇护期届满")),
                ("left_at", models.DateTimeField(null=True, verbose_name="离所时间")),
                (
                    "exit",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("herself", "自愿离开"),
                            ("fetched", "亲友接回"),
                            ("escorted", "村（居）委会、妇联护送"),
                            ("referred", "转介其他机构"),
                            ("resettled", "转长期安置"),
                        ],
                        max_length=10,
                        verbose_name="离所方式",
                    ),
                ),
                (
                    "exit_words",
                    fedportal.lib.encrypted_fields.EncryptedTextField(
                        blank=True, max_length=500, verbose_name="书面申请（理由）"
                    ),
                ),
                (
                    "exit_with",
                    fedportal.lib.encrypted_fields.EncryptedCharField(
                        blank=True, max_length=100, verbose_name="接收人、护送人"
                    ),
                ),
                ("closed_at", models.DateTimeField(null=True, verbose_name="结案时间")),
                (
                    "admitted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "application",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stay",
                        to="stations.shelterapplication",
                    ),
                ),
                (
                    "org",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="orgs.organization"
                    ),
                ),
                (
                    "shelter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="stays", to="stations.shelter"
                    ),
                ),
            ],
            options={
                "verbose_name": "庇护事项",
                "verbose_name_plural": "庇护事项",
            },
        ),
        migrations.CreateModel(
            name="MinorHandOver",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "guardian",
                    fedportal.lib.encrypted_fields.EncryptedCharField(max_length=100, verbose_name="接领监护人"),
                ),
                (
                    "guardian_id",
                    fedportal.lib.encrypted_fields.EncryptedCharField(max_length=40, verbose_name="证件号"),
                ),
                (
                    "verifier",
                    models.CharField(
                        choices=[("police", "公安机关"), ("committee", "村（居）民委员会")],
                        max_length=10,
                        verbose_name="身份确认单位",
                    ),
                ),
                (
                    "verified",
                    fedportal.lib.encrypted_fields.EncryptedCharField(max_length=100, verbose_name="确认人、文号"),
                ),
                ("at", models.DateTimeField(verbose_name="移交时间")),
                ("witnessed_at", models.DateTimeField(null=True, verbose_name="核对时间")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="移交人",
                    ),
                ),
                (
                    "witness",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="核对人",
                    ),
                ),
                (
                    "resident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="hand_overs", to="stations.resident"
                    ),
                ),
                (
                    "stay",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="hand_overs",
                        to="stations.shelterstay",
                    ),
                ),
            ],
            options={
                "verbose_name": "未成年人移交",
                "verbose_name_plural": "未成年人移交",
            },
        ),
        migrations.CreateModel(
            name="LeavingVisit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("safe", models.BooleanField(verbose_name="目前安全")),
                ("words", fedportal.lib.encrypted_fields.EncryptedTextField(max_length=1000, verbose_name="回访情况")),
                ("at", models.DateTimeField(verbose_name="时间")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "stay",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="visits", to="stations.shelterstay"
                    ),
                ),
            ],
            options={
                "verbose_name": "庇护离所回访",
                "verbose_name_plural": "庇护离所回访",
            },
        ),
        migrations.CreateModel(
            name="InOutLog",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("out_at", models.DateTimeField(verbose_name="外出时间")),
                ("back_by", models.DateTimeField(verbose_name="说好归所时间")),
                (
                    "words",
                    fedportal.lib.encrypted_fields.EncryptedCharField(
                        blank=True, max_length=200, verbose_name="事由、同行人"
                    ),
                ),
                ("back_at", models.DateTimeField(null=True, verbose_name="归所时间")),
                (
                    "back_noted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "out_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "resident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="outings",
                        to="stations.resident",
                        verbose_name="外出人",
                    ),
                ),
                (
                    "stay",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="outings", to="stations.shelterstay"
                    ),
                ),
            ],
            options={
                "verbose_name": "出入登记",
                "verbose_name_plural": "出入登记",
            },
        ),
        migrations.CreateModel(
            name="CarePlan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "safety",
                    fedportal.lib.encrypted_fields.EncryptedTextField(max_length=1000, verbose_name="安全评估"),
                ),
                ("needs", fedportal.lib.encrypted_fields.EncryptedTextField(max_length=1000, verbose_name="需求评估")),
                ("steps", fedportal.lib.encrypted_fields.EncryptedTextField(max_length=2000, verbose_name="服务安排")),
                ("at", models.DateTimeField(verbose_name="时间")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "stay",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="plans", to="stations.shelterstay"
                    ),
                ),
            ],
            options={
                "verbose_name": "个案服务方案",
                "verbose_name_plural": "个案服务方案",
            },
        ),
        migrations.CreateModel(
            name="Belonging",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("words", fedportal.lib.encrypted_fields.EncryptedCharField(max_length=200, verbose_name="物品")),
                ("at", models.DateTimeField(verbose_name="登记时间")),
                ("returned_at", models.DateTimeField(null=True, verbose_name="发还时间")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "returned_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "stay",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="belongings",
                        to="stations.shelterstay",
                    ),
                ),
            ],
            options={
                "verbose_name": "物品登记",
                "verbose_name_plural": "物品登记",
            },
        ),
        migrations.CreateModel(
            name="StayEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("verb", models.CharField(max_length=40, verbose_name="操作")),
                ("at", models.DateTimeField(verbose_name="时间")),
                (
                    "words",
                    fedportal.lib.encrypted_fields.EncryptedTextField(blank=True, max_length=600, verbose_name="内容"),
                ),
                (
                    "actor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "stay",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="events", to="stations.shelterstay"
                    ),
                ),
            ],
            options={
                "verbose_name": "庇护经过",
                "verbose_name_plural": "庇护经过",
            },
        ),
        migrations.CreateModel(
            name="StayExtension",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("days", models.PositiveSmallIntegerField(verbose_name="延长日数")),
                ("consent", models.BooleanField(verbose_name="民政部门同意")),
                ("number", models.CharField(max_length=60, verbose_name="备案号、同意文号")),
                ("source", models.CharField(max_length=200, verbose_name="依据")),
                ("until", models.DateTimeField(verbose_name="延长至")),
                ("at", models.DateTimeField(verbose_name="办理时间")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "stay",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="extensions",
                        to="stations.shelterstay",
                    ),
                ),
            ],
            options={
                "verbose_name": "庇护延期",
                "verbose_name_plural": "庇护延期",
            },
        ),
        migrations.CreateModel(
            name="StayReferral",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("medical", "医疗救治"),
                            ("legal", "法律援助"),
                            ("psychology", "心理辅导"),
                            ("job", "就业帮扶"),
                            ("judicial", "司法救助"),
                            ("mediation", "调解"),
                            ("other", "其他"),
                        ],
                        max_length=12,
                        verbose_name="转介",
                    ),
                ),
                (
                    "words",
                    fedportal.lib.encrypted_fields.EncryptedCharField(max_length=200, verbose_name="转介单位、事项"),
                ),
                ("at", models.DateTimeField(verbose_name="时间")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "stay",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="referrals",
                        to="stations.shelterstay",
                    ),
                ),
            ],
            options={
                "verbose_name": "庇护转介",
                "verbose_name_plural": "庇护转介",
            },
        ),
        migrations.CreateModel(
            name="StayWorker",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("named_at", models.DateTimeField(verbose_name="指定时间")),
                ("until", models.DateTimeField(null=True, verbose_name="解除时间")),
                (
                    "named_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "stay",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="workers", to="stations.shelterstay"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "个案工作者",
                "verbose_name_plural": "个案工作者",
            },
        ),
        migrations.CreateModel(
            name="Visitor",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", fedportal.lib.encrypted_fields.EncryptedCharField(max_length=100, verbose_name="来访人")),
                ("agreed", models.BooleanField(verbose_name="本人同意会见")),
                ("at", models.DateTimeField(verbose_name="时间")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "stay",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="visitors", to="stations.shelterstay"
                    ),
                ),
            ],
            options={
                "verbose_name": "来访登记",
                "verbose_name_plural": "来访登记",
            },
        ),
        migrations.AddIndex(
            model_name="shelter",
            index=models.Index(
                condition=models.Q(("closed_on", None)), fields=["org_code", "id"], name="shelter_live_in_range"
            ),
        ),
        migrations.AddConstraint(
            model_name="shelter",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["shelter", "rescue", "welfare", "other"])), name="shelter_kind_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="shelter",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closed_on", None), ("closed_reason", "")),
                    models.Q(
                        ("closed_on__gte", models.F("opened_on")), models.Q(("closed_reason", ""), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="shelter_closed_with_a_reason",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="shelter",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="cc47e2b794105b1911f8503ff3b19d7e6decf4a0",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_e3607",
                    table="stations_shelter",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="shelterapplication",
            index=models.Index(
                condition=models.Q(("decision__in", ["applied", "waiting"])),
                fields=["shelter", "applied_at"],
                name="application_open",
            ),
        ),
        migrations.AddConstraint(
            model_name="shelterapplication",
            constraint=models.CheckConstraint(
                condition=models.Q(("basis__in", ["warning", "police", "order", "federation", "escort", "word"])),
                name="application_basis_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="shelterapplication",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decided_at", None), ("decided_by", None), ("decision", "applied")),
                    models.Q(
                        ("decided_at__isnull", False),
                        ("decided_by__isnull", False),
                        models.Q(("decision", "applied"), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="application_decided_by_someone",
            ),
        ),
        migrations.AddConstraint(
            model_name="shelterapplication",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("decision", "declined"),
                        ("decline_reason__in", ["no_danger", "has_place", "hospital", "elsewhere", "no_bed", "other"]),
                    ),
                    models.Q(models.Q(("decision", "declined"), _negated=True), ("decline_reason", "")),
                    _connector="OR",
                ),
                name="application_declined_with_a_reason",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="shelterapplication",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="5ba44f735fbf9db2db6f8c31996a3b6d46088111",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_2217d",
                    table="stations_shelterapplication",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="resident",
            constraint=models.UniqueConstraint(fields=("application", "place"), name="resident_place_once"),
        ),
        migrations.AddConstraint(
            model_name="resident",
            constraint=models.CheckConstraint(condition=models.Q(("sex__in", ["f", "m"])), name="resident_sex_known"),
        ),
        migrations.AddIndex(
            model_name="shelterduty",
            index=models.Index(fields=["shelter", "begins_at"], name="shelter_duty_when"),
        ),
        migrations.AddConstraint(
            model_name="shelterduty",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_at__gt", models.F("begins_at"))), name="shelter_duty_ends_after"
            ),
        ),
        migrations.AddConstraint(
            model_name="shelterduty",
            constraint=models.CheckConstraint(
                condition=models.Q(("sex__in", ["f", "m"])), name="shelter_duty_sex_known"
            ),
        ),
        migrations.AddIndex(
            model_name="shelterevent",
            index=models.Index(fields=["shelter", "at"], name="shelter_event_story"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="shelterevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="c913a5617a9d4eacc86985d990daa021fba40dba",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_599ab",
                    table="stations_shelterevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="shelterhold",
            index=models.Index(fields=["occasion", "occasion_id"], name="hold_of_occasion"),
        ),
        migrations.AddIndex(
            model_name="shelterhold",
            index=models.Index(
                condition=models.Q(("released_at", None)), fields=["shelter", "expires_at"], name="hold_running"
            ),
        ),
        migrations.AddConstraint(
            model_name="shelterhold",
            constraint=models.CheckConstraint(
                condition=models.Q(("occasion__in", ["call", "petition", "application"])), name="hold_occasion_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="shelterhold",
            constraint=models.CheckConstraint(
                condition=models.Q(("expires_at__gt", models.F("held_at"))), name="hold_expires_later"
            ),
        ),
        migrations.AddConstraint(
            model_name="shelterhold",
            constraint=models.CheckConstraint(
                condition=models.Q(("women__gt", 0), ("men__gt", 0), ("children__gt", 0), _connector="OR"),
                name="hold_for_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="shelterhold",
            constraint=models.CheckConstraint(
                condition=models.Q(("released_at", None), ("released_at__gte", models.F("held_at")), _connector="OR"),
                name="hold_released_later",
            ),
        ),
        migrations.AddConstraint(
            model_name="shelterhold",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(("occasion", "call")),
                expressions=[
                    (
                        models.Func(
                            models.F("occasion_id"), models.F("occasion_id"), models.Value("[]"), function="int8range"
                        ),
                        "&&",
                    ),
                    (
                        models.Func(
                            models.F("held_at"),
                            models.Func(models.F("expires_at"), models.F("released_at"), function="LEAST"),
                            function="tstzrange",
                        ),
                        "&&",
                    ),
                ],
                name="hold_one_for_a_call",
            ),
        ),
        migrations.AddConstraint(
            model_name="shelterhold",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(("occasion", "petition")),
                expressions=[
                    (
                        models.Func(
                            models.F("occasion_id"), models.F("occasion_id"), models.Value("[]"), function="int8range"
                        ),
                        "&&",
                    ),
                    (
                        models.Func(
                            models.F("held_at"),
                            models.Func(models.F("expires_at"), models.F("released_at"), function="LEAST"),
                            function="tstzrange",
                        ),
                        "&&",
                    ),
                ],
                name="hold_one_for_a_petition",
            ),
        ),
        migrations.AddConstraint(
            model_name="shelterhold",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(("occasion", "application")),
                expressions=[
                    (
                        models.Func(
                            models.F("occasion_id"), models.F("occasion_id"), models.Value("[]"), function="int8range"
                        ),
                        "&&",
                    ),
                    (
                        models.Func(
                            models.F("held_at"),
                            models.Func(models.F("expires_at"), models.F("released_at"), function="LEAST"),
                            function="tstzrange",
                        ),
                        "&&",
                    ),
                ],
                name="hold_one_for_a_application",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="shelterhold",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="2d62cecf681c5772805636bb706495e423ce6ea3",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_bfa3e",
                    table="stations_shelterhold",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="beduse",
            index=models.Index(fields=["shelter", "begins_at"], name="bed_use_of_shelter"),
        ),
        migrations.AddConstraint(
            model_name="beduse",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("ends_at__isnull", False), ("hold__isnull", False), ("person_key", None), ("resident", None)
                    ),
                    models.Q(("hold", None), ("resident__isnull", False)),
                    _connector="OR",
                ),
                name="bed_use_for_one",
            ),
        ),
        migrations.AddConstraint(
            model_name="beduse",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_at", None), ("ends_at__gte", models.F("begins_at")), _connector="OR"),
                name="bed_use_ends_after_it_begins",
            ),
        ),
        migrations.AddConstraint(
            model_name="beduse",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[
                    (
                        models.Func(models.F("bed_id"), models.F("bed_id"), models.Value("[]"), function="int8range"),
                        "&&",
                    ),
                    (models.Func(models.F("begins_at"), models.F("ends_at"), function="tstzrange"), "&&"),
                ],
                name="bed_use_one_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="beduse",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(("resident__isnull", False)),
                expressions=[
                    (
                        models.Func(
                            models.F("resident_id"), models.F("resident_id"), models.Value("[]"), function="int8range"
                        ),
                        "&&",
                    ),
                    (models.Func(models.F("begins_at"), models.F("ends_at"), function="tstzrange"), "&&"),
                ],
                name="bed_use_resident_in_one_bed",
            ),
        ),
        migrations.AddConstraint(
            model_name="beduse",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(("person_key__isnull", False)),
                expressions=[
                    (
                        models.Func(
                            models.F("person_key"), models.F("person_key"), models.Value("[]"), function="int8range"
                        ),
                        "&&",
                    ),
                    (models.Func(models.F("begins_at"), models.F("ends_at"), function="tstzrange"), "&&"),
                ],
                name="bed_use_person_in_one_bed",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="beduse",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="9ffe733670f7d14fc303f15a4a14c4445d8eb91e",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_29bcb",
                    table="stations_beduse",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="shelterkeeper",
            constraint=models.UniqueConstraint(
                condition=models.Q(("until", None)), fields=("shelter", "user"), name="keeper_named_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="shelterkeeper",
            constraint=models.CheckConstraint(condition=models.Q(("sex__in", ["f", "m"])), name="keeper_sex_known"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="shelterkeeper",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="53e9d3eabc179512c3d887a52e50b14b96c6740a",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_6c6db",
                    table="stations_shelterkeeper",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="shelteropening",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("opened_at", None), ("opened_by", None), ("shelter", None), ("until", None)),
                    models.Q(
                        ("opened_at__isnull", False),
                        ("opened_by__isnull", False),
                        ("shelter__isnull", False),
                        ("until__isnull", False),
                        models.Q(("opened_by", models.F("asked_by")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="shelter_opening_has_two_keys",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="shelteropening",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="5242e609536f994db0ecc886551963958867d565",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_210ae",
                    table="stations_shelteropening",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="shelterroom",
            constraint=models.UniqueConstraint(fields=("shelter", "label"), name="shelter_room_once"),
        ),
        migrations.AddConstraint(
            model_name="shelterroom",
            constraint=models.CheckConstraint(
                condition=models.Q(("use__in", ["living", "social", "interview", "visiting"])),
                name="shelter_room_use_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="shelterroom",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("use", "living"), ("zone__in", ["women", "family", "girls", "boys", "men"])),
                    models.Q(models.Q(("use", "living"), _negated=True), ("zone", "")),
                    _connector="OR",
                ),
                name="shelter_living_room_has_zone",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="shelterroom",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="12543d749ae18393980b85f1decbf82f3f480bab",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_5d34b",
                    table="stations_shelterroom",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="shelterbed",
            constraint=models.UniqueConstraint(fields=("room", "label"), name="shelter_bed_once"),
        ),
        migrations.AddConstraint(
            model_name="shelterbed",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("out_reason", ""), ("out_since", None)),
                    models.Q(("out_since__isnull", False), models.Q(("out_reason", ""), _negated=True)),
                    _connector="OR",
                ),
                name="shelter_bed_out_says_why",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="shelterbed",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="f5e10f81ce41772ff8a8c080954b2dec07dac135",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_fe9fd",
                    table="stations_shelterbed",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="shelterstay",
            index=models.Index(fields=["shelter", "admitted_at"], name="stay_of_shelter"),
        ),
        migrations.AddIndex(
            model_name="shelterstay",
            index=models.Index(fields=["org_code", "admitted_at"], name="stay_in_range"),
        ),
        migrations.AddConstraint(
            model_name="shelterstay",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["in", "extended", "follow_up", "closed"])), name="stay_state_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="shelterstay",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("exit", ""), ("left_at", None), ("state__in", ["in", "extended"])),
                    models.Q(
                        ("exit__in", ["herself", "fetched", "escorted", "referred", "resettled"]),
                        ("left_at__isnull", False),
                        models.Q(("state__in", ["in", "extended"]), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="stay_left_by_an_exit",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="shelterstay",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="a839a00379908f4f3dd6ec67eb5a480e963ddaca",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_27b16",
                    table="stations_shelterstay",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="minorhandover",
            constraint=models.UniqueConstraint(fields=("resident",), name="minor_handed_over_once"),
        ),
        migrations.AddConstraint(
            model_name="minorhandover",
            constraint=models.CheckConstraint(
                condition=models.Q(("verifier__in", ["police", "committee"])), name="minor_verifier_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="minorhandover",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("witness", None), ("witnessed_at", None)),
                    models.Q(
                        ("witness__isnull", False),
                        ("witnessed_at__isnull", False),
                        models.Q(("witness", models.F("by")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="minor_witness_is_another",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="minorhandover",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="57bf3813c553a17f4745560cbbc45cb819e70188",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_0a457",
                    table="stations_minorhandover",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="leavingvisit",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="02d49b1687b2215d21dd2433d9a548ae6ff2e510",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_81a54",
                    table="stations_leavingvisit",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="inoutlog",
            constraint=models.UniqueConstraint(
                condition=models.Q(("back_at", None)), fields=("resident",), name="resident_out_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="inoutlog",
            constraint=models.CheckConstraint(
                condition=models.Q(("back_by__gt", models.F("out_at"))), name="outing_back_after_going"
            ),
        ),
        migrations.AddConstraint(
            model_name="inoutlog",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("back_at", None), ("back_noted_by", None)),
                    models.Q(("back_at__gte", models.F("out_at")), ("back_noted_by__isnull", False)),
                    _connector="OR",
                ),
                name="outing_back_noted_by_someone",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="inoutlog",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="cfd659c7c04b8208855023d9c4b5d9fb190c5e11",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_a12b8",
                    table="stations_inoutlog",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="careplan",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="3c4a52da4b9d09137a2fd71686f2b78edd0361da",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_7890f",
                    table="stations_careplan",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="belonging",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("returned_at", None), ("returned_by", None)),
                    models.Q(("returned_at__isnull", False), ("returned_by__isnull", False)),
                    _connector="OR",
                ),
                name="belonging_returned_by_someone",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="belonging",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="d7a691ef5703f00daa435905b7b6c367ce80b130",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_006ef",
                    table="stations_belonging",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="stayevent",
            index=models.Index(fields=["stay", "at"], name="stay_event_story"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="stayevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="b79ae444b845622884cece7832a3729b1a7eb73d",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_1627f",
                    table="stations_stayevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="stayextension",
            constraint=models.CheckConstraint(
                condition=models.Q(("days__gt", 0), models.Q(("number", ""), _negated=True)),
                name="stay_extension_has_number",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="stayextension",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="6a2453098d6db7be642fd0c2b67fb10c822b7a2c",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_a74d8",
                    table="stations_stayextension",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="stayreferral",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind__in", ["medical", "legal", "psychology", "job", "judicial", "mediation", "other"])
                ),
                name="stay_referral_known",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="stayreferral",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="b9105a7c9ab57b984389094a69cab9127dd09c22",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_a45e8",
                    table="stations_stayreferral",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="stayworker",
            constraint=models.UniqueConstraint(
                condition=models.Q(("until", None)), fields=("stay", "user"), name="stay_worker_named_once"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="visitor",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="ef749fd9d34f06528bffd6ac04d23b00c2a0ec09",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_7e8d7",
                    table="stations_visitor",
                    when="BEFORE",
                ),
            ),
        ),
    ]
