"""The three administrators (三员): three people with rights of their own, none near a case, none of them another."""

import datetime as dt
from itertools import combinations

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils import timezone

from cases.models import Petition
from fedportal.accounts.models import Sitting, User
from fedportal.accounts.roles import ADMINISTRATORS, RIGHTS, Can, Role
from fedportal.audit.models import AccessEvent
from fedportal.directory.actions import accounts as actions
from fedportal.directory.actions.factors import has_factor
from fedportal.lib.refusals import NotAllowed
from tests.accounts.second import LOGIN, SETUP, app_of, code, is_in, password, shown_secret
from tests.cases.samples import petition
from tests.factories import PASSWORD, ProvinceTree, user

NEW = "tulip-paper-39"
OTHERS = sorted(set(Role) - ADMINISTRATORS - {Role.DATA_CLIENT})
each_administrator = pytest.mark.parametrize("role", sorted(ADMINISTRATORS))


@pytest.fixture
def admin(tree: ProvinceTree) -> User:
    return user(tree.binzhou, Role.SEC_ADMIN, name="孙安")


@pytest.fixture
def officer(tree: ProvinceTree) -> User:
    return user(tree.bincheng, Role.RECEPTIONIST)


def test_their_rights_are_these_and_no_two_share_one() -> None:
    assert RIGHTS[Role.SYS_ADMIN] == {Can.SEE_SYSTEM, Can.EDIT_CALENDAR, Can.MANAGE_ORGS}
    assert RIGHTS[Role.SEC_ADMIN] == {Can.MANAGE_ACCOUNTS, Can.EDIT_ORG}
    assert RIGHTS[Role.AUDIT_ADMIN] == {Can.SEE_AUDIT, Can.JUDGE_ACCESS}
    assert not [pair for pair in combinations(ADMINISTRATORS, 2) if RIGHTS[pair[0]] & RIGHTS[pair[1]]]


def test_what_they_may_do_to_accounts_and_the_system_nobody_else_may() -> None:
    theirs = {Can.SEE_SYSTEM, Can.EDIT_CALENDAR, Can.MANAGE_ORGS, Can.MANAGE_ACCOUNTS, Can.SEE_AUDIT}

    assert not [role for role in OTHERS if RIGHTS[role] & theirs]


# What they do about cases without seeing one: judge urgent accesses, and keep the wall's digests of an account.
WITHOUT_CONTENT = {
    Role.AUDIT_ADMIN: {"urgent_access_list", "urgent_access"},
    Role.SEC_ADMIN: {"wall_of"},
    Role.SYS_ADMIN: set[str](),
}


@each_administrator
def test_no_address_of_a_case_opens_to_them(role: Role, tree: ProvinceTree, law: None) -> None:
    """Every address below the petitions that takes a number, asked with the number of a petition of her own unit."""
    row = petition(user(tree.bincheng, Role.RECEPTIONIST), at=timezone.now())
    client = Client()
    client.force_login(user(tree.bincheng, role))
    cases = next(each for each in get_resolver().url_patterns if getattr(each, "namespace", "") == "cases")
    patterns = [each for each in cases.url_patterns if each.name not in WITHOUT_CONTENT[role]]
    asked = [f"/petitions/{each.pattern}".replace("<int:pk>", str(row.pk)) for each in patterns]
    plain = [address for address in asked if "<" not in address]

    assert len(plain) > 20
    for address in plain:
        assert {client.get(address).status_code, client.post(address).status_code} <= {403, 405}, address


@each_administrator
@pytest.mark.parametrize("other", [*sorted(ADMINISTRATORS), Role.RECEPTIONIST, Role.UNIT_HEAD, Role.PARTNER])
def test_the_database_refuses_who_holds_one_and_another(role: Role, other: Role, tree: ProvinceTree) -> None:
    row = user(tree.bincheng)

    for roles in ([role, other], [other, role]):
        with transaction.atomic(), pytest.raises(IntegrityError, match="user_administrator_is_nothing_else"):
            User.objects.filter(pk=row.pk).update(roles=roles)


def test_the_database_takes_one_administrator_and_many_other_roles(tree: ProvinceTree) -> None:
    for roles in ([], *([role] for role in ADMINISTRATORS), OTHERS):
        assert User.objects.filter(pk=user(tree.bincheng).pk).update(roles=roles) == 1


@each_administrator
def test_the_verbs_and_the_page_refuse_it_in_words(
    role: Role, admin: User, officer: User, client: Client, tree: ProvinceTree
) -> None:
    client.force_login(admin)
    with pytest.raises(NotAllowed, match="不得兼任"):
        actions.set_roles(officer, by=admin, roles=[role, Role.HANDLER], at=timezone.now())

    page = client.post(reverse("accounts:user_roles", args=[officer.pk]), {"roles": [role, "handler"]})

    assert "不得兼任" in page.content.decode()
    officer.refresh_from_db()
    assert officer.roles == ["receptionist"]


