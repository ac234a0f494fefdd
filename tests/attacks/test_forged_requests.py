"""Requests that say something false about themselves: host, method, origin, where to go next."""

import pytest
from django.test import Client
from django.urls import reverse

from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from tests.cases.samples import NOW, petition
from tests.factories import PASSWORD, ProvinceTree, user

ELSEWHERE = [
    "https://evil.example/",
    "//evil.example/",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "https:evil.example",
    "javascript:alert(1)",
    "http://testserver@evil.example/",
    "http://testserver.evil.example/",
    "/%0d%0aLocation:%20https://evil.example",
    "\x00//evil.example",
    " //evil.example",
    "\t//evil.example",
]


@pytest.fixture
def officer(tree: ProvinceTree, law: None) -> User:
    return user(tree.bincheng, Role.RECEPTIONIST)


@pytest.mark.parametrize("target", ELSEWHERE)
def test_signing_in_leads_nowhere_else(officer: User, target: str) -> None:
    client = Client()

    page = client.get("/accounts/login/", {"next": target})
    done = client.post(
        "/accounts/login/",
        {"login": officer.username, "password": PASSWORD, "next": target},
        query_params={"next": target},
    )

    assert page.status_code == 200
    assert done.status_code in {200, 302}
    assert done.get("Location", "/").startswith("/")
    assert not done.get("Location", "/").startswith(("//", "/\\"))
    assert "Set-Cookie" not in done.get("Location", "")


@pytest.mark.parametrize("target", ELSEWHERE)
def test_signing_out_leads_nowhere_else(client: Client, officer: User, target: str) -> None:
    client.force_login(officer)

    done = client.post("/accounts/logout/", {"next": target}, query_params={"next": target})

    assert done.status_code == 302
    assert done["Location"].startswith("/")
    assert not done["Location"].startswith(("//", "/\\"))


def test_another_host_name_gets_no_page_and_names_nothing_in_the_answer(client: Client, officer: User) -> None:
    client.force_login(officer)

    for host in ("evil.example", "testserver.evil.example", "testserver:80@evil.example", "", "a" * 300, "evil\x00"):
        answer = client.get("/petitions/", headers={"host": host})
        assert answer.status_code == 400 or (host == "" and answer.status_code == 200), host
        assert "evil" not in answer.content.decode()
        assert "ALLOWED_HOSTS" not in answer.content.decode()


@pytest.mark.parametrize(
    "header", ["X-Forwarded-Host", "X-Host", "Forwarded", "X-Original-Host", "X-Forwarded-Server"]
)
def test_a_header_beside_the_host_changes_no_page_that_a_proxy_might_keep(
    client: Client, officer: User, header: str
) -> None:
    client.force_login(officer)

    answer = client.get("/petitions/", headers={header: "evil.example"})

    assert answer.status_code == 200
    assert "evil.example" not in answer.content.decode() + str(answer.headers)


@pytest.mark.parametrize("header", ["X-Original-URL", "X-Rewrite-URL", "X-Forwarded-Prefix", "X-Forwarded-Path"])
def test_a_header_leads_to_no_other_page(client: Client, tree: ProvinceTree, header: str) -> None:
    assert client.get("/accounts/login/", headers={header: "/users/"}).status_code == 200
    assert client.get("/users/", headers={header: "/accounts/login/"}).status_code == 302


def test_a_get_cannot_be_taken_for_a_post(client: Client, officer: User) -> None:
    client.force_login(officer)
    row = petition(officer, at=NOW)
    remove = reverse("cases:party_remove", args=[row.parties.get().pk])

    for header in ("X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"):
        client.get(remove, {"_method": "POST", "reason": "x"}, headers={header: "POST"})
        client.post(reverse("cases:petition", args=[row.pk]), {"_method": "DELETE"}, headers={header: "DELETE"})

    row.refresh_from_db()
    assert row.parties.count() == 1


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options", "trace"])
def test_other_methods_change_nothing_and_repeat_nothing(client: Client, officer: User, method: str) -> None:
    client.force_login(officer)
    row = petition(officer, at=NOW)

    answer = getattr(client, method)(reverse("cases:petition", args=[row.pk]), headers={"X-Secret": "told-back"})

    assert "told-back" not in answer.content.decode()
    row.refresh_from_db()
    assert row.status == "registered"


def test_a_name_with_line_breaks_makes_no_header(client: Client, officer: User) -> None:
    client.force_login(officer)

    answer = client.get("/petitions/", {"q": "x\r\nSet-Cookie: stolen=1"}, headers={"HX-Request": "true"})

    assert "stolen" not in answer.cookies
    assert "Set-Cookie: stolen" not in str(answer.headers)
