"""The second factor: who must have one, how it is shown, and that no way leads past it."""

import datetime as dt
from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.audit.models import AccessEvent
from fedportal.directory.actions import accounts, factors
from fedportal.lib.refusals import NotAllowed
from tests.accounts.second import SECOND, SETUP, app_of, code, is_in, password, shown_codes, shown_secret
from tests.factories import ProvinceTree, user

NOW = dt.datetime(2026, 9, 1, 9, 0, tzinfo=timezone.get_default_timezone())
FIVE_BEFORE = NOW - dt.timedelta(minutes=5)
PLACE = {"at": NOW, "address": "10.0.0.1"}


@pytest.fixture(autouse=True)
def _no_tries_yet() -> None:
    cache.clear()


@pytest.fixture
def officer(tree: ProvinceTree) -> User:
    return user(tree.bincheng, Role.RECEPTIONIST)


def events() -> list[tuple[str, object]]:
    return [(row.verb, row.detail.get("kind")) for row in AccessEvent.objects.order_by("pk")]


@pytest.mark.parametrize(
    ("place", "role", "must"),
    [
        ("shandong", Role.STAT_OFFICER, True),
        ("binzhou", Role.RECEPTIONIST, True),
        ("bincheng", Role.RECEPTIONIST, False),
        ("bincheng", Role.UNIT_HEAD, False),
        ("bincheng", Role.SUPERVISOR, True),
        ("bincheng", Role.SYS_ADMIN, True),
        ("bincheng", Role.SEC_ADMIN, True),
        ("bincheng", Role.AUDIT_ADMIN, True),
        ("beizhen", Role.TOWNSHIP_WORKER, False),
        ("village", Role.VILLAGE_WORKER, False),
    ],
)
def test_who_must_have_one_is_led_to_set_it_up(
    client: Client, tree: ProvinceTree, place: str, role: Role, must: bool
) -> None:
    led_to = password(client, user(getattr(tree, place), role))

    assert led_to == (SETUP if must else "/")
    assert is_in(client) is not must


def test_a_demo_asks_nobody(client: Client, tree: ProvinceTree, settings: Settings) -> None:
    settings.MFA_REQUIRED = False

    assert password(client, user(tree.binzhou, Role.RECEPTIONIST)) == "/"


def test_setting_up_shows_the_recovery_codes_and_only_then_lets_in(client: Client, tree: ProvinceTree) -> None:
    supervisor = user(tree.binzhou, Role.SUPERVISOR)
    password(client, supervisor)
    secret = shown_secret(client)

    answer = client.post(SETUP, {"code": code(secret)})

    assert len(set(shown_codes(answer.content))) == 10
    assert not is_in(client)
    assert client.post(SETUP, {"done": "1"}).headers["Location"] == "/"
    assert is_in(client)
    assert events() == [("factor.add", "totp"), ("session.open", None)]


def test_a_page_that_is_loaded_again_shows_the_same_secret(client: Client, tree: ProvinceTree) -> None:
    password(client, user(tree.binzhou, Role.SUPERVISOR))

    assert shown_secret(client) == shown_secret(client)


@pytest.mark.parametrize("posted", [{"done": "1"}, {"later": "1"}, {"code": "000000"}, {"credential": "{}"}, {}])
def test_no_answer_but_the_right_one_leads_past_setting_up(
    client: Client, tree: ProvinceTree, posted: dict[str, str]
) -> None:
    supervisor = user(tree.binzhou, Role.SUPERVISOR)
    password(client, supervisor)
    shown_secret(client)

    assert client.post(SETUP, posted).status_code == 200
    assert not is_in(client)
    assert not Authenticator.objects.exists()


def test_in_the_time_of_grace_it_may_wait(client: Client, tree: ProvinceTree, settings: Settings) -> None:
    settings.MFA_GRACE_UNTIL = str(timezone.localdate() + dt.timedelta(days=1))
    password(client, user(tree.binzhou, Role.SUPERVISOR))

    assert "先跳过" in client.get(SETUP).content.decode()
    assert client.post(SETUP, {"later": "1"}).headers["Location"] == "/"
    assert is_in(client)


