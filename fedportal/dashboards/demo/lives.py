"""What becomes of a matter: the moves that people will make with it, and when."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random

from cases.models import Petition
from cases.workflow import MOVES, Move, Result, Route, ToldHow
from fedportal.calendar.working_days import WorkingDays
from fedportal.dashboards.demo import texts
from fedportal.dashboards.demo.arrivals import at_the_office
from fedportal.dashboards.demo.places import Places
from fedportal.orgs.models import Level, Organization

# Days from message to reply in a public set of citizens' messages: median 11, 90th percentile 41 (domain.md 4.3).
REPLY_MEDIAN, REPLY_SIGMA = 2.4, 1.0
# What is done late is done so many days after the limit (median e^2.9 = 18).
LATE_MEDIAN, LATE_SIGMA = 2.9, 1.0
LATEST_DAYS = 240  # nobody waits longer
TELL_WITHIN, HANDLE_WITHIN = 15, 60
REPORTED = 4  # days, within which an urgent matter is reported to its end
WINDOW = 31  # days; for so long a petitioner may still ask for a review
BUSY_DAYS, BUSY_FACTOR = 80, 1.7  # of late offices are slower than they were
ROUTES = {
    Route.OPINION: 0.5,
    Route.LITIGATION: 0.22,
    Route.DUTY: 0.2,
    Route.ARBITRATION: 0.05,
    Route.RECONSIDERATION: 0.03,
}


@dataclass(frozen=True)
class Made:
    """One move: when, with which words and answers."""

    move: Move
    at: dt.datetime
    note: str = ""
    route: str = ""
    told_how: str = ""
    competent_organ: str = ""
    receiver: Organization | None = None
    result: str = ""
    findings: str = ""
    basis: str = ""


@dataclass(frozen=True)
class Fates:
    """Draws the life of one petition after another."""

    random: Random
    places: Places
    days: WorkingDays
    until: dt.datetime

    def moves(self, petition: Petition, org: Organization) -> Iterator[Made]:
        """All moves in order, as if there were no today: whoever plays them stops at her own."""
        since, took_over = petition.registered_at, False
        if org.level < Level.COUNTY and self.random.random() < 0.7 and not petition.is_accusation:
            receiver = self.places.receiver(org, self.random)
            if receiver is not None:
                since = self._after(since, self.random.uniform(1.1, 5) if self._diligent(org, since) else 17)
                yield self._said("pass_down", since, receiver=receiver)
                org, took_over = receiver, True
        reply = self.random.lognormvariate(REPLY_MEDIAN, REPLY_SIGMA)
        told_at = self._after(since, self._days_to_tell(petition, org, reply))
        if petition.category == "other.not_ours" and not took_over:
            yield self._said("redirect", told_at, competent_organ=texts.organ(self.random, petition.place.region_name))
            waits = REPORTED if petition.urgent else 0
            yield self._said("close", self._after(told_at, waits + self.random.uniform(1, 6)))
            return
        yield self._said("take" if took_over else "accept", told_at, route=self._route(petition, org))
        replied_at = self._after(told_at, self._days_to_reply(petition, org, reply))
        if petition.route == Route.OPINION:
            yield from self._opinion(petition, told_at, replied_at)
        else:
            yield self._said("reply", replied_at)
        waits = WINDOW if petition.route == Route.OPINION else REPORTED if petition.urgent else 0
        if self.random.random() < 0.97:
            yield self._said("close", self._after(replied_at, waits + self.random.lognormvariate(1.6, 0.9)))

    def _opinion(self, petition: Petition, told_at: dt.datetime, replied_at: dt.datetime) -> Iterator[Made]:
        """Of the sixth way of art. 31: someone works on it, and the unit's head signs the opinion."""
        yield Made(MOVES["start"], told_at + 0.3 * (replied_at - told_at))
        result = self.random.choices((Result.SUPPORT, Result.EXPLAIN, Result.NOT_SUPPORT), (0.55, 0.35, 0.1))[0]
        yield replace(
            self._said("issue_opinion", replied_at),
            result=result,
            findings=texts.said(self.random, "findings"),
            basis="《中华人民共和国妇女权益保障法》第七十三条",
        )

    def _days_to_tell(self, petition: Petition, org: Organization, reply: float) -> float:
        if petition.urgent:
            return self.random.uniform(0.01, 0.06)
        if self._diligent(org, petition.received_at):
            return min(reply * self.random.uniform(0.1, 0.5), self.random.uniform(9, TELL_WITHIN - 1))
        return TELL_WITHIN + self._late_by()

    def _days_to_reply(self, petition: Petition, org: Organization, reply: float) -> float:
        """From telling to replying; only an opinion has a limit to miss."""
        if petition.urgent and self.random.random() < 0.75:
            return self.random.uniform(0.03, 0.1)
        if petition.route == Route.OPINION and not self._diligent(org, petition.received_at):
            return HANDLE_WITHIN + self._late_by()
        return max(0.1, reply * self.random.uniform(0.5, 0.95))

    def _late_by(self) -> float:
        return min(LATEST_DAYS, self.random.lognormvariate(LATE_MEDIAN, LATE_SIGMA))

    def _diligent(self, org: Organization, on: dt.datetime) -> bool:
        busy = self.until - on < dt.timedelta(days=BUSY_DAYS)
        return self.random.random() > self.places.slowness[org.pk] * (BUSY_FACTOR if busy else 1)

    def _route(self, petition: Petition, org: Organization) -> str:
        """Townships and villages have no head who could sign an opinion."""
        if not petition.is_asked("route"):
            return ""
        if org.level > Level.COUNTY:
            return Route.DUTY
        return self.random.choices(list(ROUTES), list(ROUTES.values()))[0]

    def _after(self, moment: dt.datetime, days: float) -> dt.datetime:
        return at_the_office(self.random, moment + dt.timedelta(days=days), self.days)

    def _said(
        self,
        move: str,
        at: dt.datetime,
        *,
        route: str = "",
        competent_organ: str = "",
        receiver: Organization | None = None,
    ) -> Made:
        how = self.random.choice((ToldHow.PHONE, ToldHow.PHONE, ToldHow.IN_PERSON, ToldHow.LETTER))
        note = texts.said(self.random, "accept" if move == "take" else move, organ=competent_organ)
        return Made(MOVES[move], at, note, route, how, competent_organ, receiver)
