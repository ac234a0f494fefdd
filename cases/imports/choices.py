"""How ledgers word the choices of a petition: 走访 is a visit, 家暴 is domestic violence, M is a man."""

from collections.abc import Mapping
from typing import Any

from django.db import models

from cases.categories import CATEGORIES, GROUPS
from cases.imports.cells import folded
from cases.models import Channel, MatterClass, Party

_SEX = {
    Party.Sex.FEMALE: "女性 妇女 f female woman",
    Party.Sex.MALE: "男性 m male man",
    Party.Sex.UNKNOWN: "未知 不明 未说明 unknown",
}
_MARITAL = {
    Party.Marital.SINGLE: "单身 未结婚 single",
    Party.Marital.MARRIED: "结婚 初婚 再婚 复婚 有配偶 married",
    Party.Marital.DIVORCED: "离婚 已离婚 离异单身 divorced",
    Party.Marital.WIDOWED: "丧夫 丧妻 寡居 widowed",
    Party.Marital.UNKNOWN: "未知 不明 未说明 unknown",
}
_EDUCATION = {
    Party.Education.NONE: "文盲 半文盲 文盲半文盲 未上过学 无",
    Party.Education.PRIMARY: "小学毕业 小学文化",
    Party.Education.JUNIOR: "初中毕业 初中文化 初级中学",
    Party.Education.SENIOR: "高中 中专 中职 技校 高中中专 职高 高中文化",
    Party.Education.COLLEGE: "专科 大学专科 高职",
    Party.Education.BACHELOR: "本科 大学 大学本科 硕士 博士 研究生 硕士研究生",
}
_CHANNEL = {
    Channel.VISIT: "走访 上访 接访 来人 当面 面访 visit",
    Channel.LETTER: "信件 信函 书信 写信 letter mail",
    Channel.CALL: "电话 电话来访 来电来访 call phone telephone",
    Channel.WEB: "网络 网上信访 网信 互联网 网站 微信 公众号 邮件 电子邮件 领导信箱 留言 web email online",
    Channel.HOTLINE: "12338 12338热线 妇女热线 维权热线 热线 hotline",
    Channel.FAX: "fax",
    Channel.TRANSFER: "转办 交办 转交 上级转办 上级交办 领导交办 信访局转 信访局转办 部门转办 transfer",
}
_MATTER_CLASS = {
    MatterClass.REDRESS: "申诉 求决 申诉求决类 投诉 redress",
    MatterClass.SUGGESTION: "意见建议 建议 意见 建议意见类 suggestion",
    MatterClass.ACCUSATION: "检举 控告 举报 检举控告类 揭发控告 accusation",
    MatterClass.CONSULTATION: "咨询 求助 咨询求助类 政策咨询 consultation",
}
_CATEGORY = {
    "family.dv": "家暴",
    "family.affair": "外遇 婚外情 重婚 同居 配偶外遇",
    "family.custody": "子女抚养 抚养权 抚养费 探望权",
    "family.abduction": "抢夺子女 藏匿子女",
    "family.dispute": "婚姻家庭纠纷",
    "labour.wages": "欠薪 讨薪",
    "labour.maternity_leave": "产假 生育津贴",
    "property.marital": "财产分割",
    "property.land.compensation": "征地补偿 征地拆迁",
    "person.dignity": "名誉权 隐私权",
    "child.abuse": "虐待儿童",
    "child.bullying": "校园欺凌",
    "other.consultation": "咨询 法律咨询",
}


def _table(choices: type[models.TextChoices], words: Mapping[Any, str]) -> dict[str, str]:
    """The stored value by every wording."""
    wordings = [(str(value), word) for value, line in words.items() for word in line.split()]
    wordings += [(str(value), word) for value, label in choices.choices for word in (label, value)]
    return {folded(str(word)): value for value, word in wordings}


SEX = _table(Party.Sex, _SEX)
MARITAL = _table(Party.Marital, _MARITAL)
EDUCATION = _table(Party.Education, _EDUCATION)
CHANNEL = _table(Channel, _CHANNEL)
MATTER_CLASS = _table(MatterClass, _MATTER_CLASS)

# What a ledger may say: an accusation is registered one by one.
NOT_SECRET = [choice for choice in MatterClass.choices if choice[0] != MatterClass.ACCUSATION]


def _categories() -> dict[str, set[str]]:
    """Codes by every wording; one that several kinds share (其他) has several."""
    known: dict[str, set[str]] = {}
    for code, category in CATEGORIES.items():
        path = category.path.split(" / ")
        endings = {"".join(path[start:]) for start in range(len(path))}
        shortened = {path[0].removesuffix("权益") + "".join(path[1:])}
        for word in {code, *endings, *shortened, *_CATEGORY.get(code, "").split()}:
            known.setdefault(_bare(word), set()).add(code)
    for group, label in GROUPS.items():
        if f"{group}.other" in CATEGORIES:
            for word in (group, label, label.removesuffix("权益")):
                known.setdefault(_bare(word), set()).add(f"{group}.other")
    return known


def _bare(word: str) -> str:
    """Without what separates the steps of a path: 婚姻家庭权益/家庭暴力, 婚姻家庭-家庭暴力."""
    return folded(word).translate({ord(mark): None for mark in "/-—>》·、|\\:"})


_CATEGORIES = _categories()


def category(text: str) -> set[str]:
    """The codes that a wording may mean: none, one, or several."""
    return _CATEGORIES.get(_bare(text), set())
