"""Volunteers: tasks and who signs up, hours that count once somebody else has confirmed them."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.accounts.row_scopes import scope_of
from fedportal.lib.refusals import NotAllowed
from fedportal.lib.row_scope import rows_of
from stations.actions.people import pause_person
from stations.actions.volunteering import (
    Service,
    TaskPlan,
    call_off_task,
    decide_service,
    log_service,
    publish_task,
    sign_up,
    withdraw,
)
from stations.models import NetworkPerson, TaskSignUp, VolunteerService, VolunteerTask
from tests.cases.samples import NOW
from tests.factories import ProvinceTree, user
from tests.stations.people import entered

TODAY, HOUR = timezone.localdate(NOW), dt.timedelta(hours=1)


@pytest.fixture
def volunteer(clerk: User) -> NetworkPerson:
    return entered(clerk, "volunteer")


def task(by: User, **changes: object) -> VolunteerTask:
    values = {"title": "普法宣传", "kind": "publicity", "begins_at": NOW + 48 * HOUR, "wanted": 1}
    plan = TaskPlan(**values | {"ends_at": NOW + 50 * HOUR} | changes)  # type: ignore[arg-type]
    return publish_task(plan, by=by, at=NOW)


def test_as_many_sign_up_as_are_wanted_and_one_who_withdraws_leaves_her_place(
    clerk: User, volunteer: NetworkPerson
) -> None:
    row, other = task(clerk), entered(clerk, "lawyer", name="周敏", id_number="")
    signed = sign_up(row, volunteer, by=clerk, at=NOW)
    with pytest.raises(NotAllowed, match="已经报满"):
        sign_up(row, other, by=clerk, at=NOW)

    withdraw(signed, by=clerk, at=NOW)
    sign_up(row, other, by=clerk, at=NOW)

    assert [one.person for one in TaskSignUp.objects.filter(withdrawn_at=None)] == [other]


def test_nobody_signs_up_who_has_paused_or_is_no_volunteer_or_of_another_county(
    clerk: User, intruder: User, volunteer: NetworkPerson
) -> None:
    row = task(clerk, wanted=9)
    pause_person(volunteer, TODAY + dt.timedelta(days=9), by=clerk, at=NOW)
    juror, theirs = entered(clerk, "juror", id_number=""), entered(intruder, "volunteer")

    for person, words in ((volunteer, "暂停服务"), (juror, "志愿者"), (theirs, "志愿者")):
        with pytest.raises(NotAllowed, match=words):
            sign_up(row, person, by=clerk, at=NOW)


def test_a_task_that_is_called_off_takes_nobody_more(clerk: User, volunteer: NetworkPerson) -> None:
    row = call_off_task(task(clerk), reason="下雨", by=clerk, at=NOW)

    with pytest.raises(NotAllowed, match="已经取消"):
        sign_up(row, volunteer, by=clerk, at=NOW)


def test_hours_count_once_another_has_confirmed_them(clerk: User, head: User, volunteer: NetworkPerson) -> None:
    row = log_service(volunteer, Service(TODAY, 90, "visit"), by=clerk, at=NOW)
    with pytest.raises(NotAllowed, match="由他人确认"):
        decide_service(row, by=clerk, at=NOW)
    assert not VolunteerService.objects.confirmed().exists()

    decide_service(row, by=head, at=NOW)

    assert VolunteerService.objects.confirmed().get() == row
    assert row.hours == "1.5 小时"
    with pytest.raises(IntegrityError), transaction.atomic():
        VolunteerService.objects.update(decided_by=clerk)


def test_hours_that_are_refused_may_be_logged_again(clerk: User, head: User, volunteer: NetworkPerson) -> None:
    row = log_service(volunteer, Service(TODAY, 90, "visit"), by=clerk, at=NOW)
    with pytest.raises(NotAllowed, match="已经登记过"):
        log_service(volunteer, Service(TODAY, 60, "visit"), by=head, at=NOW)

    decide_service(row, by=head, at=NOW, refused="时间不对")

    assert log_service(volunteer, Service(TODAY, 60, "visit"), by=head, at=NOW).minutes == 60


@pytest.mark.parametrize(
    ("what", "words"),
    [
        (Service(TODAY + dt.timedelta(days=1), 60, "visit"), "最近 60 日"),
        (Service(TODAY - dt.timedelta(days=61), 60, "visit"), "最近 60 日"),
        (Service(TODAY, 17 * 60, "visit"), "不超过 16 小时"),
    ],
)
def test_what_cannot_be_is_refused(clerk: User, volunteer: NetworkPerson, what: Service, words: str) -> None:
    with pytest.raises(NotAllowed, match=words):
        log_service(volunteer, what, by=clerk, at=NOW)


def test_a_village_worker_logs_hours_and_its_township_confirms_them(tree: ProvinceTree, law: None) -> None:
    village, township = user(tree.village, Role.VILLAGE_WORKER), user(tree.beizhen, Role.TOWNSHIP_WORKER)
    person = entered(user(tree.village, Role.RECEPTIONIST), "volunteer")
    row = log_service(person, Service(TODAY, 60, "visit"), by=village, at=NOW)

    with pytest.raises(NotAllowed, match="不能确认"):
        decide_service(row, by=village, at=NOW)
    assert decide_service(row, by=township, at=NOW).decided_by == township


def test_another_county_neither_sees_nor_confirms_them(clerk: User, intruder: User, volunteer: NetworkPerson) -> None:
    row = log_service(volunteer, Service(TODAY, 60, "visit"), by=clerk, at=NOW)

    with rows_of(scope_of(intruder)):
        assert not VolunteerService.objects.exists()
    with pytest.raises(NotAllowed, match="不在本单位"):
        decide_service(row, by=intruder, at=NOW)


def test_four_taps_log_an_hour_and_the_form_stands_ready_for_the_next(client: Client, clerk: User) -> None:
    person = entered(clerk, "volunteer", at=timezone.now())
    client.force_login(clerk)
    url, on = "/stations/volunteer-hours/new/", timezone.localdate()

    answer = client.post(url, {"person": person.pk, "minutes": "60", "kind": "visit", "served_on": str(on)})

    assert (answer.status_code, answer["Location"]) == (302, url)
    assert person.services.get().minutes == 60


def test_all_that_are_ticked_are_confirmed_but_those_of_her_own(client: Client, clerk: User, head: User) -> None:
    person, at = entered(clerk, "volunteer", at=timezone.now()), timezone.now()
    theirs = log_service(person, Service(timezone.localdate(), 60, "visit"), by=clerk, at=at)
    own = log_service(person, Service(timezone.localdate(), 60, "duty"), by=head, at=at)
    client.force_login(head)

    answer = client.post("/stations/volunteer-hours/confirm/", {"pick": [theirs.pk, own.pk]}, follow=True)

    assert [row.pk for row in VolunteerService.objects.confirmed()] == [theirs.pk]
    assert "自己登记的时长由他人确认" in answer.content.decode()
