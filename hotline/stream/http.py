"""As much of HTTP/1.1 as a stream needs: one request's head, bounded in size and time, and the heads of answers."""

import asyncio
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit

from django.conf import settings
from django.http.request import split_domain_port, validate_host

_HEAD_MOST = 16 * 1024  # bytes
_HEAD_PATIENCE = 10  # seconds
_WORDS = {200: "OK", 204: "No Content", 400: "Bad Request", 403: "Forbidden", 404: "Not Found", 503: "Unavailable"}


@dataclass(frozen=True)
class Head:
    """What was asked."""

    method: str
    path: str
    query: dict[str, list[str]]
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def last_event(self) -> int | None:
        """The last signal that this browser was told, by itself or by the page before."""
        text = self.headers.get("last-event-id") or (self.query.get("after") or [""])[0]
        return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else None

    @property
    def is_from_here(self) -> bool:
        """Asked of the portal's own name, and by none of another site's pages."""
        host, _ = split_domain_port(self.headers.get("host", ""))
        hosts = settings.ALLOWED_HOSTS or ["localhost", "127.0.0.1"]
        return validate_host(host, hosts) and self.headers.get("sec-fetch-site", "none") != "cross-site"

    @property
    def demo_origin(self) -> str:
        """In a demo no nginx brings web and stream under one origin: the page is of the same host, at another port."""
        origin = self.headers.get("origin", "")
        same = urlsplit(origin).hostname == split_domain_port(self.headers.get("host", ""))[0]
        return origin if settings.DEMO and same and origin.isprintable() else ""


async def read_head(reader: asyncio.StreamReader) -> Head | None:
    """None for what is no request, or comes too slowly."""
    try:
        raw = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), _HEAD_PATIENCE)
    except (TimeoutError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, OSError):
        return None
    if len(raw) > _HEAD_MOST:
        return None
    first, *lines = raw.decode("latin-1").split("\r\n")
    words = first.split(" ")
    if len(words) != 3 or not words[2].startswith("HTTP/1."):
        return None
    target = urlsplit(words[1]) if words[1].startswith("/") else None
    if target is None:
        return None
    pairs = (line.partition(":") for line in lines if line)
    headers = {name.strip().lower(): value.strip() for name, _, value in pairs}
    return Head(words[0], target.path, parse_qs(target.query), headers)


def answer_head(status: int, *, origin: str = "", kind: str = "text/plain; charset=utf-8") -> bytes:
    """No length: the answer ends with the connection."""
    lines = [
        f"HTTP/1.1 {status} {_WORDS[status]}",
        f"Content-Type: {kind}",
        "Cache-Control: no-store",
        "X-Accel-Buffering: no",
        "X-Content-Type-Options: nosniff",
        "Connection: close",
    ]
    if origin:
        lines += [f"Access-Control-Allow-Origin: {origin}", "Access-Control-Allow-Credentials: true", "Vary: Origin"]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1", "replace")
