"""A small world for overviews: matters of every age in two cities and two provinces, swept up to now."""

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from cases.models import Petition
from cases.workflow import Route, ToldHow
from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.deadlines import engine
from fedportal.orgs.models import Organization
from tests.cases.samples import moved, opinion, petition
from tests.factories import ProvinceTree, user


@dataclass(frozen=True)
class World:
    """Who works where, and the moment up to which everything has been swept."""

    tree: ProvinceTree
    now: dt.datetime
    clerk: User  # Bincheng
    neighbour: User  # Huimin
    city: User  # supervisor of Binzhou
    province: User  # supervisor of Shandong
    twice_late: Petition  # two of its duties are late

    def reader(self, place: Organization, role: Role = Role.SUPERVISOR) -> User:
        return user(place, role)


def accepted(row: Petition, *, by: User, at: dt.datetime) -> Petition:
    return moved(row, "accept", by=by, at=at, route=Route.OPINION, told_how=ToldHow.PHONE)


def make_world(tree: ProvinceTree) -> World:
    """Needs the law to be loaded."""
    now = timezone.now()
    clerk, neighbour = user(tree.bincheng, Role.RECEPTIONIST), user(tree.huimin, Role.RECEPTIONIST)
    town, other_city = user(tree.beizhen, Role.TOWNSHIP_WORKER), user(tree.guangrao, Role.RECEPTIONIST)
    office, hubei = user(tree.binzhou, Role.RECEPTIONIST), user(tree.xiaonan, Role.RECEPTIONIST)

    def ago(days: float) -> dt.datetime:
        return now - dt.timedelta(days=days)

    petition(clerk, at=now, category="family.divorce")
    petition(clerk, at=ago(11))
    petition(clerk, at=ago(14), category="family.affair")
    petition(clerk, at=ago(17))
    petition(clerk, at=ago(22), category="labour.wages")
    petition(clerk, at=ago(75))
    petition(clerk, at=ago(2), minor=True, category="child.abuse")
    twice_late = petition(clerk, at=ago(20), urgent=True)
    accepted(petition(clerk, at=ago(95)), by=clerk, at=ago(90))
    accepted(petition(clerk, at=ago(40)), by=clerk, at=ago(38))
    late = accepted(petition(clerk, at=ago(70)), by=clerk, at=ago(50))
    opinion(late, by=clerk, at=ago(45))
    done = accepted(petition(clerk, at=ago(380)), by=clerk, at=ago(378))
    moved(opinion(done, by=clerk, at=ago(370)), "close", by=clerk, at=ago(360), agreed=True)
    petition(neighbour, at=ago(45))
    petition(neighbour, at=ago(1))
    petition(town, at=ago(30))
    petition(other_city, at=ago(25))
    petition(hubei, at=ago(40))
    petition(office, at=ago(33))
    down = petition(office, at=ago(9))
    moved(down, "pass_down", by=office, at=ago(5), receiver=tree.zouping, told_how=ToldHow.PHONE)
    engine.sweep(timezone.now())
    return World(
        tree,
        now,
        clerk,
        neighbour,
        user(tree.binzhou, Role.SUPERVISOR),
        user(tree.shandong, Role.SUPERVISOR),
        twice_late,
    )
