"""Accounts are made, changed and switched off by a security administrator of the place or one above."""

import datetime as dt
import io

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from fedportal.accounts.models import User
from fedportal.accounts.roles import ADMINISTRATORS, RIGHTS, Can, Role
from fedportal.audit.models import AccessEvent
from fedportal.directory.actions import accounts as actions
from fedportal.lib.refusals import NotAllowed
from fedportal.orgs.models import Organization
from tests.factories import PASSWORD, ProvinceTree, user

NOW = dt.datetime(2026, 9, 1, 9, 0, tzinfo=timezone.get_default_timezone())


def create(by: User | None, org: Organization, **changes: object) -> User:
    values: dict[str, object] = {
        "username": "liuyan",
        "name": "刘艳",
        "roles": [Role.RECEPTIONIST],
        "password": "tulip-paper-39",
    }
    return actions.create_account(by=by, org=org, at=NOW, **values | changes)  # type: ignore[arg-type]


def test_an_account_is_made_with_a_trace_and_without_its_password_in_it(tree: ProvinceTree) -> None:
    admin = user(tree.binzhou, Role.SEC_ADMIN)

    made = create(admin, tree.bincheng)

    event = AccessEvent.objects.get()
    assert made.check_password("tulip-paper-39")
    assert (event.verb, event.actor, event.object_id) == ("account.create", admin, made.pk)
    assert event.detail == {"roles": ["receptionist"], "org": 371602000000}


def test_roles_are_kept_in_the_order_of_the_table(tree: ProvinceTree) -> None:
    made = create(None, tree.bincheng, roles=[Role.STAT_OFFICER, Role.AGENT])

    assert made.roles == ["agent", "stat_officer"]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"roles": []}, "至少选择一个角色"),
        ({"roles": [Role.SEC_ADMIN, Role.RECEPTIONIST]}, "不得兼任"),
        ({"roles": [Role.SEC_ADMIN, Role.AUDIT_ADMIN]}, "不得兼任"),
        ({"password": "short"}, "至少要 10 个字符"),
        ({"password": "liuyan2026liuyan", "username": "liuyan2026"}, "与用户名太相近"),
        ({"password": "qwertyuiop"}, "太常见"),
        ({"password": "13854312345987"}, "全是数字"),
        ({"username": "liu yan"}, "不能有空格"),
        ({"username": "TAKEN"}, "已有人使用"),
    ],
)
def test_a_bad_account_is_refused_in_words(tree: ProvinceTree, changes: dict[str, object], sentence: str) -> None:
    user(tree.hubei, username="taken")

    with pytest.raises(NotAllowed, match=sentence):
        create(user(tree.binzhou, Role.SEC_ADMIN), tree.bincheng, **changes)

    assert not User.objects.filter(username="liuyan").exists()


def test_no_account_is_made_outside_ones_range(tree: ProvinceTree) -> None:
    with pytest.raises(NotAllowed, match="管辖范围"):
        create(user(tree.xiaogan, Role.SEC_ADMIN), tree.bincheng)


def test_no_account_is_made_at_a_unit_that_ended(tree: ProvinceTree) -> None:
    tree.huimin.valid_to = dt.date(2026, 1, 1)

    with pytest.raises(NotAllowed, match="已停用"):
        create(user(tree.binzhou, Role.SEC_ADMIN), tree.huimin)


def test_roles_change_with_both_states_in_the_trace(tree: ProvinceTree) -> None:
    admin, officer = user(tree.binzhou, Role.SEC_ADMIN), user(tree.bincheng, Role.AGENT)

    actions.set_roles(officer, by=admin, roles=[Role.HANDLER], at=NOW)

    officer.refresh_from_db()
    assert officer.roles == ["handler"]
    assert AccessEvent.objects.get().detail == {"before": ["agent"], "after": ["handler"]}


@pytest.mark.parametrize("verb", [actions.set_roles, actions.deactivate])
def test_nobody_changes_her_own_roles_or_switches_herself_off(tree: ProvinceTree, verb: object) -> None:
    admin = user(tree.binzhou, Role.SEC_ADMIN)
    more = {"roles": [Role.UNIT_HEAD]} if verb is actions.set_roles else {}

    with pytest.raises(NotAllowed, match="本人"):
        verb(admin, by=admin, at=NOW, **more)  # type: ignore[operator]


def test_an_account_goes_off_and_on_again(tree: ProvinceTree) -> None:
    admin, officer = user(tree.binzhou, Role.SEC_ADMIN), user(tree.bincheng, Role.AGENT)

    assert actions.deactivate(officer, by=admin, at=NOW).is_active is False
    with pytest.raises(NotAllowed, match="已经停用"):
        actions.deactivate(officer, by=admin, at=NOW)
    assert actions.reactivate(officer, by=admin, at=NOW).is_active is True

    assert list(AccessEvent.objects.order_by("pk").values_list("verb", flat=True)) == [
        "account.deactivate",
        "account.reactivate",
    ]


def test_a_neighbour_touches_nothing(tree: ProvinceTree) -> None:
    stranger, officer = user(tree.dongying, Role.SEC_ADMIN), user(tree.bincheng, Role.AGENT)

    for verb, more in (
        (actions.set_roles, {"roles": [Role.HANDLER]}),
        (actions.deactivate, {}),
        (actions.reactivate, {}),
        (actions.reset_password, {"password": "tulip-paper-39"}),
    ):
        with pytest.raises(NotAllowed, match="管辖范围"):
            verb(officer, by=stranger, at=NOW, **more)  # type: ignore[operator]

    officer.refresh_from_db()
    assert (officer.roles, officer.is_active, officer.check_password(PASSWORD)) == (["agent"], True, True)
    assert not AccessEvent.objects.exists()


def test_a_password_is_reset_and_the_trace_does_not_hold_it(tree: ProvinceTree) -> None:
    admin, officer = user(tree.binzhou, Role.SEC_ADMIN), user(tree.bincheng, Role.AGENT)

    actions.reset_password(officer, by=admin, password="tulip-paper-39", at=NOW)

    officer.refresh_from_db()
    event = AccessEvent.objects.get()
    assert officer.check_password("tulip-paper-39")
    assert (event.verb, event.detail) == ("account.reset_password", {})


def test_the_command_makes_an_account(tree: ProvinceTree, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("tulip-paper-39\n"))
    said = io.StringIO()

    roles = ["--role", "receptionist", "--role", "handler"]
    call_command(
        "create_account", "liuyan", "--org", "371602", *roles, "--name", "刘艳", "--password-stdin", stdout=said
    )

    made = User.objects.get(username="liuyan")
    assert (made.org, made.roles, made.check_password("tulip-paper-39")) == (
        tree.bincheng,
        ["receptionist", "handler"],
        True,
    )
    assert "tulip" not in said.getvalue()


@pytest.mark.parametrize(("code", "sentence"), [("3716x2", "位数字"), ("990000", "没有区划代码")])
def test_the_command_says_what_is_wrong(
    tree: ProvinceTree, monkeypatch: pytest.MonkeyPatch, code: str, sentence: str
) -> None:
    monkeypatch.setenv("ACCOUNT_PASSWORD", "tulip-paper-39")

    with pytest.raises(CommandError, match=sentence):
        call_command("create_account", "liuyan", "--org", code, "--role", "handler", "--name", "刘艳")


def test_administrators_have_no_right_on_cases() -> None:
    on_cases = {Can.SEE_CASES, Can.REGISTER, Can.DECIDE, Can.HANDLE, Can.CLOSE, Can.IMPORT, Can.EXPORT}

    assert all(not RIGHTS[role] & on_cases for role in ADMINISTRATORS)
