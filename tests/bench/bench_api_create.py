"""Petitions registered by another system against a bare DRF view that inserts one row, both by gunicorn."""

import http.client
import json
import random
import time
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from urllib.parse import urlencode

from django.utils import timezone

from cases.models import ExternalId, Petition
from fedportal.api.scopes import Scope
from fedportal.orgs.models import Organization
from tests.api.clients import SECRET, api_client
from tests.api.sent import petitioner, sent
from tests.bench.figures import Figure
from tests.bench.serving import gunicorn

SYSTEMS = 4  # connections at once
SECONDS = 1.5  # of each round; many short ones in turn, so that both meet the same weather
ROUNDS = 8
BATCH = 200  # items
COUNTY = 371602000000

LITTLE = {"Prefer": "return=minimal"}  # as a bare view answers what it has just stored
Headers = dict[str, str]
Send = Callable[[], tuple[str, str, object]]


def run() -> Iterator[Figure]:
    place = Organization.objects.get(code=COUNTY, valid_to=None)
    client = api_client(place, Scope.READ, Scope.WRITE)
    with ExitStack() as stack:
        portal = stack.enter_context(gunicorn("fedportal.settings"))
        bearer = _token(portal, client.client_id)
        bare = stack.enter_context(gunicorn("tests.bench.bare_settings"))
        done = {"create": 0.0, "document": 0.0, "upsert": 0.0, "bare": 0.0}
        for counted in (0, *(1,) * ROUNDS):  # the first round warms up
            done["create"] += counted * _sent_per_second(portal, bearer, _new, LITTLE)
            done["document"] += counted * _sent_per_second(portal, bearer, _new, {})
            done["upsert"] += counted * _sent_per_second(portal, bearer, _named, LITTLE)
            done["bare"] += counted * _sent_per_second(bare, bearer, _bare(client.user_id, place.pk), {})
        many = _batch_per_second(portal, bearer)
    assert Petition.objects.filter(registered_by=client.user).exists()
    assert ExternalId.objects.exists()
    against = "a bare DRF view that inserts one row, same gunicorn with 2 workers, same token and middleware"
    reference = done["bare"] / ROUNDS
    told = {"create": "", "document": ", answered with the whole document", "upsert": ", by another system's number"}
    for name, words in told.items():
        figure = "api_create" if name == "create" else f"api_create_{name}"
        yield Figure(figure, done[name] / ROUNDS, "petitions/s", done[name] / done["bare"], f"{against}{words}")
    yield Figure("api_create_batch", many, "petitions/s", many / reference, f"the same, {BATCH} in one request")


def _token(port: int, client_id: str) -> str:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    asked = {"grant_type": "client_credentials", "client_id": client_id, "client_secret": SECRET}
    line.request("POST", "/api/v1/token/", urlencode(asked), {"Content-Type": "application/x-www-form-urlencoded"})
    answer = line.getresponse()
    told: str = json.loads(answer.read())["access_token"]
    line.close()
    return told


def _new() -> tuple[str, str, object]:
    """Everybody is somebody else, as in a county of hundreds of thousands."""
    return "POST", "/api/v1/petitions/", _petition()


def _named() -> tuple[str, str, object]:
    return "PUT", f"/api/v1/petitions/external/bench/{uuid.uuid4()}/", _petition()


def _petition() -> dict[str, object]:
    """Another person with another matter: in other words, or every one of them would be compared with all before."""
    who = petitioner(name=f"王{_words(2)}", phone=f"138{uuid.uuid4().int % 10**8:08d}")
    told = {"facts": f"{_words(30)}。", "request": f"{_words(12)}。"}
    return sent(received_at=timezone.localtime().isoformat(timespec="seconds"), petitioner=who, **told)


def _words(length: int) -> str:
    """As many characters of the common ones, by chance."""
    return "".join(random.choices(_COMMON, k=length))


_COMMON = [chr(code) for code in range(0x4E00, 0x4E00 + 3_500)]


def _bare(user: int, org: int) -> Send:
    def row() -> tuple[str, str, object]:
        return "POST", "/bare/api/", {"number": uuid.uuid4().hex, "user": user, "org": org, "request": "要求处理。"}

    return row


def _sent_per_second(port: int, bearer: str, send: Send, headers: Headers) -> float:
    start = time.monotonic()
    end = start + SECONDS
    with ThreadPoolExecutor(SYSTEMS) as pool:
        counts = list(pool.map(lambda _: _send_until(end, port, bearer, send, headers), range(SYSTEMS)))
    return sum(counts) / (time.monotonic() - start)


def _send_until(end: float, port: int, bearer: str, send: Send, headers: Headers) -> int:
    """Request after request over one connection; every answer must be that of a new row."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    count = 0
    while time.monotonic() < end:
        status, text = _ask(line, bearer, *send(), headers)
        assert status == 201, text.decode()
        count += 1
    line.close()
    return count


def _batch_per_second(port: int, bearer: str) -> float:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    items = [{"external": {"system": "bench", "id": str(uuid.uuid4())}, "petition": _petition()} for _ in range(BATCH)]
    start = time.monotonic()
    status, text = _ask(line, bearer, "POST", "/api/v1/petitions/batch/", {"items": items}, {})
    taken = time.monotonic() - start
    assert status == 200
    assert {result["status"] for result in json.loads(text)["results"]} == {201}
    line.close()
    return BATCH / taken


def _ask(
    line: http.client.HTTPConnection, bearer: str, method: str, path: str, body: object, headers: Headers
) -> tuple[int, bytes]:
    known = {"Authorization": f"Bearer {bearer}", "Content-Type": "application/json"}
    line.request(method, path, json.dumps(body), known | headers)
    answer = line.getresponse()
    return answer.status, answer.read()
