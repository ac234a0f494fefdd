"""Who asks too often is put off, in words that she can read; and what happens while nobody can count."""

import pytest
import redis
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from fedportal.accounts.roles import Role
from fedportal.audit.models import AccessEvent
from fedportal.lib.rate_limits import Limit, LimitOfDifferent
from fedportal.web_policy import RULES, rate_rules
from tests.api.addresses import interface
from tests.factories import PASSWORD, ProvinceTree, user
from tests.test_permissions import TABLE

NOWHERE = "unix:///nowhere/redis.sock"
LIST = "/petitions/"


def only(settings: Settings, name: str, most: str) -> None:
    settings.RATE_RULES = [rule for rule in rate_rules(f"{name}={most}") if rule.limit.name == name]


def test_the_first_acts_pass_and_the_next_is_one_too_many() -> None:
    limit = Limit("sample", "3/1 minute")

    assert [limit.is_over("a") for _ in range(5)] == [False, False, False, True, True]
    assert limit.is_over("b") is False
    assert 50 < limit.seconds_left("a") <= 60


def test_of_different_things_one_asked_again_counts_once_and_a_refused_one_is_new_again() -> None:
    limit = LimitOfDifferent("different", "2/1 hour")

    assert [limit.is_over_with("a", [thing]) for thing in ("x", "x", "y", "z", "x", "z")] == [
        *[False] * 3,
        True,
        False,
        True,
    ]


def test_of_several_things_at_once_the_first_refusal_is_told_once() -> None:
    limit = LimitOfDifferent("different", "2/1 hour")

    assert [limit.excess_with("a", things) for things in (["x"], ["y", "z", "w"], ["x"], ["v"])] == [0, 1, 0, 3]


def test_nothing_that_names_a_sender_stands_in_redis(settings: Settings) -> None:
    Limit("sample", "3/1 minute").is_over("address 203.0.113.9")

    with redis.Redis.from_url(settings.REDIS_URL) as client:
        keys = list(client.scan_iter("portal-rates:*"))
    assert keys
    assert not any(b"203.0.113.9" in key for key in keys)


def test_numbers_are_changed_by_name_and_a_wrong_name_stops_the_portal() -> None:
    changed = {rule.limit.name: rule.limit.most for rule in rate_rules("search=7/1 minute")}

    assert changed == {name: rule.limit.most for name, rule in RULES.items()} | {"search": "7/1 minute"}
    assert rate_rules("off") == []
    with pytest.raises(ValueError, match="serach"):
        rate_rules("serach=7/1 minute")


@pytest.mark.usefixtures("law")
class TestStaff:
    @pytest.fixture
    def signed_in(self, tree: ProvinceTree, client: Client) -> Client:
        client.force_login(user(tree.bincheng, Role.RECEPTIONIST))
        return client

    def test_searches_are_limited_by_account_and_a_list_without_one_is_not(
        self, signed_in: Client, tree: ProvinceTree, settings: Settings
    ) -> None:
        only(settings, "search", "2/10 minutes")
        answers = [signed_in.get(LIST, {"q": "王"}) for _ in range(3)]

        assert [answer.status_code for answer in answers] == [200, 200, 429]
        assert int(answers[2]["Retry-After"]) in range(590, 601)
        assert "请 10 分钟后再试" in answers[2].content.decode()
        assert signed_in.get(LIST).status_code == 200
        other = Client()
        other.force_login(user(tree.bincheng, Role.RECEPTIONIST))
        assert other.get(LIST, {"q": "王"}).status_code == 200

    def test_the_first_refusal_of_a_user_and_stretch_stands_in_the_trail_and_no_other(
        self, signed_in: Client, tree: ProvinceTree, settings: Settings
    ) -> None:
        only(settings, "search", "2/10 minutes")
        other = Client()
        other.force_login(user(tree.bincheng, Role.RECEPTIONIST))
        for _ in range(6):
            signed_in.get(LIST, {"q": "王"})
        for _ in range(4):
            other.get(LIST, {"q": "王"})

        lines = AccessEvent.objects.filter(verb="limit.reach")
        assert [line.detail for line in lines] == [{"limit": "search", "most": "2/10 minutes"}] * 2
        assert len({line.actor_id for line in lines}) == 2
        Client().get(LIST, {"q": "王"})
        assert lines.count() == 2

    def test_whoever_asks_for_json_gets_a_problem_document(self, signed_in: Client, settings: Settings) -> None:
        only(settings, "everything", "0/1 minute")

        answer = signed_in.get(reverse("orgs:org_search"), headers={"Accept": "application/json"})

        assert (answer.status_code, answer["Content-Type"]) == (429, "application/problem+json")
        assert answer.json() == {
            "type": "about:blank",
            "title": "请求过于频繁",
            "status": 429,
            "code": "too_many_requests",
        }

    def test_only_what_changes_something_counts_as_a_write(self, signed_in: Client, settings: Settings) -> None:
        only(settings, "write", "1/1 minute")

        assert [signed_in.get(LIST).status_code for _ in range(3)] == [200] * 3
        assert [signed_in.post(reverse("cases:petition_alike")).status_code for _ in range(2)] == [200, 429]

    def test_work_goes_on_while_nobody_can_count(
        self, signed_in: Client, settings: Settings, caplog: pytest.LogCaptureFixture
    ) -> None:
        settings.REDIS_URL = NOWHERE

        assert signed_in.get(LIST, {"q": "王"}).status_code == 200
        assert "search is not counted" in caplog.text


class TestStrangers:
    def test_tries_to_sign_in_are_limited_by_address(
        self, client: Client, tree: ProvinceTree, settings: Settings
    ) -> None:
        only(settings, "login", "2/10 minutes")
        someone = user(tree.bincheng, Role.AGENT)
        told = {"login": someone.username, "password": PASSWORD}
        for number in range(2):
            client.post("/accounts/login/", {"login": f"nobody{number}", "password": "x"})

        assert client.post("/accounts/login/", told).status_code == 429
        assert client.get("/accounts/login/").status_code == 200
        assert client.post("/accounts/login/", told, REMOTE_ADDR="10.0.0.8").status_code == 302

    def test_a_page_without_login_puts_off_without_naming_the_portal(
        self, client: Client, db: None, settings: Settings
    ) -> None:
        only(settings, "public", "0/1 minute")

        answer = client.get(reverse("public:thanks"))

        assert answer.status_code == 429
        assert "妇" not in answer.content.decode()
        assert "data-quick-exit" in answer.content.decode()

    @pytest.mark.parametrize("address", ["/accounts/login/", "/r/never-was/", "/reply/never-was/"])
    def test_nobody_guesses_while_nobody_can_count(
        self, client: Client, db: None, settings: Settings, address: str
    ) -> None:
        settings.REDIS_URL = NOWHERE

        answer = client.post(address, {"code": "000000"})

        assert (answer.status_code, answer["Retry-After"]) == (503, "60")


def test_every_rule_names_views_that_are_there() -> None:
    names = {row.name for row in TABLE} | {address.name for address in interface()}
    patterns = {pattern for rule in RULES.values() for pattern in rule.views if "*" not in pattern}

    assert patterns <= names
