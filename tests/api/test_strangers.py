"""Without a good token nothing of the interface opens, and whoever comes is told so by a problem document."""

import datetime as dt

import pytest
import redis
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from oauth2_provider.models import get_access_token_model
from pytest_django import Settings

from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.api import actions
from fedportal.api.scopes import Scope
from fedportal.audit.models import AccessEvent
from fedportal.lib.rate_limits import Limit
from fedportal.web_policy import rate_rules
from tests.api.addresses import Address, for_clients
from tests.api.clients import api_client, caller, token
from tests.factories import PASSWORD, ProvinceTree, user

pytestmark = pytest.mark.django_db

METHODS = ("get", "post", "put", "patch", "delete")
ADDRESS = "/api/v1/client/"


def refusals() -> list[tuple[str, str]]:
    return [(event.verb, event.detail["code"]) for event in AccessEvent.objects.filter(verb__startswith="api.refuse")]


@pytest.mark.parametrize("address", for_clients(), ids=str)
class TestEveryAddress:
    @pytest.mark.parametrize("method", METHODS)
    def test_refuses_a_stranger(self, address: Address, method: str, client: Client) -> None:
        answer = getattr(client, method)(address.url)

        assert answer.status_code == 401
        assert answer["Content-Type"] == "application/problem+json"
        assert answer["WWW-Authenticate"] == 'Bearer realm="api"'
        assert answer.json()["code"] == "not_authenticated"

    @pytest.mark.parametrize("role", [Role.UNIT_HEAD, Role.SEC_ADMIN])
    def test_is_not_opened_by_the_session_of_a_colleague(
        self, address: Address, role: Role, client: Client, tree: ProvinceTree
    ) -> None:
        client.force_login(user(tree.bincheng, role))

        assert {getattr(client, method)(address.url).status_code for method in METHODS} == {401}

    def test_is_not_opened_by_a_token_in_the_address(
        self, address: Address, client: Client, tree: ProvinceTree
    ) -> None:
        raw = token(api_client(tree.bincheng))

        assert client.get(address.url, {"access_token": raw}).status_code == 401


class TestTokens:
    def ask(self, raw: str, **more: str) -> tuple[int, str]:
        answer = Client(headers={"Authorization": f"Bearer {raw}"}).get(ADDRESS, **more)
        return answer.status_code, answer.json().get("code", "")

    def test_an_invented_one_opens_nothing_and_the_first_of_them_is_written_down(self, tree: ProvinceTree) -> None:
        assert [self.ask(raw) for raw in ("never-was", "鲁".encode().decode("latin-1"))] == [
            (401, "invalid_token")
        ] * 2
        assert refusals() == [("api.refuse", "invalid_token")]

    def test_one_that_has_run_out_opens_nothing(self, tree: ProvinceTree) -> None:
        client = api_client(tree.bincheng)
        raw = token(client)
        get_access_token_model().objects.update(expires=timezone.now() - dt.timedelta(seconds=1))

        assert self.ask(raw) == (401, "invalid_token")
        event = AccessEvent.objects.get(verb="api.refuse")
        assert (event.object_id, event.actor) == (client.pk, None)

    def test_one_of_a_client_that_was_stopped_or_comes_from_elsewhere_opens_nothing(self, tree: ProvinceTree) -> None:
        admin = user(tree.binzhou, Role.SEC_ADMIN)
        bound, stopped = api_client(tree.bincheng, addresses=["127.0.0.0/8"]), api_client(tree.huimin)
        from_there, of_stopped = token(bound), token(stopped)
        actions.stop_client(stopped, by=admin, at=timezone.now())

        assert self.ask(from_there)[0] == 200
        assert self.ask(from_there, REMOTE_ADDR="::ffff:127.0.0.9")[0] == 200
        assert self.ask(from_there, REMOTE_ADDR="203.0.113.9") == (401, "client_refused")
        assert self.ask(from_there, REMOTE_ADDR="") == (401, "client_refused")
        assert self.ask(of_stopped) == (401, "invalid_token")

    def test_one_does_not_outlive_the_scope_that_it_was_given_for(self, tree: ProvinceTree) -> None:
        client = api_client(tree.bincheng, Scope.READ, Scope.WEBHOOKS)
        raw = token(client)
        client.scopes = [Scope.WEBHOOKS]
        client.save(update_fields=["scopes"])

        assert self.ask(raw) == (403, "insufficient_scope")

    def test_whoever_tries_many_is_put_off_and_a_good_one_from_there_still_works(
        self, tree: ProvinceTree, settings: Settings
    ) -> None:
        settings.API_LIMITS = settings.API_LIMITS | {"api_strangers": Limit("api_strangers", "2/10 minutes")}

        answers = [self.ask(f"try {number}") for number in range(4)]

        assert answers == [(401, "invalid_token")] * 2 + [(429, "too_many_requests")] * 2
        assert self.ask(token(api_client(tree.bincheng)))[0] == 200
        assert refusals() == [("api.refuse", "invalid_token"), ("api.refuse", "too_many_requests")]


