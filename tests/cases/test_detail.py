"""A petition's page: what whom is shown, what may be done next, and that reading leaves a trace."""

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cases.models import Petition
from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.audit.models import AccessEvent
from fedportal.deadlines import engine
from fedportal.deadlines.models import Deadline, Escalation
from tests.cases.samples import moved, petition
from tests.factories import ProvinceTree, user

DAY = dt.timedelta(days=1)


def page_of(client: Client, row: Petition, by: User) -> str:
    client.force_login(by)
    return client.get(row.get_absolute_url()).content.decode()


def acknowledge(client: Client, row: Petition, duty: Deadline, by: User, **data: str) -> str:
    client.force_login(by)
    answer = client.post(reverse("cases:acknowledge", args=[row.pk, duty.pk]), data)
    return answer["Location"] if answer.status_code == 302 else str(answer.status_code)


def test_the_title_names_the_thing_and_masks_the_person(client: Client, clerk: User) -> None:
    row = petition(clerk, category="family.dv")

    told = page_of(client, row, clerk)

    assert f"<title>{row.number} 王某某 家庭暴力</title>" in told


def test_the_holding_unit_sees_the_name_whole_and_contacts_masked(client: Client, clerk: User) -> None:
    told = page_of(client, petition(clerk), clerk)

    assert "王小芳" in told
    assert "138****2345" in told
    assert "110***********002X" in told
    for secret in ("13854312345", "黄河五路", "11010519491231002X"):
        assert secret not in told


def test_a_superior_sees_the_case_but_neither_name_nor_contact(client: Client, clerk: User, superior: User) -> None:
    told = page_of(client, petition(clerk, birth_on=dt.date(1990, 5, 1)), superior)

    assert "丈夫酒后多次殴打" in told
    assert "138****2345" in told
    assert "1990 年" in told
    for secret in ("王小芳", "13854312345", "黄河五路", "1990-05-01"):
        assert secret not in told


def test_another_county_finds_nothing(client: Client, clerk: User, intruder: User, tree: ProvinceTree) -> None:
    row = petition(clerk)

    for stranger in (intruder, user(tree.beizhen, Role.TOWNSHIP_WORKER), user(tree.hubei, Role.SUPERVISOR)):
        client.force_login(stranger)
        assert client.get(row.get_absolute_url()).status_code == 404
    assert not AccessEvent.objects.filter(verb="petition.read").exists()


def test_without_the_right_to_see_cases_there_is_403(client: Client, clerk: User, tree: ProvinceTree) -> None:
    client.force_login(user(tree.bincheng, Role.SHELTER_WORKER))

    assert client.get(petition(clerk).get_absolute_url()).status_code == 403


@pytest.mark.parametrize(
    ("role", "buttons"),
    [
        (
            Role.RECEPTIONIST,
            [
                *("受理", "告知去向", "转送下级妇联", "交办下级妇联"),
                *("提请裁定管辖", "指定承办人", "评定危险程度", "申请回避", "信访人撤回"),
                *("领导包案", "列为重大紧急"),
            ],
        ),
        (Role.HANDLER, ["评定危险程度", "申请回避", "列为重大紧急"]),
        (Role.SUPERVISOR, []),
    ],
)
def test_only_the_moves_that_one_may_make_are_offered_with_their_limit(
    client: Client, clerk: User, tree: ProvinceTree, role: Role, buttons: list[str]
) -> None:
    row = petition(clerk, at=timezone.now() - 3 * DAY)
    client.force_login(user(tree.bincheng, role))

    steps = client.get(row.get_absolute_url()).context["steps"]

    assert [step.move.label for step in steps] == buttons
    assert all(step.limit == row.deadlines.get() for step in steps if not step.rare)


def test_a_superior_may_only_take_it_in_person(client: Client, clerk: User, superior: User) -> None:
    row = petition(clerk)
    client.force_login(superior)

    page = client.get(row.get_absolute_url())

    assert [step.move.label for step in page.context["steps"]] == ["领导包案"]
    assert "您可以查看，不能代为办理" in page.content.decode()


