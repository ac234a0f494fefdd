"""A client is told how often it may still call, and put off when it calls too often."""

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from fedportal.api.scopes import Scope
from fedportal.lib.rate_limits import Limit
from fedportal.web_policy import api_limits, rate_rules
from tests.api.clients import api_client, caller
from tests.factories import ProvinceTree

pytestmark = pytest.mark.django_db
ADDRESS = "/api/v1/client/"


def at_most(settings: Settings, **most: str) -> None:
    settings.API_LIMITS = settings.API_LIMITS | {name: Limit(name, told) for name, told in most.items()}


def test_every_answer_says_what_is_left(tree: ProvinceTree, settings: Settings) -> None:
    at_most(settings, api_calls="5/1 minute", api_writes="3/1 minute")
    ours = caller(api_client(tree.bincheng, Scope.READ, Scope.WRITE))

    read, refused = ours.get(ADDRESS), ours.post(ADDRESS)

    assert read["RateLimit-Policy"] == '"api_calls";q=5;w=60'
    assert read["RateLimit"] in {f'"api_calls";r=4;t={seconds}' for seconds in (58, 59, 60)}
    assert refused.status_code == 405
    assert refused["RateLimit-Policy"] == '"api_calls";q=5;w=60, "api_writes";q=3;w=60'
    assert refused["RateLimit"].startswith('"api_calls";r=3;t=')
    assert '"api_writes";r=2;t=' in refused["RateLimit"]


def test_one_call_too_many_is_put_off_for_this_client_alone(tree: ProvinceTree, settings: Settings) -> None:
    at_most(settings, api_calls="2/10 minutes")
    ours, theirs = caller(api_client(tree.bincheng)), caller(api_client(tree.bincheng, name="另一系统"))

    answers = [ours.get(ADDRESS) for _ in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[2].json()["code"] == "too_many_requests"
    assert answers[2]["Content-Type"] == "application/problem+json"
    assert int(answers[2]["Retry-After"]) in range(590, 601)
    assert answers[2]["RateLimit"].startswith('"api_calls";r=0;t=')
    assert theirs.get(ADDRESS).status_code == 200


def test_another_token_of_the_same_client_is_no_way_round(tree: ProvinceTree, settings: Settings) -> None:
    at_most(settings, api_calls="1/10 minutes")
    client = api_client(tree.bincheng)

    assert [caller(client).get(ADDRESS).status_code for _ in range(2)] == [200, 429]


def test_the_limits_of_browsers_do_not_count_calls(tree: ProvinceTree, settings: Settings) -> None:
    ours = caller(api_client(tree.bincheng))
    settings.RATE_RULES = [
        rule for rule in rate_rules("strangers=0/1 minute,everything=0/1 minute,write=0/1 minute") if "*" in rule.views
    ]

    assert ours.get(ADDRESS).status_code == 200
    assert Client().get("/accounts/login/").status_code == 429


def test_what_anyone_may_read_of_it_is_limited_by_address(settings: Settings) -> None:
    settings.RATE_RULES = [rule for rule in rate_rules("api_pages=1/1 minute") if rule.limit.name == "api_pages"]

    answers = [Client().get(reverse("api:docs"), headers={"Accept": "text/html"}) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [200, 429]
    assert answers[1].json()["code"] == "too_many_requests"


def test_numbers_are_changed_by_name() -> None:
    assert api_limits("api_calls=7/1 minute,search=9/1 minute")["api_calls"].most == "7/1 minute"
    assert api_limits("off") == {}
    with pytest.raises(ValueError, match="api_cals"):
        api_limits("api_cals=7/1 minute")
