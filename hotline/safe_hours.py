"""When a caller may be telephoned: what she has said in earlier matters and calls of the same number."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from cases.forms.safe_contact_form import RegisteredWishFields
from cases.models import Petition
from cases.safe_contact import Terms, judge, known_of, terms_of
from cases.workflow.contacting import Way
from fedportal.accounts.models import User
from hotline.models import Call

LOOKED_AT = 3  # matters, and calls, the newest first


def matters_of(row: Call, *, by: User) -> list[Petition]:
    """Those that she may read of a petitioner with this number."""
    if not row.phone_index:
        return []
    known = Petition.objects.visible_to(by).filter(
        parties__phone_index=row.phone_index, parties__role="petitioner", parties__removed_at=None
    )
    return list(known.order_by("-pk")[:LOOKED_AT])


def terms_known(row: Call, *, by: User) -> list[Terms]:
    """Everything that holds together: each of them has to agree."""
    of_matters = [terms_of(petition, known_of(petition)) for petition in matters_of(row, by=by)]
    said = Call.objects.visible_to(by).from_number(row.phone_index).exclude(wish=None).order_by("-pk")[:LOOKED_AT]
    return of_matters + [terms for call in said if (terms := _said(call.wish))]


def may_ring(terms: Iterable[Terms], at: dt.datetime) -> bool:
    """Whether she may be telephoned at that moment."""
    return all(judge(each, Way.PHONE, at).may_go for each in terms)


def _said(typed: Any) -> Terms | None:
    """What was typed on the screen of an earlier call; None where it was left half-way."""
    form = RegisteredWishFields(typed)
    wish = form.wish() if form.is_valid() else None
    return Terms(frozenset(wish.ways), wish.no_message, wish.number_shared, wish.windows) if wish else None
