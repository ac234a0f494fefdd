"""The course of a case of violence at home: danger scale, reports, warning letters, protection orders, safety plan."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.lookups
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import fedportal.lib.encrypted_fields


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0074_likeness_at_once"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="DangerAssessment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.CharField(max_length=10, verbose_name="量表版本")),
                (
                    "marked",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveSmallIntegerField(),
                        default=list,
                        size=None,
                        verbose_name="答“是”的项目",
                    ),
                ),
                (
                    "red_flags",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveSmallIntegerField(),
                        default=list,
                        size=None,
                        verbose_name="答“是”的致命危险",
                    ),
                ),
                (
                    "unable",
                    models.CharField(
                        blank=True,
                        choices=[("refused", "本人不愿回答"), ("unable", "本人不能回答（不在场、年幼、意识不清等）")],
                        max_length=10,
                        verbose_name="未能评估",
                    ),
                ),
                ("note", fedportal.lib.encrypted_fields.EncryptedTextField(blank=True, verbose_name="说明")),
                (
                    "score",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.db.models.expressions.CombinedExpression(
                            django.db.models.expressions.CombinedExpression(
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        django.db.models.expressions.CombinedExpression(
                                            django.db.models.expressions.CombinedExpression(
                                                django.db.models.expressions.CombinedExpression(
                                                    django.db.models.expressions.CombinedExpression(
                                                        models.Case(
                                                            models.When(marked__contains=[1], then=models.Value(1)),
                                                            default=models.Value(0),
                                                        ),
                                                        "+",
                                                        models.Case(
                                                            models.When(marked__contains=[2], then=models.Value(1)),
                                                            default=models.Value(0),
                                                        ),
                                                    ),
                                                    "+",
                                                    models.Case(
                                                        models.When(marked__contains=[3], then=models.Value(1)),
                                                        default=models.Value(0),
                                                    ),
                                                ),
                                                "+",
                                                models.Case(
                                                    models.When(marked__contains=[4], then=models.Value(1)),
                                                    default=models.Value(0),
                                                ),
                                            ),
                                            "+",
                                            models.Case(
                                                models.When(marked__contains=[5], then=models.Value(1)),
                                                default=models.Value(0),
                                            ),
                                        ),
                                        "+",
                                        models.Case(
                                            models.When(marked__contains=[6], then=models.Value(1)),
                                            default=models.Value(0),
                                        ),
                                    ),
                                    "+",
                                    models.Case(
                                        models.When(marked__contains=[7], then=models.Value(1)),
                                        default=models.Value(0),
                                    ),
                                ),
                                "+",
                                models.Case(
                                    models.When(marked__contains=[8], then=models.Value(1)), default=models.Value(0)
                                ),
                            ),
                            "+",
                            models.Case(
                                models.When(marked__contains=[9], then=models.Value(1)), default=models.Value(0)
                            ),
                        ),
                        output_field=models.PositiveSmallIntegerField(verbose_name="得分"),
                    ),
                ),
                (
                    "level",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Case(
                            models.When(models.Q(("unable", ""), _negated=True), then=models.Value("")),
                            models.When(models.Q(("red_flags__overlap", [1, 2])), then=models.Value("high")),
                            models.When(
                                django.db.models.lookups.GreaterThanOrEqual(
                                    django.db.models.expressions.CombinedExpression(
                                        django.db.models.expressions.CombinedExpression(
                                            django.db.models.expressions.CombinedExpression(
                                                django.db.models.expressions.CombinedExpression(
                                                    django.db.models.expressions.CombinedExpression(
                                                        django.db.models.expressions.CombinedExpression(
                                                            django.db.models.expressions.CombinedExpression(
                                                                django.db.models.expressions.CombinedExpression(
                                                                    models.Case(
                                                                        models.When(
                                                                            marked__contains=[1], then=models.Value(1)
                                                                        ),
                                                                        default=models.Value(0),
                                                                    ),
                                                                    "+",
                                                                    models.Case(
                                                                        models.When(
                                                                            marked__contains=[2], then=models.Value(1)
                                                                        ),
                                                                        default=models.Value(0),
                                                                    ),
                                                                ),
                                                                "+",
                                                                models.Case(
                                                                    models.When(
                                                                        marked__contains=[3], then=models.Value(1)
                                                                    ),
                                                                    default=models.Value(0),
                                                                ),
                                                            ),
                                                            "+",
                                                            models.Case(
                                                                models.When(
                                                                    marked__contains=[4], then=models.Value(1)
                                                                ),
                                                                default=models.Value(0),
                                                            ),
                                                        ),
                                                        "+",
                                                        models.Case(
                                                            models.When(marked__contains=[5], then=models.Value(1)),
                                                            default=models.Value(0),
                                                        ),
                                                    ),
                                                    "+",
                                                    models.Case(
                                                        models.When(marked__contains=[6], then=models.Value(1)),
                                                        default=models.Value(0),
                                                    ),
                                                ),
                                                "+",
                                                models.Case(
                                                    models.When(marked__contains=[7], then=models.Value(1)),
                                                    default=models.Value(0),
                                                ),
                                            ),
                                            "+",
                                            models.Case(
                                                models.When(marked__contains=[8], then=models.Value(1)),
                                                default=models.Value(0),
                                            ),
                                        ),
                                        "+",
                                        models.Case(
                                            models.When(marked__contains=[9], then=models.Value(1)),
                                            default=models.Value(0),
                                        ),
                                    ),
                                    6,
                                ),
                                then=models.Value("high"),
                            ),
                            models.When(
                                django.db.models.lookups.GreaterThanOrEqual(
                                    django.db.models.expressions.CombinedExpression(
                                        django.db.models.expressions.CombinedExpression(
                                            django.db.models.expressions.CombinedExpression(
                                                django.db.models.expressions.CombinedExpression(
                                                    django.db.models.expressions.CombinedExpression(
                                                        django.db.models.expressions.CombinedExpression(
                                                            django.db.models.expressions.CombinedExpression(
                                                                django.db.models.expressions.CombinedExpression(
                                                                    models.Case(
                                                                        models.When(
                                                                            marked__contains=[1], then=models.Value(1)
                                                                        ),
                                                                        default=models.Value(0),
                                                                    ),
                                                                    "+",
                                                                    models.Case(
                                                                        models.When(
                                                                            marked__contains=[2], then=models.Value(1)
                                                                        ),
                                                                        default=models.Value(0),
                                                                    ),
                                                                ),
                                                                "+",
                                                                models.Case(
                                                                    models.When(
                                                                        marked__contains=[3], then=models.Value(1)
                                                                    ),
                                                                    default=models.Value(0),
                                                                ),
                                                            ),
                                                            "+",
                                                            models.Case(
                                                                models.When(
                                                                    marked__contains=[4], then=models.Value(1)
                                                                ),
                                                                default=models.Value(0),
                                                            ),
                                                        ),
                                                        "+",
                                                        models.Case(
                                                            models.When(marked__contains=[5], then=models.Value(1)),
                                                            default=models.Value(0),
                                                        ),
                                                    ),
                                                    "+",
                                                    models.Case(
                                                        models.When(marked__contains=[6], then=models.Value(1)),
                                                        default=models.Value(0),
                                                    ),
                                                ),
                                                "+",
                                                models.Case(
                                                    models.When(marked__contains=[7], then=models.Value(1)),
                                                    default=models.Value(0),
                                                ),
                                            ),
                                            "+",
                                            models.Case(
                                                models.When(marked__contains=[8], then=models.Value(1)),
                                                default=models.Value(0),
                                            ),
                                        ),
                                        "+",
                                        models.Case(
                                            models.When(marked__contains=[9], then=models.Value(1)),
                                            default=models.Value(0),
                                        ),
                                    ),
                                    4,
                                ),
                                then=models.Value("medium"),
                            ),
                            default=models.Value("low"),
                        ),
                        output_field=models.CharField(
                            choices=[("", "未评估"), ("low", "低"), ("medium", "中"), ("high", "高")],
                            max_length=10,
                            verbose_name="危险程度",
                        ),
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="评估时间")),
            ],
            options={
                "verbose_name": "危险评估",
                "verbose_name_plural": "危险评估",
                "ordering": ("at", "pk"),
            },
        ),
        migrations.CreateModel(
            name="MandatoryReport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "triggers",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveSmallIntegerField(
                            choices=[
                                (1, "（一）生殖器官或者隐私部位遭受或者疑似遭受非正常损伤"),
                                (2, "（二）不满十四周岁的女性遭受或者疑似遭受性侵害、怀孕、流产"),
                                (3, "（三）十四周岁以上女性遭受或者疑似遭受性侵害所致怀孕、流产"),
                                (
                                    4,
                                    "（四）身体存在多处损伤、严重营养不良、意识不清，存在或者疑似存在受到家庭暴力、欺凌、虐待、殴打或者被人麻醉等情形",
                                ),
                                (5, "（五）因自杀、自残、工伤、中毒、被人麻醉、殴打等非正常原因导致伤残、死亡情形"),
                                (6, "（六）被遗弃或者长期处于无人照料状态"),
                                (7, "（七）来源不明、失踪或者被拐卖、收买"),
                                (8, "（八）被组织乞讨"),
                                (9, "（九）其他严重侵害未成年人身心健康的情形或者未成年人正在面临不法侵害危险的"),
                            ]
                        ),
                        default=list,
                        size=None,
                        verbose_name="情形",
                    ),
                ),
                ("known_at", models.DateTimeField(verbose_name="知悉时间")),
                ("reported_at", models.DateTimeField(verbose_name="报告时间")),
                (
                    "to",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[("police", "公安机关"), ("civil", "民政部门"), ("education", "教育部门")],
                            max_length=10,
                        ),
                        size=None,
                        verbose_name="报告对象",
                    ),
                ),
                ("station", models.CharField(max_length=100, verbose_name="公安机关")),
                ("person", models.CharField(max_length=60, verbose_name="接报人")),
                ("accepted_at", models.DateTimeField(null=True, verbose_name="公安机关受理、立案时间")),
                ("recorded_at", models.DateTimeField(verbose_name="登记时间")),
                ("feedback_at", models.DateTimeField(null=True, verbose_name="反馈时间")),
                ("feedback", fedportal.lib.encrypted_fields.EncryptedTextField(blank=True, verbose_name="反馈内容")),
            ],
            options={
                "verbose_name": "强制报告",
                "verbose_name_plural": "强制报告",
            },
        ),
        migrations.CreateModel(
            name="OrderBreach",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("happened_at", models.DateTimeField(verbose_name="发生时间")),
                (
                    "told",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[("police", "公安机关"), ("court", "作出保护令的人民法院")], max_length=10
                        ),
                        size=None,
                        verbose_name="已报告",
                    ),
                ),
                ("note", fedportal.lib.encrypted_fields.EncryptedTextField(verbose_name="违反情况")),
                ("at", models.DateTimeField(verbose_name="登记时间")),
            ],
            options={
                "verbose_name": "违反保护令",
                "verbose_name_plural": "违反保护令",
            },
        ),
        migrations.CreateModel(
            name="OrderExtension",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=60, verbose_name="裁定文号")),
                ("before", models.DateField(verbose_name="原有效期至")),
                ("until", models.DateField(verbose_name="延长至")),
                ("at", models.DateTimeField(verbose_name="登记时间")),
            ],
            options={
                "verbose_name": "保护令延长",
                "verbose_name_plural": "保护令延长",
            },
        ),
        migrations.CreateModel(
            name="PoliceReport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "reporter",
                    models.CharField(
                        choices=[
                            ("herself", "本人"),
                            ("relative", "近亲属"),
                            ("federation", "妇联"),
                            ("committee", "村（居）委会"),
                            ("other", "其他人、其他单位"),
                        ],
                        max_length=12,
                        verbose_name="报警人",
                    ),
                ),
                ("reported_at", models.DateTimeField(verbose_name="报警时间")),
                ("station", models.CharField(max_length=100, verbose_name="公安机关")),
                ("accepted_at", models.DateTimeField(null=True, verbose_name="受理时间")),
                ("number", models.CharField(blank=True, max_length=60, verbose_name="报警回执、接处警编号")),
                ("note", fedportal.lib.encrypted_fields.EncryptedTextField(blank=True, verbose_name="说明")),
                ("recorded_at", models.DateTimeField(verbose_name="登记时间")),
                (
                    "result",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("criticism", "批评教育"),
                            ("warning", "出具告诫书"),
                            ("punishment", "治安管理处罚"),
                            ("criminal", "追究刑事责任"),
                            ("nothing", "未作处理"),
                        ],
                        max_length=12,
                        verbose_name="处理结果",
                    ),
                ),
                ("result_at", models.DateTimeField(null=True, verbose_name="作出时间")),
                ("appraised", models.BooleanField(default=False, verbose_name="已作伤情鉴定")),
            ],
            options={
                "verbose_name": "报警",
                "verbose_name_plural": "报警",
            },
        ),
        migrations.CreateModel(
            name="ProtectionOrder",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "applicant",
                    models.CharField(
                        choices=[
                            ("herself", "本人"),
                            ("relative", "近亲属"),
                            ("police", "公安机关"),
                            ("federation", "妇联"),
                            ("committee", "居（村）民委员会"),
                            ("rescue", "救助管理机构"),
                            ("civil", "民政部门"),
                            ("disabled", "残疾人联合会"),
                            ("elderly", "依法设立的老年人组织"),
                        ],
                        max_length=12,
                        verbose_name="申请人",
                    ),
                ),
                (
                    "ground",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("capacity", "无民事行为能力、限制民事行为能力"),
                            ("coerced", "受到强制、威吓等无法申请"),
                            ("frail", "年老、残疾、重病等，根据本人意愿"),
                        ],
                        max_length=10,
                        verbose_name="代为申请的理由",
                    ),
                ),
                ("wished", models.BooleanField(default=True, verbose_name="符合本人意愿")),
                (
                    "measures",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveSmallIntegerField(), size=None, verbose_name="申请的措施"
                    ),
                ),
                ("court", models.CharField(max_length=100, verbose_name="受理的人民法院")),
                ("oral", models.BooleanField(default=False, verbose_name="口头申请，记入笔录")),
                ("urgent", models.BooleanField(default=False, verbose_name="情况紧急")),
                ("accepted_at", models.DateTimeField(verbose_name="法院受理时间")),
                ("recorded_at", models.DateTimeField(verbose_name="登记时间")),
                (
                    "result",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("granted", "作出人身安全保护令"),
                            ("refused", "驳回申请"),
                            ("withdrawn", "本人撤回申请"),
                        ],
                        max_length=10,
                        verbose_name="裁定",
                    ),
                ),
                ("decided_at", models.DateTimeField(null=True, verbose_name="作出时间")),
                ("number", models.CharField(blank=True, max_length=60, verbose_name="裁定文号")),
                ("valid_until", models.DateField(null=True, verbose_name="有效期至")),
                ("served_at", models.DateTimeField(null=True, verbose_name="送达时间")),
                ("reconsidered_on", models.DateField(null=True, verbose_name="申请复议日期")),
                ("ended_at", models.DateTimeField(null=True, verbose_name="失效时间")),
                (
                    "ended",
                    models.CharField(
                        blank=True,
                        choices=[("expired", "期满失效"), ("revoked", "经申请撤销")],
                        max_length=10,
                        verbose_name="失效原因",
                    ),
                ),
                ("fed_back_on", models.DateField(null=True, verbose_name="向法院反馈执行情况")),
            ],
            options={
                "verbose_name": "人身安全保护令",
                "verbose_name_plural": "人身安全保护令",
            },
        ),
        migrations.CreateModel(
            name="SafetyPlan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("signs", fedportal.lib.encrypted_fields.EncryptedTextField(blank=True, verbose_name="危险信号")),
                (
                    "places",
                    fedportal.lib.encrypted_fields.EncryptedTextField(
                        blank=True, verbose_name="可以去的安全地方和走法"
                    ),
                ),
                (
                    "helpers",
                    fedportal.lib.encrypted_fields.EncryptedTextField(
                        blank=True, verbose_name="可以求助的人、约定的暗语"
                    ),
                ),
                (
                    "papers",
                    fedportal.lib.encrypted_fields.EncryptedTextField(
                        blank=True, verbose_name="随身的证件、钱物、药品"
                    ),
                ),
                (
                    "children",
                    fedportal.lib.encrypted_fields.EncryptedTextField(blank=True, verbose_name="孩子和老人怎么办"),
                ),
                ("at", models.DateTimeField(verbose_name="制定时间")),
            ],
            options={
                "verbose_name": "安全计划",
                "verbose_name_plural": "安全计划",
                "ordering": ("at", "pk"),
            },
        ),
        migrations.CreateModel(
            name="ViolenceCase",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("reported", "已接诉，待评估"),
                            ("assessed", "已评估，待定方案"),
                            ("planned", "已定方案"),
                            ("protecting", "保护处置中"),
                            ("monitoring", "跟踪回访"),
                            ("referred", "已转介"),
                            ("relapsed", "再次施暴，待评估"),
                            ("closed", "个案结案"),
                        ],
                        default="reported",
                        max_length=12,
                        verbose_name="个案状态",
                    ),
                ),
                (
                    "forms",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("physical", "身体暴力（殴打、捆绑、残害）"),
                                ("mental", "精神暴力"),
                                ("sexual", "性暴力"),
                                ("economic", "经济控制"),
                                ("confinement", "限制人身自由"),
                                ("starvation", "冻饿"),
                                ("insult", "经常性侮辱、诽谤"),
                                ("threat", "威胁"),
                                ("stalking", "跟踪"),
                                ("harassment", "骚扰"),
                            ],
                            max_length=12,
                        ),
                        size=None,
                        verbose_name="暴力形式",
                    ),
                ),
                (
                    "relation",
                    models.CharField(
                        choices=[
                            ("spouse", "配偶"),
                            ("former", "离婚、分手后的前配偶或者前恋人"),
                            ("cohabitant", "同居的人"),
                            ("parent", "父母"),
                            ("child", "子女"),
                            ("sibling", "兄弟姐妹"),
                            ("in_law", "公婆、岳父母、儿媳、女婿"),
                            ("carer", "监护、扶养、寄养关系的人"),
                            ("other", "其他共同生活的人"),
                        ],
                        max_length=12,
                        verbose_name="加害人是她的",
                    ),
                ),
                (
                    "groups",
                    django.contrib.postgres.fields.ArrayField(
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
                        verbose_name="受害人类别",
                    ),
                ),
                ("repeated", models.BooleanField(verbose_name="以前也发生过")),
                ("injured", models.BooleanField(verbose_name="有伤")),
                (
                    "history",
                    fedportal.lib.encrypted_fields.EncryptedTextField(
                        blank=True, verbose_name="起因、经过、以前的处理"
                    ),
                ),
                (
                    "wishes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("stop", "制止暴力，继续共同生活"),
                                ("leave", "离开，要安全的住处"),
                                ("divorce", "离婚、分手"),
                                ("punish", "追究责任"),
                                ("warning", "申请出具告诫书"),
                                ("order", "申请人身安全保护令"),
                                ("advice", "只作咨询"),
                                ("undecided", "还没有想好"),
                            ],
                            max_length=10,
                        ),
                        size=None,
                        verbose_name="本人意愿",
                    ),
                ),
                ("wish_words", fedportal.lib.encrypted_fields.EncryptedTextField(blank=True, verbose_name="本人的话")),
                ("told_at", models.DateTimeField(null=True, verbose_name="告知权利时间")),
                ("plan", fedportal.lib.encrypted_fields.EncryptedTextField(blank=True, verbose_name="个案方案")),
                ("planned_at", models.DateTimeField(null=True, verbose_name="方案时间")),
                ("superior_told_at", models.DateTimeField(null=True, verbose_name="报告上级时间")),
                ("superior_told_how", models.CharField(blank=True, max_length=100, verbose_name="报告方式、对象")),
                ("round_at", models.DateTimeField(verbose_name="本轮起始")),
                ("relapses", models.PositiveSmallIntegerField(default=0, verbose_name="再次施暴次数")),
                ("opened_at", models.DateTimeField(verbose_name="建立时间")),
                ("closed_at", models.DateTimeField(null=True, verbose_name="结案时间")),
            ],
            options={
                "verbose_name": "家庭暴力个案",
                "verbose_name_plural": "家庭暴力个案",
            },
        ),
        migrations.CreateModel(
            name="WarningLetter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("station", models.CharField(max_length=100, verbose_name="出具的公安机关")),
                ("number", models.CharField(max_length=60, verbose_name="告诫书编号")),
                ("issued_on", models.DateField(verbose_name="出具日期")),
                ("delivered_on", models.DateField(verbose_name="送达加害人日期")),
                ("committee", models.CharField(blank=True, max_length=100, verbose_name="查访的村（居）委会")),
                ("recorded_at", models.DateTimeField(verbose_name="登记时间")),
                ("ended_at", models.DateTimeField(null=True, verbose_name="查访结束时间")),
                (
                    "ended",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("clean", "连续三次查访未再实施家庭暴力"),
                            ("replaced", "另有新的告诫书"),
                            ("punished", "已转为行政处罚或者刑事追究"),
                        ],
                        max_length=10,
                        verbose_name="结束原因",
                    ),
                ),
            ],
            options={
                "verbose_name": "告诫书",
                "verbose_name_plural": "告诫书",
            },
        ),
        migrations.CreateModel(
            name="WarningVisit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("visited_at", models.DateTimeField(verbose_name="查访时间")),
                ("first", models.BooleanField(default=False, verbose_name="首次查访")),
                (
                    "finding",
                    models.CharField(
                        choices=[
                            ("clean", "未再实施家庭暴力"),
                            ("violence", "再次实施家庭暴力"),
                            ("unclear", "没有见到或者不便说话，另约时间"),
                        ],
                        max_length=10,
                        verbose_name="查访结果",
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("phone", "电话"),
                            ("home", "上门"),
                            ("in_person", "来访当面"),
                            ("message", "短信、微信"),
                        ],
                        max_length=10,
                        verbose_name="见她的方式",
                    ),
                ),
                ("safe_to_talk", models.BooleanField(verbose_name="现在方便说话")),
                ("educated", models.BooleanField(default=False, verbose_name="已对加害人法治教育")),
                ("note", fedportal.lib.encrypted_fields.EncryptedTextField(blank=True, verbose_name="查访情况")),
                ("recorded_at", models.DateTimeField(verbose_name="登记时间")),
            ],
            options={
                "verbose_name": "告诫书查访",
                "verbose_name_plural": "告诫书查访",
                "ordering": ("visited_at", "pk"),
            },
        ),
        migrations.RemoveConstraint(
            model_name="check",
            name="check_list_known",
        ),
        migrations.AddConstraint(
            model_name="check",
            constraint=models.CheckConstraint(
                condition=models.Q(("checklist__in", ["evidence", "harassment", "land", "trafficking"])),
                name="check_list_known",
            ),
        ),
        migrations.AddField(
            model_name="dangerassessment",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="评估人",
            ),
        ),
        migrations.AddField(
            model_name="dangerassessment",
            name="petition",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="danger_assessments", to="cases.petition"
            ),
        ),
        migrations.AddField(
            model_name="mandatoryreport",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="报告人",
            ),
        ),
        migrations.AddField(
            model_name="mandatoryreport",
            name="feedback_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="mandatoryreport",
            name="petition",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="mandatory_reports", to="cases.petition"
            ),
        ),
        migrations.AddField(
            model_name="orderbreach",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="orderbreach",
            name="petition",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="order_breaches", to="cases.petition"
            ),
        ),
        migrations.AddField(
            model_name="orderextension",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="orderextension",
            name="petition",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="order_extensions", to="cases.petition"
            ),
        ),
        migrations.AddField(
            model_name="policereport",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="登记人",
            ),
        ),
        migrations.AddField(
            model_name="policereport",
            name="petition",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="police_reports", to="cases.petition"
            ),
        ),
        migrations.AddField(
            model_name="policereport",
            name="result_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="protectionorder",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="登记人",
            ),
        ),
        migrations.AddField(
            model_name="protectionorder",
            name="petition",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="protection_orders", to="cases.petition"
            ),
        ),
        migrations.AddField(
            model_name="orderextension",
            name="order",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="extensions", to="cases.protectionorder"
            ),
        ),
        migrations.AddField(
            model_name="orderbreach",
            name="order",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="breaches", to="cases.protectionorder"
            ),
        ),
        migrations.AddField(
            model_name="safetyplan",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="safetyplan",
            name="petition",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="safety_plans", to="cases.petition"
            ),
        ),
        migrations.AddField(
            model_name="violencecase",
            name="opened_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="violencecase",
            name="petition",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="violence", to="cases.petition"
            ),
        ),
        migrations.AddField(
            model_name="violencecase",
            name="plan_handler",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="个案负责人",
            ),
        ),
        migrations.AddField(
            model_name="warningletter",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="登记人",
            ),
        ),
        migrations.AddField(
            model_name="warningletter",
            name="petition",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="warning_letters", to="cases.petition"
            ),
        ),
        migrations.AddField(
            model_name="warningletter",
            name="report",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="warning_letters",
                to="cases.policereport",
            ),
        ),
        migrations.AddField(
            model_name="warningvisit",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="查访人",
            ),
        ),
        migrations.AddField(
            model_name="warningvisit",
            name="letter",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="visits", to="cases.warningletter"
            ),
        ),
        migrations.AddField(
            model_name="warningvisit",
            name="petition",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="warning_visits", to="cases.petition"
            ),
        ),
        migrations.AddConstraint(
            model_name="dangerassessment",
            constraint=models.CheckConstraint(
                condition=models.Q(("version__in", ["2018"])), name="danger_version_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="dangerassessment",
            constraint=models.CheckConstraint(
                condition=models.Q(("marked__contained_by", [1, 2, 3, 4, 5, 6, 7, 8, 9])), name="danger_items_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="dangerassessment",
            constraint=models.CheckConstraint(
                condition=models.Q(("red_flags__contained_by", [1, 2])), name="danger_flags_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="dangerassessment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("unable", ""),
                    models.Q(("marked", []), ("red_flags", []), ("unable__in", ["refused", "unable"])),
                    _connector="OR",
                ),
                name="danger_unable_has_no_answers",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="dangerassessment",
            trigger=pgtrigger.compiler.Trigger(
                name="danger_append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n        IF cases_may_erase(OLD.petition_id) THEN\n            IF TG_OP = 'DELETE' AND false THEN\n                RETURN OLD;\n            END IF;\n            IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - ARRAY['note', 'score', 'level'] = to_jsonb(OLD) - ARRAY['note', 'score', 'level'] AND NEW.note IN ('', '已处置') THEN\n                RETURN NEW;\n            END IF;\n        END IF;\n        RAISE EXCEPTION 'pgtrigger: Cannot % rows from % table', lower(TG_OP), TG_TABLE_NAME;\n        ",
                    hash="8c804d048f96bfcd51840215c7ae893bc63323bb",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_danger_append_only_bb8c8",
                    table="cases_dangerassessment",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="mandatoryreport",
            constraint=models.CheckConstraint(
                condition=models.Q(("triggers__contained_by", [1, 2, 3, 4, 5, 6, 7, 8, 9])),
                name="mandatory_triggers_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="mandatoryreport",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("to__contained_by", ["police", "civil", "education"]), ("to__contains", ["police"])
                ),
                name="mandatory_to_the_police",
            ),
        ),
        migrations.AddConstraint(
            model_name="mandatoryreport",
            constraint=models.CheckConstraint(
                condition=models.Q(("reported_at__gte", models.F("known_at"))), name="mandatory_reported_after_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="mandatoryreport",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("accepted_at", None), ("accepted_at__gte", models.F("reported_at")), _connector="OR"
                ),
                name="mandatory_accepted_after",
            ),
        ),
        migrations.AddConstraint(
            model_name="mandatoryreport",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("feedback_at", None), ("feedback_by", None)),
                    models.Q(("feedback_at__gte", models.F("reported_at")), ("feedback_by__isnull", False)),
                    _connector="OR",
                ),
                name="mandatory_feedback_by_someone",
            ),
        ),
        migrations.AddConstraint(
            model_name="policereport",
            constraint=models.CheckConstraint(
                condition=models.Q(("reporter__in", ["herself", "relative", "federation", "committee", "other"])),
                name="police_reporter_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="policereport",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("accepted_at", None), ("accepted_at__gte", models.F("reported_at")), _connector="OR"
                ),
                name="police_accepted_after",
            ),
        ),
        migrations.AddConstraint(
            model_name="policereport",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("result", ""), ("result_at", None), ("result_by", None)),
                    models.Q(
                        ("result__in", ["criticism", "warning", "punishment", "criminal", "nothing"]),
                        ("result_at__gte", models.F("reported_at")),
                        ("result_by__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="police_result_says_when",
            ),
        ),
        migrations.AddConstraint(
            model_name="protectionorder",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("measures__contained_by", [1, 2, 3, 4, 5, 6]), models.Q(("measures", []), _negated=True)
                ),
                name="protection_measures_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="protectionorder",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("applicant", "herself"), ("ground", "")),
                    models.Q(
                        models.Q(("applicant", "herself"), _negated=True),
                        ("ground__in", ["capacity", "coerced", "frail"]),
                    ),
                    _connector="OR",
                ),
                name="protection_for_her_has_ground",
            ),
        ),
        migrations.AddConstraint(
            model_name="protectionorder",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decided_at", None), ("result", ""), ("valid_until", None)),
                    models.Q(("decided_at__isnull", False), ("result", "granted"), ("valid_until__isnull", False)),
                    models.Q(
                        ("decided_at__isnull", False), ("result__in", ["refused", "withdrawn"]), ("valid_until", None)
                    ),
                    _connector="OR",
                ),
                name="protection_granted_says_until",
            ),
        ),
        migrations.AddConstraint(
            model_name="protectionorder",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended", ""), ("ended_at", None), ("fed_back_on", None)),
                    models.Q(
                        ("ended__in", ["expired", "revoked"]), ("ended_at__isnull", False), ("result", "granted")
                    ),
                    _connector="OR",
                ),
                name="protection_ended_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="orderextension",
            constraint=models.CheckConstraint(
                condition=models.Q(("until__gt", models.F("before"))), name="protection_extended_later"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="orderextension",
            trigger=pgtrigger.compiler.Trigger(
                name="order_extension_append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n        IF cases_may_erase(OLD.petition_id) THEN\n            IF TG_OP = 'DELETE' AND false THEN\n                RETURN OLD;\n            END IF;\n            IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - ARRAY['number'] = to_jsonb(OLD) - ARRAY['number'] AND NEW.number IN ('', '已处置') THEN\n                RETURN NEW;\n            END IF;\n        END IF;\n        RAISE EXCEPTION 'pgtrigger: Cannot % rows from % table', lower(TG_OP), TG_TABLE_NAME;\n        ",
                    hash="60b541bf50774bf4f64967f98394639f69e7dd98",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_order_extension_append_only_27ae3",
                    table="cases_orderextension",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="orderbreach",
            constraint=models.CheckConstraint(
                condition=models.Q(("told__contained_by", ["police", "court"]), models.Q(("told", []), _negated=True)),
                name="protection_breach_is_told",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="orderbreach",
            trigger=pgtrigger.compiler.Trigger(
                name="order_breach_append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n        IF cases_may_erase(OLD.petition_id) THEN\n            IF TG_OP = 'DELETE' AND false THEN\n                RETURN OLD;\n            END IF;\n            IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - ARRAY['note'] = to_jsonb(OLD) - ARRAY['note'] AND NEW.note IN ('', '已处置') THEN\n                RETURN NEW;\n            END IF;\n        END IF;\n        RAISE EXCEPTION 'pgtrigger: Cannot % rows from % table', lower(TG_OP), TG_TABLE_NAME;\n        ",
                    hash="97fba745b91511191557239d5f632fb52b55af98",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_order_breach_append_only_82568",
                    table="cases_orderbreach",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="safetyplan",
            trigger=pgtrigger.compiler.Trigger(
                name="safety_plan_append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n        IF cases_may_erase(OLD.petition_id) THEN\n            IF TG_OP = 'DELETE' AND false THEN\n                RETURN OLD;\n            END IF;\n            IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - ARRAY['signs', 'places', 'helpers', 'papers', 'children'] = to_jsonb(OLD) - ARRAY['signs', 'places', 'helpers', 'papers', 'children'] AND NEW.signs IN ('', '已处置') AND NEW.places IN ('', '已处置') AND NEW.helpers IN ('', '已处置') AND NEW.papers IN ('', '已处置') AND NEW.children IN ('', '已处置') THEN\n                RETURN NEW;\n            END IF;\n        END IF;\n        RAISE EXCEPTION 'pgtrigger: Cannot % rows from % table', lower(TG_OP), TG_TABLE_NAME;\n        ",
                    hash="f955c556de417e6cb6019159eb12c7cf99d2ba59",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_safety_plan_append_only_07430",
                    table="cases_safetyplan",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="violencecase",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        [
                            "reported",
                            "assessed",
                            "planned",
                            "protecting",
                            "monitoring",
                            "referred",
                            "relapsed",
                            "closed",
                        ],
                    )
                ),
                name="violence_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="violencecase",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "forms__contained_by",
                        [
                            "physical",
                            "mental",
                            "sexual",
                            "economic",
                            "confinement",
                            "starvation",
                            "insult",
                            "threat",
                            "stalking",
                            "harassment",
                        ],
                    ),
                    models.Q(("forms", []), _negated=True),
                ),
                name="violence_forms_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="violencecase",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "wishes__contained_by",
                        ["stop", "leave", "divorce", "punish", "warning", "order", "advice", "undecided"],
                    ),
                    models.Q(("wishes", []), _negated=True),
                ),
                name="violence_wish_is_asked",
            ),
        ),
        migrations.AddConstraint(
            model_name="violencecase",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("groups__contained_by", ["minor", "no_capacity", "elderly", "disabled", "maternity", "ill"])
                ),
                name="violence_groups_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="violencecase",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "relation__in",
                        ["spouse", "former", "cohabitant", "parent", "child", "sibling", "in_law", "carer", "other"],
                    )
                ),
                name="violence_relation_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="violencecase",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closed_at__isnull", False), ("state", "closed")),
                    models.Q(models.Q(("state", "closed"), _negated=True), ("closed_at", None)),
                    _connector="OR",
                ),
                name="violence_closed_says_when",
            ),
        ),
        migrations.AddConstraint(
            model_name="violencecase",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ("planned", "protecting", "monitoring", "closed")), _negated=True),
                    models.Q(("plan_handler__isnull", False), ("planned_at__isnull", False)),
                    _connector="OR",
                ),
                name="violence_planned_has_a_handler",
            ),
        ),
        migrations.AddConstraint(
            model_name="warningletter",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None)), fields=("petition",), name="warning_one_runs"
            ),
        ),
        migrations.AddConstraint(
            model_name="warningletter",
            constraint=models.CheckConstraint(
                condition=models.Q(("delivered_on__gte", models.F("issued_on"))), name="warning_delivered_after"
            ),
        ),
        migrations.AddConstraint(
            model_name="warningletter",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended", ""), ("ended_at", None)),
                    models.Q(("ended__in", ["clean", "replaced", "punished"]), ("ended_at__isnull", False)),
                    _connector="OR",
                ),
                name="warning_ended_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="warningvisit",
            constraint=models.UniqueConstraint(
                condition=models.Q(("first", True)), fields=("letter",), name="warning_first_visit_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="warningvisit",
            constraint=models.CheckConstraint(
                condition=models.Q(("safe_to_talk", True), ("finding", "unclear"), _connector="OR"),
                name="warning_found_if_free",
            ),
        ),
        migrations.AddConstraint(
            model_name="warningvisit",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("first", True), _negated=True),
                    models.Q(("finding", "unclear"), _negated=True),
                    _connector="OR",
                ),
                name="warning_first_found_something",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="warningvisit",
            trigger=pgtrigger.compiler.Trigger(
                name="warning_visit_append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n        IF cases_may_erase(OLD.petition_id) THEN\n            IF TG_OP = 'DELETE' AND false THEN\n                RETURN OLD;\n            END IF;\n            IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - ARRAY['note'] = to_jsonb(OLD) - ARRAY['note'] AND NEW.note IN ('', '已处置') THEN\n                RETURN NEW;\n            END IF;\n        END IF;\n        RAISE EXCEPTION 'pgtrigger: Cannot % rows from % table', lower(TG_OP), TG_TABLE_NAME;\n        ",
                    hash="43c9651a56eb7c36c6d147c33f32cc840a53720b",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_warning_visit_append_only_01451",
                    table="cases_warningvisit",
                    when="BEFORE",
                ),
            ),
        ),
    ]
