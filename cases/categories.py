"""The category tree of domain.md 3.3: statutory groups of rights, and the kinds of matters within them."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Category:
    """One kind of matter. `code` is dotted, so that a group is a prefix of its kinds."""

    code: str
    label: str
    group: str  # label of its top group
    path: str  # 财产权益 / 农村土地 / 承包


_TREE: dict[str, tuple[str, dict[str, str]]] = {
    "political": (
        "政治权利",
        {"election": "选举被选举", "management": "民主管理", "promotion": "干部选拔", "other": "其他"},
    ),
    "person": (
        "人身和人格权益",
        {
            "liberty": "人身自由",
            "life": "生命健康",
            "trafficking": "拐卖",
            "assault": "性侵害",
            "harassment": "性骚扰",
            "dignity": "侮辱诽谤隐私肖像",
            "stalking": "分手后骚扰",
            "fertility": "生育自主",
            "other": "其他",
        },
    ),
    "education": (
        "文化教育权益",
        {"dropout": "辍学失学", "admission": "招生歧视", "training": "职业培训", "other": "其他"},
    ),
    "labour": (
        "劳动和社会保障权益",
        {
            "discrimination": "就业性别歧视",
            "maternity": "三期解雇",
            "equal_pay": "同工同酬",
            "maternity_leave": "产假生育津贴",
            "wages": "拖欠工资",
            "injury": "工伤",
            "insurance": "社会保险",
            "harassment": "职场性骚扰",
            "retirement": "退休年龄",
            "relief": "社会救助",
            "other": "其他",
        },
    ),
    "property": (
        "财产权益",
        {
            "land.membership": "农村土地 / 成员资格",
            "land.contract": "农村土地 / 承包",
            "land.compensation": "农村土地 / 征收补偿安置",
            "land.income": "农村土地 / 集体收益分配",
            "land.homestead": "农村土地 / 宅基地",
            "inheritance": "继承",
            "marital": "夫妻共同财产",
            "housing": "房产拆迁",
            "debt": "债务",
            "other": "其他",
        },
    ),
    "family": (
        "婚姻家庭权益",
        {
            "dv": "家庭暴力",
            "divorce": "离婚",
            "affair": "外遇重婚同居",
            "custody": "子女抚养探望",
            "abduction": "抢夺藏匿子女",
            "elder_support": "赡养",
            "spousal_support": "扶养",
            "interference": "干涉婚姻",
            "bride_price": "彩礼",
            "dispute": "家庭纠纷",
            "other": "其他",
        },
    ),
    "child": (
        "未成年人权益",
        {
            "abuse": "虐待忽视",
            "sexual_abuse": "性侵",
            "bullying": "欺凌",
            "guardianship": "监护缺失",
            "left_behind": "留守困境",
            "other": "其他",
        },
    ),
    "other": (
        "综合",
        {
            "help": "求助",
            "consultation": "政策咨询",
            "suggestion": "建议",
            "federation": "对妇联工作的意见",
            "not_ours": "非妇联职权",
        },
    ),
}

GROUPS: dict[str, str] = {code: label for code, (label, _) in _TREE.items()}
CATEGORIES: dict[str, Category] = {
    f"{group}.{code}": Category(f"{group}.{code}", label.split(" / ")[-1], group_label, f"{group_label} / {label}")
    for group, (group_label, kinds) in _TREE.items()
    for code, label in kinds.items()
}
CHOICES = [
    (group_label, [(f"{group}.{code}", label) for code, label in kinds.items()])
    for group, (group_label, kinds) in _TREE.items()
]

# Violence at home and everything about minors: few such matters of one place could be told to be whose they are.
GUARDED = frozenset({"family.dv", *(code for code in CATEGORIES if code.startswith("child."))})

# Where someone may be in danger: not mediated, withdrawn or closed without asking whether she is safe.
VIOLENT = frozenset(
    {
        *("family.dv", "child.abuse", "child.sexual_abuse", "person.assault", "person.stalking"),
        *("person.trafficking", "person.liberty", "person.life"),
    }
)

# Of these a course is kept, with the danger scale: violence at home, by a former partner, or against a child.
AT_HOME = frozenset({"family.dv", "person.stalking", "child.abuse"})

# Known to the line that handles it alone, as every matter that concerns a minor.
NEED_TO_KNOW = VIOLENT | GUARDED
