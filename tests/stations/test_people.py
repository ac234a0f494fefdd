"""People of the network: who keeps them, what is enciphered, what ends when they leave, and who sees which."""

import datetime as dt

import pytest
from django.db import DatabaseError, connection, transaction

from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.accounts.row_scopes import scope_of
from fedportal.audit.models import AccessEvent
from fedportal.lib.refusals import NotAllowed
from fedportal.lib.row_scope import rows_of
from stations.actions.credentials import Paper, add_credential
from stations.actions.people import change_person, enter_person, leave_network, pause_person
from stations.actions.revealing import Shown, reveal
from stations.actions.roles import Appointment, appoint, end_role
from stations.models import Credential, NetworkEvent, NetworkPerson, NetworkRole
from tests.cases.samples import NOW
from tests.factories import ProvinceTree, user
from tests.stations.people import ID_NUMBER, PHONE, entered, facts

TODAY = NOW.date()


def test_somebody_is_entered_with_her_story_and_the_trail(clerk: User) -> None:
    row = entered(clerk, "mediator")

    assert (row.org, row.name, row.initials, row.sex) == (clerk.org, "孙丽华", "slh", "female")
    assert row.available_words == "周一、周三 14:00—17:00"
    assert [event.verb for event in row.events.order_by("pk")] == ["person.enter", "person.appoint"]
    assert AccessEvent.objects.filter(verb="person.enter", object_id=row.pk, actor=clerk).exists()


def test_her_numbers_lie_enciphered_and_no_line_of_the_story_tells_them(clerk: User) -> None:
    row = entered(clerk)
    change_person(row, facts(phone="13854399999"), by=clerk, at=NOW)

    with connection.cursor() as cursor:
        cursor.execute("SELECT phone, id_number FROM stations_networkperson WHERE id = %s", [row.pk])
        stands = " ".join(cursor.fetchone())
        cursor.execute("SELECT detail::text FROM audit_accessevent")
        trail = " ".join(line for (line,) in cursor.fetchall())
    told = " ".join(row.events.values_list("note", flat=True))
    for number in (PHONE, "13854399999", ID_NUMBER):
        assert number not in stands + told + trail
    assert "联系电话已更改" in told


def test_nothing_changed_writes_nothing(clerk: User) -> None:
    row = entered(clerk)

    same = change_person(row, facts(), by=clerk, at=NOW)

    assert (same.version, row.events.count()) == (row.version, 1)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"id_number": "372301198504120021"}, "校验位"),
        ({"sex": "male"}, "性别与身份证号不一致"),
        ({"joined_on": TODAY + dt.timedelta(days=1)}, "不能晚于今天"),
    ],
)
def test_what_cannot_be_is_refused(clerk: User, changes: dict[str, object], words: str) -> None:
    with pytest.raises(NotAllowed, match=words):
        enter_person(clerk.org, facts(**changes), by=clerk, at=NOW)


def test_nobody_stands_twice_in_the_roster_of_a_unit_until_she_has_left(clerk: User) -> None:
    row = entered(clerk)
    with pytest.raises(NotAllowed, match="已有这个身份证号"):
        entered(clerk)

    leave_network(row, on=TODAY, why="moved", by=clerk, at=NOW)

    assert entered(clerk).pk != row.pk


@pytest.mark.parametrize("role", [Role.AGENT, Role.SUPERVISOR, Role.VILLAGE_WORKER, Role.STAT_OFFICER])
def test_other_roles_enter_nobody(tree: ProvinceTree, law: None, role: Role) -> None:
    by = user(tree.bincheng, role)

    with pytest.raises(NotAllowed, match="您的角色不能"):
        enter_person(by.org, facts(), by=by, at=NOW)


def test_a_township_keeps_the_people_of_its_villages_and_not_those_of_its_county(
    tree: ProvinceTree, clerk: User
) -> None:
    township = user(tree.beizhen, Role.TOWNSHIP_WORKER)

    row = enter_person(tree.village, facts(), by=township, at=NOW)

    assert row.org == tree.village
    with pytest.raises(NotAllowed, match="只有该单位可以更改"):
        change_person(entered(clerk), facts(name="孙丽"), by=township, at=NOW)


