"""My security: everyone keeps her own second factors there, and a stolen session changes none of them."""

import pytest
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.audit.models import AccessEvent
from fedportal.directory.actions.factors import has_factor
from tests.accounts.second import SECOND, app_of, code, is_in, password, shown_codes, shown_secret
from tests.factories import PASSWORD, ProvinceTree, user

PAGE = "/accounts/security/"
ADD = "/accounts/security/factors/add/"
CONFIRM = "/accounts/security/confirm/"


@pytest.fixture(autouse=True)
def _no_tries_yet() -> None:
    cache.clear()


@pytest.fixture
def officer(tree: ProvinceTree, client: Client) -> User:
    """A receptionist who has just come in by her password."""
    made = user(tree.bincheng, Role.RECEPTIONIST)
    password(client, made)
    return made


def set_up(client: Client) -> list[str]:
    """An authenticator app, by the page; the recovery codes that it shows."""
    return shown_codes(client.post(ADD, {"code": code(shown_secret(client, ADD))}).content)


def long_ago(client: Client) -> None:
    """The password was typed an hour before."""
    session = client.session
    for each in session[AUTHENTICATION_METHODS_SESSION_KEY]:
        each["at"] -= 3600
    session.save()


def factor() -> Authenticator:
    return Authenticator.objects.get(type="totp")


def verbs() -> list[str]:
    return list(AccessEvent.objects.filter(verb__startswith="factor.").order_by("pk").values_list("verb", flat=True))


def test_who_need_not_have_one_may_set_one_up_and_is_asked_from_then_on(client: Client, officer: User) -> None:
    codes = set_up(client)

    assert len(codes) == 10
    assert "恢复码还剩 <strong>10</strong> 个" in client.get(PAGE).content.decode()
    assert password(Client(), officer) == SECOND
    assert verbs() == ["factor.add"]


def test_a_second_app_is_refused_in_words(client: Client, officer: User) -> None:
    secret = shown_secret(client, ADD)
    app_of(officer)  # in another window

    page = client.post(ADD, {"code": code(secret)}).content.decode()

    assert "动态口令（手机应用）" not in page
    assert Authenticator.objects.filter(type="totp").count() == 1


def test_the_codes_are_shown_once_and_new_ones_end_the_old(client: Client, officer: User) -> None:
    old = set_up(client)
    assert not [each for each in old if each in client.get(PAGE).content.decode()]

    new = shown_codes(client.post(reverse("security_codes")).content)

    assert len(set(new) - set(old)) == 10
    other = Client()
    password(other, officer)
    other.post(SECOND, {"code": old[0]})
    assert not is_in(other)
    other.post(SECOND, {"code": new[0]})
    assert is_in(other)


def test_new_codes_without_a_factor_are_refused(client: Client, officer: User) -> None:
    client.post(reverse("security_codes"))

    assert not Authenticator.objects.exists()


def test_with_the_last_factor_the_recovery_codes_go_too(client: Client, officer: User) -> None:
    set_up(client)

    client.post(reverse("security_factor_remove", args=[factor().pk]))

    assert not Authenticator.objects.exists()
    assert verbs() == ["factor.add", "factor.remove"]


def test_who_must_have_one_keeps_the_last(client: Client, tree: ProvinceTree) -> None:
    supervisor = user(tree.binzhou, Role.SUPERVISOR)
    secret = app_of(supervisor)
    password(client, supervisor)
    client.post(SECOND, {"code": code(secret)})

    client.post(reverse("security_factor_remove", args=[factor().pk]))

    assert "必须启用两步验证" in client.get(PAGE).content.decode()
    assert has_factor(supervisor)


def test_a_session_without_the_password_changes_nothing(client: Client, officer: User) -> None:
    set_up(client)
    long_ago(client)
    asked = [
        client.get(ADD),
        client.post(ADD, {"code": "000000"}),
        client.post(reverse("security_codes")),
        client.post(reverse("security_factor_remove", args=[factor().pk])),
    ]

    assert {answer.headers["Location"].partition("?")[0] for answer in asked} == {CONFIRM}
    assert has_factor(officer)
    assert verbs() == ["factor.add"]


def test_the_password_once_more_leads_back(client: Client, officer: User) -> None:
    long_ago(client)
    asks = client.get(ADD).headers["Location"]

    wrong = client.post(asks, {"password": "wrong"})
    right = client.post(asks, {"password": PASSWORD})

    assert "口令不正确" in wrong.content.decode()
    assert right.headers["Location"] == ADD
    assert client.get(ADD).status_code == 200


def test_confirming_leads_to_no_other_host(client: Client, officer: User) -> None:
    answer = client.post(f"{CONFIRM}?next=https://evil.example/", {"password": PASSWORD})

    assert answer.headers["Location"] == PAGE


def test_guessing_there_locks_like_at_the_door(client: Client, officer: User) -> None:
    statuses = [client.post(CONFIRM, {"password": "wrong"}).status_code for _ in range(5)]

    assert statuses == [200] * 4 + [429]
    assert client.post(CONFIRM, {"password": PASSWORD}).status_code == 429


def test_the_factor_of_another_is_not_there(client: Client, officer: User, tree: ProvinceTree) -> None:
    app_of(user(tree.bincheng, Role.HANDLER))

    assert client.post(reverse("security_factor_remove", args=[factor().pk])).status_code == 404
    assert factor()


def test_the_page_asks_as_much_for_four_sittings_as_for_one(client: Client, officer: User) -> None:
    set_up(client)
    client.get(PAGE)
    with CaptureQueriesContext(connection) as for_one:
        client.get(PAGE)
    mine = officer.sittings.get()
    for number in range(3):
        more = {"session_key": f"other{number}", "device": "Edge，Windows"}
        officer.sittings.create(opened_at=mine.opened_at, used_at=mine.used_at, **more)

    with CaptureQueriesContext(connection) as for_four:
        page = client.get(PAGE).content.decode()

    assert page.count("Edge，Windows") == 3
    assert len(for_four) == len(for_one)
