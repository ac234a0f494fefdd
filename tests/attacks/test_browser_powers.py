"""A page inside somebody else's frame, a script put into a field, a tab that was opened by a stranger."""

import json

import pytest
from django.test import Client
from django.urls import reverse

from fedportal.accounts.roles import Role
from tests.factories import ProvinceTree, user

PATHS = ["/petitions/", "/petitions/999999999/", "/accounts/login/", "/r/never-was/", "/nothing-is-here/"]


def directives(header: str) -> dict[str, list[str]]:
    told = (part.split() for part in header.split(";") if part.strip())
    return {name: values for name, *values in told}


@pytest.mark.usefixtures("law")
@pytest.mark.parametrize("path", PATHS)
def test_every_answer_binds_the_browser(client: Client, tree: ProvinceTree, path: str) -> None:
    client.force_login(user(tree.bincheng, Role.RECEPTIONIST))

    answer = client.get(path)

    policy = directives(answer["Content-Security-Policy"])
    for closed in ("default-src", "object-src", "base-uri", "frame-ancestors"):
        assert policy[closed] == ["'none'"]
    for own in ("script-src", "style-src", "connect-src", "font-src", "form-action"):
        assert policy[own] == ["'self'"]
    assert "unsafe" not in answer["Content-Security-Policy"]
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == answer["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in answer["Permissions-Policy"]
    assert "geolocation=()" in answer["Permissions-Policy"]


def test_what_a_browser_refused_is_logged_without_the_address_of_the_page(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    report = {
        "document-uri": "https://portal.example/petitions/?q=王小芳",
        "effective-directive": "script-src-elem\nforged line",
        "blocked-uri": "https://evil.example/x.js?token=13812345678",
    }

    answer = client.post("/csp-reports/", json.dumps({"csp-report": report}), content_type="application/csp-report")

    assert answer.status_code == 204
    assert caplog.messages == ["content policy: script-src-elemforgedline refused https://evil.example"]


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b'{"csp-report": 1}', b"[" * 15_000, b"\xff\xfe", b"x" * 100_000])
def test_a_report_of_rubbish_changes_nothing(client: Client, body: bytes) -> None:
    assert client.post("/csp-reports/", body, content_type="application/csp-report").status_code == 204


@pytest.mark.usefixtures("law")
def test_a_form_of_another_site_is_refused(tree: ProvinceTree) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(user(tree.bincheng, Role.RECEPTIONIST))

    refused = client.post(reverse("cases:petition_new"), {"name": "王"})
    logged_out = client.post("/accounts/logout/")

    assert (refused.status_code, logged_out.status_code) == (403, 403)
    assert "页面已过期" in refused.content.decode()
    assert client.get("/petitions/").status_code == 200
