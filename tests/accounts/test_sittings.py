"""Sittings: begun at sign-in, kept by use, ended by time, by hand, by a newer one; then their cookies open nothing."""

import datetime as dt

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from fedportal.accounts.models import Sitting, User
from fedportal.accounts.roles import Role
from fedportal.audit.models import AccessEvent
from fedportal.directory.sitting import USED_AT
from fedportal.directory.tasks import tidy
from fedportal.lib.device_words import device_words
from tests.accounts.second import LOGIN, is_in, password
from tests.factories import PASSWORD, ProvinceTree, user

EDGE = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/130.0 Safari/537.36 Edg/130.0"
STAY = "/accounts/stay/"


@pytest.fixture
def officer(tree: ProvinceTree) -> User:
    return user(tree.bincheng, Role.RECEPTIONIST)


@pytest.fixture
def many(settings: Settings) -> None:
    settings.ONE_SESSION_PER_USER = False


def signed_in(officer: User, **headers: str) -> Client:
    client = Client(headers=headers)
    password(client, officer)
    return client


def idle_for(client: Client, minutes: float) -> None:
    """So long nobody used it."""
    session = client.session
    session[USED_AT] = int(timezone.now().timestamp() - minutes * 60)
    session.save()


def with_cookie(key: str) -> Client:
    """A thief with this cookie."""
    thief = Client()
    thief.cookies["sessionid"] = key
    return thief


def ends() -> list[tuple[str, object]]:
    rows = AccessEvent.objects.filter(verb__startswith="session.").exclude(verb="session.open").order_by("pk")
    return [(row.verb, row.detail["why"]) for row in rows]


def said(client: Client, address: str = LOGIN) -> str:
    return client.get(address).content.decode()


def test_a_sitting_says_from_where_and_with_what(officer: User) -> None:
    client = Client(headers={"User-Agent": EDGE})
    client.post(LOGIN, {"login": officer.username, "password": PASSWORD}, REMOTE_ADDR="10.3.7.16")

    row = Sitting.objects.get()
    assert (row.user, row.address, row.device) == (officer, "10.3.7.16", "Edge，Windows")
    assert row.session_key == client.session.session_key


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (EDGE, "Edge，Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Safari/604.1 MicroMessenger/8.0", "微信，iPhone"),
        ("Mozilla/5.0 (X11; Linux x86_64; Kylin) Firefox/115.0", "Firefox，麒麟"),
        ("", "其他浏览器，其他系统"),
    ],
)
def test_devices_are_told_in_coarse_words(line: str, words: str) -> None:
    assert device_words(line) == words


def test_the_number_of_a_session_is_new_after_sign_in(client: Client, officer: User) -> None:
    client.get(LOGIN)
    session = client.session
    session["set_by"] = "the attacker"
    session.save()
    client.cookies["sessionid"] = known = session.session_key

    password(client, officer)

    assert client.cookies["sessionid"].value != known
    assert not is_in(with_cookie(known))
    assert is_in(client)


def test_a_stolen_cookie_is_worth_nothing_after_signing_out(officer: User) -> None:
    client = signed_in(officer)
    key = client.cookies["sessionid"].value
    assert is_in(with_cookie(key))

    client.post("/accounts/logout/")

    assert not is_in(with_cookie(key))
    assert ends() == [("session.close", "left")]


def test_a_cookie_without_a_sitting_is_worth_nothing(officer: User) -> None:
    client = signed_in(officer)
    session = client.session
    del session["sitting"]
    session.save()

    assert not is_in(client)


def test_half_an_hour_without_use_ends_it_and_says_so(officer: User) -> None:
    client = signed_in(officer)
    idle_for(client, 29)
    assert is_in(client)

    idle_for(client, 31)
    answer = client.get("/orgs/")

    assert answer.headers["Location"] == f"{LOGIN}?next=/orgs/"
    assert "没有操作" in said(client)
    assert ends() == [("session.expire", "idle")]
    assert Sitting.objects.get().ended_at


def test_the_time_is_a_setting(officer: User, settings: Settings) -> None:
    settings.IDLE_MINUTES = 15
    client = signed_in(officer)
    idle_for(client, 16)

    assert not is_in(client)


def test_use_begins_the_time_anew_but_asking_does_not(officer: User) -> None:
    client = signed_in(officer)
    idle_for(client, 20)

    asked = client.get(STAY).json()
    assert 590 <= asked["left"] <= 600
    assert asked["user"] == officer.pk
    assert client.get(STAY).json()["left"] <= asked["left"]
    assert client.post(STAY).json()["left"] >= 1795
    idle_for(client, 20)
    assert is_in(client)
    assert client.get(STAY).json()["left"] >= 1795


