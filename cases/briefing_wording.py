"""What a briefing says, drafted from its figures and cases told without a name; the officer goes on from there."""

import datetime as dt
from collections.abc import Iterable

from django.utils import timezone

from cases.briefing_figures import Table
from cases.law import REGULATION
from cases.models import Channel, Party, Petition
from cases.shown import short
from cases.wording import Wording
from fedportal.lib.numerals import chinese_number
from fedportal.lib.templatetags.portal import moment
from fedportal.orgs.models import Level, Organization

TO_WRITE = "【请填写"
ANALYSIS = f"{TO_WRITE}：问题特点、原因分析】"
PROPOSALS = f"{TO_WRITE}：工作建议】"
PLAIN = ["项目", "数量"]  # the columns of a table that is a list of figures
MOST_NAMED = 8  # kinds and units in the text; the table holds them all


def briefing_wording(
    title: str,
    scope: str,
    tables: list[Table],
    cases: Iterable[Petition],
    receivers: list[str],
    *,
    org: Organization,
    at: dt.datetime,
) -> Wording:
    """The first draft: figures, cases, and two places that the officer fills in."""
    parts = [f"现将有关妇女群众信访情况报告如下（范围：{scope}；统计至 {moment(at)}）。"]
    sections = [words for table in tables if (words := _sentence(table))]
    if told := [case_words(row, org) for row in cases]:
        numbered = [f"案例{chinese_number(n)}：{words}" for n, words in enumerate(told, start=1)]
        sections.append("\n".join(["典型案例。", *numbered]))
    sections += [f"主要问题和原因。{ANALYSIS}", f"工作建议。{PROPOSALS}"]
    parts += [f"{chinese_number(n)}、{words}" for n, words in enumerate(sections, start=1)]
    return Wording(title=title, main_to="、".join(receivers), body="\n".join(parts), basis=f"{REGULATION}第四十一条")


def _sentence(table: Table) -> str:
    """One table in words; empty where it says nothing."""
    if table.columns == PLAIN:
        named = [_counted(item, figure) for item, figure in table.rows if figure not in ("—", "0")]
    else:
        named = [_line(table, row) for row in table.rows[:MOST_NAMED]]
    if not named:
        return f"{table.title}。{table.remark}" if table.remark else ""
    rest = "等" if len(table.rows) > MOST_NAMED and table.columns != PLAIN else ""
    return f"{table.title}。{'，'.join(named)}{rest}。{table.remark}"


def _counted(item: str, figure: str) -> str:
    """“来访来信来电（次）” and “12” → 来访来信来电 12 次."""
    label, _, unit = item.removesuffix("）").partition("（")
    return f"{label} {figure} {unit}"


def _line(table: Table, row: list[str]) -> str:
    """“家庭暴力 12 件（15 次）”; a kind of 其他 is named with its group."""
    label, figure, second = row
    kind = label.rpartition(" / ")[2]
    name = label.replace(" / ", "") if kind == "其他" else kind
    more = f"（{second} 次）" if table.columns[-1] == "次" else f"（最长超期 {second} 天）"
    return f"{name} {figure} 件{more if second != '—' else ''}"


def case_words(row: Petition, org: Organization) -> str:
    """One case by its kind alone: no name, address, telephone or number, and no place below one's own level."""
    who = row.parties.filter(role=Party.Role.PETITIONER).first()
    where = "某乡镇（街道）" if org.level >= Level.COUNTY else "某县（区）"
    person = f"{where}一名{_age(row, who)}{_sex(who)}"
    said = f"以{_way(row)}形式反映“{row.category_label}”问题"
    times = f"，系第 {row.repeat_count} 次反映" if row.repeat_count > 1 else ""
    crowd = "，属集体访" if row.is_group else ""
    return f"{person}{said}{times}{crowd}，目前{row.get_status_display()}。"


def _sex(who: Party | None) -> str:
    return {Party.Sex.FEMALE: "妇女", Party.Sex.MALE: "男性"}.get(who.sex if who else "", "群众")  # type: ignore[call-overload]


def _way(row: Petition) -> str:
    """With the spaces that a number wants around it."""
    return " 12338 热线" if row.channel == Channel.HOTLINE else row.get_channel_display()


def _age(row: Petition, who: Party | None) -> str:
    """By decades; minors are minors."""
    if row.minor:
        return "未成年"
    age = who.age_on(timezone.localdate(row.received_at)) if who else None
    return f" {age // 10 * 10} 多岁" if age is not None and 20 <= age < 100 else ""


def briefing_receivers(org: Organization) -> list[str]:
    """The working committee on women and children, beside the committee and the government."""
    return [f"{org.region_name}妇女儿童工作委员会"] if org.level <= Level.COUNTY else []


def default_title(org: Organization) -> str:
    return f"{short(org.name)}信访专报"
