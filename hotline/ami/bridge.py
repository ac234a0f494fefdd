"""The bridge: holds a connection to Asterisk, hands in what it tells, and begins anew whenever either side is away."""

import asyncio
import logging
import random
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils import timezone

from hotline.ami.meaning import Meaning
from hotline.ami.protocol import AmiError, Connection, Packet, connect
from hotline.phone_events import Told

FIRST, LONGEST = 1.0, 60.0  # seconds between two attempts
SILENCE = 30.0  # seconds after which a silent connection is asked whether it lives
AT_ONCE = 50  # events of one message
MOST = 20_000  # events that wait while the portal is away: some hours of a busy hotline

log = logging.getLogger(__name__)


class NotTaken(Exception):
    """The portal is away; what was not taken waits."""


HandIn = Callable[[Sequence[Told]], None]  # raises NotTaken


@dataclass(frozen=True)
class Login:
    """Where Asterisk answers, and as whom we come."""

    host: str
    port: int
    username: str
    secret: str
    plain: bool = False


class Pause:
    """Twice as long each time, up to a minute, and not all bridges at once."""

    def __init__(self) -> None:
        self.seconds = FIRST

    async def rest(self) -> None:
        await asyncio.sleep(self.seconds * random.uniform(0.7, 1.0))  # no secret  # nosec B311
        self.seconds = min(LONGEST, self.seconds * 2)

    def over(self) -> None:
        self.seconds = FIRST


class Bridge:
    """From Asterisk's events to the portal's."""

    def __init__(self, login: Login, meaning: Meaning, hand_in: HandIn) -> None:
        self._login, self._meaning, self._hand_in = login, meaning, hand_in
        self._waiting: deque[Told] = deque()
        self._some = asyncio.Event()

    async def run(self) -> None:
        """For ever."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._listen())
            tasks.create_task(self._deliver())

    async def _listen(self) -> None:
        pause = Pause()
        while True:
            try:
                await self._connected(pause)
            except (OSError, TimeoutError, AmiError, ValueError) as error:
                log.warning("Asterisk at %s:%s: %s", self._login.host, self._login.port, error or type(error).__name__)
            await pause.rest()

    async def _connected(self, pause: Pause) -> None:
        it = self._login
        connection = await connect(it.host, it.port, username=it.username, secret=it.secret, plain=it.plain)
        try:
            log.info("Listening to Asterisk at %s:%s", it.host, it.port)
            await self._catch_up(connection)
            pause.over()
            async for packet in connection.events(silence=SILENCE):
                self._take(packet)
        finally:
            await connection.close()

    async def _catch_up(self, connection: Connection) -> None:
        """Which calls there are; those that were and are not have ended while nobody listened."""
        await connection.ask("CoreShowChannels")
        live: set[str] = set()
        async for packet in connection.events(silence=SILENCE):
            if packet["Event"] == "CoreShowChannelsComplete":
                break
            if packet["Event"] == "CoreShowChannel":
                live.add(packet.get("Linkedid", ""))
            self._take(packet)
        self._put(self._meaning.still_there(live, at=timezone.now()))

    def _take(self, packet: Packet) -> None:
        self._put(self._meaning.of(packet, at=timezone.now()))

    def _put(self, told: list[Told]) -> None:
        if len(self._waiting) + len(told) > MOST:
            log.error("The portal has been away too long: %s events are lost", len(told))
        elif told:
            self._waiting.extend(told)
            self._some.set()

    async def _deliver(self) -> None:
        """In order; what is not taken is handed in again, which does no harm."""
        pause = Pause()
        while True:
            await self._some.wait()
            self._some.clear()
            while self._waiting:
                part = [self._waiting[place] for place in range(min(AT_ONCE, len(self._waiting)))]
                try:
                    await asyncio.to_thread(self._hand_in, part)
                except NotTaken as error:
                    log.warning("The portal does not take events: %s; %s wait", error, len(self._waiting))
                    await pause.rest()
                    continue
                pause.over()
                for _ in part:
                    self._waiting.popleft()
