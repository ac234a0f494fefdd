"""A cookie that was planted before she signed in, and one that was copied while she was."""

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.directory.actions.accounts import change_own_password
from tests.factories import PASSWORD, ProvinceTree, user
from tests.test_deployment import run

LIST = "/petitions/"


@pytest.fixture
def officer(tree: ProvinceTree, law: None) -> User:
    return user(tree.bincheng, Role.RECEPTIONIST)


def signed_in(officer: User) -> Client:
    client = Client()
    client.post("/accounts/login/", {"login": officer.username, "password": PASSWORD})
    return client


def copied(client: Client) -> Client:
    """Another browser with the same cookie."""
    thief = Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = client.cookies[settings.SESSION_COOKIE_NAME].value
    return thief


def gets_in(client: Client) -> bool:
    return client.get(LIST).status_code == 200


def test_a_planted_cookie_is_not_the_one_she_gets(officer: User) -> None:
    planted = "abcdefghijklmnopqrstuvwxyz012345"
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = planted

    client.post("/accounts/login/", {"login": officer.username, "password": PASSWORD})

    assert gets_in(client)
    assert client.cookies[settings.SESSION_COOKIE_NAME].value != planted
    thief = Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = planted
    assert not gets_in(thief)


def test_a_session_that_was_open_before_gets_another_key(officer: User) -> None:
    client = Client()
    before = client.session
    before["next"] = LIST
    before.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = before.session_key

    client.post("/accounts/login/", {"login": officer.username, "password": PASSWORD})

    assert client.cookies[settings.SESSION_COOKIE_NAME].value != before.session_key


def test_a_copied_cookie_is_dead_once_she_signed_out(officer: User) -> None:
    client = signed_in(officer)
    thief = copied(client)
    assert gets_in(thief)

    client.post("/accounts/logout/")

    assert not gets_in(thief)


def test_a_copied_cookie_is_dead_once_her_password_changed_or_her_account_was_closed(officer: User) -> None:
    thief = copied(signed_in(officer))
    change_own_password(officer, password="Another-long-word-7", at=timezone.now())
    assert not gets_in(thief)

    officer.set_password(PASSWORD)
    officer.save(update_fields=["password"])
    thief = copied(signed_in(officer))
    officer.is_active = False
    officer.save(update_fields=["is_active"])
    assert not gets_in(thief)


def test_a_link_does_not_sign_her_out(officer: User) -> None:
    client = signed_in(officer)

    client.get("/accounts/logout/")

    assert gets_in(client)


def test_no_script_reads_the_cookies_and_no_other_site_sends_them_with_a_form(officer: User) -> None:
    client = signed_in(officer)
    client.get("/accounts/password/change/")

    for name in (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME):
        cookie = client.cookies[name]
        assert (cookie["httponly"], cookie["samesite"], cookie["domain"]) == (True, "Lax", "")


def test_behind_tls_they_are_bound_to_this_host_and_to_tls() -> None:
    asked = "import django; django.setup(); from django.conf import settings as s; print("
    names = "s.SESSION_COOKIE_NAME, s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_NAME, s.CSRF_COOKIE_SECURE)"

    told = run("-c", asked + names).stdout

    assert told.split() == ["__Host-sessionid", "True", "__Host-csrftoken", "True"]
