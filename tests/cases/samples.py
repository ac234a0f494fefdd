"""Petitions for tests, made by the real verb; everything that registration asks may be named."""

import datetime as dt
import uuid

from cases import actions
from cases.models import Accused, Channel, Concern, MatterClass, Party, Petition
from cases.registering import Intake, Taken
from cases.workflow import MOVES
from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.orgs.models import Organization
from tests.factories import user

NOW = dt.datetime(2026, 11, 23, 2, 0, tzinfo=dt.UTC)  # a Monday, ten o'clock in Beijing

WHO = {
    "name": "王小芳",
    "sex": Party.Sex.FEMALE,
    "marital": Party.Marital.MARRIED,
    "phone": "13854312345",
    "address": "滨城区黄河五路 385 号",
    "id_number": "11010519491231002X",
}
WHAT = {
    "channel": Channel.VISIT,
    "matter_class": MatterClass.REDRESS,
    "category": "family.dispute",  # known to all who read cases; `guarded` makes one that is not
    "request": "要求处理丈夫的家庭暴力。",
    "facts": "丈夫酒后多次殴打，已报警。",
}

# Another person with another matter, where the page should take nothing for a repeat.
SOMEBODY_ELSE = {
    "name": "李四妹",
    "phone": "13754399999",
    "id_number": "",
    "request": "要求补发工资。",
    "facts": "公司拖欠三个月工资，多次催要没有结果。",
}


READ_BACK = Taken(read_back=True)


def petition(
    by: User, *, at: dt.datetime = NOW, fast: bool = False, taken: Taken = READ_BACK, **fields: object
) -> Petition:
    """One petition registered by that person in her unit; takes fields of the petitioner and of the matter, and
    `accused` of an accusation.
    """
    accused = fields.pop("accused", ())
    if fields.get("matter_class") == MatterClass.ACCUSATION and not accused:
        accused = (Accused(kind=Accused.Kind.PERSON, name="孙建国"),)
    who = {name: fields.pop(name, value) for name, value in WHO.items()}
    who |= {name: fields.pop(name) for name in ("birth_on", "birth_year") if name in fields}
    matter = Petition(**WHAT | {"received_at": at, "place": by.org} | fields)
    intake = Intake(matter, Party(role=Party.Role.PETITIONER, **who), taken, accused)
    return actions.register(intake, by=by, at=at, fast=fast)


def guarded(by: User, *, at: dt.datetime = NOW, **fields: object) -> Petition:
    """Violence at home: known to its handling line alone."""
    return petition(by, at=at, **{"category": "family.dv"} | fields)


def risen(row: Petition, org: Organization) -> Petition:
    """The petition, which has come close to that unit above, as by the lateness of a duty."""
    Concern.objects.get_or_create(petition=row, org=org)
    return row


def accusation(by: User, *, at: dt.datetime = NOW, against: str = "孙建国", **fields: object) -> Petition:
    """An accusation against that person; `org` or `unit` say where she works."""
    who = {name: fields.pop(name) for name in ("org", "unit", "kind") if name in fields}
    accused = Accused(**{"kind": Accused.Kind.PERSON, "name": against} | who)
    return petition(by, at=at, matter_class=MatterClass.ACCUSATION, accused=(accused,), **ABOUT | fields)


ABOUT = {
    "category": "political.promotion",
    "request": "要求查处提拔中的性别歧视。",
    "facts": "干部选拔中以性别为由取消资格。",
}


def moved(row: Petition, name: str, *, by: User, at: dt.datetime, note: str = "", **answers: object) -> Petition:
    """The petition after that move; closed for a cause, and for a reason where nobody found her safe."""
    given = actions.Answers(**(CLOSING if name == "close" else {}) | answers)  # type: ignore[arg-type]
    return actions.advance(row, MOVES[name], by=by, at=at, note=note, answers=given)


def opinion(row: Petition, *, by: User, at: dt.datetime) -> Petition:
    """The petition after work was begun by that handler and her unit's head has signed the opinion."""
    head = user(by.org, Role.UNIT_HEAD)
    moved(row, "start", by=by, at=at)
    return moved(row, "issue_opinion", by=head, at=at, note="请村妇联每月回访。", **FOUND)


CLOSING = {"root_cause": "violence", "unvisited": "本人已离开本省，由当地妇联回访。"}
FOUND = {
    "result": "support",
    "findings": "信访人反映的情况属实。",
    "basis": "《妇女权益保障法》第七十三条",
    "told_how": "in_person",
}


def typed(**changes: object) -> dict[str, object]:
    """What a cadre types into the registration page; None leaves a field out."""
    form: dict[str, object] = {
        "name": "王小芳",
        "sex": "female",
        "age": "34",
        "marital": "married",
        "phone": "13854312345",
        "address": "滨城区黄河五路 385 号",
        "head_count": "1",
        "repeat_count": "1",
        "received_at": "2026-11-23T09:30",
        "channel": "visit",
        "read_back": "on",
        "facts": "丈夫酒后多次殴打，已报警。",
        "request": "要求处理丈夫的家庭暴力。",
        "matter_class": "redress",
        "category": "family.dv",
        "submission": str(uuid.uuid4()),
    }
    return {name: value for name, value in (form | changes).items() if value is not None}
