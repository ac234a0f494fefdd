"""Bookings of call-backs and reviews of calls before other systems: by lists, by the feed, proven by the digest."""

import pytest
from django.test import Client
from django.urls import reverse

from cases.models import RelationWall
from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.api.scopes import Scope
from fedportal.audit.models import AccessEvent
from fedportal.orgs.models import Organization
from hotline.actions.call_backs import take_missed, try_call_back
from hotline.actions.quality import draw_calls, review_call, set_criteria
from hotline.models import Call, CallAttempt, HotlineLine, QualityReview
from hotline.quality_facts import CRITERIA
from tests.api.clients import api_client, caller
from tests.cases.samples import NOW, petition
from tests.changes.mirror import Mirror
from tests.factories import ProvinceTree, user
from tests.hotline.calls import PHONE
from tests.hotline.lines import opened
from tests.hotline.shifts import at, planned
from tests.hotline.test_calls_feed import assert_proven, kinds
from tests.hotline.test_quality import FULL, LATER, MONDAY, told

BOOKINGS, REVIEWS = reverse("hotline_api:call_back_bookings"), reverse("hotline_api:quality_reviews")


@pytest.fixture
def agent(transactional_db: None, law: None, tree: ProvinceTree) -> User:
    return user(tree.bincheng, Role.AGENT, name="赵兰")


@pytest.fixture
def head(agent: User, tree: ProvinceTree) -> User:
    return user(tree.bincheng, Role.SECTION_HEAD, name="李敏")


@pytest.fixture
def line(head: User) -> HotlineLine:
    return opened(head)


def of(org: Organization, *scopes: Scope) -> Client:
    return caller(api_client(org, *(scopes or (Scope.CALLS,))))


def missed(line: HotlineLine, by: User, phone: str = PHONE) -> Call:
    return take_missed(line, phone=phone, rang_at=NOW, by=by, at=NOW)


def reviewed(line: HotlineLine, agent: User, head: User) -> QualityReview:
    told(line, agent)
    form = set_criteria(CRITERIA, by=head, at=NOW)
    (row,) = draw_calls(MONDAY, 1, by=head, at=LATER)
    return review_call(row, form, FULL, announced=True, remarks="赵兰问清了回电时间。", by=head, at=LATER)


def test_when_she_is_called_back_is_told_and_nothing_of_her(
    line: HotlineLine, head: User, agent: User, tree: ProvinceTree
) -> None:
    planned(line, head, at(23, 14), agent)
    call = missed(line, agent)
    client = of(tree.bincheng, Scope.CALLS, Scope.PERSONAL)

    answer = client.get(BOOKINGS, {"call": str(call.ref), "held": "true"})
    assert answer.status_code == 200, answer.content.decode()
    (row,) = answer.json()["results"]
    assert (row["call"], row["line"], row["agent"], row["by"]) == (str(call.ref), line.number, "赵兰", "赵兰")
    assert row["begins_at"].startswith("2026-11-23T06:00")
    assert PHONE not in answer.content.decode()
    assert client.get(BOOKINGS, {"passed": "true"}).json()["results"] == []
    one = client.get(reverse("hotline_api:call_back_booking", args=[row["ref"]]))
    assert one.json() == row
    assert AccessEvent.objects.filter(verb="call_back_booking.read").exists()


def test_a_booking_comes_by_the_feed_moves_and_the_digest_proves_the_copy(
    line: HotlineLine, head: User, agent: User, tree: ProvinceTree
) -> None:
    mirror = Mirror(of(tree.bincheng))
    mirror.begin()
    planned(line, head, at(23, 10), agent, hours=1)
    planned(line, head, at(23, 14), agent, hours=1)
    call = missed(line, agent)
    assert sorted(each["kind"] for each in mirror.follow()) == ["call", "call_back_booking"]

    try_call_back(call, CallAttempt.Result.NO_ANSWER, by=agent, at=NOW)  # in the morning: on to the afternoon
    told = {each["kind"]: each for each in mirror.follow() if each["body"]["version"] == 1}
    assert told["call_back_booking"]["body"]["begins_at"].startswith("2026-11-23T06:00")
    assert len([row for row in mirror.rows.values() if row["kind"] == "call_back_booking"]) == 2
    assert_proven(mirror)


