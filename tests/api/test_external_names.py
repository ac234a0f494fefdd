"""Numbers of another system are its own unit's: found by them again, and told to nobody else."""

import pytest

from cases.models import ExternalId, Petition
from fedportal.accounts.roles import Role
from tests.api.clients import caller
from tests.api.sent import patch, put, sent, writer
from tests.factories import ProvinceTree, user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("law")]


def test_another_county_finds_nothing_to_correct_and_learns_of_no_number(tree: ProvinceTree) -> None:
    number = put(caller(writer(tree.bincheng)), sent()).json()["number"]
    intruder = caller(writer(tree.huimin))

    assert patch(intruder, number, {"request": "撤回。"}, if_match="1").status_code == 404
    own = put(intruder, sent(request="另一件。"))
    again = put(intruder, sent(request="另一件。"))
    assert (own.status_code, again.status_code) == (201, 200)
    assert own.json()["external"] == [{"system": "binzhou-12345", "id": "GD-1"}]
    assert Petition.objects.get(org=tree.bincheng).request == "要求协调抚养费。"
    assert set(ExternalId.objects.values_list("org", "petition__org")) == {
        (tree.bincheng.pk, tree.bincheng.pk),
        (tree.huimin.pk, tree.huimin.pk),
    }


def test_a_number_of_ones_own_that_went_out_of_sight_is_not_given_twice(tree: ProvinceTree) -> None:
    user(tree.binzhou, Role.UNIT_HEAD)
    client = caller(writer(tree.bincheng))
    accused = {"kind": "person", "name": "孙建国", "org": "371602000000"}
    assert put(client, sent(matter_class="accusation", accused=accused)).json()["visible"] is False

    taken = put(client, sent())

    assert (taken.status_code, taken.json()["code"]) == (409, "external_id_taken")