@each_administrator
def test_their_home_shows_no_case(role: Role, tree: ProvinceTree, law: None, client: Client) -> None:
    row = petition(user(tree.bincheng, Role.RECEPTIONIST), at=timezone.now())
    client.force_login(user(tree.bincheng, role))

    page = client.get("/").content.decode()

    assert Petition.objects.exists()
    assert row.number not in page
    assert "/petitions/" not in page.replace(reverse("cases:urgent_access_list"), "")


def test_a_lost_second_factor_is_taken_away_and_the_next_sign_in_sets_one_up(
    admin: User, tree: ProvinceTree, client: Client
) -> None:
    supervisor, hers, browser = user(tree.bincheng, Role.SUPERVISOR), Client(), Client()
    app_of(supervisor)
    hers.force_login(supervisor)
    browser.force_login(admin)

    browser.post(reverse("accounts:user_factors_reset", args=[supervisor.pk]))

    assert not has_factor(supervisor)
    assert not is_in(hers)
    assert password(client, supervisor) == SETUP
    event = AccessEvent.objects.get(verb="account.reset_factors")
    assert (event.actor, event.object_id) == (admin, supervisor.pk)


def test_she_is_told_who_did_it_when_she_comes_in(admin: User, officer: User, client: Client) -> None:
    officer.last_login = timezone.now() - dt.timedelta(days=1)
    officer.save(update_fields=["last_login"])
    app_of(officer)
    actions.reset_factors(officer, by=admin, at=timezone.now())
    password(client, officer)

    assert "安全管理员孙安于" in (page := client.get("/orgs/").content.decode())
    assert "解除了您的两步验证" in page
    client.post("/accounts/logout/")
    password(client, officer)
    assert "解除了您的两步验证" not in client.get("/orgs/").content.decode()


@pytest.mark.parametrize("first", ["factors", "password"])
def test_one_administrator_cannot_reset_both_and_come_in_as_her(
    admin: User, officer: User, tree: ProvinceTree, first: str
) -> None:
    app_of(officer)

    def reset(what: str, by: User) -> None:
        if what == "factors":
            actions.reset_factors(officer, by=by, at=timezone.now())
        else:
            actions.reset_password(officer, by=by, password=NEW, at=timezone.now())

    second = "password" if first == "factors" else "factors"
    reset(first, admin)
    with pytest.raises(NotAllowed, match="不能由同一名安全管理员"):
        reset(second, admin)
    reset(second, user(tree.shandong, Role.SEC_ADMIN))


def test_after_she_was_there_herself_the_same_administrator_may_help_again(
    admin: User, officer: User, client: Client
) -> None:
    app_of(officer)
    actions.reset_factors(officer, by=admin, at=timezone.now())
    password(client, officer)

    actions.reset_password(officer, by=admin, password=NEW, at=timezone.now())

    officer.refresh_from_db()
    assert officer.check_password(NEW)


def test_nobody_resets_her_own_and_none_where_there_is_none(admin: User, officer: User) -> None:
    app_of(admin)

    with pytest.raises(NotAllowed, match="本人"):
        actions.reset_factors(admin, by=admin, at=timezone.now())
    with pytest.raises(NotAllowed, match="没有启用"):
        actions.reset_factors(officer, by=admin, at=timezone.now())


def test_an_administrator_next_door_resets_nothing(officer: User, tree: ProvinceTree, client: Client) -> None:
    app_of(officer)
    client.force_login(user(tree.dongying, Role.SEC_ADMIN))

    assert client.post(reverse("accounts:user_factors_reset", args=[officer.pk])).status_code == 404
    assert has_factor(officer)


def test_a_role_that_needs_a_second_factor_begins_with_setting_it_up(
    admin: User, officer: User, client: Client
) -> None:
    password(client, officer)
    actions.set_roles(officer, by=admin, roles=[Role.SUPERVISOR], at=timezone.now())

    assert not is_in(client)
    assert password(client, officer) == SETUP


def test_switching_off_ends_the_sittings_too(admin: User, officer: User, client: Client) -> None:
    password(client, officer)

    actions.deactivate(officer, by=admin, at=timezone.now())

    assert Sitting.objects.get(user=officer).why_ended == "by_admin"
    assert not is_in(client)


def test_the_first_administrator_comes_in_by_the_command_and_sets_everything_up(
    client: Client, tree: ProvinceTree
) -> None:
    row = user(tree.shandong, Role.SEC_ADMIN, password_changed_at=None)
    password(client, row)
    client.post(SETUP, {"code": code(shown_secret(client))})
    led_to = client.post(SETUP, {"done": "1"}).headers["Location"]
    new = "another-2026-open"

    assert client.post(led_to, {"password1": new, "password2": new}).headers["Location"] == "/"
    assert is_in(client)
    assert Client().post(LOGIN, {"login": row.username, "password": PASSWORD}).status_code == 200
