"""The roster as an .xlsx file, marked with who took it; telephones and identity numbers never leave."""

from cases.exports.book import Column

LEDGER = "维权队伍名册"
MOST = 5_000  # rows, made at once
COLUMNS: tuple[Column, ...] = (
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
)
KEEPING = {
    "范围": "本单位及下级的人员；不含电话、身份证号。",
    "保管": "本文件含个人信息，只用于上述事由，用后删除。",
}
