"""When a caller may be telephoned: what she has said in earlier matters, calls and orders of the same number."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from cases.models import Petition
from cases.safe_contact import CAREFUL, FREE, Terms, Window, judge, known_of, terms_of
from cases.workflow.contacting import Way, Weekday
from fedportal.accounts.models import User
from fedportal.lib.row_scope import beyond_readers
from fedportal.lib.unopened import is_opened, unopened
from hotline.models import Call, CallTicket

LOOKED_AT = 3  # matters, calls and orders, the newest first
STRETCHES = (1, 2)  # of hours, as the form of a call names them (cases.forms.safe_contact_form)
_OF_PETITIONER: dict[str, Any] = {"parties__role": "petitioner", "parties__removed_at": None}


def matters_of(row: Call | CallTicket, *, by: User) -> list[Petition]:
    """Those that she may read of a petitioner with this number."""
    if not row.phone_index:
        return []
    known = Petition.objects.visible_to(by).filter(parties__phone_index=row.phone_index, **_OF_PETITIONER)
    return list(known.order_by("-pk")[:LOOKED_AT])


@beyond_readers("hours that do not suit her are kept, whoever may read where she said so; of no matter a word is told")
def terms_known(index: str) -> list[Terms]:
    """Everything that holds together for that number: each of them has to agree."""
    if not index:
        return []
    matters = Petition.objects.filter(parties__phone_index=index, **_OF_PETITIONER).order_by("-pk")[:LOOKED_AT]
    found = [terms_of(row, known_of(row)) for row in matters]
    for rows in (Call.objects.all(), CallTicket.objects.all()):
        asked = unopened(rows.filter(phone_index=index).exclude(wish=None).order_by("-pk"))[:LOOKED_AT]
        found += [terms for row in asked if is_opened(row, ("wish",)) and (terms := said(row.wish))]
    return found


def may_ring(terms: Iterable[Terms], at: dt.datetime) -> bool:
    """Whether she may be telephoned at that moment."""
    return all(judge(each, Way.PHONE, at).may_go for each in terms)


def said(wish: Mapping[str, Any] | None) -> Terms | None:
    """What was typed while she spoke, as terms of the gate; None where she was not asked. Half a stretch of hours is
    none, ways that nobody chose are the careful ones."""
    rule = (wish or {}).get("contact_rule")
    if rule == "free":
        return FREE
    if rule != "limited" or wish is None:
        return None
    ways = frozenset(wish.get("safe_ways") or CAREFUL.ways)
    windows = tuple(window for n in STRETCHES if (window := _window(wish, n)))
    return Terms(ways, bool(wish.get("no_message")), bool(wish.get("number_shared")), windows)


def _window(wish: Mapping[str, Any], n: int) -> Window | None:
    begins, ends = _clock(wish.get(f"from_{n}")), _clock(wish.get(f"until_{n}"))
    if begins is None or ends is None or begins >= ends:
        return None
    days = tuple(int(day) for day in wish.get(f"days_{n}") or [])
    return Window(days or tuple(Weekday.values), begins, ends)


def _clock(words: Any) -> dt.time | None:
    try:
        return dt.time.fromisoformat(str(words))
    except ValueError:
        return None