def test_a_call_that_goes_out_of_sight_takes_its_booking_along(
    line: HotlineLine, head: User, agent: User, tree: ProvinceTree
) -> None:
    client = api_client(tree.bincheng, Scope.CALLS)
    mirror = Mirror(caller(client))
    mirror.begin()
    planned(line, head, at(23, 14), agent)
    call, other = missed(line, agent), missed(line, agent, "13754399999")
    mirror.follow()

    Call.objects.filter(pk=call.pk).update(guarded=True)
    assert sorted((each["op"], each["kind"]) for each in mirror.follow()) == [
        ("gone", "call"),
        ("gone", "call_back_booking"),
    ]
    matter = petition(user(tree.bincheng, Role.RECEPTIONIST))
    Call.objects.filter(pk=other.pk).update(petition=matter)
    mirror.follow()
    RelationWall.objects.create(petition=matter, user=client.user)
    assert ("gone", "call_back_booking") in {(each["op"], each["kind"]) for each in mirror.follow()}
    assert_proven(mirror)


def test_how_calls_were_judged_is_read_by_who_was_granted_it_and_names_no_agent_without_a_basis(
    line: HotlineLine, agent: User, head: User, tree: ProvinceTree
) -> None:
    row = reviewed(line, agent, head)
    masked, whole = of(tree.bincheng, Scope.QUALITY), of(tree.bincheng, Scope.QUALITY, Scope.PERSONAL, Scope.CALLS)

    answer = masked.get(REVIEWS)
    (told,) = answer.json()["results"]
    assert (told["agent"], told["call"], told["remarks"], told["total"]) == ("赵某", None, None, 100)
    assert len(told["points"]) == len(CRITERIA)
    for hidden in ("赵兰", "李敏", str(row.call.ref)):
        assert hidden not in answer.content.decode()
    told = whole.get(reverse("hotline_api:quality_review", args=[row.ref])).json()
    assert (told["agent"], told["remarks"], told["reviewed_by"]) == ("赵兰", "赵兰问清了回电时间。", "李敏")
    assert told["call"] == str(row.call.ref)


def test_a_guarded_call_is_not_named_by_its_review(
    line: HotlineLine, agent: User, head: User, tree: ProvinceTree
) -> None:
    row = reviewed(line, agent, head)
    Call.objects.filter(pk=row.call_id).update(guarded=True)

    told = of(tree.bincheng, Scope.QUALITY, Scope.PERSONAL, Scope.CALLS).get(REVIEWS).json()["results"][0]

    assert (told["agent"], told["call"], told["remarks"], told["total"]) == ("赵兰", None, None, 100)


def test_without_calls_no_remark_tells_what_a_call_was_about(
    line: HotlineLine, agent: User, head: User, tree: ProvinceTree
) -> None:
    reviewed(line, agent, head)

    told = of(tree.bincheng, Scope.QUALITY, Scope.PERSONAL).get(REVIEWS).json()["results"][0]

    assert (told["agent"], told["reviewed_by"], told["call"], told["remarks"]) == ("赵兰", "李敏", None, None)


def test_neither_calls_nor_personal_data_open_reviews_and_none_goes_to_another_unit(
    line: HotlineLine, agent: User, head: User, tree: ProvinceTree
) -> None:
    row = reviewed(line, agent, head)

    plain = of(tree.bincheng, Scope.CALLS, Scope.PERSONAL)
    assert plain.get(REVIEWS).status_code == 403
    assert "quality_review" not in kinds(plain)
    assert kinds(of(tree.bincheng, Scope.QUALITY)) == ["quality_review"]
    for place in (tree.huimin, tree.binzhou, tree.beizhen, tree.xiaogan):
        stranger = of(place, Scope.QUALITY, Scope.PERSONAL, Scope.CALLS)
        assert stranger.get(REVIEWS).json()["results"] == []
        assert stranger.get(BOOKINGS).json()["results"] == []
        assert stranger.get(reverse("hotline_api:quality_review", args=[row.ref])).status_code == 404


def test_a_review_comes_by_the_feed_once_it_is_done(
    line: HotlineLine, agent: User, head: User, tree: ProvinceTree
) -> None:
    mirror = Mirror(of(tree.bincheng, Scope.QUALITY, Scope.PERSONAL))
    mirror.begin()
    told(line, agent)
    form = set_criteria(CRITERIA, by=head, at=NOW)
    (row,) = draw_calls(MONDAY, 1, by=head, at=LATER)
    assert mirror.follow() == []  # drawn, and not yet judged

    review_call(row, form, FULL, announced=False, remarks="", by=head, at=LATER)
    (said,) = mirror.follow()

    assert (said["op"], said["body"]["total"], said["body"]["announced"]) == ("upsert", 100, False)
    User.objects.filter(pk=agent.pk).update(name="赵岚")
    (said,) = mirror.follow()
    assert said["body"]["agent"] == "赵岚"
    assert_proven(mirror)
