"""Petitions are disposed of by lists (cases.disposal.kinds)."""

import datetime as dt

from cases.actions.legal_holds import mark_hold
from cases.disposal.due import due
from cases.disposal.erasing import erase
from cases.disposal.kinds import Disposable, Line, declare
from cases.models import Petition
from cases.querysets import PetitionQuerySet
from fedportal.accounts.models import User
from fedportal.privacy.models import PETITION

_KEPT = {"10y": "10 年", "30y": "30 年", "": "随并入的事项"}


def _lines(rows: PetitionQuerySet) -> list[Line]:
    """Of one that was joined to another: it goes with that, from its own end on."""
    told = rows.values_list("pk", "number", "archive__retention", "archive__at", "closed_at")
    return [Line(pk, number, kept or "", archived or closed) for pk, number, kept, archived, closed in told]


def _hold(pk: int, reason: str, by: User, at: dt.datetime) -> object:
    return mark_hold(Petition.objects.get(pk=pk), reason=reason, by=by, at=at)


declare(
    Disposable(
        kind=PETITION,
        label="信访卷宗",
        model=Petition,
        rule="信访卷宗保管期限届满（保管期限表；档案法第十四条、个人信息保护法第十九条）",
        page="cases:petition",
        verb="petition.dispose",
        order=("received_at", "pk"),
        due=due,
        lines=_lines,
        erase=lambda pks, batch, at: erase(pks, batch, at=at),
        hold=_hold,
        kept=lambda retention: _KEPT[retention],
    )
)