class TestSecrets:
    def test_a_wrong_one_is_written_down_once_in_a_while_and_is_no_part_of_it(self, tree: ProvinceTree) -> None:
        client = api_client(tree.bincheng)
        asked = {"grant_type": "client_credentials", "client_id": client.client_id, "client_secret": "guessed-7"}

        answers = [Client().post(reverse("api:token"), asked) for _ in range(3)]

        assert [(answer.status_code, answer.json()["error"]) for answer in answers] == [(401, "invalid_client")] * 3
        event = AccessEvent.objects.get()
        assert (event.verb, event.object_id, event.detail) == (
            "api.refuse_token",
            client.pk,
            {"code": "invalid_client"},
        )

    def test_tries_are_limited_by_address(self, tree: ProvinceTree, settings: Settings) -> None:
        settings.RATE_RULES = [rule for rule in rate_rules("tokens=2/1 minute") if rule.limit.name == "tokens"]

        answers = [Client().post(reverse("api:token"), {"client_id": "x"}) for _ in range(3)]

        assert [answer.status_code for answer in answers] == [400, 400, 429]
        assert answers[2]["Content-Type"] == "application/problem+json"
        assert int(answers[2]["Retry-After"]) in range(50, 61)

    def test_nobody_guesses_while_nobody_can_count(self, tree: ProvinceTree, settings: Settings) -> None:
        settings.REDIS_URL = "unix:///nowhere/redis.sock"

        answer = Client().post(reverse("api:token"), {"client_id": "x"})

        assert (answer.status_code, answer.json()["code"]) == (503, "busy")

    @pytest.mark.parametrize(
        "asked",
        [
            {},
            {"grant_type": "password", "username": "a", "password": PASSWORD},
            {"grant_type": "urn:ietf:params:oauth:grant-type:device_code"},
            {"grant_type": "authorization_code", "code": "x"},
            {"grant_type": "refresh_token", "refresh_token": "x"},
        ],
    )
    def test_there_is_no_other_grant(self, asked: dict[str, str], tree: ProvinceTree) -> None:
        client = api_client(tree.bincheng)

        answer = Client().post(reverse("api:token"), asked | {"client_id": client.client_id})

        assert answer.status_code == 400
        assert answer.json()["error"] in {"unsupported_grant_type", "invalid_request"}


class TestTheAccountOfAClient:
    @pytest.fixture
    def account(self, tree: ProvinceTree) -> User:
        return api_client(tree.bincheng, Scope.READ, Scope.WRITE).user

    def test_does_not_sign_in_by_any_password(self, account: User, client: Client) -> None:
        for password in (PASSWORD, "", "!", account.password):
            client.post(reverse("account_login"), {"login": account.username, "password": password})

        assert "_auth_user_id" not in client.session

    def test_is_nobody_even_in_a_session_that_names_it(self, account: User, client: Client, law: None) -> None:
        client.force_login(account)

        assert client.get("/").status_code == 302
        assert client.get("/petitions/").status_code == 302


def test_a_call_is_written_down_with_its_client_and_its_outcome(tree: ProvinceTree) -> None:
    client = api_client(tree.bincheng)
    ours = caller(client)
    AccessEvent.objects.filter(verb="api.token").get(actor=client.user)

    assert (ours.get(ADDRESS).status_code, ours.delete(ADDRESS).status_code) == (200, 403)

    told = AccessEvent.objects.filter(verb="api.call").order_by("pk").values_list("actor", "org", "address", "detail")
    line = {"client": client.pk, "view": "api:client"}
    assert list(told) == [
        (client.user.pk, tree.bincheng.pk, "127.0.0.1", line | {"method": "GET", "status": 200}),
        (client.user.pk, tree.bincheng.pk, "127.0.0.1", line | {"method": "DELETE", "status": 403}),
    ]


def test_a_call_is_answered_while_nobody_can_count(tree: ProvinceTree, settings: Settings) -> None:
    ours = caller(api_client(tree.bincheng))
    settings.REDIS_URL = "unix:///nowhere/redis.sock"

    answer = ours.get(ADDRESS)

    assert answer.status_code == 200
    assert "RateLimit" not in answer
    with pytest.raises(redis.RedisError):
        Limit("sample", "1/1 minute").is_over("a")
