"""Single sign-on against a real provider: who comes in, who does not, and that no answer is taken on trust."""

from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from allauth.socialaccount.models import SocialAccount, SocialToken
from django.test import Client
from django.utils import timezone
from joserfc.jwk import RSAKey
from pytest_django import Settings

from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.audit.models import AccessEvent
from fedportal.directory.actions import accounts as actions
from fedportal.lib.refusals import NotAllowed
from tests.accounts.openid_provider import CLIENT, SECRET, Said, running
from tests.accounts.second import SECOND, SETUP, app_of, code, is_in
from tests.factories import ProvinceTree, user

BEGIN, BACK = "/accounts/openid/", "/accounts/openid/callback/"


@pytest.fixture
def said(settings: Settings) -> Iterator[Said]:
    with running() as (url, what):
        settings.OIDC_SERVER_URL, settings.OIDC_CLIENT_ID, settings.OIDC_SECRET = url, CLIENT, SECRET
        yield what


@pytest.fixture
def officer(tree: ProvinceTree, said: Said) -> User:
    """A receptionist whom the provider knows by the same name."""
    said.preferred_username = "wangfang"
    return user(tree.bincheng, Role.RECEPTIONIST, username="wangfang")


def there(client: Client, begin: str = BEGIN) -> str:
    """To the provider, where she is signed in already; the address that it sends her back to."""
    out = client.get(begin)
    assert out.status_code == 302, out.content.decode()
    back = requests.get(out.headers["Location"], allow_redirects=False, timeout=5)
    return back.headers["Location"].removeprefix("http://testserver")


def there_and_back(client: Client, begin: str = BEGIN) -> tuple[int, str]:
    answer = client.get(there(client, begin))
    return answer.status_code, answer.headers.get("Location") or answer.content.decode()


def last_refusal() -> object:
    return AccessEvent.objects.filter(verb="session.refuse").latest("pk").detail["openid"]


def test_without_a_provider_there_is_no_such_way(client: Client, db: None) -> None:
    assert client.get(BEGIN).status_code == 404
    assert client.get(BACK).status_code == 404
    assert "统一身份认证" not in client.get("/accounts/login/").content.decode()


def test_whom_the_provider_names_comes_in_by_her_account(client: Client, officer: User) -> None:
    assert "统一身份认证" in client.get("/accounts/login/").content.decode()

    assert there_and_back(client) == (302, "/")

    assert client.session["_auth_user_id"] == str(officer.pk)
    assert list(AccessEvent.objects.order_by("pk").values_list("verb", flat=True)) == ["account.link", "session.open"]
    assert there_and_back(Client()) == (302, "/")


def test_nothing_of_what_the_provider_tells_is_kept_but_the_number(client: Client, officer: User) -> None:
    there_and_back(client)

    assert SocialAccount.objects.values_list("uid", "extra_data").get() == ("a1", {})
    assert not SocialToken.objects.exists()


def test_it_is_asked_with_pkce_state_and_nonce(client: Client, officer: User, said: Said) -> None:
    there(client, f"{BEGIN}?scope=admin&auth_params=prompt%3Dnone&process=connect")

    asked = said.asked[0]
    assert asked["code_challenge_method"] == "S256"
    assert len(asked["code_challenge"]) == 43
    assert len(asked["state"]) >= 16
    assert len(asked["nonce"]) == 64
    assert "prompt" not in asked
    assert set(asked["scope"].split()) == {"openid", "profile"}


def test_she_comes_back_to_where_she_was_and_to_no_other_host(client: Client, officer: User) -> None:
    assert there_and_back(client, f"{BEGIN}?next=/orgs/") == (302, "/orgs/")
    assert there_and_back(Client(), f"{BEGIN}?next=https://evil.example/") == (302, "/")


@pytest.mark.parametrize("name", ["nobody", "", "wang%"])
def test_a_stranger_is_told_whom_to_ask_and_no_account_is_made(
    client: Client, officer: User, said: Said, name: str
) -> None:
    said.preferred_username = name

    status, page = there_and_back(client)

    assert (status, last_refusal()) == (403, "unknown")
    assert "请联系本单位安全管理员开立账号" in page
    assert User.objects.count() == 1
    assert not is_in(client)


def test_an_account_that_was_switched_off_stays_shut(client: Client, officer: User) -> None:
    there_and_back(Client())
    User.objects.filter(pk=officer.pk).update(is_active=False)

    assert there_and_back(client) == (302, "/accounts/inactive/")
    assert not is_in(client)


def test_a_name_that_was_given_to_somebody_else_opens_nothing(client: Client, officer: User, said: Said) -> None:
    there_and_back(Client())
    said.sub = "b2"

    status, page = there_and_back(client)

    assert (status, last_refusal()) == (403, "taken")
    assert "防止冒用" in page
    assert not is_in(client)


