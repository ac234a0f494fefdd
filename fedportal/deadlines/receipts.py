"""Says in words how a deadline came about, so that a cadre can defend it."""

import datetime as dt
from typing import Any

from fedportal.deadlines.clock import LAST_SECOND, SHANGHAI
from fedportal.deadlines.limits import Unit

WEEKDAYS = "一二三四五六日"
# These limits run from day to day, the others from moment to moment.
BY_THE_DAY = frozenset({Unit.DAY, Unit.WORKING_DAY, Unit.MONTH})


def in_words(derivation: dict[str, Any]) -> str:
    """The receipt of models.Deadline.derivation: by what law, from when, how long, until when."""
    unit = Unit(derivation["unit"])
    start, due = _local(derivation["start"]), _local(derivation["due"])
    since = f"{start:%Y-%m-%d}" if unit in BY_THE_DAY else f"{start:%Y-%m-%d %H:%M}"
    duty = f"自 {since} {derivation['starts']}起 {_length(derivation['amount'], unit)}内{derivation['label']}"
    extended = "，经批准延期" if derivation.get("extended") else ""
    law = f"依据{derivation['article']}，{duty}{extended}，{moment_in_words(due)}前。"
    return law + "".join(_remarks(derivation, unit, due))


def moment_in_words(moment: dt.datetime) -> str:
    """“2026-12-07 周一 24 时” for the end of a day, else with the minute and a space; “前” follows."""
    local = moment.astimezone(SHANGHAI)
    day = f"{local:%Y-%m-%d} 周{WEEKDAYS[local.weekday()]}"
    return f"{day} 24 时" if local.time() == LAST_SECOND else f"{day} {local:%H:%M} "


def _remarks(derivation: dict[str, Any], unit: Unit, due: dt.datetime) -> list[str]:
    """What else bears on the date: rolling, an earlier date before a recount, a calendar still to come."""
    remarks = []
    if derivation["rolled"] and unit in {Unit.DAY, Unit.MONTH}:
        remarks.append("末日为休息日的，顺延至其后首个工作日。")
    if earlier := [step["due"] for step in derivation.get("recomputed", []) if step["due"] != derivation["due"]]:
        remarks.append(f"放假安排公布后已重算，原推算为 {moment_in_words(_local(earlier[-1]))}前。")
    if derivation["provisional"]:
        remarks.append(f"{due.year} 年放假安排尚未公布，按暂定日历推算，公布后自动重算。")
    return remarks


def _length(amount: int, unit: Unit) -> str:
    return f"{amount} {unit.label}"


def _local(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).astimezone(SHANGHAI)
