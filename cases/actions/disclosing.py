"""The log of what was given outside: each way out of the house writes its own line (网络数据安全管理条例 art. 12)."""

import datetime as dt

from cases.models import Disclosure, Petition
from fedportal.accounts.models import User

TO_AGENCIES = "妇女权益保障法第七十三条"
TO_SUPERIORS = "信访工作条例第二十五条"
BY_EXPORT = "信访工作条例（工作需要，导出人写明事由）"


def disclose(
    petition: Petition | None, *, to: str, what: str, basis: str, by: User, at: dt.datetime, rows: int = 1
) -> Disclosure:
    """Write down that data was given outside, in the transaction of whoever gives it. Names no person."""
    return Disclosure.objects.create(
        petition=petition, rows=rows, org=by.org, to=to[:120], what=what[:200], basis=basis[:100], at=at, by=by
    )


def note_export(reason: str, *, rows: int, by: User, at: dt.datetime) -> None:
    """A ledger left the portal; which matters it held stands in the audit trail, one line each."""
    if rows:
        disclose(None, to=f"导出人：{reason}", what="信访台账", basis=BY_EXPORT, by=by, at=at, rows=rows)
