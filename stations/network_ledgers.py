"""The lists of people, rights posts and bases as .xlsx files, marked with who took them; no person's numbers leave."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cases.exports.book import Column

MOST = 5_000  # rows, made at once


@dataclass(frozen=True)
class Ledger:
    """One list that leaves: what its lines are called, its columns, what is said of it; `verb` names its lines of the
    trail, `back` the address of the list."""

    name: str
    unit: str
    verb: str
    back: str
    left_out: str
    columns: Sequence[Column]
    about: Mapping[str, str]


PEOPLE = Ledger(
    "维权队伍名册",
    "人",
    "person",
    "stations:person_list",
    "电话、身份证号",
    (
        ("姓名", 12, lambda shown: str(shown.person)),
        ("性别", 6, lambda shown: shown.person.get_sex_display()),
        ("登记单位", 26, lambda shown: shown.person.org.name),
        ("层级", 8, lambda shown: shown.person.org.get_level_display()),
        ("身份", 30, lambda shown: shown.role_words),
        ("专兼职", 8, lambda shown: shown.time_words),
        ("工作单位", 30, lambda shown: shown.person.workplace),
        ("加入日期", 12, lambda shown: str(shown.person.joined_on)),
        ("可以服务", 24, lambda shown: shown.person.available_words),
        ("最近一次全省信访业务培训", 24, lambda shown: str(shown.person.trained_on or "")),
        ("状态", 16, lambda shown: shown.state_words),
    ),
    {
        "范围": "本单位及下级的人员；不含电话、身份证号。",
        "保管": "本文件含个人信息，只用于上述事由，用后删除。",
    },
)
POSTS = Ledger(
    "妇女维权岗名册",
    "个",
    "post",
    "stations:post_list",
    "没有",
    (
        ("维权岗", 36, lambda post: post.name),
        ("所在单位", 30, lambda post: post.agency.name),
        ("单位类别", 20, lambda post: post.agency.get_kind_display()),
        ("登记单位", 26, lambda post: post.org.name),
        ("地点", 30, lambda post: post.place),
        ("职责", 50, lambda post: "；".join(post.duties)),
        ("联系人", 16, lambda post: post.contact),
        ("办公电话", 16, lambda post: post.phone),
        ("设立日期", 12, lambda post: str(post.opened_on)),
        ("最近复核", 12, lambda post: str(post.reviewed_on or "")),
        ("撤销日期", 12, lambda post: str(post.closed_on or "")),
    ),
    {"范围": "本单位及下级登记的维权岗。"},
)
BASES = Ledger(
    "维权阵地名册",
    "个",
    "base",
    "stations:base_list",
    "没有",
    (
        ("单位", 36, lambda base: base.agency.name),
        ("类型", 20, lambda base: base.get_kind_display()),
        ("登记单位", 26, lambda base: base.org.name),
        ("接收的事项", 50, lambda base: "；".join(base.takes)),
        ("联系人", 16, lambda base: base.agency.contact),
        ("联系电话", 16, lambda base: base.agency.phone),
        ("地址", 36, lambda base: base.address),
        ("服务时间", 24, lambda base: base.hours),
        ("成立日期", 12, lambda base: str(base.opened_on)),
        ("停办日期", 12, lambda base: str(base.closed_on or "")),
    ),
    {"范围": "本单位及下级登记的维权阵地，和上级开放的。"},
)
