"""Missed calls: the duty to call back, attempts at different times of day, who is reached and who is given up."""

import datetime as dt
import uuid

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.actions.safe_contacts import set_safe_contact
from cases.safe_contact import Window
from cases.wishes import Wish
from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.audit.models import AccessEvent
from fedportal.deadlines.engine import sweep
from fedportal.deadlines.models import Deadline
from fedportal.lib.refusals import NotAllowed
from fedportal.notices.actions import tell_escalations
from fedportal.notices.models import Notice
from hotline.actions.call_backs import counted, take_missed, try_call_back, why_not_now
from hotline.call_workflow import CallState
from hotline.models import Call, CallAttempt, HotlineLine
from tests.cases.lives import DAY
from tests.cases.samples import NOW, petition
from tests.hotline.calls import PHONE, answered, made

HOUR = dt.timedelta(hours=1)
RESULT = CallAttempt.Result.NO_ANSWER


def missed(line: HotlineLine, by: User, *, at: dt.datetime = NOW, phone: str = PHONE) -> Call:
    return take_missed(line, phone=phone, rang_at=at - HOUR, by=by, at=at)


def test_a_missed_call_is_owed_until_the_end_of_the_next_working_day(line: HotlineLine, agent: User) -> None:
    row = missed(line, agent)

    duty = row.deadlines.get()
    assert (row.state, row.rang_at, row.answered_at) == (CallState.CALLBACK_DUE, NOW - HOUR, None)
    assert timezone.localdate(duty.due_at) == dt.date(2026, 11, 24)
    assert list(Call.objects.to_call_back(agent)) == [row]


def test_who_is_reached_is_written_down_by_whoever_reached_her(line: HotlineLine, agent: User, clerk: User) -> None:
    row = made(missed(line, agent), "reach", by=clerk, at=NOW + HOUR)

    assert (row.state, row.agent, row.answered_at, row.ended_at) == (CallState.ANSWERED, clerk, NOW + HOUR, None)
    assert row.deadlines.get().outcome == Deadline.Outcome.MET
    assert list(Call.objects.open_of(clerk)) == [row]


def test_three_attempts_count_at_different_times_of_day_alone(line: HotlineLine, agent: User) -> None:
    row = missed(line, agent)
    for at, count in ((NOW, 1), (NOW + HOUR, 1), (NOW + 4 * HOUR, 2)):  # ten, eleven, two in the afternoon
        row = try_call_back(row, RESULT, by=agent, at=at)
        assert (row.state, counted(row)) == (CallState.CALLBACK_DUE, count)

    row = try_call_back(row, RESULT, by=agent, at=NOW + DAY)

    assert (row.state, row.deadlines.get().outcome) == (CallState.UNREACHED, Deadline.Outcome.MET)
    with pytest.raises(NotAllowed, match="不用回拨"):
        try_call_back(row, RESULT, by=agent, at=NOW + DAY)


def test_nobody_is_called_back_without_a_number_or_from_the_future(line: HotlineLine, agent: User) -> None:
    with pytest.raises(NotAllowed, match="没有号码"):
        missed(line, agent, phone="")
    with pytest.raises(NotAllowed, match="不能晚于现在"):
        take_missed(line, phone=PHONE, rang_at=NOW + HOUR, by=agent, at=NOW)


def test_another_county_calls_nobody_back(line: HotlineLine, agent: User, intruder: User) -> None:
    row = missed(line, agent)

    with pytest.raises(NotAllowed, match="接听单位"):
        try_call_back(row, RESULT, by=intruder, at=NOW)
    assert not Call.objects.to_call_back(intruder).exists()


def test_what_is_late_is_told_to_the_unit_and_stays_there(line: HotlineLine, agent: User) -> None:
    row = missed(line, agent)

    sweep(NOW + 2 * DAY)
    tell_escalations(NOW + 2 * DAY)

    assert set(Notice.objects.filter(object_id=row.pk).values_list("org", "role")) == {
        (line.org_id, role) for role in (Role.AGENT, Role.RECEPTIONIST, Role.SECTION_HEAD)
    }
    assert row.deadlines.get().desk_id == line.org_id


def test_she_is_not_telephoned_outside_the_hours_that_she_named(line: HotlineLine, agent: User, clerk: User) -> None:
    row, matter = missed(line, agent), petition(clerk)
    assert why_not_now(row, by=agent, at=NOW) == ""
    wish = Wish(ways=("phone",), windows=(Window((3,), dt.time(9), dt.time(11)),))  # Wednesdays
    set_safe_contact(matter.parties.get(), wish, by=clerk, at=NOW)

    assert "不是她可以接电话的时间" in why_not_now(row, by=agent, at=NOW)


def test_the_page_takes_one_down_shows_the_number_and_says_so_in_the_trail(
    client: Client, line: HotlineLine, agent: User
) -> None:
    client.force_login(agent)
    rang = timezone.localtime().strftime("%Y-%m-%dT%H:%M")
    form = {"line": line.pk, "caller_phone": PHONE, "rang_at": rang, "submission": str(uuid.uuid4())}

    first, again = (client.post("/hotline/calls/missed/", form) for _ in range(2))

    row = Call.objects.get()
    assert first["Location"] == again["Location"] == row.get_absolute_url()
    shown = client.get(row.get_absolute_url()).content.decode()
    assert PHONE in shown
    assert AccessEvent.objects.filter(verb="call.unmask", object_id=row.pk, actor=agent).exists()
    assert "待回拨" in client.get("/hotline/calls/", {"tab": "callback"}).content.decode()
    assert "通来电等待回拨" in client.get("/hotline/calls/").content.decode()
    client.post(reverse("hotline:call_attempt", args=[row.pk]), {"result": "other"})
    assert row.attempts.get().result == "other"
    client.post(reverse("hotline:call_move", args=[row.pk, "reach"]))
    row.refresh_from_db()
    assert row.state == CallState.ANSWERED


def test_a_call_that_waits_to_be_called_back_is_no_open_conversation(line: HotlineLine, agent: User) -> None:
    missed(line, agent)
    row = answered(line, agent, phone="13900001111")

    assert list(Call.objects.open_of(agent)) == [row]
