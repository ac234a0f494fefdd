"""Whatever goes wrong below the root is told by a problem document, which says nothing of our inside."""

import ast
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import include, path
from django.views.decorators.http import require_safe
from pytest_django import Settings
from rest_framework.response import Response

from fedportal import urls
from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.api.codes import CODES, TITLES
from fedportal.api.idempotency import once
from fedportal.api.models import KeptAnswer
from fedportal.api.scopes import Scope
from fedportal.api.views import ClientRequest, ClientView
from fedportal.audit.models import AccessEvent
from fedportal.lib.refusals import NotAllowed
from tests.api.clients import api_client, caller
from tests.factories import ProvinceTree, user
from tests.processes import PROJECT

pytestmark = pytest.mark.django_db


class Trial(ClientView):
    """Does what it is sent, and fails as it is told."""

    def post(self, request: ClientRequest) -> Response:
        User.objects.filter(pk=request.user.pk).update(name="改过")
        match request.data:
            case {"fail": "crash"}:
                raise RuntimeError("王小芳 13705430001")
            case {"fail": "law"}:
                raise NotAllowed("已超过受理期限。")
        return Response({"told": request.data})


class Once(Trial):
    """The same; what was answered is kept."""

    post = once(Trial.post)


@require_safe
def plain_page(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("王小芳 13705430001")


urlpatterns = [
    path("api/v1/trial/", Trial.as_view(), name="trial"),
    path("api/v1/once/", Once.as_view(), name="once"),
    path("api/v1/plain/", plain_page),
    path("", include(urls.urlpatterns)),
]
handler400 = urls.handler400


@pytest.fixture
def ours(tree: ProvinceTree, settings: Settings) -> Client:
    settings.ROOT_URLCONF = __name__
    made = caller(api_client(tree.bincheng, Scope.READ, Scope.WRITE))
    made.raise_request_exception = False
    return made


def told(answer: HttpResponse) -> tuple[int, str]:
    """The status and the code; it is a whole problem document."""
    assert answer["Content-Type"] == "application/problem+json", answer.content
    problem = json.loads(answer.content)
    assert problem["status"] == answer.status_code
    assert problem["title"] == TITLES[answer.status_code]
    assert problem["detail"]
    assert (problem["type"], problem["instance"].startswith("/api/v1/")) == ("about:blank", True)
    assert "王小芳" not in answer.content.decode()
    return answer.status_code, problem["code"]


def send(client: Client, body: bytes, kind: str = "application/json", **more: str) -> HttpResponse:
    return client.post("/api/v1/trial/", body, content_type=kind, **more)


def test_unknown_addresses_methods_and_kinds(ours: Client) -> None:
    html = {"Accept": "text/html"}

    assert told(ours.get("/api/v1/nothing/")) == (404, "not_found")
    assert told(ours.get("/api/v1/nothing/", headers=html)) == (404, "not_found")
    assert told(ours.delete("/api/v1/trial/")) == (405, "method_not_allowed")
    assert told(ours.options("/api/v1/trial/")) == (405, "method_not_allowed")
    assert told(ours.get("/api/v1/client/", headers=html)) == (406, "not_acceptable")
    assert told(send(ours, b"a=1", "application/x-www-form-urlencoded")) == (415, "unsupported_media_type")
    assert told(Client().get("/api/v1/token/")) == (405, "method_not_allowed")
    assert Client().get("/api/v1/token/")["Allow"] == "POST"
    assert told(ours.get("/api/v1/client/?format=xml")) == (400, "invalid")
    assert told(ours.post("/api/v1/trial/?dry_run=1", b"{}", content_type="application/json")) == (400, "invalid")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b'{"a": NaN}',
        b'"\xff"',
        b"[" * 100_000,
        b'{"a": "\\u0000"}',
        b'{"\\u0000": 1}',
        b'[{"a": ["\\ud800"]}]',
        b"9" * 5_000,
    ],
    ids=range(9),
)
def test_what_is_no_json_that_can_be_stored(ours: Client, body: bytes) -> None:
    answer = send(ours, body)

    if body:
        assert told(answer) == (400, "parse_error")
    else:
        assert answer.status_code == 200