def test_after_an_administrator_has_parted_them_the_new_identity_is_joined(
    client: Client, officer: User, said: Said, tree: ProvinceTree
) -> None:
    there_and_back(Client())
    said.sub = "b2"
    admin = user(tree.binzhou, Role.SEC_ADMIN)

    actions.unlink(officer, by=admin, at=timezone.now())

    assert there_and_back(client) == (302, "/")
    assert AccessEvent.objects.get(verb="account.unlink").actor == admin
    actions.unlink(officer, by=admin, at=timezone.now())
    with pytest.raises(NotAllowed, match="没有与统一身份关联"):
        actions.unlink(officer, by=admin, at=timezone.now())
    with pytest.raises(NotAllowed, match="管辖范围"):
        actions.unlink(officer, by=user(tree.dongying, Role.SEC_ADMIN), at=timezone.now())


def test_a_new_name_at_the_provider_changes_nothing(client: Client, officer: User, said: Said) -> None:
    there_and_back(Client())
    said.preferred_username = "wangfang2"

    assert there_and_back(client) == (302, "/")


def test_an_answer_is_taken_once(client: Client, officer: User) -> None:
    back = there(client)
    client.get(back)
    client.post("/accounts/logout/")

    assert client.get(back).status_code == 403
    assert last_refusal() == "failed"
    assert not is_in(client)


def test_a_code_is_taken_once_even_with_another_state(client: Client, officer: User) -> None:
    used = parse_qs(urlsplit(there(client)).query)["code"][0]
    client.get(f"{BACK}?code={used}&state={_state_of(client)}")
    thief = Client()
    client.post("/accounts/logout/")
    there(thief)

    thief.get(f"{BACK}?code={used}&state={_state_of(thief)}")

    assert not is_in(thief)


def test_an_answer_for_one_browser_opens_nothing_in_another(client: Client, officer: User) -> None:
    back, thief = there(client), Client()

    assert thief.get(back).status_code == 403
    assert not is_in(thief)


def test_a_code_of_another_sign_in_fails_by_nonce_and_pkce(client: Client, officer: User) -> None:
    victim = parse_qs(urlsplit(there(Client())).query)["code"][0]
    there(client)

    assert client.get(f"{BACK}?code={victim}&state={_state_of(client)}").status_code == 403
    assert not is_in(client)


@pytest.mark.parametrize(
    "lies",
    [
        {"nonce": "0" * 64},
        {"nonce": None},
        {"aud": ["another"]},
        {"aud": [CLIENT, "another"], "azp": "another"},
        {"iss": "http://127.0.0.1:1"},
        {"exp": 1_700_000_000},
        {"iat": 4_000_000_000},
    ],
    ids=str,
)
def test_a_token_that_is_not_for_this_sign_in_opens_nothing(
    client: Client, officer: User, said: Said, lies: dict[str, object]
) -> None:
    said.lies = lies

    assert there_and_back(client)[0] == 403
    assert last_refusal() == "failed"
    assert not is_in(client)


def test_a_token_signed_by_somebody_else_opens_nothing(client: Client, officer: User, said: Said) -> None:
    said.signs_with = RSAKey.generate_key(2048, {"kid": "one"})

    assert there_and_back(client)[0] == 403
    assert not is_in(client)


def test_the_name_may_stand_in_the_userinfo_of_the_same_person(client: Client, officer: User, said: Said) -> None:
    said.in_userinfo = {"preferred_username": "wangfang"}
    assert there_and_back(client) == (302, "/")

    said.in_userinfo = {"preferred_username": "wangfang", "sub": "b2"}
    assert there_and_back(Client())[0] == 403


def test_who_cancels_there_is_told_so(client: Client, officer: User) -> None:
    there(client)

    answer = client.get(f"{BACK}?error=access_denied&state={_state_of(client)}")

    assert (answer.status_code, last_refusal()) == (403, "cancelled")


def test_a_provider_that_is_down_is_no_error_of_ours(client: Client, officer: User, settings: Settings) -> None:
    settings.OIDC_SERVER_URL = "http://127.0.0.1:9"

    answer = client.get(BEGIN)

    assert answer.status_code == 403
    assert "暂时不可用" in answer.content.decode()


def test_the_second_factor_is_still_asked_for(client: Client, officer: User, tree: ProvinceTree) -> None:
    secret = app_of(officer)

    assert there_and_back(client) == (302, SECOND)
    assert not is_in(client)
    client.post(SECOND, {"code": code(secret)})
    assert is_in(client)


@pytest.mark.parametrize(("believed", "amr", "led_to"), [(True, ["pwd", "mfa"], "/"), (True, ["pwd"], SETUP)])
def test_the_provider_may_prove_it_where_a_setting_says_so(
    client: Client, tree: ProvinceTree, said: Said, settings: Settings, believed: bool, amr: list[str], led_to: str
) -> None:
    settings.OIDC_PROVES_SECOND_FACTOR, said.amr = believed, amr
    said.preferred_username = user(tree.binzhou, Role.SUPERVISOR).username

    assert there_and_back(client) == (302, led_to)


def test_without_the_setting_the_providers_word_is_not_enough(client: Client, tree: ProvinceTree, said: Said) -> None:
    said.amr, said.preferred_username = ["mfa"], user(tree.binzhou, Role.SUPERVISOR).username

    assert there_and_back(client) == (302, SETUP)


def _state_of(client: Client) -> str:
    return next(iter(client.session["socialaccount_states"]))
