"""The pages on which regions come, move and merge."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.orgs.models import Organization
from tests.factories import ProvinceTree, user


@pytest.fixture
def admin(tree: ProvinceTree, client: Client) -> User:
    """The system administrator of the province, signed in."""
    made = user(tree.shandong, Role.SYS_ADMIN)
    client.force_login(made)
    return made


def today() -> str:
    return timezone.localdate().isoformat()


def test_a_new_unit_is_opened(client: Client, admin: User, tree: ProvinceTree) -> None:
    answers = {"code": "371671", "region_name": "高新区", "parent": tree.binzhou.pk, "on": today()}

    response = client.post(reverse("orgs:org_new"), answers)

    made = Organization.objects.get(code=371671000000)
    assert response["Location"] == reverse("orgs:org", args=[made.code])
    assert (made.parent, made.name) == (tree.binzhou, "高新区妇女联合会")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"code": "3716x1"}, "code"),
        ({"region_name": ""}, "region_name"),
        ({"parent": ""}, "parent"),
        ({"on": "2999-01-01"}, "__all__"),
        ({"code": "371602"}, "__all__"),
        ({"code": "420901"}, "__all__"),
    ],
)
def test_a_mistake_is_named_and_nothing_is_opened(
    client: Client, admin: User, tree: ProvinceTree, change: dict[str, object], field: str
) -> None:
    answers = {"code": "371671", "region_name": "高新区", "parent": tree.binzhou.pk, "on": today()}
    before = Organization.objects.count()

    response = client.post(reverse("orgs:org_new"), answers | change)

    assert list(response.context["form"].errors) == [field]
    assert Organization.objects.count() == before


def test_a_county_becomes_a_district_with_another_code(client: Client, admin: User, tree: ProvinceTree) -> None:
    answers = {"code": "371604", "name": "惠民区", "parent": tree.binzhou.pk, "on": today()}

    client.post(reverse("orgs:org_succeed", args=[tree.huimin.code]), answers)

    old = Organization.objects.get(pk=tree.huimin.pk)
    assert old.successor == Organization.objects.get(code=371604000000, name="惠民区妇女联合会")
    page = client.get(reverse("orgs:org", args=[tree.huimin.code])).content.decode()
    assert "惠民区妇女联合会承接" in page


def test_the_form_begins_with_what_is(client: Client, admin: User, tree: ProvinceTree) -> None:
    form = client.get(reverse("orgs:org_succeed", args=[tree.huimin.code])).context["form"]

    assert (form["code"].value(), form["name"].value(), form["parent"].value()) == (
        tree.huimin.code,
        "惠民县",
        tree.binzhou.pk,
    )


def test_a_county_is_joined_to_another(client: Client, admin: User, tree: ProvinceTree) -> None:
    client.post(reverse("orgs:org_merge", args=[tree.huimin.code]), {"into": tree.zouping.pk, "on": today()})

    assert Organization.objects.get(pk=tree.huimin.pk).successor == tree.zouping


def test_a_refusal_stands_on_top_of_the_form(client: Client, admin: User, tree: ProvinceTree) -> None:
    url = reverse("orgs:org_merge", args=[tree.bincheng.code])

    response = client.post(url, {"into": tree.zouping.pk, "on": today()})

    assert "还有下级单位" in response.content.decode()
    assert Organization.objects.get(pk=tree.bincheng.pk).valid_to is None
