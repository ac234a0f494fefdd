"""One matter of the demo province that someone is about to register."""

import datetime as dt
from dataclasses import dataclass

from cases.registering import Intake
from fedportal.accounts.models import User


@dataclass(frozen=True)
class Entry:
    """What is typed, by whom and when; `same_as` is the earlier entry in which the same was asked."""

    intake: Intake
    by: User
    at: dt.datetime
    same_as: "Entry | None" = None
