"""The first page of a search among a million petitions of one province, through gunicorn, one reader at a time."""

import http.client
import time
from collections.abc import Iterator
from statistics import median, quantiles
from urllib.parse import urlencode

from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from tests.bench.figures import Figure
from tests.bench.petition_data import PETITIONS, load_petitions
from tests.bench.search_data import COMMON, RARE, load_texts
from tests.bench.serving import gunicorn, member, session_cookie

ROUNDS = 40
PROVINCE = 370000000000
PLACES = {
    "county": (371602000000, Role.RECEPTIONIST),
    "city": (371600000000, Role.SECTION_HEAD),
    "province": (PROVINCE, Role.UNIT_HEAD),
}
WORDS = {
    **{f"common_{length}": COMMON[4 : 4 + length] for length in (1, 2, 4)},
    **{f"rare_{length}": RARE[:length] for length in (1, 2, 4)},
}
# With further filters: one that leaves many, one that leaves few, and another order.
FILTERED = {
    "common_open": {"q": COMMON[4:], "open": "1"},
    "common_late": {"q": COMMON[4:], "light": "3", "channel": "letter", "status": "registered"},
    "common_none": {"q": COMMON[4:], "status": "objected"},
    "common_due": {"q": COMMON[4:], "sort": "due"},
    "rare_open": {"q": RARE[:4], "open": "1"},
}


def run() -> Iterator[Figure]:
    people = {name: member(code, role) for name, (code, role) in PLACES.items()}
    load_petitions(by=people["county"], under=PROVINCE)
    load_texts()
    with gunicorn("fedportal.settings") as port:
        for name, person in people.items():
            yield from _figures(name, person, port)


def _figures(place: str, person: User, port: int) -> Iterator[Figure]:
    asked = {"plain": {}} | {name: {"q": words} for name, words in WORDS.items()} | FILTERED
    spent: dict[str, list[float]] = {name: [] for name in asked}
    connection, cookie = http.client.HTTPConnection("127.0.0.1", port, timeout=30), session_cookie(person)
    for round_ in range(ROUNDS + 2):  # the first two warm up
        for name, query in asked.items():
            took = _milliseconds(connection, f"/petitions/?{urlencode(query)}", cookie)
            if round_ > 1:
                spent[name].append(took)
    connection.close()
    plain = spent.pop("plain")
    against = f"p50 of the same page without a search, same run; {PETITIONS:,} petitions in the province"
    for name, times in spent.items():
        for label, value in (("p50", median(times)), ("p95", quantiles(times, n=20)[-1])):
            yield Figure(f"search_{place}_{name}_{label}", value, "ms", median(plain) / value, against)


def _milliseconds(connection: http.client.HTTPConnection, path: str, cookie: str) -> float:
    start = time.perf_counter()
    connection.request("GET", path, headers={"Cookie": cookie, "Accept-Encoding": "identity"})
    answer = connection.getresponse()
    body = answer.read()
    assert answer.status == 200, answer.status
    assert b'id="rows"' in body
    return 1000 * (time.perf_counter() - start)
