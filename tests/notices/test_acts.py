"""Notices about what a person did: left by the act itself, one for each role that it concerns."""

from django.test import Client
from django.urls import reverse

from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.deadlines.limits import Light
from fedportal.notices.actions import tell, tell_escalations
from fedportal.notices.models import Notice
from tests.cases.samples import NOW, petition
from tests.factories import ProvinceTree, user


def test_an_act_is_told_to_each_role_and_the_drain_of_escalations_leaves_it_alone(
    tree: ProvinceTree, law: None, client: Client
) -> None:
    row = petition(user(tree.bincheng, Role.RECEPTIONIST))

    roles = (Role.SECTION_HEAD, Role.UNIT_HEAD)
    tell(row, org=tree.bincheng, roles=roles, text="收到督办单。", at=NOW, light=Light.RED)
    tell_escalations(NOW)

    rows = Notice.objects.filter(escalation=None)
    assert {(notice.org, notice.role, notice.subject) for notice in rows} == {
        (tree.bincheng, Role.SECTION_HEAD, row),
        (tree.bincheng, Role.UNIT_HEAD, row),
    }
    assert _inbox(client, user(tree.bincheng, Role.UNIT_HEAD)) == ["收到督办单。"]
    assert _inbox(client, user(tree.bincheng, Role.HANDLER)) == []
    assert _inbox(client, user(tree.huimin, Role.UNIT_HEAD)) == []


def _inbox(client: Client, reader: User) -> list[str]:
    client.force_login(reader)
    days = client.get(reverse("notices:inbox")).context["days"]
    return [notice.text for _, notices in days for notice in notices]
