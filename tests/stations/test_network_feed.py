"""People and rights posts before other systems: by lists, by the feed, proven by the digest, nobody recognised."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.api.scopes import Scope
from fedportal.orgs.models import Organization
from stations.actions.bases import close_base
from stations.actions.credentials import Paper, add_credential
from stations.actions.people import leave_network
from stations.actions.posts import review_post
from stations.actions.training import CourseFacts, enter_course
from stations.models import NetworkPerson
from stations.post_facts import Verdict
from tests.api.clients import api_client, caller
from tests.cases.samples import NOW
from tests.changes.mirror import Mirror
from tests.factories import ProvinceTree, user
from tests.hotline.test_calls_feed import assert_proven, kinds
from tests.stations.people import ID_NUMBER, PHONE, base_opened, entered, post_opened

PEOPLE, POSTS = "/api/v1/network/people/", "/api/v1/network/posts/"


@pytest.fixture
def clerk(transactional_db: None, law: None, tree: ProvinceTree) -> User:
    return user(tree.bincheng, Role.RECEPTIONIST, name="王芳")


def of(org: Organization, *more: Scope) -> Client:
    return caller(api_client(org, Scope.NETWORK, *more))


def test_nobody_is_recognised_without_a_legal_basis(clerk: User, tree: ProvinceTree) -> None:
    row = entered(clerk, "mediator")
    post_opened(clerk)
    masked, whole = of(tree.bincheng), of(tree.bincheng, Scope.PERSONAL)

    told = masked.get(reverse("stations_api:network_person", args=[row.ref])).json()
    assert (told["name"], told["phone"], told["id_number"], told["workplace"]) == ("孙某某", None, None, None)
    for url in (PEOPLE, POSTS):
        answer = masked.get(url)
        assert answer.status_code == 200, answer.content.decode()
        for hidden in ("孙丽华", PHONE, ID_NUMBER, "高法官"):
            assert hidden not in answer.content.decode()

    told = whole.get(PEOPLE).json()["results"][0]
    assert (told["name"], told["phone"], told["id_number"]) == ("孙丽华", PHONE, ID_NUMBER)


def test_another_county_is_told_of_nobody(clerk: User, tree: ProvinceTree) -> None:
    row = entered(clerk)
    theirs = of(tree.huimin, Scope.PERSONAL)

    assert theirs.get(PEOPLE).json()["results"] == []
    assert theirs.get(reverse("stations_api:network_person", args=[row.ref])).status_code == 404


@pytest.mark.parametrize("scope", [Scope.READ, Scope.CALLS])
def test_another_scope_opens_nothing(clerk: User, tree: ProvinceTree, scope: Scope) -> None:
    client = caller(api_client(tree.bincheng, scope))

    assert client.get(PEOPLE).status_code == 403
    assert not {"network_person", "rights_post"} & set(kinds(client))


def test_filters_narrow(clerk: User, tree: ProvinceTree) -> None:
    entered(clerk, "juror", name="何洁", id_number="")
    entered(clerk, "mediator", name="林静", id_number="")
    client = of(tree.binzhou, Scope.PERSONAL)

    assert [row["name"] for row in client.get(PEOPLE, {"role": "juror"}).json()["results"]] == ["何洁"]
    assert client.get(PEOPLE, {"org": str(tree.huimin.code)}).json()["results"] == []
    assert client.get(PEOPLE, {"role": "queen"}).status_code == 400


def test_they_come_by_the_feed_at_each_step_and_the_digest_proves_the_copy(clerk: User, tree: ProvinceTree) -> None:
    mirror = Mirror(of(tree.bincheng))
    mirror.begin()
    row, post = entered(clerk, "cadre"), post_opened(clerk)
    assert sorted(each["kind"] for each in mirror.follow()) == ["network_person", "rights_post"]

    add_credential(row, Paper("law", dt.date(2020, 1, 1), dt.date(2027, 6, 1)), by=clerk, at=NOW)
    enter_course(CourseFacts("省班", "petition", 1, NOW.date(), NOW.date()), [row.pk], by=clerk, at=NOW)
    (told,) = mirror.follow()
    assert [duty["kind"] for duty in told["body"]["deadlines"]] == [
        "network_training",
        "credential_expiry",
        "network_training",
    ]
    assert [course["name"] for course in told["body"]["trainings"]] == ["省班"]

    review_post(post, Verdict.GOOD, remarks="", by=clerk, at=NOW)
    leave_network(NetworkPerson.objects.get(), on=NOW.date(), why="moved", by=clerk, at=NOW)
    assert sorted(each["kind"] for each in mirror.follow()) == ["network_person", "rights_post"]
    assert_proven(mirror)


def test_bases_of_ones_own_range_come_by_the_feed_and_those_above_by_their_list(
    clerk: User, tree: ProvinceTree
) -> None:
    ours, above = Mirror(of(tree.bincheng)), Mirror(of(tree.binzhou))
    for mirror in (ours, above):
        mirror.begin()
    theirs = Mirror(of(tree.huimin))
    theirs.begin()
    row = base_opened(clerk)
    base_opened(user(tree.binzhou, Role.RECEPTIONIST), name="市救助站")
    assert [each["body"]["agency"]["name"] for each in ours.follow()] == [row.agency.name]
    assert len(above.follow()) == 2
    assert len(of(tree.bincheng).get("/api/v1/network/bases/").json()["results"]) == 2

    row.agency.name = "滨城区反家暴投诉中心"
    row.agency.save(update_fields=["name"])
    (told,) = ours.follow()
    assert (told["kind"], told["body"]["agency"]["name"]) == ("partner_base", "滨城区反家暴投诉中心")

    close_base(row, on=NOW.date(), by=clerk, at=NOW)
    (told,) = ours.follow()
    assert told["body"]["closed_on"] == str(NOW.date())
    above.follow()
    assert theirs.follow() == []
    for mirror in (ours, above, theirs):
        assert_proven(mirror)
