"""The moments that people and spreadsheets write into a ledger, as a table."""

import datetime as dt

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from cases.imports.cells import Cell
from cases.imports.moments import read_moment


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2019/4/25 9:32:09", "2019-04-25 09:32:09"),
        ("2019-04-25 09:32", "2019-04-25 09:32:00"),
        ("2019-4-25 9:32:09.123", "2019-04-25 09:32:09"),
        ("2019年4月25日", "2019-04-25 00:00:00"),
        ("2019年4月25日9时32分", "2019-04-25 09:32:00"),
        ("2019年4月25日9点", "2019-04-25 09:00:00"),
        ("2019年4月25日 下午3:05", "2019-04-25 15:05:00"),
        ("2019年4月25日 中午12:30", "2019-04-25 12:30:00"),
        ("2019/4/25 星期四 9:32", "2019-04-25 09:32:00"),
        ("2019-04-25 12:00 AM", "2019-04-25 00:00:00"),
        ("2019.4.25", "2019-04-25 00:00:00"),
        ("２０１９．４．２５", "2019-04-25 00:00:00"),
        ("20190425", "2019-04-25 00:00:00"),
        ("20190425093209", "2019-04-25 09:32:09"),
        ("2019-04-25T01:32:09Z", "2019-04-25 09:32:09"),
        ("2019-04-25T09:32:09+08:00", "2019-04-25 09:32:09"),
        ("43580.397", "2019-04-25 09:31:41"),  # a spreadsheet's own count of days
        (43580, "2019-04-25 00:00:00"),
        (dt.date(2019, 4, 25), "2019-04-25 00:00:00"),
        (dt.datetime(2019, 4, 25, 9, 32), "2019-04-25 09:32:00"),  # noqa: DTZ001
        ("2019-02-30", None),
        ("2019年4月", None),
        ("19-4-25", None),
        ("4/25/2019", None),
        ("2019-04-25 25:00", None),
        ("去年秋天", None),
        ("", None),
        (None, None),
        (True, None),
        (12345678901, None),
    ],
)
def test_a_moment_is_read_as_it_is_meant_or_not_at_all(written: Cell, meant: str | None) -> None:
    moment = read_moment(written)

    assert (f"{timezone.localtime(moment):%Y-%m-%d %H:%M:%S}" if moment else None) == meant


@given(st.one_of(st.text(), st.floats(allow_nan=False), st.integers(), st.datetimes(), st.dates()))
def test_no_cell_is_too_odd(cell: Cell) -> None:
    moment = read_moment(cell)

    assert moment is None or timezone.is_aware(moment)