def test_the_grace_ends_on_its_day(client: Client, tree: ProvinceTree, settings: Settings) -> None:
    settings.MFA_GRACE_UNTIL = str(timezone.localdate())
    password(client, user(tree.binzhou, Role.SUPERVISOR))

    client.post(SETUP, {"later": "1"})

    assert not is_in(client)


def test_a_code_opens_and_is_written_down(client: Client, officer: User) -> None:
    secret = app_of(officer)

    assert password(client, officer) == SECOND
    assert client.post(SECOND, {"code": f" {code(secret)[:3]} {code(secret)[3:]}"}).headers["Location"] == "/"

    assert is_in(client)
    assert events() == [("factor.show", "totp"), ("session.open", None)]


def test_a_wrong_code_does_not_open_and_is_written_down(client: Client, officer: User) -> None:
    secret = app_of(officer)
    password(client, officer)
    wrong = f"{(int(code(secret)) + 1) % 10**6:06}"

    answer = client.post(SECOND, {"code": wrong})

    assert "验证码不正确" in answer.content.decode()
    assert not is_in(client)
    assert events() == [("factor.refuse", "code")]


def test_a_code_is_good_once_and_no_older_one_after_it(officer: User) -> None:
    secret = app_of(officer)
    half_minute = dt.timedelta(seconds=30)
    factors.show_code(officer, code(secret, NOW), **PLACE)

    for seen_at in (NOW, NOW - half_minute):
        with pytest.raises(NotAllowed, match="已经用过"):
            factors.show_code(officer, code(secret, seen_at), **PLACE)
    later = {"at": NOW + half_minute, "address": None}
    with pytest.raises(NotAllowed):
        factors.show_code(officer, code(secret, NOW), **later)
    assert factors.show_code(officer, code(secret, NOW + half_minute), **later)


def test_the_code_that_set_an_app_up_does_not_sign_in_too(officer: User) -> None:
    secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
    factors.add_totp(officer, secret, code(secret, NOW), **PLACE)

    with pytest.raises(NotAllowed):
        factors.show_code(officer, code(secret, NOW), **PLACE)


