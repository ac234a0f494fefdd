"""A small manager interface made from the published protocol: greeting, challenge, login, events; real TCP."""

import hashlib
import secrets
import socket
import threading
import time
from contextlib import suppress
from typing import Self

USERNAME, SECRET = "portal", "of the bridge"
Packet = dict[str, str]


class AmiServer:
    """As Asterisk: several bridges may sign in; `tell` sends them an event, `cut` ends all connections."""

    def __init__(self) -> None:
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listening.getsockname()[1])
        self.channels: list[Packet] = []  # what CoreShowChannels answers
        self.logins: list[str] = []
        self.pings = 0
        self._let_in: list[socket.socket] = []
        self._hand = threading.Lock()

    def __enter__(self) -> Self:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._listening.close()
        self.cut()

    def tell(self, event: str, **fields: str) -> None:
        with self._hand:
            for one in self._let_in:
                one.sendall(_packet({"Event": event, "Privilege": "call,all", **fields}))

    def cut(self) -> None:
        with self._hand:
            for one in self._let_in:
                with suppress(OSError):
                    one.shutdown(socket.SHUT_RDWR)
            self._let_in.clear()

    def wait_for_logins(self, count: int, *, within: float = 30) -> None:
        """Signed in, and told which channels there are."""
        end = time.monotonic() + within
        while len(self.logins) < count:
            assert time.monotonic() < end, f"{len(self.logins)} logins"
            time.sleep(0.02)

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                threading.Thread(target=self._serve, args=(self._listening.accept()[0],), daemon=True).start()

    def _serve(self, one: socket.socket) -> None:
        challenge = str(secrets.randbelow(10**9))
        with suppress(OSError), one, one.makefile("rb") as lines:
            one.sendall(b"Asterisk Call Manager/9.0.0\r\n")
            while asked := _read(lines):
                key = {"ActionID": asked["ActionID"]} if "ActionID" in asked else {}
                match asked["Action"]:
                    case "Challenge":
                        answers = [{"Response": "Success", **key, "Challenge": challenge}]
                    case "Login" if self._is_right(asked, challenge):
                        answers = [{"Response": "Success", **key, "Message": "Authentication accepted"}]
                        one.sendall(
                            _packet(answers.pop()) + _packet({"Event": "FullyBooted", "Status": "Fully Booted"})
                        )
                    case "Login":
                        answers = [{"Response": "Error", **key, "Message": "Authentication failed"}]
                    case "Ping":
                        self.pings += 1
                        answers = [{"Response": "Success", **key, "Ping": "Pong"}]
                    case "CoreShowChannels":
                        start = {"Response": "Success", **key, "EventList": "start"}
                        rows = [{"Event": "CoreShowChannel", **key, **row} for row in self.channels]
                        done = {"Event": "CoreShowChannelsComplete", **key, "EventList": "Complete"}
                        answers = [start, *rows, done]
                    case _:
                        answers = [{"Response": "Error", **key, "Message": "Invalid/unknown command"}]
                with self._hand:
                    for answer in answers:
                        one.sendall(_packet(answer))
                    if asked["Action"] == "CoreShowChannels":
                        self._let_in.append(one)
                        self.logins.append(asked["Action"])

    def _is_right(self, asked: Packet, challenge: str) -> bool:
        right = hashlib.md5(f"{challenge}{SECRET}".encode()).hexdigest()
        by_key = asked.get("AuthType") == "MD5" and asked.get("Key") == right
        return asked.get("Username") == USERNAME and (by_key or asked.get("Secret") == SECRET)


def _packet(fields: Packet) -> bytes:
    return ("".join(f"{name}: {value}\r\n" for name, value in fields.items()) + "\r\n").encode()


def _read(lines: object) -> Packet:
    packet: Packet = {}
    for raw in lines:  # type: ignore[attr-defined]
        text = raw.decode().strip()
        if not text and packet:
            return packet
        if text:
            name, _, value = text.partition(":")
            packet[name] = value.strip()
    return {}


def newchannel(call: str, *, dialled: str = "12338", caller: str = "13854312345") -> Packet:
    """The caller's own channel."""
    return {
        "Channel": "PJSIP/trunk-00000001",
        "CallerIDNum": caller,
        "Exten": dialled,
        "Uniqueid": call,
        "Linkedid": call,
    }


def dial(call: str, desk: str, number: int = 2, **more: str) -> Packet:
    """The caller's channel dials a desk's."""
    return {
        "Channel": "PJSIP/trunk-00000001",
        "Uniqueid": call,
        "Linkedid": call,
        "Exten": "12338",
        "CallerIDNum": "13854312345",
        "DestChannel": f"PJSIP/{desk}-0000000{number}",
        "DestUniqueid": f"{call}.{number}",
        "DestLinkedid": call,
        **more,
    }


def hangup(call: str, channel: str = "") -> Packet:
    return {"Channel": "PJSIP/x", "Uniqueid": channel or call, "Linkedid": call, "Cause": "16"}
