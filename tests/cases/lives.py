"""Petitions brought to a state by the real verbs, each with the people who did it."""

import datetime as dt
from dataclasses import dataclass

from cases.models import Petition
from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from tests.cases.samples import NOW, moved, petition
from tests.factories import ProvinceTree, user

DAY = dt.timedelta(days=1)
FOUND = {"findings": "信访人反映的情况属实。", "basis": "《妇女权益保障法》第七十三条"}
TOLD = {"told_how": "in_person"}


@dataclass(frozen=True)
class Office:
    """The people of one unit."""

    clerk: User
    handler: User
    head: User


@dataclass(frozen=True)
class Line:
    """Township, county, city and province of Binzhou, and the county beside."""

    tree: ProvinceTree
    county: Office
    neighbour: Office
    city: Office
    province: Office


def office(place: object) -> Office:
    return Office(user(place, Role.SECTION_HEAD), user(place, Role.HANDLER), user(place, Role.UNIT_HEAD))


def make_line(tree: ProvinceTree) -> Line:
    places = (tree.bincheng, tree.huimin, tree.binzhou, tree.shandong)
    return Line(tree, *(office(place) for place in places))


def registered(at_office: Office, *, at: dt.datetime = NOW, **fields: object) -> Petition:
    return petition(at_office.clerk, at=at, **fields)


def accepted(at_office: Office, *, at: dt.datetime = NOW, procedure: str = "", **fields: object) -> Petition:
    row = registered(at_office, at=at, **fields)
    return moved(row, "accept", by=at_office.clerk, at=at, route="opinion", procedure=procedure, **TOLD)


def handled(at_office: Office, *, at: dt.datetime = NOW, **fields: object) -> Petition:
    return moved(accepted(at_office, at=at, **fields), "start", by=at_office.handler, at=at)


def replied_by(at_office: Office, *, at: dt.datetime = NOW, **fields: object) -> Petition:
    """Accepted and answered, without an opinion."""
    by = at_office.clerk
    row = moved(registered(at_office, at=at, **fields), "accept", by=by, at=at, route="duty", **TOLD)
    return moved(row, "reply", by=by, at=at, note="已答复。", **TOLD)


def decided(at_office: Office, *, at: dt.datetime = NOW, told_how: str = "in_person", **fields: object) -> Petition:
    """With an opinion, served at that moment."""
    row = handled(at_office, at=at, **fields)
    return moved(
        row, "issue_opinion", by=at_office.head, at=at, note="予以支持。", result="support", told_how=told_how, **FOUND
    )


def sent_down(line: Line, *, at: dt.datetime = NOW, move: str = "pass_down", **answers: object) -> Petition:
    """Registered in the city, sent to the county of Bincheng."""
    row = registered(line.city, at=at)
    return moved(row, move, by=line.city.clerk, at=at, receiver=line.tree.bincheng, **TOLD, **answers)


def under_review(line: Line, *, at: dt.datetime = NOW) -> Petition:
    """The county's opinion before the city, asked for a day later."""
    row, asked = decided(line.county, at=at), at + DAY
    return moved(row, "ask_review", by=line.city.clerk, at=asked, note="不服。", requested_on=asked.date())


def reviewed(line: Line, *, at: dt.datetime = NOW, outcome: str = "keep") -> Petition:
    row = under_review(line, at=at)
    return moved(
        row, "decide_review", by=line.city.head, at=at + 2 * DAY, note="同意。", outcome=outcome, **FOUND, **TOLD
    )


def under_recheck(line: Line, *, at: dt.datetime = NOW) -> Petition:
    """Before the province, asked for on the third day."""
    row, asked = reviewed(line, at=at), at + 3 * DAY
    return moved(row, "ask_recheck", by=line.province.clerk, at=asked, note="不服。", requested_on=asked.date())
