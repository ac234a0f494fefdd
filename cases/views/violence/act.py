"""What an act of a course is, as data."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from cases.models import Petition
from fedportal.accounts.models import User

Do = Callable[[Petition, Any, Any, User, dt.datetime], object]  # petition, form, item, by, at


@dataclass(frozen=True)
class Act:
    """One act. `of` is the kind of row that it is about, where it is about one of the petition's."""

    label: str
    form: Callable[..., Any]
    do: Do
    consequence: str = ""
    of: type | None = None
