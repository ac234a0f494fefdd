"""What a report of a year says, drafted from its figures (条例 art. 41); the officer goes on from there."""

import datetime as dt
from collections.abc import Iterable

from cases.briefing_figures import Table
from cases.briefing_wording import ANALYSIS, PROPOSALS, TO_WRITE, case_words
from cases.law import REGULATION
from cases.models import Petition
from cases.small_cells import HIDDEN, NONE
from cases.wording import Wording
from fedportal.lib.numerals import chinese_number
from fedportal.lib.templatetags.portal import moment
from fedportal.orgs.models import Organization

MOST_NAMED = 8  # lines of a table in the text; the attachment holds them all
CURRENT, CHANGE = "本期", "同比"
OTHER = f"{TO_WRITE}：其他需要报告的事项】"  # art. 41, item 4


def report_wording(
    title: str,
    scope: str,
    tables: list[Table],
    cases: Iterable[Petition],
    receivers: list[str],
    *,
    org: Organization,
    at: dt.datetime,
) -> Wording:
    """The first draft: the figures in sentences, the tables behind; cases, and what the officer fills in."""
    head = f"根据{REGULATION}第四十一条，现将{scope}信访情况报告如下（统计至 {moment(at)}，检举控告类事项不计入）。"
    sections = [words for table in tables if (words := _sentences(table))]
    if told := [case_words(row, org) for row in cases]:
        numbered = [f"案例{chinese_number(n)}：{words}" for n, words in enumerate(told, start=1)]
        sections.append("\n".join(["典型案例。", *numbered]))
    sections += [f"主要问题和原因。{ANALYSIS}", f"工作建议。{PROPOSALS}", f"其他事项。{OTHER}"]
    body = "\n".join([head, *(f"{chinese_number(n)}、{words}" for n, words in enumerate(sections, start=1))])
    return Wording(title=title, main_to="、".join(receivers), body=body, basis=f"{REGULATION}第四十一条")


def _sentences(table: Table) -> str:
    """What of a table is worth a sentence; empty for one without figures, and for the months, which a reader sees
    better in the table.
    """
    if CURRENT not in table.columns or CHANGE not in table.columns:
        return ""
    current, change = table.columns.index(CURRENT), table.columns.index(CHANGE)
    lines = [(row[0], row[current], row[change]) for row in table.rows if row[current] != "0"][:MOST_NAMED]
    if not lines:
        return f"{table.title}。{table.remark}" if table.remark else f"{table.title}。本期没有。"
    words = "，".join(_line(*line) for line in lines)
    remark = table.remark if any(figure in HIDDEN for _, figure, _ in lines) else ""
    return f"{table.title}。{words}。{remark}"


def _line(label: str, figure: str, change: str) -> str:
    """“来访（件）”, “12” and “+20.0%” → 来访 12 件（同比+20.0%）."""
    name, _, unit = label.removesuffix("）").partition("（")
    counted = f"{name} {figure} {unit.partition('，')[0]}".strip()
    return counted if change == NONE else f"{counted}（同比{change}）"
