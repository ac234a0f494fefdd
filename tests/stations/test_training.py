"""Training of petition cadres and credentials as a table a lawyer can read: when each is reminded, when it is late."""

import datetime as dt

import pytest
from django.utils import timezone

from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.deadlines import engine
from fedportal.deadlines.limits import Light
from fedportal.lib.refusals import NotAllowed
from stations.actions.credentials import Paper, add_credential, end_credential, renew_credential
from stations.actions.roles import end_role
from stations.actions.training import CourseFacts, add_attended, enter_course
from stations.models import NetworkPerson, TrainingCourse
from tests.cases.samples import NOW
from tests.factories import ProvinceTree, user
from tests.stations.people import entered

TODAY = timezone.localdate(NOW)


def course(**changes: object) -> CourseFacts:
    ends = changes.pop("ends", TODAY)
    values = {"name": "全省妇联系统信访业务培训班", "kind": "petition", "level": 1, "begins": ends, "hours": 24}
    return CourseFacts(**values | changes, ends=ends)  # type: ignore[arg-type]


def due_on(row: NetworkPerson) -> dt.date:
    return timezone.localdate(row.deadlines.open().get(kind="network_training").due_at)


def test_a_cadre_owes_training_three_years_after_she_took_up_her_work(clerk: User) -> None:
    row = entered(clerk, "cadre", joined_on=dt.date(2025, 6, 1))

    duty = row.deadlines.get()

    assert (duty.kind, duty.org, due_on(row)) == ("network_training", clerk.org, dt.date(2028, 6, 1))
    assert duty.derivation["article"].startswith("信访干部 2—3 年")


@pytest.mark.parametrize(
    ("months_ago", "light"),
    [
        (12, Light.GREEN),
        (23, Light.GREEN),
        (25, Light.BLUE),
        (35, Light.YELLOW),
        (36.5, Light.ORANGE),
        (38, Light.RED),
    ],
)
def test_she_is_reminded_after_24_months_and_late_after_36(clerk: User, months_ago: float, light: Light) -> None:
    row = entered(clerk, "cadre", joined_on=TODAY - dt.timedelta(days=round(months_ago * 30.44)))

    for _ in range(5):
        engine.sweep(NOW)

    assert row.deadlines.get().light == light


def test_a_volunteer_owes_no_training(clerk: User) -> None:
    assert not entered(clerk, "volunteer").deadlines.exists()


def test_a_provincial_course_begins_the_years_anew_for_all_who_attended(clerk: User) -> None:
    one, other = entered(clerk, "cadre"), entered(clerk, "cadre", name="周敏", id_number="")

    enter_course(course(), [one.pk, other.pk], by=clerk, at=NOW)

    for row in (one, other):
        row.refresh_from_db()
        assert (row.trained_on, due_on(row).year) == (TODAY, TODAY.year + 3)
        assert row.deadlines.filter(outcome="met").count() == 1


@pytest.mark.parametrize("changes", [{"level": 2}, {"kind": "law"}])
def test_no_other_course_ends_the_duty(clerk: User, changes: dict[str, object]) -> None:
    row = entered(clerk, "cadre")

    enter_course(course(**changes), [row.pk], by=clerk, at=NOW)

    row.refresh_from_db()
    assert (row.trained_on, due_on(row)) == (None, dt.date(2027, 3, 8))
    assert row.trainings.count() == 1


def test_an_older_course_that_is_entered_late_does_not_move_the_clock(clerk: User) -> None:
    row = entered(clerk, "cadre")
    enter_course(course(), [row.pk], by=clerk, at=NOW)

    enter_course(course(name="旧班", ends=dt.date(2024, 5, 1)), [row.pk], by=clerk, at=NOW)

    row.refresh_from_db()
    assert row.trained_on == TODAY


def test_who_is_no_cadre_any_more_owes_nothing(clerk: User) -> None:
    row = entered(clerk, "cadre")

    end_role(row.roles.get(), on=TODAY, by=clerk, at=NOW)

    assert not row.deadlines.open().exists()


def test_a_form_that_names_another_countys_person_writes_nothing(clerk: User, intruder: User) -> None:
    mine, theirs = entered(clerk, "cadre"), entered(intruder, "cadre")

    with pytest.raises(NotAllowed, match="不在本单位"):
        enter_course(course(), [mine.pk, theirs.pk], by=clerk, at=NOW)

    assert not TrainingCourse.objects.exists()
    assert not theirs.trainings.exists()


def test_a_county_adds_its_people_to_the_course_of_the_province_and_sees_only_those(
    clerk: User, intruder: User, tree: ProvinceTree
) -> None:
    above = user(tree.shandong, Role.RECEPTIONIST)
    mine, theirs = entered(clerk, "cadre"), entered(intruder, "cadre")
    row = enter_course(course(), [theirs.pk], by=above, at=NOW)

    assert TrainingCourse.objects.visible_to(clerk).get() == row
    assert add_attended(row, [mine.pk], by=clerk, at=NOW) == 1
    assert add_attended(row, [mine.pk], by=clerk, at=NOW) == 0
    mine.refresh_from_db()
    assert mine.trained_on == TODAY


def test_a_credential_that_runs_out_is_owed_a_look_until_it_is_renewed(clerk: User) -> None:
    row = entered(clerk)
    old = add_credential(row, Paper("law", dt.date(2022, 1, 1), dt.date(2027, 1, 10)), by=clerk, at=NOW)
    duty = row.deadlines.open().get()
    assert (duty.kind, duty.item, timezone.localdate(duty.due_at)) == (
        "credential_expiry",
        str(old.pk),
        dt.date(2027, 1, 10),
    )
    assert timezone.localdate(duty.climb_at) == max(TODAY, dt.date(2026, 11, 11))

    new = renew_credential(old, Paper("law", TODAY, dt.date(2031, 1, 1), number="A2"), by=clerk, at=NOW)

    assert row.deadlines.open().get().item == str(new.pk)
    assert list(row.credentials.valid(TODAY)) == [new]


def test_one_without_an_end_or_given_back_owes_nothing(clerk: User) -> None:
    row = entered(clerk)
    add_credential(row, Paper("law", dt.date(2022, 1, 1)), by=clerk, at=NOW)
    assert not row.deadlines.exists()
    lent = add_credential(row, Paper("lawyer", dt.date(2022, 1, 1), dt.date(2026, 1, 1)), by=clerk, at=NOW)
    assert row.deadlines.open().count() == 1

    end_credential(lent, on=TODAY, by=clerk, at=NOW)

    assert not row.deadlines.open().exists()
