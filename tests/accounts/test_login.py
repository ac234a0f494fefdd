"""Coming in and going out: by password, with a lock after five failures, and every time with a trace."""

from datetime import timedelta

import pytest
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.audit.models import AccessEvent
from tests.factories import PASSWORD, ProvinceTree, user

LOGIN = "/accounts/login/"


@pytest.fixture
def officer(tree: ProvinceTree) -> User:
    return user(tree.bincheng, Role.RECEPTIONIST, username="wangfang")


def sign_in(client: Client, password: str = PASSWORD, username: str = "wangfang") -> int:
    return client.post(LOGIN, {"login": username, "password": password}).status_code


def events() -> list[str]:
    return list(AccessEvent.objects.order_by("pk").values_list("verb", flat=True))


def test_passwords_are_kept_as_argon2(officer: User) -> None:
    assert officer.password.startswith("argon2$argon2id$")


def test_the_right_password_opens_the_portal_and_leaves_a_trace(client: Client, officer: User) -> None:
    response = client.post(LOGIN, {"login": "wangfang", "password": PASSWORD}, REMOTE_ADDR="10.3.7.16")

    event = AccessEvent.objects.get()
    assert (response.status_code, client.session["_auth_user_id"]) == (302, str(officer.pk))
    assert (event.verb, event.actor, event.org, event.address) == ("session.open", officer, officer.org, "10.3.7.16")


@pytest.mark.parametrize(
    ("proxies", "header", "address"),
    [
        (0, "203.0.113.9", "10.0.0.1"),  # nobody of ours in front: whatever is said is not believed
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "1.2.3.4, 203.0.113.9", "203.0.113.9"),  # the first was made up by the sender
        (2, "203.0.113.9, 10.0.0.2", "203.0.113.9"),
        (2, "203.0.113.9", "10.0.0.1"),
        (1, "not an address", "10.0.0.1"),
        (1, "2001:db8::7", "2001:db8::7"),
    ],
)
def test_behind_our_proxies_the_senders_own_address_is_noted(
    client: Client, officer: User, settings: Settings, proxies: int, header: str, address: str
) -> None:
    settings.PROXIES = proxies

    client.post(
        LOGIN,
        {"login": "wangfang", "password": PASSWORD},
        REMOTE_ADDR="10.0.0.1",
        headers={"X-Forwarded-For": header},
    )

    assert AccessEvent.objects.get().address == address


def test_a_wrong_password_is_refused_and_written_down(client: Client, officer: User) -> None:
    assert sign_in(client, "not it at all") == 200

    event = AccessEvent.objects.get()
    assert (event.verb, event.actor, event.object_id) == ("session.refuse", None, officer.pk)
    assert "_auth_user_id" not in client.session


def test_five_failures_lock_and_the_page_says_for_how_long(client: Client, officer: User) -> None:
    for _ in range(4):
        assert sign_in(client, "wrong") == 200

    fifth = client.post(LOGIN, {"login": "wangfang", "password": "wrong"})
    right = client.post(LOGIN, {"login": "wangfang", "password": PASSWORD})

    for response in (fifth, right):
        assert response.status_code == 429
        assert "15 分钟" in response.content.decode()
    assert "_auth_user_id" not in client.session
    assert [event.detail["locked"] for event in AccessEvent.objects.order_by("pk")] == [False] * 4 + [True] * 2


def test_another_spelling_of_the_name_is_no_way_round_the_lock(client: Client, officer: User) -> None:
    for name in ("wangfang", "Wangfang", "WANGFANG", "wAngfang"):
        sign_in(client, "wrong", username=name)

    assert sign_in(client, "wrong", username="waNgfang") == 429
    assert sign_in(client) == 429


def test_after_a_quarter_of_an_hour_the_lock_is_off(client: Client, officer: User) -> None:
    for _ in range(5):
        sign_in(client, "wrong")
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=16))

    assert sign_in(client) == 302


def test_the_lock_of_one_does_not_lock_her_neighbour(client: Client, officer: User, tree: ProvinceTree) -> None:
    user(tree.bincheng, Role.HANDLER, username="liming")
    for _ in range(5):
        sign_in(client, "wrong")

    assert sign_in(client, username="liming") == 302


def test_no_password_is_written_anywhere(client: Client, officer: User) -> None:
    typed = "Geheim-8812-Zettel"
    for _ in range(6):
        sign_in(client, typed)
    sign_in(client, password="x", username=typed)  # into the wrong field

    rows = [str(row) for model in (AccessAttempt, AccessLog, AccessFailureLog) for row in model.objects.values_list()]
    trail = [str(row) for row in AccessEvent.objects.values_list()]
    assert rows
    assert trail
    assert not [row for row in trail if typed in row]
    assert not [row for row in rows if f"password={typed}" in row]


def test_signing_out_ends_the_session(client: Client, officer: User) -> None:
    sign_in(client)
    old = client.cookies["sessionid"].value

    client.post("/accounts/logout/")

    client.cookies["sessionid"] = old
    assert client.get(reverse("orgs:org_list")).status_code == 302
    assert events() == ["session.open", "session.close"]


def test_looking_at_the_sign_out_page_does_not_sign_out(client: Client, officer: User) -> None:
    sign_in(client)

    client.get("/accounts/logout/")

    assert client.get(reverse("orgs:org_list")).status_code == 200


def test_an_account_that_was_switched_off_does_not_come_in(client: Client, officer: User) -> None:
    User.objects.filter(pk=officer.pk).update(is_active=False)

    sign_in(client)

    assert "_auth_user_id" not in client.session
    assert events() == ["session.refuse"]


def test_switching_an_account_off_ends_its_sessions(client: Client, officer: User) -> None:
    sign_in(client)
    User.objects.filter(pk=officer.pk).update(is_active=False)

    assert client.get(reverse("orgs:org_list")).status_code == 302


def test_nobody_signs_up(client: Client, db: None) -> None:
    assert client.get("/accounts/signup/").status_code == 404


def test_a_user_changes_her_password_and_stays_signed_in(client: Client, officer: User) -> None:
    sign_in(client)
    new = "another-2026-open"

    client.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})

    officer.refresh_from_db()
    assert officer.check_password(new)
    assert client.get(reverse("orgs:org_list")).status_code == 200
    assert events() == ["session.open", "account.change_password"]