def test_an_account_is_linked_to_one_person_of_its_own_unit(clerk: User, head: User, intruder: User) -> None:
    row = entered(clerk, account=head)

    assert row.account == head
    with pytest.raises(NotAllowed, match="已经关联"):
        entered(clerk, account=head, id_number="")
    with pytest.raises(NotAllowed, match="只能关联本单位"):
        entered(clerk, account=intruder, id_number="")


def test_a_role_of_a_kind_is_held_once_at_a_time(clerk: User) -> None:
    row = entered(clerk, "juror")
    with pytest.raises(NotAllowed, match="已经任人民陪审员"):
        appoint(row, Appointment("juror", TODAY), by=clerk, at=NOW)

    end_role(row.roles.get(), on=TODAY, by=clerk, at=NOW)
    appoint(row, Appointment("juror", TODAY, full_time=True), by=clerk, at=NOW)

    assert list(row.roles.order_by("pk").values_list("ended_on", "full_time")) == [(TODAY, False), (None, True)]


def test_who_leaves_ends_her_roles_and_owes_nothing_any_more(clerk: User) -> None:
    row = entered(clerk, "cadre", "mediator")
    add_credential(row, Paper("law", dt.date(2020, 1, 1), dt.date(2027, 1, 1)), by=clerk, at=NOW)

    leave_network(row, on=TODAY, why="retired", by=clerk, at=NOW)

    row.refresh_from_db()
    assert (row.left_on, row.left_why, row.account) == (TODAY, "retired", None)
    assert set(row.roles.values_list("ended_on", flat=True)) == {TODAY}
    assert set(row.deadlines.values_list("outcome", flat=True)) == {"cancelled"}
    assert not NetworkPerson.objects.serving(TODAY).exists()
    with pytest.raises(NotAllowed, match="已经离队"):
        change_person(row, facts(name="孙丽"), by=clerk, at=NOW)


def test_who_has_paused_is_not_available_until_her_day_is_over(clerk: User) -> None:
    row = entered(clerk)
    until = TODAY + dt.timedelta(days=30)

    pause_person(row, until, by=clerk, at=NOW)

    assert not NetworkPerson.objects.available(until).exists()
    assert NetworkPerson.objects.available(until + dt.timedelta(days=1)).exists()


def test_showing_a_number_asks_why_and_is_written_down(clerk: User) -> None:
    row = entered(clerk)
    with pytest.raises(NotAllowed, match="事由"):
        reveal(row, Shown.PHONE, reason=" ", by=clerk, at=NOW)

    assert reveal(row, Shown.PHONE, reason="通知培训", by=clerk, at=NOW) == PHONE

    (line,) = AccessEvent.objects.filter(verb="person.reveal")
    assert (line.object_id, line.detail) == (row.pk, {"field": "phone", "reason": "通知培训"})


def test_another_county_sees_nothing_even_without_the_query(clerk: User, intruder: User) -> None:
    row = entered(clerk, "mediator")
    add_credential(row, Paper("law", dt.date(2020, 1, 1)), by=clerk, at=NOW)

    assert not NetworkPerson.objects.visible_to(intruder).exists()
    with rows_of(scope_of(intruder)):
        for model in (NetworkPerson, NetworkRole, Credential, NetworkEvent):
            assert not model.objects.exists()
    with rows_of(scope_of(clerk)):
        assert NetworkRole.objects.exists()
    with pytest.raises(NotAllowed, match="不在本单位"):
        reveal(row, Shown.PHONE, reason="想看看", by=intruder, at=NOW)


def test_the_story_cannot_be_rewritten(clerk: User) -> None:
    row = entered(clerk)

    with pytest.raises(DatabaseError), transaction.atomic():
        row.events.update(note="")
