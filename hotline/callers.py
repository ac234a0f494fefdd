"""Who calls again: what an agent may know of earlier calls and matters of the same number."""

import datetime as dt
from dataclasses import dataclass

from cases.forms.alike_form import AlikeForm
from cases.likeness import Found
from cases.shown import short
from cases.views.petition_alike import look_up
from fedportal.accounts.models import User
from fedportal.lib.row_scope import beyond_readers
from hotline.models import Call

WEEK = dt.timedelta(days=7)
SHOWN = 5  # earlier calls that are listed


@dataclass(frozen=True)
class Known:
    """Earlier calls that she may read, how often the number called on any line, and its matters."""

    calls: list[Call]
    this_week: int  # this call among them
    found: Found

    @property
    def units(self) -> list[str]:
        """Who handles what she may not see: of that she is told the unit alone."""
        return list(dict.fromkeys(short(row.org.name) for row in self.found.beyond))

    def __bool__(self) -> bool:
        return bool(self.calls or self.this_week > 1 or self.found)


def known_caller(call: Call, *, by: User, at: dt.datetime) -> Known | None:
    """None while no number is known. Looking beyond one's range is counted and written down (petition_alike)."""
    if not call.phone_index:
        return None
    found = look_up(AlikeForm({"phone": call.caller_phone}, by=by), at)
    earlier = Call.objects.visible_to(by).from_number(call.phone_index).exclude(pk=call.pk)
    this_week = 1 if found.withheld else _how_often(call.phone_index, at - WEEK)
    return Known(list(earlier.for_page().unopened().order_by("-rang_at")[:SHOWN]), this_week, found)


@beyond_readers("how often that number called is told, and nothing of where or what was said")
def _how_often(index: str, since: dt.datetime) -> int:
    return Call.objects.from_number(index).since(since).count()
