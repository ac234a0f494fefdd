"""How long until a moment, or since it, as an office says it."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from fedportal.lib.lateness import lateness_words

SHANGHAI = ZoneInfo("Asia/Shanghai")


def moment(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("due", "read", "words"),
    [
        ("2026-11-22 23:59:59", "2026-11-10 09:00", "还剩 12 天"),
        ("2026-11-22 23:59:59", "2026-11-21 18:00", "还剩 1 天"),
        ("2026-11-22 23:59:59", "2026-11-22 09:00", "还剩 14 小时"),
        ("2026-11-22 23:59:59", "2026-11-22 23:30", "还剩 29 分钟"),
        ("2026-11-22 23:59:59", "2026-11-22 23:59:30", "即将到期"),
        ("2026-11-22 23:59:59", "2026-11-23 00:00:10", "已超期 1 天"),
        ("2026-11-22 23:59:59", "2026-12-04 08:00", "已超期 12 天"),
        ("2026-11-22 14:05", "2026-11-22 14:05:30", "刚刚超期"),
        ("2026-11-22 14:05", "2026-11-22 14:35", "已超期 30 分钟"),
        ("2026-11-22 23:50", "2026-11-23 00:10", "已超期 20 分钟"),
        ("2026-11-22 14:05", "2026-11-22 16:10", "已超期 2 小时"),
        ("2026-11-22 14:05", "2026-11-24 14:00", "已超期 2 天"),
    ],
)
def test_days_hours_and_minutes(due: str, read: str, words: str) -> None:
    assert lateness_words(moment(due), moment(read)) == words


@pytest.mark.parametrize(("left", "words"), [(3, "还剩 3 个工作日"), (-7, "已超期 7 个工作日"), (0, "还剩 14 小时")])
def test_working_days_are_preferred_where_they_are_known(left: int, words: str) -> None:
    due, read = moment("2026-11-20 23:59:59"), moment("2026-11-20 09:00")

    assert lateness_words(due, read, working_days=left) == words
