"""Programs of other offices, which write over HTTP and do not give up: each request goes under a key of its own, and
again and again until it is answered."""

import random
import threading
import time
import uuid
from dataclasses import dataclass, field
from itertools import count
from typing import Any
from urllib.parse import quote

import httpx
from django.utils import timezone

from fedportal.api.models import ApiClient
from tests.api.clients import token
from tests.api.sent import petitioner, sent
from tests.changes.writing import AGES

ACCEPT = {"route": "opinion", "procedure": "ordinary", "told_how": "in_person"}
LITTLE = {"Prefer": "return=minimal"}
ANSWER = 30  # seconds until an answer is given up
BREAKS = 0.15  # of the requests, whose answer is not waited for
PATIENCE = 120  # seconds until one request has been answered
BUSY = 0.1  # seconds that it may do something else between two requests
ELSEWHERE = {"not_found", "not_registered", "external_id_taken", "not_your_turn"}
AGAIN = {"idempotency_in_progress", "too_many_requests"}
COMMON = [chr(code) for code in range(0x4E00, 0x4E00 + 3_500)]


@dataclass
class Sent:
    """One request, and what it was answered in the end; `version` is the one on which it stands."""

    key: str
    method: str
    path: str
    body: dict[str, object]
    version: int | None
    status: int = 0
    answer: dict[str, Any] = field(default_factory=dict)
    tries: int = 0
    replayed: bool = False
    at: float = 0.0

    @property
    def has_made(self) -> bool:
        return self.status == 201

    @property
    def has_changed(self) -> bool:
        """What stood before; whoever sends what stands already changes nothing."""
        return self.status == 200 and self.answer.get("version") != self.version


class Shelf:
    """What the systems of one unit know of its petitions: their numbers, and the version that was last heard of."""

    def __init__(self) -> None:
        self._versions: dict[str, int] = {}
        self._lock = threading.Lock()

    def some(self, chance: random.Random) -> tuple[str, int] | None:
        with self._lock:
            return chance.choice(list(self._versions.items())) if self._versions else None

    def version(self, number: str) -> int | None:
        with self._lock:
            return self._versions.get(number)

    def hear(self, number: str, version: int | None) -> None:
        """None: it is no longer ours, as far as we are told."""
        with self._lock:
            if version is None:
                self._versions.pop(number, None)
            else:
                self._versions[number] = version


class System(threading.Thread):
    """Sends one thing after another until it is stopped; `sent` is its own book of it."""

    def __init__(self, client: ApiClient, url: str, shelf: Shelf, seed: int, stop: threading.Event) -> None:
        super().__init__(daemon=True)
        self.client, self.shelf, self.stop_at = client, shelf, stop
        self.chance = random.Random(seed)
        self.called = f"system-{seed}"
        self.sent: list[Sent] = []
        self.named: dict[str, str] = {}  # numbers, by our own
        self.faults: list[str] = []
        self.error: BaseException | None = None
        self._counts = count(1 + seed * 1_000)  # of heads; never what stands already
        self._http = httpx.Client(base_url=f"{url}/api/v1/petitions/", timeout=ANSWER)
        self._http.headers["Authorization"] = f"Bearer {token(client)}"

    def run(self) -> None:
        acts = [self.register, self.name_one, self.name_one_again, self.correct, self.accept]
        try:
            while not self.stop_at.is_set():
                self.chance.choice(acts)()
                time.sleep(self.chance.random() * BUSY)
        except BaseException as error:
            self.error = error
            raise
        finally:
            self._http.close()

    def register(self) -> None:
        self._hear(self._send("POST", "", self._petition()))

    def name_one(self) -> None:
        """Under a number of our own."""
        ours = f"GD{len(self.named) + 1}"
        one = self._send("PUT", self._external(ours), self._petition())
        self.named[ours] = one.answer["number"]
        self._hear(one)

    def name_one_again(self) -> None:
        """Its facts are others by now."""
        if self.named:
            ours, number = self.chance.choice(list(self.named.items()))
            version = self.shelf.version(number)
            if version is not None:
                self._hear(self._send("PUT", self._external(ours), {"facts": self._words(40)}, version), number)

    def correct(self) -> None:
        if known := self.shelf.some(self.chance):
            number, version = known
            body = {"head_count": next(self._counts)}
            self._hear(self._send("PATCH", f"{quote(number)}/", body, version), number)

    def accept(self) -> None:
        if known := self.shelf.some(self.chance):
            number, version = known
            self._hear(self._send("POST", f"{quote(number)}/moves/accept/", ACCEPT, version), number)

    def _external(self, ours: str) -> str:
        return f"external/{self.called}/{ours}/"

    def _petition(self) -> dict[str, object]:
        """Another person with another matter each time, on time or overdue."""
        at = timezone.localtime() - self.chance.choice(AGES)
        who = petitioner(name=f"王{self._words(2)}", phone=f"138{self.chance.randrange(10**8):08d}")
        told = {"facts": f"{self._words(30)}。", "request": f"{self._words(12)}。"}
        return sent(received_at=at.isoformat(timespec="seconds"), petitioner=who, **told)

    def _words(self, length: int) -> str:
        return "".join(self.chance.choices(COMMON, k=length))

    def _hear(self, one: Sent, number: str = "") -> None:
        """Where it stands now. A version that has passed is told with the one that counts."""
        if one.status in {200, 201}:
            self.shelf.hear(one.answer["number"], one.answer.get("version"))
        elif "current" in one.answer or one.answer["code"] in ELSEWHERE:
            self.shelf.hear(number, one.answer.get("current"))

    def _send(self, method: str, path: str, body: dict[str, object], version: int | None = None) -> Sent:
        key = str(uuid.UUID(int=self.chance.getrandbits(128), version=4))
        one, give_up = Sent(key, method, path, body, version), time.monotonic() + PATIENCE
        headers = {"Idempotency-Key": key} | (LITTLE if self.chance.random() < 0.5 else {})
        if version is not None:
            headers["If-Match"] = f'"{version}"'
        while not self._is_answered(one, headers):
            assert time.monotonic() < give_up, f"{method} {path} has had no answer for {PATIENCE} s"
        one.at = time.monotonic()
        self.sent.append(one)
        return one

    def _patience(self, tries: int) -> httpx.Timeout:
        """Now and then the line breaks behind the request, somewhere in its act or behind that."""
        breaks = tries == 1 and self.chance.random() < BREAKS
        return httpx.Timeout(ANSWER, read=self.chance.uniform(0.01, 0.3) if breaks else ANSWER)

    def _is_answered(self, one: Sent, headers: dict[str, str]) -> bool:
        one.tries += 1
        try:
            answer = self._http.request(
                one.method, one.path, json=one.body, headers=headers, timeout=self._patience(one.tries)
            )
            said = answer.json()
        except (httpx.RequestError, ValueError) as error:
            if isinstance(error, ValueError):
                self.faults.append(f"{answer.status_code} {answer.text[:500]}")
            time.sleep(0.2)
            return False
        if answer.status_code >= 500:
            self.faults.append(f"{one.method} {one.path}: {answer.status_code} {answer.text[:500]}")
        if answer.status_code >= 500 or said.get("code") in AGAIN:
            time.sleep(min(5, float(answer.headers.get("Retry-After", 0.5))))
            return False
        one.status, one.answer = answer.status_code, said
        one.replayed = "Idempotency-Replayed" in answer.headers
        return True
