"""How long until a moment, or since it, in the words of an office."""

import datetime as dt

from django.utils import timezone

END_OF_DAY = dt.time(23, 59)


def lateness_words(due_at: dt.datetime, at: dt.datetime, *, working_days: int | None = None) -> str:
    """“还剩 3 个工作日”, “已超期 12 天”. `working_days` (signed, left over) is preferred where it is known."""
    late = due_at < at
    if working_days:
        return _say(late=working_days < 0, amount=abs(working_days), unit="个工作日")
    days = abs((timezone.localtime(due_at).date() - timezone.localtime(at).date()).days)
    if days and (days > 1 or timezone.localtime(due_at).time() >= END_OF_DAY):
        return _say(late=late, amount=days, unit="天")
    minutes = int(abs(due_at - at).total_seconds() // 60)
    if minutes < 1:
        return "刚刚超期" if late else "即将到期"
    if minutes < 60:
        return _say(late=late, amount=minutes, unit="分钟")
    return _say(late=late, amount=minutes // 60, unit="小时")


def _say(*, late: bool, amount: int, unit: str) -> str:
    return f"已超期 {amount} {unit}" if late else f"还剩 {amount} {unit}"
