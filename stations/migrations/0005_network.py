"""Rights posts, partner bases, and the people of the network with their training and hours."""

import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import fedportal.lib.encrypted_fields


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("orgs", "0003_responsible"),
        ("stations", "0004_station_import"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="NetworkPerson",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ref", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("version", models.IntegerField(default=1, verbose_name="版本")),
                ("org_code", models.BigIntegerField()),
                ("name", models.CharField(blank=True, max_length=60, verbose_name="姓名")),
                ("initials", models.CharField(blank=True, max_length=60, verbose_name="拼音首字母")),
                (
                    "sex",
                    models.CharField(choices=[("female", "女"), ("male", "男")], max_length=10, verbose_name="性别"),
                ),
                (
                    "phone",
                    fedportal.lib.encrypted_fields.EncryptedCharField(
                        blank=True, max_length=40, verbose_name="联系电话"
                    ),
                ),
                (
                    "id_number",
                    fedportal.lib.encrypted_fields.EncryptedCharField(
                        blank=True, max_length=18, verbose_name="身份证号"
                    ),
                ),
                ("phone_index", models.CharField(blank=True, default="", editable=False, max_length=32)),
                ("id_index", models.CharField(blank=True, default="", editable=False, max_length=32)),
                ("workplace", models.CharField(blank=True, max_length=120, verbose_name="工作单位")),
                ("joined_on", models.DateField(verbose_name="加入日期")),
                ("left_on", models.DateField(null=True, verbose_name="离队日期")),
                (
                    "left_why",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("term", "任期届满"),
                            ("moved", "调离本地区"),
                            ("retired", "退休"),
                            ("asked", "本人申请退出"),
                            ("dismissed", "免去、解聘"),
                            ("deceased", "去世"),
                        ],
                        max_length=10,
                        verbose_name="离队原因",
                    ),
                ),
                (
                    "days",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.SmallIntegerField(
                            choices=[
                                (1, "周一"),
                                (2, "周二"),
                                (3, "周三"),
                                (4, "周四"),
                                (5, "周五"),
                                (6, "周六"),
                                (7, "周日"),
                            ]
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="可以服务的日子",
                    ),
                ),
                ("begins", models.TimeField(blank=True, null=True, verbose_name="自")),
                ("ends", models.TimeField(blank=True, null=True, verbose_name="至")),
                ("paused_until", models.DateField(blank=True, null=True, verbose_name="暂停服务至")),
                ("trained_on", models.DateField(null=True, verbose_name="最近一次全省信访业务培训")),
                ("entered_at", models.DateTimeField(verbose_name="登记时间")),
                ("kept_at", models.DateTimeField(null=True, verbose_name="标记保留时间")),
                ("kept_reason", models.CharField(blank=True, max_length=200, verbose_name="保留理由")),
                ("disposed_at", models.DateTimeField(null=True, verbose_name="处置时间")),
                (
                    "account",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="network_person",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="平台账号",
                    ),
                ),
                (
                    "entered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="登记人",
                    ),
                ),
                (
                    "org",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="orgs.organization",
                        verbose_name="登记单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "维权队伍人员",
                "verbose_name_plural": "维权队伍人员",
            },
        ),
        migrations.CreateModel(
            name="NetworkEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("verb", models.CharField(max_length=40, verbose_name="操作")),
                ("at", models.DateTimeField(verbose_name="时间")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="内容")),
                (
                    "actor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="操作人",
                    ),
                ),
                (
                    "org",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="orgs.organization",
                        verbose_name="单位",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="events", to="stations.networkperson"
                    ),
                ),
            ],
            options={
                "verbose_name": "维权队伍变更",
                "verbose_name_plural": "维权队伍变更",
            },
        ),
        migrations.CreateModel(
            name="Credential",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("law", "法律职业资格"),
                            ("lawyer", "律师执业证（公职律师证）"),
                            ("psychology", "心理咨询师（员）"),
                            ("family", "婚姻家庭咨询师"),
                            ("social_work", "社会工作者职业资格"),
                            ("mediator", "人民调解员证"),
                            ("other", "其他资质"),
                        ],
                        max_length=15,
                        verbose_name="资质",
                    ),
                ),
                (
                    "number",
                    fedportal.lib.encrypted_fields.EncryptedCharField(
                        blank=True, max_length=60, verbose_name="证书编号"
                    ),
                ),
                ("issuer", models.CharField(blank=True, max_length=120, verbose_name="发证机关")),
                ("issued_on", models.DateField(verbose_name="发证日期")),
                ("expires_on", models.DateField(blank=True, null=True, verbose_name="有效期至")),
                ("ended_on", models.DateField(null=True, verbose_name="换证、注销日期")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="credentials",
                        to="stations.networkperson",
                    ),
                ),
            ],
            options={
                "verbose_name": "资质证书",
                "verbose_name_plural": "资质证书",
            },
        ),
        migrations.CreateModel(
            name="NetworkRole",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("juror", "人民陪审员"),
                            ("mediator", "人民调解员"),
                            ("labour_inspector", "劳动保障法律监督员"),
                            ("land_arbitrator", "农村土地承包仲裁员"),
                            ("public_lawyer", "公职律师"),
                            ("lawyer", "律师志愿者"),
                            ("counsellor", "心理咨询师"),
                            ("social_worker", "社会工作者"),
                            ("volunteer", "巾帼维权志愿者"),
                            ("cadre", "妇联信访干部"),
                        ],
                        max_length=20,
                        verbose_name="身份",
                    ),
                ),
                ("full_time", models.BooleanField(default=False, verbose_name="专职")),
                ("appointed_by", models.CharField(blank=True, max_length=120, verbose_name="任命、聘任单位")),
                ("begins", models.DateField(verbose_name="任期自")),
                ("until", models.DateField(blank=True, null=True, verbose_name="任期至")),
                ("ended_on", models.DateField(null=True, verbose_name="离任日期")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="roles", to="stations.networkperson"
                    ),
                ),
            ],
            options={
                "verbose_name": "维权队伍身份",
                "verbose_name_plural": "维权队伍身份",
            },
        ),
        migrations.CreateModel(
            name="PartnerBase",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("org_code", models.BigIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("panel", "维权合议庭"),
                            ("violence_desk", "家庭暴力投诉站"),
                            ("legal_aid", "法律援助中心（工作站）"),
                            ("rescue", "妇女儿童救助站"),
                            ("mediation", "婚姻家庭纠纷调解委员会"),
                            ("psychology", "心理服务站"),
                            ("other", "其他维权阵地"),
                        ],
                        max_length=15,
                        verbose_name="阵地类型",
                    ),
                ),
                ("address", models.CharField(blank=True, max_length=200, verbose_name="地址")),
                ("hours", models.CharField(blank=True, max_length=100, verbose_name="服务时间")),
                (
                    "takes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60), size=None, verbose_name="接收哪些事项"
                    ),
                ),
                ("opened_on", models.DateField(verbose_name="成立日期")),
                ("closed_on", models.DateField(null=True, verbose_name="停办日期")),
                (
                    "agency",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="base",
                        to="orgs.agency",
                        verbose_name="单位",
                    ),
                ),
                (
                    "org",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="orgs.organization",
                        verbose_name="登记单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "维权阵地",
                "verbose_name_plural": "维权阵地",
            },
        ),
        migrations.CreateModel(
            name="RightsPost",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ref", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("version", models.IntegerField(default=1, verbose_name="版本")),
                ("org_code", models.BigIntegerField()),
                ("name", models.CharField(max_length=80, verbose_name="维权岗名称")),
                ("place", models.CharField(blank=True, max_length=120, verbose_name="地点")),
                (
                    "duties",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=100), size=None, verbose_name="职责"
                    ),
                ),
                ("contact", models.CharField(blank=True, max_length=60, verbose_name="联系人")),
                ("phone", models.CharField(blank=True, max_length=40, verbose_name="办公电话")),
                ("opened_on", models.DateField(verbose_name="设立日期")),
                ("closed_on", models.DateField(null=True, verbose_name="撤销日期")),
                ("reviewed_on", models.DateField(null=True, verbose_name="最近复核")),
                ("entered_at", models.DateTimeField(verbose_name="登记时间")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rights_posts",
                        to="orgs.agency",
                        verbose_name="所在单位",
                    ),
                ),
                (
                    "org",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="orgs.organization",
                        verbose_name="登记单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "妇女维权岗",
                "verbose_name_plural": "妇女维权岗",
            },
        ),
        migrations.CreateModel(
            name="PostReview",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.SmallIntegerField(verbose_name="年度")),
                (
                    "verdict",
                    models.CharField(
                        choices=[("good", "履职良好"), ("mend", "限期改进"), ("idle", "没有履职")],
                        max_length=10,
                        verbose_name="结果",
                    ),
                ),
                ("remarks", models.TextField(blank=True, verbose_name="意见")),
                ("at", models.DateTimeField(verbose_name="复核时间")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="复核人",
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reviews", to="stations.rightspost"
                    ),
                ),
            ],
            options={
                "verbose_name": "维权岗复核",
                "verbose_name_plural": "维权岗复核",
            },
        ),
        migrations.CreateModel(
            name="PostEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("verb", models.CharField(max_length=40, verbose_name="操作")),
                ("at", models.DateTimeField(verbose_name="时间")),
                ("changes", models.JSONField(default=list)),
                (
                    "actor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="操作人",
                    ),
                ),
                (
                    "org",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="orgs.organization",
                        verbose_name="单位",
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="events", to="stations.rightspost"
                    ),
                ),
            ],
            options={
                "verbose_name": "维权岗变更",
                "verbose_name_plural": "维权岗变更",
            },
        ),
        migrations.CreateModel(
            name="PostAward",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "level",
                    models.SmallIntegerField(
                        choices=[(1, "省级"), (2, "市级"), (3, "县级"), (4, "乡级"), (5, "村级")], verbose_name="层级"
                    ),
                ),
                ("year", models.SmallIntegerField(verbose_name="年度")),
                (
                    "state",
                    models.CharField(
                        choices=[("nominated", "已推荐"), ("given", "已授予"), ("declined", "未授予")],
                        default="nominated",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("deeds", models.TextField(verbose_name="主要事迹")),
                ("nominated_at", models.DateTimeField(verbose_name="推荐时间")),
                ("decided_at", models.DateTimeField(null=True, verbose_name="认定时间")),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="说明")),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="认定人",
                    ),
                ),
                (
                    "nominated_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="推荐人",
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="awards", to="stations.rightspost"
                    ),
                ),
            ],
            options={
                "verbose_name": "优秀妇女维权岗推荐",
                "verbose_name_plural": "优秀妇女维权岗推荐",
            },
        ),
        migrations.CreateModel(
            name="RosterImport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("org_code", models.BigIntegerField()),
                ("file_name", models.CharField(max_length=255, verbose_name="文件")),
                (
                    "state",
                    models.CharField(
                        choices=[("checked", "待确认"), ("done", "已导入"), ("discarded", "已放弃")],
                        default="checked",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="上传时间")),
                ("good", models.IntegerField(default=0, verbose_name="可以导入")),
                ("bad", models.IntegerField(default=0, verbose_name="有误")),
                ("known", models.IntegerField(default=0, verbose_name="已有")),
                ("lines", fedportal.lib.encrypted_fields.EncryptedJSONField(null=True, verbose_name="各行")),
                ("ended_at", models.DateTimeField(null=True, verbose_name="结束时间")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="上传人",
                    ),
                ),
                (
                    "org",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="orgs.organization",
                        verbose_name="单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "人员名册导入",
                "verbose_name_plural": "人员名册导入",
            },
        ),
        migrations.CreateModel(
            name="TrainingCourse",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("org_code", models.BigIntegerField()),
                ("name", models.CharField(max_length=100, verbose_name="培训名称")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("petition", "信访业务"),
                            ("law", "法律法规"),
                            ("mediation", "调解、婚姻家庭"),
                            ("psychology", "心理疏导"),
                            ("other", "其他"),
                        ],
                        max_length=12,
                        verbose_name="内容",
                    ),
                ),
                (
                    "level",
                    models.SmallIntegerField(
                        choices=[(1, "省级"), (2, "市级"), (3, "县级"), (4, "乡级"), (5, "村级")],
                        verbose_name="举办层级",
                    ),
                ),
                ("begins", models.DateField(verbose_name="开始日期")),
                ("ends", models.DateField(verbose_name="结束日期")),
                ("hours", models.SmallIntegerField(default=0, verbose_name="学时")),
                ("entered_at", models.DateTimeField(verbose_name="登记时间")),
                (
                    "entered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="登记人",
                    ),
                ),
                (
                    "org",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="orgs.organization",
                        verbose_name="登记单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "培训",
                "verbose_name_plural": "培训",
            },
        ),
        migrations.CreateModel(
            name="TrainingRecord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("entered_at", models.DateTimeField(verbose_name="登记时间")),
                (
                    "course",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="records",
                        to="stations.trainingcourse",
                    ),
                ),
                (
                    "entered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="登记人",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="trainings",
                        to="stations.networkperson",
                    ),
                ),
            ],
            options={
                "verbose_name": "参训记录",
                "verbose_name_plural": "参训记录",
            },
        ),
        migrations.CreateModel(
            name="VolunteerTask",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("org_code", models.BigIntegerField()),
                ("title", models.CharField(max_length=60, verbose_name="任务")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("visit", "走访、关爱"),
                            ("advice", "咨询解答"),
                            ("mediation", "纠纷调解"),
                            ("company", "陪同、陪伴"),
                            ("counselling", "心理疏导"),
                            ("publicity", "普法宣传"),
                            ("duty", "站点值班"),
                            ("other", "其他"),
                        ],
                        max_length=12,
                        verbose_name="服务内容",
                    ),
                ),
                ("place", models.CharField(blank=True, max_length=100, verbose_name="地点")),
                ("begins_at", models.DateTimeField(verbose_name="开始")),
                ("ends_at", models.DateTimeField(verbose_name="结束")),
                ("wanted", models.SmallIntegerField(verbose_name="需要人数")),
                ("published_at", models.DateTimeField(verbose_name="发布时间")),
                ("called_off_at", models.DateTimeField(null=True, verbose_name="取消时间")),
                ("reason", models.CharField(blank=True, max_length=100, verbose_name="取消理由")),
                (
                    "org",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="orgs.organization",
                        verbose_name="发布单位",
                    ),
                ),
                (
                    "published_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="发布人",
                    ),
                ),
            ],
            options={
                "verbose_name": "志愿服务任务",
                "verbose_name_plural": "志愿服务任务",
            },
        ),
        migrations.CreateModel(
            name="VolunteerService",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("served_on", models.DateField(verbose_name="服务日期")),
                ("minutes", models.SmallIntegerField(verbose_name="分钟")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("visit", "走访、关爱"),
                            ("advice", "咨询解答"),
                            ("mediation", "纠纷调解"),
                            ("company", "陪同、陪伴"),
                            ("counselling", "心理疏导"),
                            ("publicity", "普法宣传"),
                            ("duty", "站点值班"),
                            ("other", "其他"),
                        ],
                        max_length=12,
                        verbose_name="服务内容",
                    ),
                ),
                ("logged_at", models.DateTimeField(verbose_name="登记时间")),
                ("decided_at", models.DateTimeField(null=True, verbose_name="确认时间")),
                ("refused", models.CharField(blank=True, max_length=100, verbose_name="不予确认的理由")),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="确认人",
                    ),
                ),
                (
                    "logged_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="登记人",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="services",
                        to="stations.networkperson",
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="services",
                        to="stations.volunteertask",
                        verbose_name="任务",
                    ),
                ),
            ],
            options={
                "verbose_name": "志愿服务时长",
                "verbose_name_plural": "志愿服务时长",
            },
        ),
        migrations.CreateModel(
            name="TaskSignUp",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(verbose_name="报名时间")),
                ("withdrawn_at", models.DateTimeField(null=True, verbose_name="退出时间")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="登记人",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sign_ups",
                        to="stations.networkperson",
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sign_ups",
                        to="stations.volunteertask",
                    ),
                ),
            ],
            options={
                "verbose_name": "志愿服务报名",
                "verbose_name_plural": "志愿服务报名",
            },
        ),
        migrations.AddIndex(
            model_name="networkperson",
            index=models.Index(fields=["org_code", "name"], name="person_in_range"),
        ),
        migrations.AddIndex(
            model_name="networkperson",
            index=models.Index(
                condition=models.Q(("phone_index", ""), _negated=True), fields=["phone_index"], name="person_by_phone"
            ),
        ),
        migrations.AddConstraint(
            model_name="networkperson",
            constraint=models.UniqueConstraint(
                condition=models.Q(("left_on", None), models.Q(("id_index", ""), _negated=True)),
                fields=("org", "id_index"),
                name="person_once_in_a_unit",
            ),
        ),
        migrations.AddConstraint(
            model_name="networkperson",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("left_on", None), ("left_why", "")),
                    models.Q(("left_on__gte", models.F("joined_on")), models.Q(("left_why", ""), _negated=True)),
                    _connector="OR",
                ),
                name="person_left_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="networkperson",
            constraint=models.CheckConstraint(
                condition=models.Q(("days__contained_by", [1, 2, 3, 4, 5, 6, 7])), name="person_days_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="networkperson",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("begins", None), ("ends", None)),
                    models.Q(("begins__isnull", False), ("ends__gt", models.F("begins"))),
                    _connector="OR",
                ),
                name="person_hours_in_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="networkperson",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("disposed_at", None), models.Q(("name", ""), _negated=True)),
                    models.Q(
                        ("disposed_at__isnull", False),
                        ("id_index", ""),
                        ("left_on__isnull", False),
                        ("name", ""),
                        ("phone_index", ""),
                    ),
                    _connector="OR",
                ),
                name="person_named_until_disposed",
            ),
        ),
        migrations.AddIndex(
            model_name="networkevent",
            index=models.Index(fields=["person", "at"], name="network_event_story"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="networkevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="869cf2ae11faf54fd1fd2e37828844f2612cdca7",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_408db",
                    table="stations_networkevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="credential",
            constraint=models.CheckConstraint(
                condition=models.Q(("expires_on", None), ("expires_on__gte", models.F("issued_on")), _connector="OR"),
                name="credential_days_in_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="credential",
            constraint=models.CheckConstraint(
                condition=models.Q(("ended_on", None), ("ended_on__gte", models.F("issued_on")), _connector="OR"),
                name="credential_ends_after",
            ),
        ),
        migrations.AddConstraint(
            model_name="networkrole",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_on", None)), fields=("person", "kind"), name="role_of_a_kind_once_at_a_time"
            ),
        ),
        migrations.AddConstraint(
            model_name="networkrole",
            constraint=models.CheckConstraint(
                condition=models.Q(("until", None), ("until__gte", models.F("begins")), _connector="OR"),
                name="role_term_in_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="networkrole",
            constraint=models.CheckConstraint(
                condition=models.Q(("ended_on", None), ("ended_on__gte", models.F("begins")), _connector="OR"),
                name="role_ends_after",
            ),
        ),
        migrations.AddIndex(
            model_name="partnerbase",
            index=models.Index(fields=["org_code"], name="base_in_range"),
        ),
        migrations.AddConstraint(
            model_name="partnerbase",
            constraint=models.CheckConstraint(
                condition=models.Q(("takes", []), _negated=True), name="base_takes_something"
            ),
        ),
        migrations.AddConstraint(
            model_name="partnerbase",
            constraint=models.CheckConstraint(
                condition=models.Q(("closed_on", None), ("closed_on__gte", models.F("opened_on")), _connector="OR"),
                name="base_closed_after_it_opened",
            ),
        ),
        migrations.AddIndex(
            model_name="rightspost",
            index=models.Index(fields=["org_code"], name="post_in_range"),
        ),
        migrations.AddConstraint(
            model_name="rightspost",
            constraint=models.UniqueConstraint(
                condition=models.Q(("closed_on", None)), fields=("agency", "name"), name="post_once_at_an_agency"
            ),
        ),
        migrations.AddConstraint(
            model_name="rightspost",
            constraint=models.CheckConstraint(
                condition=models.Q(("duties", []), _negated=True), name="post_has_duties"
            ),
        ),
        migrations.AddConstraint(
            model_name="rightspost",
            constraint=models.CheckConstraint(
                condition=models.Q(("closed_on", None), ("closed_on__gte", models.F("opened_on")), _connector="OR"),
                name="post_closed_after_it_opened",
            ),
        ),
        migrations.AddIndex(
            model_name="postreview",
            index=models.Index(fields=["post", "at"], name="post_review_story"),
        ),
        migrations.AddConstraint(
            model_name="postreview",
            constraint=models.CheckConstraint(
                condition=models.Q(("verdict", "good"), models.Q(("remarks", ""), _negated=True), _connector="OR"),
                name="post_review_says_what_is_wrong",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="postreview",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="337a7894f8d087c41b33dcb0c05b1079e32a41cd",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_60a81",
                    table="stations_postreview",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="postevent",
            index=models.Index(fields=["post", "at"], name="post_event_story"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="postevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="9e4de0d1809ee72924119c3ac489796c08957bd7",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_460bb",
                    table="stations_postevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="postaward",
            constraint=models.UniqueConstraint(fields=("post", "level", "year"), name="award_once_a_year_and_level"),
        ),
        migrations.AddConstraint(
            model_name="postaward",
            constraint=models.CheckConstraint(
                condition=models.Q(("level__lte", 3)), name="award_of_a_county_or_above"
            ),
        ),
        migrations.AddConstraint(
            model_name="postaward",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decided_at", None), ("decided_by", None), ("state", "nominated")),
                    models.Q(
                        models.Q(("state", "nominated"), _negated=True),
                        ("decided_at__isnull", False),
                        ("decided_by__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="award_decided_wholly",
            ),
        ),
        migrations.AddIndex(
            model_name="rosterimport",
            index=models.Index(fields=["org_code", "at"], name="roster_import_in_range"),
        ),
        migrations.AddConstraint(
            model_name="rosterimport",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at", None), ("lines__isnull", False), ("state", "checked")),
                    models.Q(
                        models.Q(("state", "checked"), _negated=True),
                        ("ended_at__isnull", False),
                        ("lines__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="roster_import_forgets_its_lines",
            ),
        ),
        migrations.AddIndex(
            model_name="trainingcourse",
            index=models.Index(fields=["org_code", "ends"], name="course_in_range"),
        ),
        migrations.AddConstraint(
            model_name="trainingcourse",
            constraint=models.UniqueConstraint(fields=("org", "name", "begins"), name="course_once"),
        ),
        migrations.AddConstraint(
            model_name="trainingcourse",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends__gte", models.F("begins"))), name="course_days_in_order"
            ),
        ),
        migrations.AddConstraint(
            model_name="trainingcourse",
            constraint=models.CheckConstraint(
                condition=models.Q(("hours__gte", 0), ("hours__lte", 1000)), name="course_hours_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="trainingrecord",
            constraint=models.UniqueConstraint(fields=("course", "person"), name="training_once"),
        ),
        migrations.AddIndex(
            model_name="volunteertask",
            index=models.Index(fields=["org_code", "begins_at"], name="task_in_range"),
        ),
        migrations.AddConstraint(
            model_name="volunteertask",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_at__gt", models.F("begins_at"))), name="task_ends_after_it_begins"
            ),
        ),
        migrations.AddConstraint(
            model_name="volunteertask",
            constraint=models.CheckConstraint(
                condition=models.Q(("wanted__gte", 1), ("wanted__lte", 500)), name="task_wants_somebody"
            ),
        ),
        migrations.AddConstraint(
            model_name="volunteertask",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("called_off_at", None), ("reason", "")),
                    models.Q(("called_off_at__isnull", False), models.Q(("reason", ""), _negated=True)),
                    _connector="OR",
                ),
                name="task_called_off_says_why",
            ),
        ),
        migrations.AddIndex(
            model_name="volunteerservice",
            index=models.Index(fields=["person", "served_on"], name="service_of_person"),
        ),
        migrations.AddIndex(
            model_name="volunteerservice",
            index=models.Index(condition=models.Q(("decided_at", None)), fields=["person"], name="service_waiting"),
        ),
        migrations.AddConstraint(
            model_name="volunteerservice",
            constraint=models.CheckConstraint(
                condition=models.Q(("minutes__gte", 10), ("minutes__lte", 960)), name="service_minutes_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="volunteerservice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decided_at", None), ("decided_by", None), ("refused", "")),
                    models.Q(
                        ("decided_at__isnull", False),
                        ("decided_by__isnull", False),
                        models.Q(("decided_by", models.F("logged_by")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="service_confirmed_by_another",
            ),
        ),
        migrations.AddConstraint(
            model_name="volunteerservice",
            constraint=models.UniqueConstraint(
                condition=models.Q(("refused", "")),
                fields=("person", "served_on", "kind", "task"),
                name="service_logged_once",
                nulls_distinct=False,
            ),
        ),
        migrations.AddConstraint(
            model_name="tasksignup",
            constraint=models.UniqueConstraint(
                condition=models.Q(("withdrawn_at", None)), fields=("task", "person"), name="sign_up_once_at_a_time"
            ),
        ),
    ]
