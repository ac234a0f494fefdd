"""Whoever sits down at the computer after her: no page is kept by the browser, and “back” shows nothing.

That every page says so is asked in test_outside_addresses.py, which walks through all of them.
"""

import pytest
from django.test import Client

from fedportal.accounts.roles import Role
from tests.factories import PASSWORD, ProvinceTree, user


@pytest.mark.usefixtures("law")
def test_after_signing_out_the_way_back_leads_to_the_sign_in_page(client: Client, tree: ProvinceTree) -> None:
    someone = user(tree.bincheng, Role.RECEPTIONIST)
    client.post("/accounts/login/", {"login": someone.username, "password": PASSWORD})
    seen = client.get("/petitions/")

    client.post("/accounts/logout/")

    again = client.get("/petitions/")
    assert (seen.status_code, again.status_code) == (200, 302)
    assert again["Location"].startswith("/accounts/login/")


@pytest.mark.usefixtures("law")
@pytest.mark.parametrize("path", ["/petitions/style.css", "/petitions/;a.css", "/petitions/%2e%2e/static/a.css"])
def test_a_page_does_not_take_the_name_of_a_static_file(client: Client, tree: ProvinceTree, path: str) -> None:
    """Cache deception: a proxy that keeps *.css must not be handed a page under such a name."""
    client.force_login(user(tree.bincheng, Role.RECEPTIONIST))

    assert client.get(path).status_code == 404
