"""Urgent matters and their reports, made by the real verbs."""

import datetime as dt

from cases.actions.urgent import Sending, send_report, write_report
from cases.models import Petition, UrgentReport
from cases.urgent_wording import Said
from fedportal.accounts.models import User

HOUR = dt.timedelta(hours=1)
SAID = Said("丈夫持刀威胁，伤者已送医。", "已协助报警，派出所到场。", "与公安保持联系。")


def written(row: Petition, *, by: User, at: dt.datetime, stage: str = "first") -> UrgentReport:
    return write_report(row, stage=stage, said=SAID, by=by, at=at)


def reported(row: Petition, *, by: User, at: dt.datetime, stage: str = "first", why: str = "") -> UrgentReport:
    """Written and sent at once."""
    made = written(row, by=by, at=at, stage=stage)
    return send_report(made, Sending("fax", at, why=why), by=by, at=at)
