"""Moments of the calendar's tests."""

import datetime as dt
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = dt.datetime(2026, 11, 22, 9, 30, tzinfo=SHANGHAI)
