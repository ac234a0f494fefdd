"""A scope for writing on courses of violence; 12345 is not granted it."""

import django.contrib.postgres.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("api", "0020_scope_of_shelters"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="apiclient",
            name="api_client_of_tickets_has_system",
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
                        ("calls", "读取 12338 热线：来电、回拨、工单"),
                        ("calls_write", "写入 12338 热线：登记来电、办理工单"),
                        (
                            "quality",
                            "读取 12338 来电质检：各接线员的得分（全名、评语须另有个人信息；与热线同选的，对照得出是谁）",
                        ),
                        ("stations", "读取站点：名录、人员、三融三联、每月服务人次"),
                        ("stations_write", "写入站点：登记、更改、撤销站点，登记服务日志"),
                        ("network", "读取维权队伍、维权岗、维权阵地"),
                        ("network_write", "写入维权队伍、维权岗、维权阵地"),
                        ("violence", "读取家庭暴力个案的经过：危险评估、报警、告诫书、保护令、回访"),
                        ("violence_write", "写入家庭暴力个案：公安机关处理结果、告诫书和查访、保护令裁定和违反"),
                        (
                            "shelters",
                            "读取本单位庇护所和入住：类别、空床数、状态、日期（没有地点；姓名须另有个人信息）",
                        ),
                        ("tickets", "12345 协同：只收发本系统的工单（不能与读取、写入、热线同选）"),
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
                        models.Q(
                            (
                                "scopes__overlap",
                                [
                                    "read",
                                    "write",
                                    "calls",
                                    "calls_write",
                                    "quality",
                                    "stations",
                                    "stations_write",
                                    "network",
                                    "network_write",
                                    "violence",
                                    "violence_write",
                                    "shelters",
                                ],
                            ),
                            _negated=True,
                        ),
                    ),
                    models.Q(models.Q(("scopes__contains", ["tickets"]), _negated=True), ("system", "")),
                    _connector="OR",
                ),
                name="api_client_of_tickets_has_system",
            ),
        ),
    ]
