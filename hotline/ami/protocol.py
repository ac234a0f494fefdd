"""The manager interface on the wire: a greeting, then packets of `Name: value` lines, an empty line behind each."""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Mapping

Packet = dict[str, str]
GREETING = "Asterisk Call Manager/"
PATIENCE = 15  # seconds until an answer
_LONGEST = 64 * 1024  # bytes of one line


class AmiError(Exception):
    """It is no manager interface, or does not let us in."""


class Connection:
    """One connection that has been let in; `events` yields what it tells."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer, self._number = reader, writer, 0
        self._early: list[Packet] = []  # events that came while an answer was awaited

    async def ask(self, action: str, **fields: str) -> Packet:
        """The answer to one action. Raises AmiError where it is an error."""
        self._number += 1
        key = str(self._number)
        await self._send({"Action": action, "ActionID": key, **fields})
        async with asyncio.timeout(PATIENCE):
            while True:
                packet = await self._read()
                if "Response" in packet and packet.get("ActionID") == key:
                    if packet["Response"] != "Success":
                        raise AmiError(f"{action}: {packet.get('Message', packet['Response'])}")
                    return packet
                self._early.append(packet)

    async def events(self, *, silence: float) -> AsyncIterator[Packet]:
        """Until the connection ends. One that is silent for so long is asked whether it lives. Raises OSError,
        TimeoutError, AmiError."""
        while True:
            if self._early:
                yield self._early.pop(0)
                continue
            try:
                async with asyncio.timeout(silence):
                    packet = await self._read()
            except TimeoutError:
                await self.ask("Ping")
                continue
            if "Event" in packet:
                yield packet

    async def close(self) -> None:
        self._writer.close()

    async def _send(self, fields: Mapping[str, str]) -> None:
        lines = [f"{name}: {_plain(value)}\r\n" for name, value in fields.items()]
        self._writer.write(("".join(lines) + "\r\n").encode())
        await self._writer.drain()

    async def _read(self) -> Packet:
        packet: Packet = {}
        while True:
            line = await self._reader.readline()
            if not line:
                raise ConnectionError("the manager interface has closed the connection")
            text = line.decode("utf-8", "replace").rstrip("\r\n")
            if not text:
                if packet:
                    return packet
                continue
            name, _, value = text.partition(":")
            packet[name.strip()] = value.strip()


async def connect(host: str, port: int, *, username: str, secret: str, plain: bool = False) -> Connection:
    """Signed in by challenge (MD5 is what the protocol offers), or by the plain secret. Raises OSError, AmiError."""
    async with asyncio.timeout(PATIENCE):
        reader, writer = await asyncio.open_connection(host, port, limit=_LONGEST)
    made = Connection(reader, writer)
    try:
        async with asyncio.timeout(PATIENCE):
            greeting = (await reader.readline()).decode("utf-8", "replace")
        if not greeting.startswith(GREETING):
            raise AmiError(f"{host}:{port} is no manager interface of Asterisk")
        if plain:
            await made.ask("Login", Username=username, Secret=secret, Events="call")
        else:
            challenge = (await made.ask("Challenge", AuthType="MD5"))["Challenge"]
            key = hashlib.md5(f"{challenge}{secret}".encode(), usedforsecurity=False).hexdigest()
            await made.ask("Login", AuthType="MD5", Username=username, Key=key, Events="call")
    except BaseException:
        writer.close()
        raise
    return made


def _plain(value: str) -> str:
    """Nothing of a value ends its line."""
    return value.replace("\r", " ").replace("\n", " ")
