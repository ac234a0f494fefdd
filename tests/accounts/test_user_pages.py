"""The pages on which a security administrator keeps the accounts of her range."""

import pytest
from django.test import Client
from django.urls import reverse

from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from tests.factories import ProvinceTree, user

NEW = {
    "username": "liuyan",
    "name": "刘艳",
    "roles": ["receptionist", "handler"],
    "password": "tulip-paper-39",
}


@pytest.fixture
def admin(tree: ProvinceTree, client: Client) -> User:
    """The security administrator of Binzhou, signed in."""
    made = user(tree.binzhou, Role.SEC_ADMIN, username="anquan")
    client.force_login(made)
    return made


def listed(client: Client, **query: str) -> list[str]:
    return [row.username for row in client.get(reverse("accounts:user_list"), query).context["page"]]


def address(view: str, account: User) -> str:
    return reverse(f"accounts:{view}", args=[account.pk])


def test_the_list_holds_the_accounts_of_the_range(client: Client, admin: User, tree: ProvinceTree) -> None:
    user(tree.village, Role.VILLAGE_WORKER, username="cun")
    user(tree.bincheng, Role.AGENT, username="xian", is_active=False)
    user(tree.shandong, Role.SUPERVISOR, username="sheng")
    user(tree.dongying, Role.AGENT, username="lin")

    assert listed(client) == ["anquan", "xian", "cun"]
    assert listed(client, q="XI") == ["xian"]
    assert listed(client, role="village_worker") == ["cun"]
    assert listed(client, state="off") == ["xian"]


def test_a_new_account_can_sign_in(client: Client, admin: User, tree: ProvinceTree) -> None:
    client.post(reverse("accounts:user_new"), NEW | {"org": tree.bincheng.pk})

    made = User.objects.get(username="liuyan")
    assert (made.org, made.roles) == (tree.bincheng, ["receptionist", "handler"])
    assert made.check_password("tulip-paper-39")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"org": ""}, "org"),
        ({"org": "x"}, "org"),
        ({"username": "liu yan"}, "username"),
        ({"name": ""}, "name"),
        ({"roles": []}, "roles"),
        ({"password": "short"}, "__all__"),
        ({"roles": ["sec_admin", "agent"]}, "__all__"),
    ],
)
def test_a_mistake_is_named_beside_its_field_and_nothing_is_made(
    client: Client, admin: User, tree: ProvinceTree, change: dict[str, object], field: str
) -> None:
    response = client.post(reverse("accounts:user_new"), NEW | {"org": tree.bincheng.pk} | change)

    assert list(response.context["form"].errors) == [field]
    assert not User.objects.filter(name="刘艳").exists()


def test_a_unit_next_door_cannot_be_chosen(client: Client, admin: User, tree: ProvinceTree) -> None:
    response = client.post(reverse("accounts:user_new"), NEW | {"org": tree.guangrao.pk})

    assert list(response.context["form"].errors) == ["org"]


def test_the_near_units_are_offered_and_any_below_is_taken(client: Client, admin: User, tree: ProvinceTree) -> None:
    offered = client.get(reverse("accounts:user_new")).context["form"].fields["org"].widget.choices

    assert {pk for pk, _ in offered if pk} == {tree.binzhou.pk, tree.bincheng.pk, tree.huimin.pk, tree.zouping.pk}
    assert client.post(reverse("accounts:user_new"), NEW | {"org": tree.village.pk}).status_code == 302


def test_roles_are_changed(client: Client, admin: User, tree: ProvinceTree) -> None:
    officer = user(tree.bincheng, Role.AGENT)

    client.post(address("user_roles", officer), {"roles": ["handler"]})

    officer.refresh_from_db()
    assert officer.roles == ["handler"]


def test_a_refusal_stands_beside_the_roles(client: Client, admin: User) -> None:
    response = client.post(address("user_roles", admin), {"roles": ["handler"]})

    assert "本人" in response.context["roles_form"].errors["roles"][0]


def test_a_reset_password_ends_the_sessions_of_the_old_one(client: Client, admin: User, tree: ProvinceTree) -> None:
    officer, hers = user(tree.bincheng, Role.AGENT), Client()
    hers.force_login(officer)

    client.post(address("user_password", officer), {"password": "tulip-paper-39"})

    officer.refresh_from_db()
    assert officer.check_password("tulip-paper-39")
    assert hers.get(reverse("orgs:org_list")).status_code == 302


def test_an_account_goes_off_and_on(client: Client, admin: User, tree: ProvinceTree) -> None:
    officer = user(tree.bincheng, Role.AGENT)

    client.post(address("user_deactivate", officer))
    officer.refresh_from_db()
    assert officer.is_active is False

    client.post(address("user_reactivate", officer))
    officer.refresh_from_db()
    assert officer.is_active is True


def test_accounts_elsewhere_are_not_there(client: Client, admin: User, tree: ProvinceTree) -> None:
    stranger = user(tree.dongying, Role.AGENT)

    assert client.get(address("user", stranger)).status_code == 404
    for view in ("user_roles", "user_password", "user_deactivate", "user_reactivate"):
        assert client.post(address(view, stranger), {"roles": ["handler"]}).status_code == 404
    stranger.refresh_from_db()
    assert (stranger.roles, stranger.is_active) == (["agent"], True)
