"""The other side of webhooks: a real HTTP server that does as it is told."""

import hmac
import json
import random
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Behaviour = Callable[[BaseHTTPRequestHandler], None]


@dataclass(frozen=True)
class Received:
    """One request as it came."""

    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def said(self) -> dict[str, Any]:
        return json.loads(self.body)

    def is_signed_with(self, key: str) -> bool:
        """As docs/api.md tells clients to look at it."""
        signed = f"{self.headers['Webhook-Timestamp']}.".encode() + self.body
        wanted = "v1=" + hmac.new(key.encode(), signed, "sha256").hexdigest()
        return any(hmac.compare_digest(wanted, part) for part in self.headers["Webhook-Signature"].split(","))


def answers(status: int, **headers: str) -> Behaviour:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in {"Content-Length": "0", **headers}.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.flush()

    return answer


def hangs_up(handler: BaseHTTPRequestHandler) -> None:
    handler.close_connection = True


def talks_without_end(handler: BaseHTTPRequestHandler) -> None:
    """A byte of a header now and then, so that no single wait is long."""
    handler.close_connection = True
    try:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        for _ in range(60):
            handler.wfile.write(b"x")
            handler.wfile.flush()
            time.sleep(0.5)
    except OSError:
        pass


def sends_a_flood(handler: BaseHTTPRequestHandler) -> None:
    """A good answer with a body that does not end."""
    handler.close_connection = True
    try:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            handler.wfile.write(b"x" * 65536)
    except OSError:
        pass


def fails_now_and_then(share: float, seed: int) -> Behaviour:
    """Of so many it says that it is too busy, or nothing at all."""
    chance = random.Random(seed)

    def answer(handler: BaseHTTPRequestHandler) -> None:
        troubled = chance.random() < share
        (chance.choice((answers(503), hangs_up)) if troubled else answers(204))(handler)

    return answer


class _Server(ThreadingHTTPServer):
    """As servers are: ten who knock at once do not wait a second for the door."""

    daemon_threads = True
    request_queue_size = 128


class Receiver:
    """Does what `next` names, one behaviour a request, and answers 204 when nothing is left there; over TLS where it
    is given a certificate."""

    def __init__(self, *, port: int = 0, tls: ssl.SSLContext | None = None) -> None:
        self.received: list[Received] = []
        self.next: list[Behaviour] = []
        self.always: Behaviour = answers(204)
        self.scheme = "https" if tls else "http"
        self._lock = threading.Lock()
        self.server = _Server(("127.0.0.1", port), self._handler())
        if tls:
            self.server.socket = tls.wrap_socket(self.server.socket, server_side=True)

    @property
    def port(self) -> int:
        return int(self.server.server_address[1])

    @property
    def url(self) -> str:
        return self.url_of("127.0.0.1")

    def url_of(self, name: str) -> str:
        return f"{self.scheme}://{name}:{self.port}/hook"

    @property
    def said(self) -> list[dict[str, Any]]:
        return [one.said for one in self.received]

    def take(self, handler: BaseHTTPRequestHandler) -> None:
        body = handler.rfile.read(int(handler.headers.get("Content-Length", 0)))
        with self._lock:
            self.note(Received(handler.path, dict(handler.headers.items()), body))
            behaviour = self.next.pop(0) if self.next else self.always
        behaviour(handler)

    def note(self, one: Received) -> None:
        """In the order of arrival, before it is answered."""
        self.received.append(one)

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                receiver.take(self)

            def log_message(self, format: str, *args: Any) -> None:
                pass

        return Handler


@contextmanager
def receiving(tls: ssl.SSLContext | None = None, *, port: int = 0) -> Iterator[Receiver]:
    receiver = Receiver(port=port, tls=tls)
    thread = threading.Thread(target=receiver.server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield receiver
    finally:
        receiver.server.shutdown()
        receiver.server.server_close()
