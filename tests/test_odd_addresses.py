"""Whatever is written into an address: an answer, never a crash."""

import pytest
from django.test import Client
from django.urls import reverse

from cases.filters import PetitionFilter
from fedportal.accounts.roles import Role
from tests.factories import ProvinceTree, user

ODD = ["-1", "abc", "0001-01", "9999-12", "0001-01-01", "9999-12-31", "9" * 20, "\0", "１２", "%"]
LIST = [*PetitionFilter.base_filters, "sort", "size", "after", "before", "page"]
PAGED = ["after", "before", "page", "size"]
PAGES = {
    "cases:petition_list": LIST,
    "orgs:org_list": ["q", "under", "level", *PAGED],
    "orgs:org_search": ["q", "under", "anywhere"],
    "dashboards:dashboard": ["org", "sort"],
    "dashboards:report": ["org", "period"],
    "dashboards:report_new": ["period"],
    "dashboards:assessment": ["org", "period", "sort", "form"],
    "notices:inbox": ["unread", *PAGED],
    "accounts:user_list": ["q", "org", "role", *PAGED],
    "engine:sweep_list": ["busy", *PAGED],
}


@pytest.mark.usefixtures("law")
@pytest.mark.parametrize("role", [Role.UNIT_HEAD, Role.SYS_ADMIN, Role.SEC_ADMIN])
@pytest.mark.parametrize("odd", ODD)
def test_an_odd_parameter_is_answered(client: Client, tree: ProvinceTree, role: Role, odd: str) -> None:
    client.force_login(user(tree.binzhou, role))
    answers = {
        (page, name): client.get(reverse(page), {name: odd}).status_code
        for page, names in PAGES.items()
        for name in names
    }

    assert set(answers.values()) <= {200, 302, 403, 404}
