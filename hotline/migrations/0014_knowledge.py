"""The knowledge base: entries, versions, reviews, uses, and phrases that are not used."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("hotline", "0013_call_tickets_follow"),
        ("orgs", "0003_responsible"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="KnowledgeEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("org_code", models.BigIntegerField()),
                (
                    "category",
                    models.CharField(
                        choices=[
                            ("violence", "家庭暴力"),
                            ("order", "人身安全保护令"),
                            ("warning", "告诫书"),
                            ("marriage", "结婚离婚"),
                            ("children", "子女抚养"),
                            ("property", "财产和土地"),
                            ("work", "劳动和性骚扰"),
                            ("minors", "未成年人和强制报告"),
                            ("legal_aid", "法律援助"),
                            ("other", "其他"),
                        ],
                        max_length=10,
                        verbose_name="类别",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "草稿"), ("published", "已发布"), ("retired", "已停用")],
                        default="draft",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("pending", models.BooleanField(default=True, verbose_name="有待审核的版本")),
                ("changed_at", models.DateTimeField(verbose_name="最近变动")),
                ("terms", django.contrib.postgres.search.SearchVectorField(default="")),
                (
                    "org",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="orgs.organization",
                        verbose_name="编写单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "知识条目",
                "verbose_name_plural": "知识条目",
            },
        ),
        migrations.CreateModel(
            name="KnowledgeVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.SmallIntegerField(verbose_name="版本")),
                ("question", models.CharField(max_length=120, verbose_name="问题")),
                ("answer", models.TextField(max_length=3000, verbose_name="答复")),
                (
                    "articles",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=80), size=None, verbose_name="法律依据"
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="修改说明")),
                ("at", models.DateTimeField(verbose_name="编写时间")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="编写人",
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="hotline.knowledgeentry",
                    ),
                ),
            ],
            options={
                "verbose_name": "知识条目版本",
                "verbose_name_plural": "知识条目版本",
            },
        ),
        migrations.CreateModel(
            name="KnowledgeUse",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sentence", models.SmallIntegerField(verbose_name="第几句")),
                ("at", models.DateTimeField(verbose_name="时间")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="接线员",
                    ),
                ),
                (
                    "call",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="knowledge_uses", to="hotline.call"
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="uses", to="hotline.knowledgeversion"
                    ),
                ),
            ],
            options={
                "verbose_name": "答复引用",
                "verbose_name_plural": "答复引用",
            },
        ),
        migrations.CreateModel(
            name="KnowledgeReview",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "verdict",
                    models.CharField(
                        choices=[
                            ("published", "审核发布"),
                            ("returned", "退回修改"),
                            ("kept", "复核，继续使用"),
                            ("retired", "停用"),
                        ],
                        max_length=10,
                        verbose_name="结论",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="意见")),
                ("at", models.DateTimeField(verbose_name="时间")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="审核人",
                    ),
                ),
                (
                    "writer",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reviews",
                        to="hotline.knowledgeversion",
                    ),
                ),
            ],
            options={
                "verbose_name": "知识条目审核",
                "verbose_name_plural": "知识条目审核",
            },
        ),
        migrations.AddField(
            model_name="knowledgeentry",
            name="current",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="hotline.knowledgeversion",
                verbose_name="现行版本",
            ),
        ),
        migrations.CreateModel(
            name="ForbiddenPhrase",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("org_code", models.BigIntegerField()),
                ("phrase", models.CharField(max_length=40, verbose_name="禁语")),
                ("why", models.CharField(max_length=100, verbose_name="为什么不能说")),
                ("instead", models.CharField(blank=True, max_length=200, verbose_name="可以这样说")),
                ("at", models.DateTimeField(verbose_name="登记时间")),
                ("removed_at", models.DateTimeField(null=True, verbose_name="取消时间")),
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
                    "org",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="orgs.organization",
                        verbose_name="规定单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "服务禁语",
                "verbose_name_plural": "服务禁语",
                "indexes": [models.Index(fields=["org_code"], name="phrase_in_range")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("removed_at", None)),
                        fields=("org", "phrase"),
                        name="phrase_once_in_a_unit",
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="knowledgeversion",
            constraint=models.UniqueConstraint(fields=("entry", "number"), name="knowledge_version_once"),
        ),
        migrations.AddConstraint(
            model_name="knowledgeversion",
            constraint=models.CheckConstraint(condition=models.Q(("number__gt", 0)), name="knowledge_version_counts"),
        ),
        migrations.AddConstraint(
            model_name="knowledgeversion",
            constraint=models.CheckConstraint(
                condition=models.Q(("articles", []), _negated=True), name="knowledge_version_has_articles"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="knowledgeversion",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="1842fbff4e2746e8b5697c255566677ac069ac46",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_8ec74",
                    table="hotline_knowledgeversion",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="knowledgeuse",
            constraint=models.UniqueConstraint(
                fields=("call", "version", "sentence"), name="knowledge_used_once_in_a_call"
            ),
        ),
        migrations.AddConstraint(
            model_name="knowledgeuse",
            constraint=models.CheckConstraint(
                condition=models.Q(("sentence__gt", 0)), name="knowledge_sentence_counts"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="knowledgeuse",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="1d2838a8deb8820d55b059ee28c42a580015350f",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_78da8",
                    table="hotline_knowledgeuse",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="knowledgereview",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("verdict", "published"), _negated=True),
                    models.Q(("by", models.F("writer")), _negated=True),
                    _connector="OR",
                ),
                name="knowledge_published_by_another",
            ),
        ),
        migrations.AddConstraint(
            model_name="knowledgereview",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("verdict__in", ("returned", "retired")), _negated=True),
                    models.Q(("note", ""), _negated=True),
                    _connector="OR",
                ),
                name="knowledge_refusal_says_why",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="knowledgereview",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="d5dfabfaee89023ef57acacb99a4dd201f7a0203",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_2b889",
                    table="hotline_knowledgereview",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="knowledgeentry",
            index=models.Index(fields=["org_code", "-changed_at"], name="knowledge_in_range"),
        ),
        migrations.AddIndex(
            model_name="knowledgeentry",
            index=django.contrib.postgres.indexes.GinIndex(
                condition=models.Q(("state", "published")), fields=["terms"], name="knowledge_terms"
            ),
        ),
        migrations.AddConstraint(
            model_name="knowledgeentry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("current", None), ("state", "draft")),
                    models.Q(models.Q(("state", "draft"), _negated=True), ("current__isnull", False)),
                    _connector="OR",
                ),
                name="knowledge_published_has_version",
            ),
        ),
        migrations.AddConstraint(
            model_name="knowledgeentry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "category__in",
                        [
                            "violence",
                            "order",
                            "warning",
                            "marriage",
                            "children",
                            "property",
                            "work",
                            "minors",
                            "legal_aid",
                            "other",
                        ],
                    )
                ),
                name="knowledge_category_known",
            ),
        ),
    ]
