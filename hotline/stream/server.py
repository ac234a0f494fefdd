"""The process that holds all streams: one question to the database when something was told, however many listen."""

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from time import monotonic
from typing import TypeVar

from django.db import DatabaseError, connection
from django.urls import reverse
from django.utils import timezone

from hotline.stream import signals
from hotline.stream.http import Head, answer_head, read_head
from hotline.stream.readers import Reader, reader_of, session_key
from hotline.stream.tail import Tail
from hotline.stream.waking import wake_on_notify

POLL = 2  # seconds; a safety net under the database's own notice
BEAT = 15  # seconds; proxies close what is silent, and a lost line is found
CHECK = 60  # seconds between two looks at whether a session is still good
MOST, MOST_OF_ONE = 2_000, 12  # streams; of one agent, in as many tabs
SLOW = 10  # seconds for which a browser may take nothing

log = logging.getLogger(__name__)
T = TypeVar("T")


class Listener:
    """One open stream; `waiting` holds what is not yet sent, None ends it.

    It hears from the first moment on, so that nothing falls in between; but what comes before it has begun waits until
    what was missed is told: a call that has ended must not be answered after that.
    """

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.waiting: asyncio.Queue[bytes | None] = asyncio.Queue()
        self._told: deque[int] = deque(maxlen=1_000)
        self._early: list[signals.Signal] | None = []

    def begin(self, missed: Iterable[signals.Signal]) -> None:
        """With what was missed, and has come meanwhile, in their order."""
        early, self._early = self._early or [], None
        for signal in sorted((*missed, *early), key=lambda one: one.pk):
            self.tell(signal)

    def tell(self, signal: signals.Signal) -> None:
        """Once."""
        if self._early is not None:
            self._early.append(signal)
        elif signal.pk not in self._told:
            self._told.append(signal.pk)
            self.waiting.put_nowait(signal.text)


class CallStream:
    """All listeners, and the loops that serve them."""

    def __init__(self) -> None:
        self.path = reverse("hotline:call_stream")
        self.listeners: dict[int, set[Listener]] = {}
        self.wake = asyncio.Event()
        self._tail = Tail()
        # The pump has a thread and a connection of its own: a rush of sign-ins does not hold a ringing call up.
        self._pumping, self._asking = ThreadPoolExecutor(1), ThreadPoolExecutor(2)

    async def serve(self, host: str, port: int) -> None:
        await self._looked()  # what is told from here on is told to whoever comes
        server = await asyncio.start_server(self._answer, host, port, backlog=512, limit=32 * 1024)
        log.info("Streams of calls are served at %s:%s", host, port)
        async with server, asyncio.TaskGroup() as tasks:
            tasks.create_task(wake_on_notify(self.wake))
            tasks.create_task(self._pump())
            tasks.create_task(self._check())
            tasks.create_task(server.serve_forever())

    async def _pump(self) -> None:
        while True:
            self.wake.clear()
            await self._looked()
            try:
                await asyncio.wait_for(self.wake.wait(), POLL)
            except TimeoutError:
                continue

    async def _looked(self) -> None:
        """Once the database has answered."""
        while True:
            try:
                return await self._look()
            except DatabaseError as error:
                log.warning("The database does not answer: %s", type(error).__name__)
                await asyncio.sleep(1)

    async def _look(self) -> None:
        """Tell what is new."""
        while found := await self._in(self._pumping, lambda: self._tail.read(monotonic())):
            for signal in found:
                for listener in self.listeners.get(signal.agent, ()):
                    listener.tell(signal)
            if len(found) < signals.MOST:
                return

    async def _check(self) -> None:
        """End the streams of sessions that have ended."""
        while True:
            await asyncio.sleep(CHECK)
            for listener in [one for group in self.listeners.values() for one in group]:
                try:
                    good = await self._in(self._asking, partial(reader_of, listener.reader.session_key))
                except DatabaseError:
                    break
                if good is None:
                    listener.waiting.put_nowait(None)

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = await read_head(reader)
            if head is not None:
                await self._serve(head, reader, writer)
        except (ConnectionError, TimeoutError):
            pass  # she has gone
        except DatabaseError:
            writer.write(answer_head(503))  # the browser asks again
        finally:
            writer.close()

    async def _serve(self, head: Head, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if head.method != "GET" or head.path not in (self.path, "/healthz"):
            writer.write(answer_head(404))
        elif head.path == "/healthz":
            await self._in(self._asking, signals.last_key)
            writer.write(answer_head(200) + f"{sum(map(len, self.listeners.values()))} streams\n".encode())
        elif not head.is_from_here:
            writer.write(answer_head(403))
        else:
            key = session_key(head.headers.get("cookie", ""))
            who = await self._in(self._asking, lambda: reader_of(key))
            await self._stream(head, who, reader, writer)
        await writer.drain()

    async def _stream(
        self, head: Head, who: Reader | None, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        if who is None:
            writer.write(answer_head(204, origin=head.demo_origin))  # a browser does not ask again
            return
        if sum(map(len, self.listeners.values())) >= MOST or len(self.listeners.get(who.user, ())) >= MOST_OF_ONE:
            writer.write(answer_head(503, origin=head.demo_origin))
            return
        listener = Listener(who)
        self.listeners.setdefault(who.user, set()).add(listener)  # before the database is asked: nothing in between
        gone = asyncio.create_task(reader.read(1))
        try:
            writer.write(answer_head(200, origin=head.demo_origin, kind="text/event-stream; charset=utf-8"))
            writer.write(f"retry: {signals.RETRY * 1000}\n\n".encode())
            last = head.last_event
            listener.begin(await self._in(self._asking, lambda: signals.missed_by(who.user, last, at=timezone.now())))
            await self._send(listener, gone, writer)
        finally:
            gone.cancel()
            group = self.listeners[who.user]
            group.discard(listener)
            if not group:
                del self.listeners[who.user]

    async def _send(self, listener: Listener, gone: "asyncio.Task[bytes]", writer: asyncio.StreamWriter) -> None:
        """Until she goes, her session ends, or her line takes nothing more."""
        while not gone.done():
            taken = asyncio.ensure_future(listener.waiting.get())
            await asyncio.wait({taken, gone}, timeout=BEAT, return_when=asyncio.FIRST_COMPLETED)
            if taken.done():
                text = taken.result()
            else:
                taken.cancel()
                text = b": \n\n"
            if text is None or gone.done():
                return
            writer.write(text)
            await asyncio.wait_for(writer.drain(), SLOW)

    async def _in(self, pool: ThreadPoolExecutor, ask: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(pool, lambda: _asked(ask))


def _asked(ask: Callable[[], T]) -> T:
    """With the connection of this thread; one that is broken is given up, so that the next question opens another."""
    try:
        return ask()
    except DatabaseError:
        connection.close()
        raise
