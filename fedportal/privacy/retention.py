"""How long each kind of record is kept and what becomes of it then, as a table; years come from the settings.

A longer time may be set, a shorter one than the floor stops every command (checks.py).
"""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import models

# POLICY until a schedule of retention is issued (domain.md P18): the years for which a file was archived.
FLOORS = {"10y": 10, "30y": 30}
# A work order is at the same time the record of whose data one organ gave another: 网络数据安全管理条例 art. 12, three
# years at least (domain.md P5). No longer than that is needed of one that became no petition (个人信息保护法 art. 19).
ORDER_FLOOR = 3
# POLICY (domain.md L10 found no rule): who called about what stays as long as a limitation of the calls' own matters
# may be asked about, labour arbitration's year (劳动争议调解仲裁法 art. 27) at least.
CALL_FLOOR = 1


class Fate(models.TextChoices):
    """What becomes of a record at the end."""

    ANONYMISE = "anonymise", "去除个人信息，保留统计"
    DELETE = "delete", "删除"
    KEEP = "keep", "长期保存"


@dataclass(frozen=True)
class RecordKind:
    """One line of the schedule."""

    label: str
    basis: str
    kept: str
    fate: Fate
    how: str


def years_of(retention: str) -> int | None:
    """For how many years a file of that retention is kept after it was archived; None: for ever."""
    years: int | None = settings.RETENTION_YEARS.get(retention)
    return years


def years_before(at: datetime, years: int) -> datetime:
    """The same moment so many years ago; of the 29th of February the 28th."""
    try:
        return at.replace(year=at.year - years)
    except ValueError:
        return at.replace(year=at.year - years, day=28)


def schedule() -> list[RecordKind]:
    """The whole schedule, as it holds by the settings."""
    ten, thirty = (settings.RETENTION_YEARS[name] for name in ("10y", "30y"))
    archives, needed = "档案法第十四条；年限为内部规定", "个人信息保护法第十九条"
    orders, calls = settings.RETENTION_ORDER_YEARS, settings.RETENTION_CALL_YEARS
    kept_orders = "网络数据安全管理条例第十二条（不少于 3 年）、个人信息保护法第十九条；年限为内部规定"
    batch, along = "到期后列出清单，一人拟订、另一人确认，逐批处置，留处置凭据", "随案卷一并删除"
    rows = (
        ("信访卷宗（保管期限 10 年）", archives, f"归档后 {ten} 年", Fate.ANONYMISE, batch),
        ("信访卷宗（保管期限 30 年）", archives, f"归档后 {thirty} 年", Fate.ANONYMISE, batch),
        ("信访卷宗（永久）", archives, "永久", Fate.KEEP, "不处置"),
        ("检举控告；正在复查复核、有未完成时限的；标记保留的", "条例第三十条", "解除以前", Fate.KEEP, "不列入清单"),
        ("12345 工单（没有登记、关联信访的）", kept_orders, f"办结以后 {orders} 年", Fate.ANONYMISE, batch),
        (
            "12338 来电、工单（没有登记信访的）",
            f"{needed}；年限为内部规定",
            f"办结以后 {calls} 年",
            Fate.ANONYMISE,
            batch,
        ),
        ("12345 工单、12338 来电和工单（已登记信访的）", needed, "随案卷", Fate.ANONYMISE, "随案卷一并处置"),
        ("维权队伍人员（离队的）", f"{needed}；年限为内部规定", "离队以后 3 年", Fate.ANONYMISE, batch),
        (
            "平安家庭门牌号、户号",
            f"{needed}；年限为内部规定",
            "最近一次核对以后 3 年，移出名单的当日",
            Fate.DELETE,
            "自动删除",
        ),
        ("庇护申请、入住", f"{needed}；年限为内部规定", "结案或者不予接收、撤回以后 10 年", Fate.ANONYMISE, batch),
        ("附件、公文原件、更正前的内容、安全联系要求", needed, "随案卷", Fate.DELETE, along),
        ("查阅、复制、更正、删除申请", "个人信息保护法第五十条", "随案卷", Fate.ANONYMISE, "随案卷一并处置"),
        ("对外提供记录", "网络数据安全管理条例第十二条", "不少于 3 年", Fate.KEEP, "不含个人信息，长期保存"),
        ("处置凭据", "个人信息保护法第四十七条", "长期", Fate.KEEP, "只有编号，不含个人信息"),
        ("查阅、操作记录", "网络安全法；年限为内部规定", f"{settings.AUDIT_KEEP_DAYS} 日", Fate.KEEP, "目前不处置"),
        ("导出的台账文件、批量办理结果", needed, "1 日", Fate.DELETE, "自动删除"),
        ("导入的台账文件和有误的行、没有确认的人员名册", needed, "7 日", Fate.DELETE, "自动删除"),
    )
    return [RecordKind(*row) for row in rows]
