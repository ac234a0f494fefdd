"""The rota of the main counties: shifts of three weeks, hand-overs, answering days; lines that lead elsewhere."""

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from fedportal.accounts.models import User
from fedportal.accounts.roles import Can, Role
from fedportal.calendar.working_days import WorkingDays
from fedportal.dashboards.demo.hands import Hands
from fedportal.dashboards.demo.places import SEATS
from hotline.actions.handing_over import hand_over, take_over_note
from hotline.actions.redirecting import DayPlan, Leads, plan_day, record_day, redirect_line
from hotline.actions.rota import Planned, call_off_shift, plan_shift
from hotline.call_workflow import CallState
from hotline.line_facts import Staffing
from hotline.models import Call, HotlineLine, Shift

SHIFTS = ((dt.time(8, 30), dt.time(11, 30)), (dt.time(14, 30), dt.time(17, 30)))  # as the lines' office hours
REDIRECTED = 0.6  # of the counties' lines that are answered in office hours; those of the main counties always
NOBODY = ((1, 1), (7, 0))  # days ahead, and which shift of that working day: nobody has taken it yet
WEEK = dt.timedelta(days=7)


def lead_elsewhere(hands: Hands) -> None:
    """Outside their hours the counties' calls go to their city's line."""
    lines = HotlineLine.objects.filter(closed_on=None).select_related("org__parent").order_by("pk")
    number = {line.org_id: line.number for line in lines}
    for line in lines:
        city = line.org.parent
        if city is None or line.staffing != Staffing.OFFICE or city.pk not in number:
            continue
        if line.org.code in SEATS or hands.random.random() < REDIRECTED:
            by = hands.of(line.org, Can.RUN_HOTLINE)
            redirect_line(line, Leads(city, number[city.pk]), by=by, at=hands.ago(200))


def plan_some(hands: Hands) -> None:
    """Last week, this one and the next in each main county, before calls are missed there."""
    for line in _of_seats():
        _Rota(hands, line).plan()


def answer_some(hands: Hands) -> None:
    """The president has answered on the last 8 March, and will on a day of next week."""
    for line in _of_seats():
        _Rota(hands, line).give_the_president()


def hand_some_over(hands: Hands) -> None:
    """Of the last shifts that are over: one thing was taken up, another waits."""
    for line in _of_seats():
        _Rota(hands, line).hand_over()


def _of_seats() -> list[HotlineLine]:
    rows = HotlineLine.objects.filter(org__code__in=SEATS, org__valid_to=None, closed_on=None)
    return list(rows.select_related("org").order_by("org__code"))


@dataclass(frozen=True)
class _Rota:
    """Of one line."""

    hands: Hands
    line: HotlineLine

    @property
    def leader(self) -> User:
        return next(user for user in self._members if Role.SECTION_HEAD in user.roles)

    @property
    def president(self) -> User:
        return next(user for user in self._members if Role.UNIT_HEAD in user.roles)

    @property
    def agents(self) -> list[User]:
        return [user for user in self._members if user.can(Can.ANSWER_CALLS) and Role.UNIT_HEAD not in user.roles]

    @property
    def _members(self) -> list[User]:
        return self.hands.staff.members[self.line.org_id]

    def plan(self) -> None:
        """On working days, by turns; planned a fortnight ago."""
        today = timezone.localdate(self.hands.at)
        monday = today - dt.timedelta(days=today.weekday()) - WEEK
        calendar, at = WorkingDays.load(), self.hands.ago(14)
        days = [day for n in range(21) if calendar.is_working(day := monday + dt.timedelta(days=n))]
        empty = {(self._working(calendar, today + dt.timedelta(days=ahead)), which) for ahead, which in NOBODY}
        for turn, (day, which) in enumerate((day, which) for day in days for which in range(len(SHIFTS))):
            begins, ends = (timezone.make_aware(dt.datetime.combine(day, time)) for time in SHIFTS[which])
            agent = None if (day, which) in empty else self.agents[turn % len(self.agents)]
            plan_shift(self.line, Planned(begins, ends, agent, 1 + turn % 2), by=self.leader, at=at)
        self._call_one_off(monday + WEEK)

    def _working(self, calendar: WorkingDays, day: dt.date) -> dt.date:
        """That day, or the next one on which people work."""
        return day if calendar.is_working(day) else calendar.add(day, 1)

    def _call_one_off(self, before: dt.date) -> None:
        last = Shift.objects.filter(line=self.line, begins_at__date__lt=before).order_by("-begins_at").first()
        if last is not None:
            at = last.begins_at - dt.timedelta(days=1)
            call_off_shift(last, reason="全体参加反家庭暴力法培训，由市级代接", by=self.leader, at=at)

    def give_the_president(self) -> None:
        today = timezone.localdate(self.hands.at)
        march = dt.date(today.year if today > dt.date(today.year, 3, 8) else today.year - 1, 3, 8)
        before = timezone.make_aware(dt.datetime.combine(march, dt.time(9))) - WEEK
        plan = DayPlan(march, dt.time(9), dt.time(11, 30), self.president, "“三八”维权周主席接听日")
        row = plan_day(self.line, plan, by=self.leader, at=before)
        after = before + WEEK + dt.timedelta(hours=3)
        words = "来电以婚姻家庭、劳动权益为主；两件转权益部登记办理，其余当场解答。"
        record_day(row, answered=9, settled=7, text=words, by=self.leader, at=after)
        thursday = today + WEEK + dt.timedelta(days=3 - today.weekday())
        coming = DayPlan(thursday, dt.time(14, 30), dt.time(16, 30), self.president, "反家庭暴力法宣传")
        plan_day(self.line, coming, by=self.leader, at=self.hands.ago(3))

    def hand_over(self) -> None:
        over = Shift.objects.standing().filter(line=self.line, agent__isnull=False, ends_at__lt=self.hands.at)
        last = list(over.select_related("agent__org", "org").order_by("-ends_at")[:2])
        if len(last) < 2:
            return
        newest, before = last
        self._leave(before, "法律援助中心答复下周一可以面谈，请接班的转告来电人，并在来电里补记。", taken_by=newest)
        owed = Call.objects.filter(org=self.line.org_id, state=CallState.CALLBACK_DUE).order_by("rang_at").first()
        self._leave(newest, "这通未接来电第一次回拨没有人接，请按约好的时段再打，不要留言。", call=owed)

    def _leave(self, shift: Shift, note: str, *, call: Call | None = None, taken_by: Shift | None = None) -> None:
        if shift.agent is None:
            return
        left = hand_over(shift, note, call=call, by=shift.agent, at=shift.ends_at - dt.timedelta(minutes=10))
        taker = taken_by.agent if taken_by else None
        if taken_by and taker and taker != shift.agent:
            take_over_note(left, by=taker, at=max(taken_by.begins_at, shift.ends_at) + dt.timedelta(minutes=5))
