"""The receipt in words."""

from typing import Any

import pytest

from fedportal.deadlines.receipts import in_words

NOTICE: dict[str, Any] = {
    "rule": "notice",
    "label": "告知受理情况",
    "article": "《信访工作条例》第二十三条第二款",
    "amount": 15,
    "unit": "day",
    "starts": "收到之日",
    "start": "2026-11-22T01:20:00+00:00",
    "due": "2026-12-07T23:59:59+08:00",
    "calendar_editions": [],
    "provisional": False,
    "rolled": False,
}
LAW = "依据《信访工作条例》第二十三条第二款，"

RECEIPTS = [
    ({}, LAW + "自 2026-11-22 收到之日起 15 日内告知受理情况，2026-12-07 周一 24 时前。"),
    (
        {"amount": 5, "unit": "working_day", "label": "提出异议", "due": "2026-11-27T23:59:59+08:00"},
        LAW + "自 2026-11-22 收到之日起 5 个工作日内提出异议，2026-11-27 周五 24 时前。",
    ),
    (
        {
            "amount": 4,
            "unit": "hour",
            "label": "报送首次书面报告",
            "starts": "登记之时",
            "due": "2026-11-22T05:20:00Z",
        },
        LAW + "自 2026-11-22 09:20 登记之时起 4 小时内报送首次书面报告，2026-11-22 周日 13:20 前。",
    ),
    (
        {"amount": 5, "unit": "working_day", "due": "2027-01-06T23:59:59+08:00", "provisional": True},
        LAW + "自 2026-11-22 收到之日起 5 个工作日内告知受理情况，2027-01-06 周三 24 时前。"
        "2027 年放假安排尚未公布，按暂定日历推算，公布后自动重算。",
    ),
    (
        {"rolled": True},
        LAW + "自 2026-11-22 收到之日起 15 日内告知受理情况，2026-12-07 周一 24 时前。"
        "末日为休息日的，顺延至其后首个工作日。",
    ),
    (
        {"extended": [{"due": "2026-12-07T23:59:59+08:00"}], "due": "2026-12-20T23:59:59+08:00"},
        LAW + "自 2026-11-22 收到之日起 15 日内告知受理情况，经批准延期，2026-12-20 周日 24 时前。",
    ),
    (
        {
            "amount": 5,
            "unit": "working_day",
            "due": "2027-01-05T23:59:59+08:00",
            "recomputed": [{"due": "2027-01-06T23:59:59+08:00"}],
        },
        LAW + "自 2026-11-22 收到之日起 5 个工作日内告知受理情况，2027-01-05 周二 24 时前。"
        "放假安排公布后已重算，原推算为 2027-01-06 周三 24 时前。",
    ),
]


@pytest.mark.parametrize(("changes", "words"), RECEIPTS)
def test_says_by_what_law_from_when_and_until_when(changes: dict[str, Any], words: str) -> None:
    assert in_words({**NOTICE, **changes}) == words
