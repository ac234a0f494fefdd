"""Fields that no form asks for, sent along: they change nothing."""

import ast

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.models import Petition
from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from tests.accounts.test_user_pages import NEW
from tests.cases.samples import petition, typed
from tests.factories import ProvinceTree, user
from tests.processes import PROJECT
from tests.test_architecture import MODULES


@pytest.fixture
def clerk(client: Client, tree: ProvinceTree, law: None) -> User:
    made = user(tree.bincheng, Role.RECEPTIONIST)
    client.force_login(made)
    return made


def more(tree: ProvinceTree) -> dict[str, object]:
    """Every column of a petition that an attacker would like to set."""
    names = {field.name for field in Petition._meta.get_fields()} | {
        getattr(field, "attname", "") for field in Petition._meta.get_fields()
    }
    wanted: dict[str, object] = {
        "id": 4_000_000,
        "pk": 4_000_000,
        "number": "鲁伪造〔2026〕000001",
        "status": "archived",
        "org": tree.huimin.pk,
        "org_id": tree.huimin.pk,
        "org_code": tree.huimin.code,
        "registered_org": tree.huimin.pk,
        "registered_by": user(tree.huimin, Role.RECEPTIONIST).pk,
        "registered_at": "2020-01-01T00:00",
        "handler": user(tree.huimin, Role.HANDLER).pk,
        "closed_at": "2020-01-01T00:00",
        "signature": "x",
        "final": "1",
    }
    assert {"number", "status", "org_id", "org_code", "handler", "closed_at", "registered_by"} <= names
    return wanted


def test_a_registration_sets_what_its_form_asks_and_nothing_else(
    client: Client, clerk: User, tree: ProvinceTree
) -> None:
    received = timezone.localtime().strftime("%Y-%m-%dT%H:%M")

    client.post("/petitions/new/", more(tree) | typed(place=clerk.org_id, received_at=received))

    row = Petition.objects.get()
    assert row.pk != 4_000_000
    assert (row.org, row.org_code, row.registered_org, row.registered_by) == (
        clerk.org,
        clerk.org.code,
        clerk.org,
        clerk,
    )
    assert row.status == "registered"
    assert row.number.startswith("鲁滨城")
    assert (row.handler, row.closed_at) == (None, None)
    assert row.registered_at.year >= 2026


def test_no_page_of_a_petition_sets_more_than_it_asks(client: Client, clerk: User, tree: ProvinceTree) -> None:
    row = petition(clerk, at=timezone.now())
    party = row.parties.get()
    kept = Petition.objects.filter(pk=row.pk).values("org", "org_code", "number", "status", "registered_by", "handler")
    before = list(kept)

    for name, pk in (
        ("petition_edit", row.pk),
        ("party_add", row.pk),
        ("contact_add", row.pk),
        ("party_edit", party.pk),
        ("visit_plan", row.pk),
        ("step_add", row.pk),
    ):
        sent = more(tree) | {"petition": 1, "petition_id": 1, "name": "王小芳", "reason": "更正", "role": "petitioner"}
        answer = client.post(reverse(f"cases:{name}", args=[pk]), sent)
        assert answer.status_code < 500, name

    assert list(kept) == before
    party.refresh_from_db()
    assert party.petition_id == row.pk


def test_an_account_gets_no_power_that_its_form_does_not_name(client: Client, tree: ProvinceTree) -> None:
    client.force_login(user(tree.binzhou, Role.SEC_ADMIN))
    powers = {"is_superuser": "1", "is_staff": "1", "id": "1", "pk": "1", "last_login": "2020-01-01", "groups": "1"}

    client.post(reverse("accounts:user_new"), NEW | powers | {"org": tree.bincheng.pk})

    made = User.objects.get(username=NEW["username"])
    assert not getattr(made, "is_superuser", False)
    assert made.roles == NEW["roles"]
    assert made.last_login is None


@pytest.mark.parametrize("place", ["shandong", "dongying", "xiaonan", "guangdong"])
def test_no_account_is_made_outside_the_administrators_range(client: Client, tree: ProvinceTree, place: str) -> None:
    client.force_login(user(tree.binzhou, Role.SEC_ADMIN))

    client.post(reverse("accounts:user_new"), NEW | {"org": getattr(tree, place).pk})

    assert not User.objects.filter(username=NEW["username"]).exists()


def test_nobody_changes_her_own_roles(client: Client, tree: ProvinceTree) -> None:
    admin = user(tree.binzhou, Role.SEC_ADMIN)
    client.force_login(admin)

    client.post(reverse("accounts:user_roles", args=[admin.pk]), {"roles": ["unit_head", "receptionist"]})

    admin.refresh_from_db()
    assert admin.roles == ["sec_admin"]


def test_no_form_takes_all_columns_and_no_view_hands_on_all_that_was_sent() -> None:
    """Actions are called with what a form cleaned, never with what a browser sent."""
    for module in MODULES:
        tree = ast.parse((PROJECT / module).read_text("utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                spread = [ast.unparse(keyword.value) for keyword in node.keywords if keyword.arg is None]
                assert not [words for words in spread if "POST" in words or "GET" in words], module
            if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) in {"fields", "exclude"}:
                assert "__all__" not in ast.unparse(node.value), module
                assert ast.unparse(node.targets[0]) != "exclude", module
