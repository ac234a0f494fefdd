"""The columns of a ledger of stations, and the headings by which offices call them."""

import re
from collections.abc import Sequence

from cases.imports.cells import folded
from stations.imports.sheet import Column, Headings
from stations.station_facts import HostKind, StationKind

COLUMNS = {
    "org": Column(
        "服务的单位",
        "必填，村（社区）、乡镇（街道）或者县的名称，或者区划代码；有同名的，写上所在的乡镇",
        "所属单位 单位 村社区 区划代码 行政区划代码 所在地 服务区域",
        required=True,
    ),
    "name": Column("名称", "必填", "站点名称 服务站名称 站名", required=True, longest=120),
    "kind": Column("类别", "必填，见“选项”表", "站点类别 类型 站点类型", required=True),
    "host_kind": Column("依托单位类别", "见“选项”表；空着按“其他单位”", "依托类别 依托类型"),
    "host_name": Column("依托单位", "可以不填", "依托单位名称 依托 挂靠单位", longest=120),
    "address": Column("地址", "必填，写到门牌", "站点地址 详细地址", required=True),
    "hours": Column("开放时间", "必填，如“周一至周五 8:30—17:30”", "服务时间 工作时间", required=True, longest=100),
    "phone": Column("对外电话", "可以不填", "电话 联系电话 服务电话 站点电话", longest=40),
    "opened_on": Column("建站日期", "必填，如 2024-03-08", "建站时间 成立日期 成立时间 挂牌日期", required=True),
    "public": Column("向社会公开", "是、否；空着为“是”", "是否公开 公开"),
    "person": Column("负责人", "姓名，可以不填", "站长 联系人 负责人姓名 姓名 值班人员", longest=60),
    "duty": Column("负责人职责", "如“站长”，可以不填", "职责 职务", longest=60),
    "person_phone": Column("负责人电话", "可以不填；加密保存", "联系人电话 站长电话 手机", longest=40),
    "published": Column("负责人对外公开", "是、否；空着为“否”", "公开负责人"),
}
_MARKS = re.compile(r"[-_*:·.。\"'“”（）()\[\]【】、/]")


def key(heading: str) -> str:
    """For comparing: without marks, spaces and width."""
    return _MARKS.sub("", folded(heading))


HEADINGS = Headings(COLUMNS, key)


def _wordings(choices: Sequence[tuple[str, str]], also: dict[str, str]) -> dict[str, str]:
    said = {key(word): value for value, label in choices for word in (value, label)}
    return said | {key(word): value for value, words in also.items() for word in words.split()}


KINDS = _wordings(
    StationKind.choices,
    {
        "rights": "维权服务站 维权站 妇女儿童维权服务站 妇女维权站",
        "home": "妇女儿童之家",
        "mobile": "平安之家",
        "mediation": "婚姻家庭纠纷人民调解委员会 婚调委 调委会",
        "window": "综治中心妇联窗口 维权窗口",
        "social": "反家暴社工维权岗",
        "charity": "妇女维权慈善义工站 义工站",
        "centre": "妇联维权服务中心 维权服务中心 12338",
    },
)
HOSTS = _wordings(HostKind.choices, {"governance": "综治维稳中心", "committee": "村委会 居委会 村居委会"})
_YES, _NO = "是 有 y yes 1 √", "否 无 n no 0 ×"
YES_NO = {key(word): True for word in _YES.split()} | {key(word): False for word in _NO.split()}
