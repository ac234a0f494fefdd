"""Clients of 12345, which exchange work orders and read nothing else."""

import django.contrib.postgres.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("api", "0010_kept_answers"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="apiclient",
            name="system",
            field=models.CharField(
                blank=True,
                help_text="12345 协同的必填，如 binzhou-12345；只收发这一系统的工单",
                max_length=40,
                verbose_name="对方系统代号",
            ),
        ),
        migrations.AlterField(
            model_name="apiclient",
            name="scopes",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(
                    choices=[
                        ("read", "读取：事项、时限、变更流、快照、摘要"),
                        ("write", "写入：登记、办理、批量"),
                        ("personal", "读取个人信息：姓名、电话、住址、证件号（须写明法律依据）"),
                        ("webhooks", "订阅：变更通知"),
                        ("tickets", "12345 协同：只收发本系统的工单（不能与读取、写入同选）"),
                    ],
                    max_length=20,
                ),
                size=None,
                verbose_name="权限范围",
            ),
        ),
        migrations.AddConstraint(
            model_name="apiclient",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("scopes__contains", ["tickets"]),
                        ("system__regex", "^[a-z0-9][a-z0-9_-]{0,39}$"),
                        models.Q(("scopes__overlap", ["read", "write"]), _negated=True),
                    ),
                    models.Q(models.Q(("scopes__contains", ["tickets"]), _negated=True), ("system", "")),
                    _connector="OR",
                ),
                name="api_client_of_tickets_has_system",
            ),
        ),
    ]