def test_what_is_json(ours: Client) -> None:
    assert send(ours, '﻿{"名": "\\ud83d\\ude00 \\u738b"}'.encode()).json() == {"told": {"名": "😀 王"}}


def test_a_body_that_is_too_large(ours: Client, settings: Settings) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000

    assert told(send(ours, json.dumps({"a": "x" * 1_000}).encode())) == (413, "body_too_large")
    form = b"grant_type=" + b"x" * 2_000
    kind = "application/x-www-form-urlencoded"
    assert told(Client().post("/api/v1/token/", form, content_type=kind)) == (413, "body_too_large")


def test_a_refusal_of_the_law_says_its_sentence_and_is_no_error(ours: Client) -> None:
    answer = send(ours, b'{"fail": "law"}')

    assert told(answer) == (409, "not_allowed")
    assert answer.json()["detail"] == "已超过受理期限。"


def test_an_unexpected_error_tells_nothing_keeps_nothing_and_is_written_down(ours: Client) -> None:
    assert told(send(ours, b'{"fail": "crash"}')) == (500, "error")

    assert AccessEvent.objects.get(verb="api.call").detail["status"] == 500
    assert not User.objects.filter(name="改过").exists()


@pytest.mark.parametrize("address", ["/api/v1/trial/", "/api/v1/once/"])
def test_a_refusal_leaves_nothing_half_written_but_that_it_was_tried(ours: Client, address: str) -> None:
    def ask(body: bytes) -> HttpResponse:
        return ours.post(address, body, content_type="application/json", headers={"Idempotency-Key": "k1"})

    assert told(ask(b'{"fail": "law"}')) == (409, "not_allowed")
    assert not User.objects.filter(name="改过").exists()
    assert AccessEvent.objects.get(verb="api.call").detail["status"] == 409
    if address.endswith("once/"):
        assert KeptAnswer.objects.get().status == 409
        assert ask(b'{"fail": "law"}')["Idempotency-Replayed"] == "true"

    assert ours.post(address, b"{}", content_type="application/json").status_code == 200
    assert User.objects.filter(name="改过").exists()


def test_what_django_itself_refuses(ours: Client, tree: ProvinceTree, settings: Settings) -> None:
    settings.DEBUG = False
    staff = Client(raise_request_exception=False)
    staff.force_login(user(tree.bincheng, Role.RECEPTIONIST))

    assert told(staff.get("/api/v1/plain/")) == (500, "error")
    assert told(staff.post("/api/v1/plain/")) == (405, "method_not_allowed")
    assert told(staff.get("/api/v1/client/", headers={"Host": "elsewhere.example"})) == (400, "bad_request")
    assert staff.get("/petitions/0/").status_code == 404
    assert "html" in staff.get("/nothing/")["Content-Type"]


def test_over_http_it_refuses_and_leads_nowhere(settings: Settings, db: None) -> None:
    settings.SECURE_SSL_REDIRECT = True

    assert told(Client().post("/api/v1/token/")) == (403, "tls_required")
    assert told(Client().get("/api/v1/client/")) == (403, "tls_required")
    assert Client().get("/accounts/login/").status_code == 301
    assert Client().get("/api/v1/client/", secure=True).status_code == 401


def codes_raised() -> Iterator[tuple[Path, str]]:
    """The code of every Problem that is made anywhere, as far as it is written out."""
    for room in ("fedportal", "cases", "stations", "hotline"):
        for module in (PROJECT / room).rglob("*.py"):
            calls = (node for node in ast.walk(ast.parse(module.read_text("utf-8"))) if isinstance(node, ast.Call))
            for call in calls:
                if getattr(call.func, "id", "") == "Problem" and len(call.args) > 1:
                    told = (part.value for part in ast.walk(call.args[1]) if isinstance(part, ast.Constant))
                    yield from ((module, code) for code in told)


def test_every_code_that_is_told_stands_in_the_list() -> None:
    raised = list(codes_raised())

    assert raised
    assert [(str(module), code) for module, code in raised if code not in CODES] == []


def test_every_code_has_a_sentence_and_a_name_that_programs_can_hold() -> None:
    assert all(code.isidentifier() and code.islower() for code in CODES)
    assert all(words.endswith("。") for words in CODES.values())