@pytest.mark.parametrize(("steps", "good"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_clock_may_be_half_a_minute_off(officer: User, steps: int, good: bool) -> None:
    shown = code(app_of(officer), NOW + dt.timedelta(seconds=30 * steps))

    if good:
        assert factors.show_code(officer, shown, **PLACE)
    else:
        with pytest.raises(NotAllowed):
            factors.show_code(officer, shown, **PLACE)


def test_a_recovery_code_opens_once(client: Client, officer: User) -> None:
    secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
    codes = factors.add_totp(officer, secret, code(secret, NOW), **PLACE)
    password(client, officer)

    assert client.post(SECOND, {"code": f"{codes[0][:5]} {codes[0][5:]}"}).status_code == 302
    again = Client()
    password(again, officer)
    again.post(SECOND, {"code": codes[0]})

    assert is_in(client)
    assert not is_in(again)
    again.post(SECOND, {"code": codes[1]})
    assert is_in(again)


def test_the_codes_of_one_open_nothing_for_another(client: Client, officer: User, tree: ProvinceTree) -> None:
    app_of(officer)
    other = app_of(user(tree.bincheng, Role.HANDLER))
    password(client, officer)

    client.post(SECOND, {"code": code(other)})

    assert not is_in(client)


def test_after_five_wrong_codes_even_the_right_one_waits(client: Client, officer: User) -> None:
    secret = app_of(officer)
    password(client, officer)
    for _ in range(5):
        client.post(SECOND, {"code": "12345"})

    answer = client.post(SECOND, {"code": code(secret)})

    assert "15 分钟后再试" in answer.content.decode()
    fresh = Client()
    password(fresh, officer)
    fresh.post(SECOND, {"code": code(secret)})
    assert not is_in(client)
    assert not is_in(fresh)
    assert AccessEvent.objects.filter(verb="factor.refuse", detail__locked=True).count() == 2


@pytest.mark.parametrize("credential", ["", "{}", "null", "[]", '"x"', '{"id": "AAAA", "rawId": "AAAA"}', "not json"])
def test_rubbish_instead_of_a_passkey_does_not_open(client: Client, officer: User, credential: str) -> None:
    app_of(officer)
    password(client, officer)

    assert client.post(SECOND, {"credential": credential}).status_code == 200
    assert not is_in(client)


def test_secrets_are_not_in_the_database(client: Client, tree: ProvinceTree) -> None:
    supervisor = user(tree.binzhou, Role.SUPERVISOR)
    password(client, supervisor)
    secret = shown_secret(client)
    session = str(client.session.items())
    codes = shown_codes(client.post(SETUP, {"code": code(secret)}).content)

    stored = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert secret not in session
    assert secret not in stored
    assert not [each for each in codes if each in stored]


def test_a_sign_in_can_be_begun_anew(client: Client, officer: User, tree: ProvinceTree) -> None:
    app_of(officer)
    password(client, officer)

    assert client.post(SECOND, {"cancel": "1"}).headers["Location"] == "/accounts/login/"

    assert client.get(SECOND).headers["Location"] == "/accounts/login/"
    assert client.get("/accounts/login/").status_code == 200


def test_the_stages_are_no_pages_of_their_own(client: Client, officer: User) -> None:
    for address in (SECOND, SETUP, "/accounts/login/password/"):
        assert client.get(address).headers["Location"] == "/accounts/login/"
        assert client.post(address, {"done": "1"}).headers["Location"] == "/accounts/login/"


def test_one_stage_does_not_open_another(client: Client, officer: User) -> None:
    app_of(officer)
    password(client, officer)

    for address in (SETUP, "/accounts/login/password/"):
        assert client.post(address, {"done": "1", "later": "1"}).headers["Location"] == "/accounts/login/"
    assert not is_in(client)


def test_a_thief_at_the_set_up_gets_nothing_of_what_its_owner_sets_up(tree: ProvinceTree) -> None:
    """Both have the password; hers is the first factor, and his half-done sign-in must show it."""
    supervisor, thief, owner = user(tree.binzhou, Role.SUPERVISOR), Client(), Client()
    password(thief, supervisor)
    his = shown_secret(thief)
    password(owner, supervisor)
    owner.post(SETUP, {"code": code(shown_secret(owner))})
    owner.post(SETUP, {"done": "1"})
    assert is_in(owner)

    for posted in ({"done": "1"}, {"later": "1"}, {"code": code(his)}):
        assert thief.post(SETUP, posted).headers["Location"] == "/accounts/login/"
    assert not is_in(thief)
    assert Authenticator.objects.filter(type="totp").count() == 1


@pytest.mark.parametrize("change", ["password", "switched off"])
def test_a_half_done_sign_in_ends_with_the_password_that_began_it(
    client: Client, tree: ProvinceTree, change: str
) -> None:
    admin, officer = user(tree.binzhou, Role.SEC_ADMIN), user(tree.bincheng, Role.RECEPTIONIST)
    secret = app_of(officer)
    password(client, officer)
    if change == "password":
        accounts.reset_password(officer, by=admin, password="tulip-paper-39", at=timezone.now())
    else:
        accounts.deactivate(officer, by=admin, at=timezone.now())

    assert client.post(SECOND, {"code": code(secret)}).headers["Location"] == "/accounts/login/"
    assert not is_in(client)


def test_secrets_are_enciphered_anew_and_still_hold(officer: User) -> None:
    secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
    codes = factors.add_totp(officer, secret, code(secret, FIVE_BEFORE), at=FIVE_BEFORE, address=None)
    before = dict(Authenticator.objects.values_list("type", "data"))

    call_command("rotate_factor_keys", stdout=StringIO())

    after = dict(Authenticator.objects.values_list("type", "data"))
    assert before["totp"]["secret"] != after["totp"]["secret"]
    assert before["recovery_codes"]["seed"] != after["recovery_codes"]["seed"]
    assert after["totp"]["last_step"] == before["totp"]["last_step"]
    assert factors.show_code(officer, code(secret, NOW), **PLACE)
    assert factors.show_code(officer, codes[0], **PLACE)
