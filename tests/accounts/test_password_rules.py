"""What a password must be, how long it lasts, and that she who must change it can do nothing else."""

import datetime as dt

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from fedportal import sign_in_settings
from fedportal.accounts.models import FormerPassword, User
from fedportal.accounts.passwords import OfSeveralKinds
from fedportal.accounts.roles import Role
from fedportal.audit.models import AccessEvent
from fedportal.directory.actions import accounts as actions
from fedportal.lib.refusals import NotAllowed
from tests.accounts.second import LOGIN, RENEW, SECOND, app_of, code, is_in, password
from tests.factories import PASSWORD, ProvinceTree, user

NOW = timezone.now()
NEW = "another-2026-open"


@pytest.fixture
def officer(tree: ProvinceTree) -> User:
    return user(tree.bincheng, Role.RECEPTIONIST)


@pytest.mark.parametrize(
    ("given", "kinds"),
    [("abc", 1), ("abcABC", 2), ("abc123", 2), ("abcABC1", 3), ("abc-1", 3), ("aB1-", 4), ("妇联", 1), ("妇联a1", 3)],
)
def test_kinds_are_counted_as_the_rule_says(given: str, kinds: int) -> None:
    OfSeveralKinds(kinds).validate(given)
    with pytest.raises(ValidationError, match=f"其中 {kinds + 1} 种"):
        OfSeveralKinds(kinds + 1).validate(given)


@pytest.mark.parametrize("given", ["correcthorsebattery", "correct horse battery", "CORRECT9HORSE"])
def test_two_kinds_are_too_few(db: None, given: str) -> None:
    with pytest.raises(ValidationError, match="口令太简单"):
        validate_password(given)


def test_passwords_are_kept_as_slowly_as_django_advises() -> None:
    """Tests sign in with a quicker hasher of the same kind (tests/quicker.py): here stands the portal's own."""
    assert sign_in_settings.PASSWORD_HASHERS == ["django.contrib.auth.hashers.Argon2PasswordHasher"]

    kept = Argon2PasswordHasher().decode(Argon2PasswordHasher().encode(PASSWORD, "salt-of-this-test"))

    assert (kept["algorithm"], kept["variety"], kept["params"].version) == ("argon2", "argon2id", 19)
    assert kept["memory_cost"] >= 102_400  # KiB
    assert (kept["time_cost"], kept["parallelism"]) == (2, 8)


def test_the_newest_five_do_not_come_back(officer: User) -> None:
    names = [f"tulip-paper-{number}" for number in range(30, 37)]
    for given in names:
        actions.change_own_password(officer, password=given, at=timezone.now())

    for given in names[1:]:  # the present one and the five before it
        with pytest.raises(NotAllowed, match="用过的口令"):
            actions.change_own_password(officer, password=given, at=timezone.now())
    actions.change_own_password(officer, password=names[0], at=timezone.now())
    assert not [each for each in FormerPassword.objects.all() if not each.password.startswith("argon2")]


@pytest.mark.parametrize(("days", "led_to"), [(89, "/"), (91, RENEW)])
def test_after_ninety_days_she_is_led_to_change_it(client: Client, officer: User, days: int, led_to: str) -> None:
    User.objects.update(password_changed_at=NOW - dt.timedelta(days=days))

    assert password(client, officer) == led_to
    assert is_in(client) is (led_to == "/")


def test_zero_days_mean_never(client: Client, officer: User, settings: Settings) -> None:
    settings.PASSWORD_MAX_DAYS = 0
    User.objects.update(password_changed_at=NOW - dt.timedelta(days=9999))

    assert password(client, officer) == "/"


def test_a_new_password_opens_the_portal_and_begins_the_time_anew(client: Client, officer: User) -> None:
    User.objects.update(password_changed_at=NOW - dt.timedelta(days=91))
    password(client, officer)

    assert client.post(RENEW, {"password1": NEW, "password2": NEW}).headers["Location"] == "/"

    officer.refresh_from_db()
    assert is_in(client)
    assert officer.check_password(NEW)
    assert officer.password_changed_at > NOW
    assert list(AccessEvent.objects.order_by("pk").values_list("verb", flat=True)) == [
        "account.change_password",
        "session.open",
    ]


@pytest.mark.parametrize(
    ("first", "second", "sentence"),
    [
        (NEW, "other-2026-open", "不一致"),
        (PASSWORD, PASSWORD, "用过的口令"),
        ("short-1", "short-1", "太短"),
        ("", "", "请填写新口令"),
    ],
)
def test_a_bad_new_password_is_refused_and_she_stays_outside(
    client: Client, officer: User, first: str, second: str, sentence: str
) -> None:
    User.objects.update(password_changed_at=NOW - dt.timedelta(days=91))
    password(client, officer)

    page = client.post(RENEW, {"password1": first, "password2": second}).content.decode()

    assert sentence in page
    assert not is_in(client)


def test_the_second_factor_comes_before_the_new_password(client: Client, officer: User) -> None:
    secret = app_of(officer)
    User.objects.update(password_changed_at=None)

    assert password(client, officer) == SECOND
    client.post(RENEW, {"password1": NEW, "password2": NEW})
    officer.refresh_from_db()
    assert officer.check_password(PASSWORD)
    assert client.post(SECOND, {"code": code(secret)}).headers["Location"] == RENEW
    client.post(RENEW, {"password1": NEW, "password2": NEW})
    assert is_in(client)


def test_a_password_of_an_administrators_is_good_for_one_sign_in(client: Client, tree: ProvinceTree) -> None:
    admin, officer = user(tree.binzhou, Role.SEC_ADMIN), user(tree.bincheng, Role.AGENT)
    actions.reset_password(officer, by=admin, password=NEW, at=timezone.now())

    answer = client.post(LOGIN, {"login": officer.username, "password": NEW})

    assert answer.headers["Location"] == RENEW
    assert "只用于这一次登录" in client.get(RENEW).content.decode()


def test_guessing_the_old_password_inside_locks_like_guessing_outside(client: Client, officer: User) -> None:
    password(client, officer)
    given = {"oldpassword": "wrong", "password1": NEW, "password2": NEW}

    statuses = [client.post("/accounts/password/change/", given).status_code for _ in range(5)]

    assert statuses == [200] * 4 + [429]
    assert client.post("/accounts/password/change/", given | {"oldpassword": PASSWORD}).status_code == 429
    officer.refresh_from_db()
    assert officer.check_password(PASSWORD)
