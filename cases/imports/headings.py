"""The fields that a ledger may fill, and the headings by which offices call them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from cases.imports.cells import folded


@dataclass(frozen=True)
class Field:
    """One field of a petition or its petitioner, and what a cell of it should look like."""

    name: str
    label: str
    hint: str


_FIELDS = (
    Field("external_id", "原编号", "原台账里的编号，可以不填；同一编号只导入一次"),
    Field("received_at", "收到时间", "必填，如 2026-03-05 14:30 或 2026年3月5日"),
    Field("name", "姓名", "信访人姓名；空着按“匿名”登记"),
    Field("sex", "性别", "女、男；空着为不详"),
    Field("age", "年龄", "周岁，按收到时间折算出生年份"),
    Field("birth_on", "出生日期", "如 1990-05-01"),
    Field("id_number", "身份证号", "18 位，单元格请设为文本"),
    Field("marital", "婚姻状况", "未婚、已婚、离异、丧偶；空着为不详"),
    Field("ethnicity", "民族", "如“汉族”，可以不填"),
    Field("occupation", "职业", "不超过 40 字，可以不填"),
    Field("education", "文化程度", "小学、初中、高中（中专）、大专、本科及以上，可以不填"),
    Field("phone", "联系方式", "电话，不超过 40 字"),
    Field("address", "住址", "不超过 200 字"),
    Field("head_count", "信访人数", "数字，空着为 1"),
    Field("repeat_count", "来访来信次数", "数字，空着为 1"),
    Field("channel", "信访形式", "空着用导入时选的默认值"),
    Field("category", "事项类别", "类别名称，空着用导入时选的默认值"),
    Field("matter_class", "事项性质", "空着用导入时选的默认值"),
    Field("request", "诉求", "诉求、主要事实至少填一项"),
    Field("facts", "主要事实", "诉求、主要事实至少填一项"),
    Field("place", "问题属地", "本单位辖区内的地名或区划代码；空着为本单位"),
)
FIELDS = {field.name: field for field in _FIELDS}

# Headings in order of preference: where two columns of a ledger mean the same field, the earlier word wins.
_HEADINGS = {
    "external_id": "原编号 外部编号 信访编号 信访件编号 登记编号 登记号 受理编号 受理号 来信编号 编号 流水号 工单号 "
    "message_id external_id petition_id case_id number id no",
    "received_at": "收到时间 收到日期 收件时间 收件日期 来访时间 来访日期 来信时间 来信日期 来电时间 来电日期 "
    "信访时间 信访日期 接访时间 接访日期 接待时间 接待日期 受理时间 受理日期 登记时间 登记日期 留言时间 反映时间 "
    "时间 日期 received_at received date time",
    "name": "信访人姓名 来访人姓名 来信人姓名 来电人姓名 求助人姓名 当事人姓名 申请人姓名 姓名 信访人 来访人 来信人 "
    "来电人 求助人 当事人 反映人 投诉人 留言人 留言用户 petitioner writer name",
    "sex": "性别 信访人性别 来访人性别 sex gender",
    "age": "年龄 信访人年龄 来访人年龄 周岁 age",
    "birth_on": "出生日期 出生年月日 生日 birth_on birth_date birthday date_of_birth",
    "id_number": "身份证号 身份证号码 身份证 公民身份号码 证件号码 证件号 id_number id_card",
    "marital": "婚姻状况 婚姻 婚否 婚姻情况 marital marital_status",
    "ethnicity": "民族 ethnicity",
    "occupation": "职业 职业身份 工作单位及职业 occupation job",
    "education": "文化程度 学历 教育程度 受教育程度 education",
    "phone": "联系方式 联系电话 电话 电话号码 手机 手机号 手机号码 联系人电话 phone mobile tel telephone contact",
    "address": "住址 家庭住址 现住址 居住地 居住地址 联系地址 地址 户籍地址 address",
    "head_count": "信访人数 来访人数 人数 人次 head_count persons people",
    "repeat_count": "来访来信次数 信访次数 来访次数 次数 repeat_count visits",
    "channel": "信访形式 信访方式 信访渠道 来访形式 来访方式 受理方式 形式 方式 渠道 来源 channel source",
    "category": "事项类别 信访类别 问题类别 问题类型 信访类型 案件类别 案件类型 类别 类型 分类 category type",
    "matter_class": "事项性质 信访性质 信访目的 性质 matter_class class",
    "request": "诉求 信访诉求 主要诉求 诉求内容 请求 信访请求 要求 标题 主题 留言主题 事由 "
    "subject title request topic",
    "facts": "主要事实 事实 事实与理由 事实和理由 主要内容 信访内容 来访内容 反映内容 反映问题 反映的问题 主要问题 "
    "留言详情 留言内容 详情 内容 简要案情 案情 情况说明 facts text content message body description details",
    "place": "问题属地 属地 事发地 事发地点 问题发生地 发生地 所属地区 所属区域 地区 区域 辖区 place region",
}
_BRACKETED = re.compile(r"[(（\[【<《].*?[)）\]】>》]")
_JOINTS = re.compile(r"[-_*:·.。\"'“”#№]")
_ALTERNATIVES = re.compile(r"[/、,;|或]")


def _key(heading: str) -> str:
    return _JOINTS.sub("", folded(heading))


_MEANINGS = {_key(word): (name, rank) for name, words in _HEADINGS.items() for rank, word in enumerate(words.split())}


def meaning(heading: str) -> tuple[str, int] | None:
    """The field that a heading means and how far down its list it stands: 人数（人）, 电话/手机, *姓名： are known."""
    whole = heading.replace("\n", "")
    bare = _BRACKETED.sub("", whole)
    candidates = [whole, bare, *_ALTERNATIVES.split(bare)]
    return next((_MEANINGS[key] for word in candidates if (key := _key(word)) in _MEANINGS), None)


def match(headings: Sequence[str]) -> list[str]:
    """A field's name for each column, empty where none is meant; no field twice."""
    best: dict[str, tuple[int, int]] = {}
    for column, heading in enumerate(headings):
        if found := meaning(heading):
            name, rank = found
            best[name] = min(best.get(name, (rank, column)), (rank, column))
    columns = {column: name for name, (_, column) in best.items()}
    return [columns.get(column, "") for column in range(len(headings))]


def known(headings: Sequence[str]) -> int:
    """How many different fields these headings name."""
    return sum(bool(name) for name in match(headings))


def problem(mapping: Sequence[str]) -> str:
    """Why rows cannot be read with this mapping; empty where they can."""
    chosen = [name for name in mapping if name]
    twice = sorted({FIELDS[name].label for name in chosen if chosen.count(name) > 1})
    if twice:
        return f"“{'”“'.join(twice)}”被对应了不止一列，请只留一列。"
    if "received_at" not in chosen:
        return "还没有一列对应“收到时间”，期限要从它算起，请在下面选择。"
    if not {"request", "facts"} & set(chosen):
        return "还没有一列对应“诉求”或“主要事实”，请在下面至少选择一项。"
    return ""


def caution(mapping: Sequence[str]) -> str:
    """What follows for all rows from a column that is missing; empty where nothing does."""
    if mapping and "name" not in mapping:
        return "没有一列对应“姓名”：全部按“匿名”登记，不适用 15 日告知时限，也就不会逾期上报。"
    return ""
