"""The list of applications and names as an .xlsx file: no opinions, no reports, and of a village no reason."""

import datetime as dt

from django.utils import timezone

from stations.accreditation_workflow import AccreditationKind, AccreditationState
from stations.models import Accreditation
from stations.network_ledgers import Ledger


def _day(at: dt.datetime | None) -> str:
    return str(timezone.localdate(at)) if at else ""


def _until(row: Accreditation) -> str:
    if row.state != AccreditationState.VALID:
        return ""
    return "逐季核定" if row.kind == AccreditationKind.NO_VIOLENCE else str(row.valid_until)


def _check(row: Accreditation) -> str:
    check = row.gate_check
    return f"{check.checked_on} {check.points}／{check.whole}" if check else ""


NAMES = Ledger(
    "示范创建台账",
    "件",
    "accreditation",
    "stations:accreditation_list",
    "自评报告、审核意见",
    (
        ("申报对象", 36, lambda row: row.subject),
        ("地区", 20, lambda row: row.unit.region_name),
        ("类别", 26, lambda row: row.get_kind_display()),
        ("申报级别", 10, lambda row: row.get_level_display()),
        ("申报单位", 26, lambda row: row.applicant.name),
        ("申报日期", 12, lambda row: _day(row.at)),
        ("状态", 14, lambda row: row.get_state_display()),
        ("依据的检查", 22, _check),
        ("命名单位", 26, lambda row: row.namer.name if row.namer else ""),
        ("命名日期", 12, lambda row: _day(row.named_at)),
        ("有效期至", 12, _until),
        ("结束日期", 12, lambda row: _day(row.ended_at)),
        ("撤销事由", 16, lambda row: row.get_ground_display() if row.ground else ""),
    ),
    {"范围": "本单位及下级的申报和命名；不含自评报告、审核意见。"},
)
