"""A page of 100 petitions before another system, against a bare list of the same rows by Django REST framework."""

import http.client
import json
import time
from base64 import b64encode
from collections.abc import Iterator
from contextlib import ExitStack
from urllib.parse import urlencode

from django.db import connection

from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.api.models import ApiClient
from fedportal.api.scopes import Scope
from fedportal.lib.database_roles import as_owner
from tests.api.clients import SECRET, api_client
from tests.bench.figures import Figure
from tests.bench.petition_data import PETITIONS, load_petitions
from tests.bench.scratch import fast_loading
from tests.bench.serving import gunicorn, member, session_cookie

ROWS = 100
COUNTY = 371602000000
SECONDS = 1.5  # of each round; many short ones in turn, so that both meet the same weather
ROUNDS = 8

# So that both lists hold the same rows: guarded matters are kept from other systems.
_PLAIN = "UPDATE cases_petition SET category = 'family.dispute' WHERE org_code = %(county)s"
# What a county does about a petition in its first week, and how it was brought.
_EVENTS = """
INSERT INTO cases_event (petition_id, verb, at, actor_id, org_id, note, data)
SELECT p.id, step.verb, p.received_at + step.nth * interval '1 day', %(user)s, p.org_id, step.note, step.data
FROM cases_petition p, (VALUES
    (1, 'petition.register', '', '{}'::jsonb),
    (2, 'petition.accept', '', '{"route": "opinion", "told_how": "in_person"}'),
    (3, 'petition.start', '', '{"handler": "王芳"}'),
    (4, 'step.record', '与信访人王小芳电话联系，告知办理进度，并请街道妇联上门走访。', '{"step": "phone"}'),
    (5, 'contact.add', '信访人再次来访，询问进度，情绪平稳。', '{"channel": "visit"}')
) step (nth, verb, note, data)
WHERE p.org_code = %(county)s
"""
_CONTACTS = """
INSERT INTO cases_contact (
    petition_id, channel, at, recorded_at, receiver_id, scribe, org_id, head_count, companions, oral, read_back,
    unread_reason, note, incident, source_organ, source_number)
SELECT p.id, 'visit', p.received_at, p.received_at, %(user)s, '', p.org_id, 1, '', true, true, '',
       '丈夫酒后多次殴打，已报警。', '', '', ''
FROM cases_petition p WHERE p.org_code = %(county)s
"""


def run() -> Iterator[Figure]:
    clerk = member(COUNTY, Role.RECEPTIONIST)
    load_petitions(by=clerk)
    _load_stories(clerk)
    client = api_client(clerk.org, Scope.READ)
    with ExitStack() as stack:
        portal = stack.enter_context(gunicorn("fedportal.settings"))
        bare = stack.enter_context(gunicorn("tests.bench.bare_settings"))
        asked = {
            "portal": (
                portal,
                f"/api/v1/petitions/?limit={ROWS}",
                {"Authorization": f"Bearer {_token(portal, client)}"},
            ),
            "bare": (bare, f"/bare/api/{clerk.org.code}/{clerk.org.code_end}/", {"Cookie": session_cookie(clerk)}),
        }
        served = dict.fromkeys(asked, 0.0)
        for port, path, headers in asked.values():
            _requests_per_second(port, path, headers)  # warm
        for _ in range(ROUNDS):
            for name, (port, path, headers) in asked.items():
                served[name] += _requests_per_second(port, path, headers)
    yield Figure(
        "api_list",
        served["portal"] / ROUNDS,
        "requests/s",
        served["portal"] / served["bare"],
        f"a bare list of the same {ROWS} rows among {PETITIONS:,} by a plain ModelSerializer, which has none of what "
        "belongs to them",
    )


@as_owner()
def _load_stories(clerk: User) -> None:
    with connection.cursor() as cursor, fast_loading("cases_event", "cases_contact"):
        for statement in (_PLAIN, _EVENTS, _CONTACTS):
            cursor.execute(statement, {"user": clerk.pk, "county": COUNTY})


def _token(port: int, client: ApiClient) -> str:
    """As the client gets it over the wire."""
    basic = b64encode(f"{client.client_id}:{SECRET}".encode()).decode()
    headers = {"Authorization": f"Basic {basic}", "Content-Type": "application/x-www-form-urlencoded"}
    connected = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connected.request("POST", "/api/v1/token/", urlencode({"grant_type": "client_credentials"}), headers)
    token: str = json.loads(connected.getresponse().read())["access_token"]
    return token


def _requests_per_second(port: int, path: str, headers: dict[str, str]) -> float:
    """Asked again and again over one connection; every answer must be the page with its rows."""
    connected = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    start, count = time.monotonic(), 0
    while time.monotonic() < start + SECONDS:
        connected.request("GET", path, headers=headers | {"Accept-Encoding": "identity"})
        answer = connected.getresponse()
        body = answer.read()
        assert answer.status == 200, answer.status
        assert body.count(b'"registered_at"') == ROWS
        count += 1
    connected.close()
    return count / (time.monotonic() - start)
