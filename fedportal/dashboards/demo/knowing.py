"""Requests to see masked data, and urgent accesses, in the main counties of the demo province."""

import datetime as dt

from cases.actions.break_glass import break_glass, judge
from cases.actions.unmasking import ask, decide, show
from cases.handling_line import line_of
from cases.models import Party, Petition
from cases.models.break_glass import Emergency
from cases.unmasking import Field, Key, Purpose, key_for
from cases.workflow.states import OPEN
from fedportal.accounts.models import User
from fedportal.accounts.roles import Can
from fedportal.dashboards.demo.hands import Hands
from fedportal.dashboards.demo.places import SEATS
from fedportal.orgs.models import Organization

VISIT = "约定后天上门走访，需要核对信息。"
CALLED = "本人深夜来电求助，承办人手机无人接听。"


def keep_some(hands: Hands) -> None:
    """Of each main county: a minor's telephone that was approved, one that waits, an address that waits for its second
    key, an urgent access that was judged, and one that was not."""
    for code in SEATS:
        county = Organization.objects.get(code=code, valid_to=None)
        rows = list(hands.quiet(county, days=2, status__in=OPEN, guarded=True)[:40])
        _requests(hands, county, rows)
        _accesses(hands, county, rows)


def _requests(hands: Hands, county: Organization, rows: list[Petition]) -> None:
    head, waiting = hands.staff.head_of(county.pk), 0
    if head is None:
        return
    for row in rows:
        party = row.parties.kept().filter(role=Party.Role.PETITIONER).exclude(phone="").exclude(address="").first()
        asker = line_of(row).filter(org=county).exclude(pk=head.pk).order_by("pk").first()
        if party is None or asker is None:
            continue
        party.petition = row
        by_approval = key_for(party, Field.PHONE, whole=True, on=hands.at.date()) is Key.APPROVAL
        field = Field.PHONE if by_approval else Field.ADDRESS
        if key_for(party, field, whole=True, on=hands.at.date()) is Key.AT_ONCE:
            continue
        at = hands.ago(0.2 + waiting / 10)
        made = ask(party, field, purpose=Purpose.VISIT, reason=VISIT, by=asker, at=at)
        if waiting == 0:
            decide(made, approved=True, note="", by=head, at=at + dt.timedelta(minutes=20))
            show(party, field, purpose=Purpose.VISIT, reason=VISIT, by=asker, at=at + dt.timedelta(minutes=30))
        waiting += 1
        if waiting == 3:
            return


def _accesses(hands: Hands, county: Organization, rows: list[Petition]) -> None:
    head, opened = hands.staff.head_of(county.pk), 0
    for row in rows:
        outside = _outside(hands, county, row)
        if outside is None or head is None:
            continue
        at = hands.ago(2 - opened * 1.9)
        _, made = break_glass(row.number, emergency=Emergency.CALL, reason=CALLED, by=outside, at=at)
        if made is not None and opened == 0:
            words = "经核实情况属实，已补充指定值班人员为阅读人。"
            judge(made, justified=True, words=words, by=head, at=at + dt.timedelta(hours=9))
        opened += 1
        if opened == 2:
            return


def _outside(hands: Hands, county: Organization, row: Petition) -> User | None:
    """A colleague who is not meant to know of it."""
    line = set(line_of(row).values_list("pk", flat=True))
    colleagues = (user for user in hands.staff.members[county.pk] if user.can(Can.SEE_CASES))
    return next((user for user in colleagues if user.pk not in line), None)