def test_who_is_not_signed_in_has_no_time_left(client: Client, db: None) -> None:
    answer = client.get(STAY)

    assert (answer.status_code, answer.json()) == (401, {"user": None})


def test_however_much_it_is_used_a_working_day_is_enough(officer: User) -> None:
    client = signed_in(officer)
    before = client.session.get_expiry_date()
    idle_for(client, 20)

    client.get("/")

    assert abs(client.session.get_expiry_date() - before) < dt.timedelta(seconds=1)


def test_a_newer_sign_in_ends_the_older_and_says_so_there(officer: User) -> None:
    older = signed_in(officer)
    newer = signed_in(officer)

    assert "另一处的登录已经结束" in said(newer, "/orgs/")
    assert not is_in(older)
    assert "刚刚在别处登录" in said(older)
    assert is_in(newer)
    assert ends() == [("session.end", "elsewhere")]


def test_by_setting_one_may_sit_in_two_places(officer: User, many: None) -> None:
    older, newer = signed_in(officer), signed_in(officer)

    assert is_in(older)
    assert is_in(newer)


def test_a_sitting_whose_browser_never_came_back_is_closed_as_idle(officer: User) -> None:
    signed_in(officer)
    Sitting.objects.update(used_at=timezone.now() - dt.timedelta(hours=1))

    newer = signed_in(officer)

    assert "另一处" not in said(newer, "/orgs/")
    assert ends() == [("session.expire", "idle")]


def test_the_page_lists_her_own_sittings_alone(officer: User, many: None, tree: ProvinceTree) -> None:
    signed_in(officer, **{"User-Agent": EDGE})
    signed_in(user(tree.bincheng, Role.RECEPTIONIST), **{"User-Agent": "Firefox iPad"})
    client = signed_in(officer, **{"User-Agent": "Firefox Linux"})

    page = said(client, reverse("security"))

    assert "Edge，Windows" in page
    assert "Firefox，Linux（这里）" in page
    assert "iPad" not in page


def test_ending_one_takes_effect_at_once_in_the_database_and_the_cache(officer: User, many: None) -> None:
    first, second, here = signed_in(officer), signed_in(officer), signed_in(officer)
    key = first.session.session_key
    row = Sitting.objects.get(session_key=key)
    assert is_in(first)

    here.post(reverse("security_sittings_end"), {"sitting": row.pk})

    assert not Session.objects.filter(pk=key).exists()
    assert not cache.has_key(f"django.contrib.sessions.cached_db{key}")
    assert not is_in(first)
    assert "另一台设备" in said(first)
    assert is_in(second)
    assert is_in(here)


def test_ending_all_others_leaves_this_one(officer: User, many: None) -> None:
    first, second, here = signed_in(officer), signed_in(officer), signed_in(officer)

    here.post(reverse("security_sittings_end"))

    assert (is_in(first), is_in(second), is_in(here)) == (False, False, True)
    assert ends() == [("session.end", "by_self")] * 2


@pytest.mark.parametrize("sitting", ["theirs", "x", "0", "99999999999999999999", "-1"])
def test_nobody_ends_the_sitting_of_another(officer: User, tree: ProvinceTree, sitting: str) -> None:
    other = signed_in(user(tree.bincheng, Role.HANDLER))
    here = signed_in(officer)
    named = Sitting.objects.get(session_key=other.session.session_key).pk if sitting == "theirs" else sitting

    assert here.post(reverse("security_sittings_end"), {"sitting": named}).status_code == 302

    assert is_in(other)


def test_a_sitting_that_was_ended_while_its_page_was_under_way_ends_at_the_next_use(officer: User) -> None:
    client = signed_in(officer)
    Sitting.objects.update(ended_at=timezone.now(), why_ended="by_self")  # and its session came back to the cache
    idle_for(client, 2)

    assert not is_in(client)


def test_a_changed_password_keeps_this_sitting_and_ends_the_others(officer: User, many: None) -> None:
    other, here = signed_in(officer), signed_in(officer)
    new = "another-2026-open"

    here.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})

    assert is_in(here)
    assert not is_in(other)
    mine = Sitting.objects.open().get()
    assert mine.session_key == here.session.session_key


def test_old_ones_are_forgotten(officer: User, many: None) -> None:
    signed_in(officer), signed_in(officer)
    old, new = Sitting.objects.order_by("pk")
    Sitting.objects.filter(pk=old.pk).update(used_at=timezone.now() - dt.timedelta(days=91))
    Session.objects.filter(pk=old.session_key).update(expire_date=timezone.now() - dt.timedelta(days=90))

    tidy()

    assert list(Sitting.objects.all()) == [new]
    assert [row.pk for row in Session.objects.all()] == [new.session_key]