def test_the_story_merges_deeds_and_climbs_newest_first(client: Client, clerk: User, superior: User) -> None:
    at = timezone.now() - 24 * DAY
    row = petition(clerk, at=at)
    engine.sweep(timezone.now())
    escalation = Escalation.objects.get(to_desk=superior.org, from_desk=clerk.org)
    acknowledge(client, row, row.deadlines.get(), superior)
    moved(row, "accept", by=clerk, at=timezone.now(), note="已口头说明。", route="opinion", told_how="phone")
    client.force_login(clerk)

    events = client.get(row.get_absolute_url()).context["events"]

    titles = [event.title for event in events]
    assert titles[:2] == ["受理", "签收"]
    assert titles[-2:] == ["登记", "收到来访"]
    assert "超期 3 个工作日，由滨城区妇联上报至滨州市妇联" in titles
    assert events[0].text == "办理途径：（六）调查核实后出具处理意见\n告知方式：电话\n已口头说明。"
    assert events[0].who == "王芳（滨城区妇联）"
    assert [event.at for event in events] == sorted((event.at for event in events), reverse=True)
    assert escalation.acknowledged_at is None  # the row as it was read before


def test_a_matter_that_skips_steps_says_so_in_its_story(client: Client, clerk: User) -> None:
    row = petition(clerk, head_count=7, at=timezone.now() - DAY)
    engine.sweep(timezone.now())
    client.force_login(clerk)

    page = client.get(row.get_absolute_url())

    assert page.context["events"][0].title == "属特殊事项，登记即上报，由滨城区妇联上报至滨州市妇联"
    assert "集体访 7 人" in page.content.decode()


def test_the_receipt_tells_how_the_date_was_computed(client: Client, clerk: User) -> None:
    told = page_of(client, petition(clerk, at=dt.datetime(2026, 11, 20, 2, tzinfo=dt.UTC)), clerk)

    assert (
        "依据《信访工作条例》第二十三条，自 2026-11-20 收到之日起 15 日内告知受理情况，2026-12-05 周六 24 时前。"
        in told
    )


def test_reading_is_written_down_once_an_hour(client: Client, clerk: User, superior: User) -> None:
    row = petition(clerk)
    for reader in (clerk, clerk, superior):
        page_of(client, row, reader)

    read = AccessEvent.objects.filter(verb="petition.read", object_id=row.pk).order_by("pk")
    assert list(read.values_list("actor", flat=True)) == [clerk.pk, superior.pk]


def test_the_desk_acknowledges_from_the_bar(client: Client, clerk: User, superior: User) -> None:
    row = petition(clerk, at=timezone.now() - 24 * DAY)
    engine.sweep(timezone.now())
    duty = row.deadlines.get()
    assert "尚未签收" in page_of(client, row, superior)
    assert "尚未签收" not in page_of(client, row, clerk)

    assert acknowledge(client, row, duty, superior) == row.get_absolute_url()

    assert "尚未签收" not in page_of(client, row, superior)
    duty.refresh_from_db()
    assert not duty.awaiting_ack
    assert AccessEvent.objects.filter(verb="deadline.acknowledge", actor=superior).count() == 1


def test_one_goes_back_to_where_the_button_stood(client: Client, clerk: User, superior: User) -> None:
    row = petition(clerk, at=timezone.now() - 24 * DAY)
    engine.sweep(timezone.now())
    duty = row.deadlines.get()

    assert acknowledge(client, row, duty, superior, next="/petitions/?desk=me") == "/petitions/?desk=me"
    assert acknowledge(client, row, duty, superior, next="https://example.com/") == row.get_absolute_url()


def test_nobody_acknowledges_for_another_desk(client: Client, clerk: User, intruder: User, superior: User) -> None:
    row = petition(clerk, at=timezone.now() - 24 * DAY)
    other = petition(clerk)
    engine.sweep(timezone.now())
    duty = row.deadlines.get()

    assert acknowledge(client, row, duty, intruder) == "404"
    assert acknowledge(client, other, duty, superior) == "404"
    acknowledge(client, row, duty, clerk)
    client.force_login(user(superior.org, Role.STAT_OFFICER))
    assert client.post(reverse("cases:acknowledge", args=[row.pk, duty.pk])).status_code == 403

    duty.refresh_from_db()
    assert duty.awaiting_ack


def test_as_many_questions_for_a_long_story_as_for_a_short_one(client: Client, clerk: User) -> None:
    short, long = (petition(clerk, at=at, urgent=True) for at in (timezone.now(), timezone.now() - 90 * DAY))
    engine.sweep(timezone.now())

    def questions(row: Petition) -> int:
        with CaptureQueriesContext(connection) as asked:
            page_of(client, row, clerk)
        return len(asked)

    questions(short)
    questions(long)
    assert questions(long) <= questions(short) + 1  # the ladders' rungs, where anything climbed
