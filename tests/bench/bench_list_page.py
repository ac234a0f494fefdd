"""The first page of a county's and a province's petitions against a bare view, both through gunicorn."""

import http.client
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

from fedportal.accounts.roles import Role
from tests.bench.figures import Figure
from tests.bench.petition_data import PETITIONS, load_petitions
from tests.bench.serving import gunicorn, member, session_cookie

READERS = 4  # at once
SECONDS = 1.5  # of each round; many short ones in turn, so that both meet the same weather
ROUNDS = 8
PLACES = {"county": (371602000000, Role.RECEPTIONIST), "province": (370000000000, Role.UNIT_HEAD)}


def run() -> Iterator[Figure]:
    people = {name: member(code, role) for name, (code, role) in PLACES.items()}
    load_petitions(by=people["county"])
    with ExitStack() as stack:
        portal = stack.enter_context(gunicorn("fedportal.settings"))
        bare = stack.enter_context(gunicorn("tests.bench.bare_settings"))
        for name, person in people.items():
            cookie = session_cookie(person)
            served = {"portal": 0.0, "bare": 0.0}
            bare_path = f"/bare/{person.org.code}/{person.org.code_end}/"
            for port, path in ((portal, "/petitions/"), (bare, bare_path)):
                _requests_per_second(port, path, cookie)  # warm
            for _ in range(ROUNDS):
                served["portal"] += _requests_per_second(portal, "/petitions/", cookie)
                served["bare"] += _requests_per_second(bare, bare_path, cookie)
            yield Figure(
                f"list_page_{name}",
                served["portal"] / ROUNDS,
                "requests/s",
                served["portal"] / served["bare"],
                f"a bare view of as many rows among {PETITIONS:,}, same gunicorn, same middleware",
            )


def _requests_per_second(port: int, path: str, cookie: str) -> float:
    start = time.monotonic()
    end = start + SECONDS
    with ThreadPoolExecutor(READERS) as pool:
        counts = list(pool.map(lambda _: _read_until(end, port, path, cookie), range(READERS)))
    return sum(counts) / (time.monotonic() - start)


def _read_until(end: float, port: int, path: str, cookie: str) -> int:
    """Ask again and again over one connection; every answer must be the page with its rows."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    count = 0
    while time.monotonic() < end:
        connection.request("GET", path, headers={"Cookie": cookie, "Accept-Encoding": "identity"})
        answer = connection.getresponse()
        body = answer.read()
        assert answer.status == 200, answer.status
        assert body.count(b"<tr>") >= 25
        count += 1
    connection.close()
    return count
