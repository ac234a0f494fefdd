"""Leaders' reception days: planning, holding, cancelling, and which units keep no rhythm."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cases.actions.reception import cancel_reception, hold_reception
from cases.models import Petition, ReceptionDay
from cases.receptions import regularity
from cases.succession import take_over
from fedportal.audit.models import AccessEvent
from fedportal.deadlines.rule_actions import override_rule
from fedportal.lib.refusals import NotAllowed
from tests.cases.lives import DAY, Line, make_line, registered
from tests.cases.receiving import held, planned
from tests.cases.samples import NOW, accusation
from tests.factories import ProvinceTree

TYPED = {
    "on": "",
    "begins": "09:00",
    "ends": "11:30",
    "leader_name": "陈静",
    "leader_post": "主席",
    "place": "来访接待室",
    "theme": "农村妇女土地权益",
}


@pytest.fixture
def line(tree: ProvinceTree, law: None) -> Line:
    return make_line(tree)


def get(client: Client, reader: object, name: str, *args: object, **query: str) -> HttpResponse:
    client.force_login(reader)
    return client.get(reverse(f"cases:{name}", args=args), query)


def post(client: Client, by: object, name: str, *args: object, **typed: object) -> HttpResponse:
    client.force_login(by)
    return client.post(reverse(f"cases:{name}", args=args), typed)


# --- planning ----------------------------------------------------------------------------------------------
def test_a_day_is_planned_and_all_above_see_it(line: Line, client: Client) -> None:
    on = timezone.localdate() + dt.timedelta(days=3)

    assert post(client, line.county.clerk, "reception_new", **TYPED | {"on": str(on)}).status_code == 302

    day = ReceptionDay.objects.get()
    assert (day.org, day.on, day.who, day.state) == (line.tree.bincheng, on, "主席 陈静", "planned")
    for reader in (line.county.handler, line.city.head, line.province.clerk):
        assert get(client, reader, "reception", day.pk).status_code == 200
        assert list(get(client, reader, "reception_list", month=f"{on:%Y-%m}").context["days"]) == [day]
    assert get(client, line.neighbour.clerk, "reception", day.pk).status_code == 404
    assert AccessEvent.objects.filter(verb="reception.plan", object_id=day.pk).exists()


def test_a_leader_with_an_account_is_chosen(line: Line, client: Client) -> None:
    typed = TYPED | {"on": str(timezone.localdate()), "leader": line.county.head.pk, "leader_name": ""}

    post(client, line.county.clerk, "reception_new", **typed)

    assert ReceptionDay.objects.get().leader == line.county.head
    assert ReceptionDay.objects.get().leader_name == line.county.head.name


@pytest.mark.parametrize(
    ("wrong", "errors"),
    [
        ({"leader_name": ""}, {"leader_name": ["请选择接待领导，或者填写姓名。"]}),
        ({"leader_post": ""}, {"leader_post": ["请填写职务。"]}),
        ({"ends": "08:00"}, {"ends": ["结束时间应当在开始之后。"]}),
        ({"on": ""}, {"on": ["请填写日期。"]}),
    ],
)
def test_what_is_missing_is_said_beside_its_field(
    line: Line, client: Client, wrong: dict[str, str], errors: dict[str, list[str]]
) -> None:
    answer = post(client, line.county.clerk, "reception_new", **TYPED | {"on": str(timezone.localdate())} | wrong)

    assert answer.context["form"].errors == errors


def test_the_same_is_not_planned_twice_but_again_once_cancelled(line: Line) -> None:
    day = planned(line.county.clerk, at=NOW)
    with pytest.raises(NotAllowed, match="已经安排过"):
        planned(line.county.clerk, at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        ReceptionDay.objects.create(
            **{field: getattr(day, field) for field in ("org", "org_code", "on", "begins", "ends", "leader_name")},
            planned_at=NOW,
            planned_by=line.county.clerk,
        )

    cancel_reception(day, reason="外出开会。", by=line.county.clerk, at=NOW)

    assert planned(line.county.clerk, at=NOW).state == "planned"


@pytest.mark.parametrize("days", [-32, 367])
def test_a_day_too_far_off_is_refused(line: Line, days: int) -> None:
    with pytest.raises(NotAllowed, match="可以提前一年安排"):
        planned(line.county.clerk, at=NOW, in_days=days)


# --- holding and cancelling --------------------------------------------------------------------------------
def test_what_was_heard_stands_on_the_day_and_on_the_case(line: Line, client: Client) -> None:
    at = timezone.now()
    came, other = registered(line.county, at=at), registered(line.county, at=at - 3 * DAY)
    day = planned(line.county.clerk, at=at)
    form = get(client, line.county.clerk, "reception_hold", day.pk).context["form"]
    assert list(form.fields["petitions"].queryset) == [came]
    number = other.number.removesuffix("2").rpartition("〕")[2].lstrip("0") + "2"

    answer = post(
        client,
        line.county.clerk,
        "reception_hold",
        day.pk,
        visitors="3",
        summary="当场答复两件。",
        petitions=[came.pk],
        numbers=f"{number}\n{came.number}",
    )

    assert answer.status_code == 302
    day.refresh_from_db()
    assert (day.state, day.visitors, day.ended_by) == ("held", 3, line.county.clerk)
    assert set(day.petitions.all()) == {came, other}
    event = other.events.latest("pk")
    assert (event.verb, event.data) == ("reception.hold", {"received_by_leader": "主席 陈静", "on": str(day.on)})
    assert "领导接待日接待" in client.get(other.get_absolute_url()).content.decode()
    assert [row.pk for row in get(client, line.city.head, "reception", day.pk).context["petitions"]]


def test_a_number_that_is_none_or_is_not_ours_is_named(line: Line, client: Client) -> None:
    foreign = registered(line.neighbour, at=timezone.now())
    day = planned(line.county.clerk, at=timezone.now())
    typed = {"visitors": "1", "summary": "接待。", "numbers": f"9999\n{foreign.number}"}

    answer = post(client, line.county.clerk, "reception_hold", day.pk, **typed)

    assert answer.context["form"].errors == {"numbers": [f"没有找到：9999、{foreign.number}。请核对编号。"]}
    with pytest.raises(NotAllowed, match="本单位和下级承办"):
        hold_reception(day, summary="接待。", visitors=1, petitions=[foreign], by=line.county.clerk, at=timezone.now())


def test_nobody_came_is_a_result_too(line: Line) -> None:
    day = planned(line.county.clerk, at=NOW)

    hold_reception(day, summary="无人来访。", visitors=0, petitions=(), by=line.county.clerk, at=NOW)

    day.refresh_from_db()
    assert (day.state, day.petitions.count()) == ("held", 0)


def test_a_day_is_not_held_before_it_comes_nor_ended_twice(line: Line) -> None:
    day = planned(line.county.clerk, at=NOW, in_days=1)
    with pytest.raises(NotAllowed, match="还没有到"):
        hold_reception(day, summary="接待。", visitors=1, petitions=(), by=line.county.clerk, at=NOW)

    cancel_reception(day, reason="台风。", by=line.county.clerk, at=NOW)

    with pytest.raises(NotAllowed, match="已取消，不能再更改"):
        hold_reception(day, summary="接待。", visitors=1, petitions=(), by=line.county.clerk, at=NOW + DAY)


def test_a_superior_sees_it_and_does_not_end_it(line: Line, client: Client) -> None:
    day = planned(line.county.clerk, at=timezone.now())

    assert post(client, line.city.clerk, "reception_cancel", day.pk, reason="改期。").status_code == 409
    assert post(client, line.neighbour.clerk, "reception_cancel", day.pk, reason="改期。").status_code == 404
    assert post(client, line.county.handler, "reception_cancel", day.pk, reason="改期。").status_code == 403
    assert "登记接待情况" not in get(client, line.city.clerk, "reception", day.pk).content.decode()
    assert post(client, line.county.clerk, "reception_cancel", day.pk, reason="改期。").status_code == 302


def test_a_successor_receives_on_the_planned_days(line: Line) -> None:
    past, coming = held(line.county.clerk, at=NOW), planned(line.county.clerk, at=NOW, in_days=5)
    county, heir = line.tree.bincheng, line.tree.zouping
    county.successor, county.valid_to = heir, NOW.date()
    county.save(update_fields=["successor", "valid_to"])

    take_over(ended=[county.pk], by=line.city.head, at=NOW)

    past.refresh_from_db()
    coming.refresh_from_db()
    assert (past.org, coming.org, coming.org_code) == (county, heir, heir.code)


# --- the list and the rhythm -------------------------------------------------------------------------------
def test_the_list_shows_one_month_at_a_time(line: Line, client: Client) -> None:
    day = planned(line.county.clerk, at=timezone.now())
    month = timezone.localdate().replace(day=1)
    earlier = (month - dt.timedelta(days=1)).replace(day=1)

    assert list(get(client, line.city.head, "reception_list").context["days"]) == [day]
    page = get(client, line.city.head, "reception_list", month=f"{earlier:%Y-%m}")
    assert (list(page.context["days"]), page.context["regularity"]) == ([], None)
    for nonsense in ("2026-13", "x", "0001-01", "9999-12", "\0"):
        assert get(client, line.city.head, "reception_list", month=nonsense).context["first"] == month


def test_a_unit_is_missing_from_the_eighth_day_on(line: Line) -> None:
    held(line.county.clerk, at=NOW)

    def missing(at: dt.datetime) -> dict[str, dt.date | None]:
        found = regularity(line.city.head, at)
        assert found is not None
        assert found.units == 4  # 滨州、滨城、惠民、邹平; streets and communities owe none
        return {row.org.region_name: row.last for row in found.missing}

    assert missing(NOW + 7 * DAY).keys() == {"滨州市", "惠民县", "邹平市"}
    assert missing(NOW + 8 * DAY)["滨城区"] == timezone.localdate(NOW)


def test_a_region_may_set_its_own_rhythm(line: Line) -> None:
    override_rule(
        "reception_day",
        line.tree.binzhou,
        amount=3,
        article="滨州市规定",
        valid_from=timezone.localdate(NOW) + DAY,
        by=line.city.head,
        at=NOW,
    )
    held(line.county.clerk, at=NOW)

    found = regularity(line.city.head, NOW + 4 * DAY)

    assert found is not None
    assert (found.rule, "滨城区" in {row.org.region_name for row in found.missing}) == ("3 日", True)


def test_a_planned_day_is_no_held_one(line: Line, client: Client) -> None:
    planned(line.county.clerk, at=timezone.now())

    found = get(client, line.county.head, "reception_list").context["regularity"]

    assert [row.org for row in found.missing] == [line.tree.bincheng]


def test_a_street_owes_no_reception_days(line: Line, tree: ProvinceTree) -> None:
    from_the_street = planned(line.county.clerk, at=NOW).planned_by
    from_the_street.org = tree.beizhen

    assert regularity(from_the_street, NOW) is None


def test_as_many_questions_for_three_days_as_for_one(line: Line, client: Client) -> None:
    def questions() -> int:
        with CaptureQueriesContext(connection) as asked:
            get(client, line.city.head, "reception_list")
        return len(asked)

    planned(line.county.clerk, at=timezone.now())
    questions()
    one = questions()
    planned(line.neighbour.clerk, at=timezone.now())
    held(line.city.clerk, at=timezone.now(), petitions=(registered(line.county, at=timezone.now()),))

    assert questions() == one


def test_no_accusation_stands_on_a_reception_day(line: Line, client: Client) -> None:
    at = timezone.now()
    secret, day = accusation(line.county.clerk, at=at), planned(line.county.clerk, at=at)

    assert "petitions" not in get(client, line.county.clerk, "reception_hold", day.pk).context["form"].fields
    with pytest.raises(NotAllowed, match="检举控告不在接待日中列出"):
        hold_reception(day, summary="接待。", visitors=1, petitions=[secret], by=line.county.clerk, at=at)


def test_what_became_an_accusation_is_no_longer_listed(line: Line, client: Client) -> None:
    row = registered(line.county, at=timezone.now())
    day = held(line.county.clerk, at=timezone.now(), petitions=(row,))
    Petition.objects.filter(pk=row.pk).update(matter_class="accusation")

    assert get(client, line.county.clerk, "reception", day.pk).context["petitions"] == []
    assert [one.heard for one in get(client, line.county.clerk, "reception_list").context["days"]] == [0]
